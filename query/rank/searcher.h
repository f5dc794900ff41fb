/* What is known of the indexes beyond one search: segments, dead documents, totals. */
#ifndef RANK_SEARCHER_H
#define RANK_SEARCHER_H

#include "match_context.h"
#include "search.h"

struct searcher {
    struct index **indexes;
    uint32_t index_count;
    bool opened, sections_known;
    struct match_segment *segments;
    uint32_t segment_count;
    uint64_t documents[UNIT_COUNT], length[UNIT_COUNT]; /* live, over all segments; sections once they are known */
    struct arena arena;                                 /* bitmaps, segments */
    struct search_faults faults;
};

/* Opens all segments. What is damaged is left out and noted. */
int searcher_prepare(struct searcher *searcher, fx_error *err) FX_CHECK;

/* Finds out which articles have sections of their own: what statistics over sections need. */
int searcher_prepare_sections(struct searcher *searcher, fx_error *err) FX_CHECK;

struct unit_statistics searcher_statistics(const struct searcher *searcher, enum unit unit);

#endif
