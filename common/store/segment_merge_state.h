/* What the parts of merging share. Private to segment_merge.c, merge_terms.c and merge_names.c. */
#ifndef STORE_SEGMENT_MERGE_STATE_H
#define STORE_SEGMENT_MERGE_STATE_H

#include "segment_merge.h"
#include "segment_parts.h"
#include "segment_writer_parts.h"

struct merged_segment {
    struct segment *segment;
    const struct segment_info *info;
    const uint64_t *dead[UNIT_COUNT];
    uint32_t shift[UNIT_COUNT]; /* its document 0 becomes this one */
    uint32_t *names;            /* new number of each of its names; UINT32_MAX: gone */
};

struct merge {
    struct merged_segment *inputs;
    uint32_t count;
    uint32_t base, articles;
    struct segment_writer *writer;
    const volatile int *stop;
};

static inline bool merge_is_dead(const uint64_t *dead, uint32_t document)
{
    return dead != NULL && (dead[document / 64] >> (document % 64) & 1);
}

static inline bool merge_stopped(const struct merge *merge)
{
    return merge->stop != NULL && *merge->stop != 0;
}

/* Writes the names of all inputs and fills their `names`. */
int merge_names(struct merge *merge, fx_error *err) FX_CHECK;

/* Writes the terms of a unit. */
int merge_terms(struct merge *merge, enum unit unit, fx_error *err) FX_CHECK;

#endif
