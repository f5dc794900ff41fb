/* Writes the terms of one unit of several runs with their postings: in byte order, those of each term run by run. */
#ifndef BUILD_FLUSH_POSTINGS_H
#define BUILD_FLUSH_POSTINGS_H

#include "segment_writer.h"
#include "sorted_terms.h"

struct flush_source {
    struct run *const *runs;
    uint32_t run_count;
    const struct sorted_terms *terms;
    enum unit unit;
    const uint32_t *bases; /* by run: the number of its first document */
};

/* The unit has begun; some run has documents in it. */
int flush_postings(const struct flush_source *source, struct segment_writer *writer, fx_error *err) FX_CHECK;

#endif
