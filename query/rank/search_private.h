/* The inside of a search, for the files that take it further. */
#ifndef RANK_SEARCH_PRIVATE_H
#define RANK_SEARCH_PRIVATE_H

#include "collector.h"
#include "matchers.h"
#include "searcher.h"

struct search {
    struct arena arena;
    struct searcher *searcher;
    const struct ast *query;
    fx_search_options options;
    struct match_context context;
    struct search_leaf *leaves;
    uint32_t leaf_count;
    uint32_t *leaf_segments; /* index into context.segments of each leaf */
    struct search_result result;
    struct record record; /* for ids that decide ties */
    /* Where the hits [ahead_first, ahead_first + ahead_count) matched: search_parts.c. */
    struct hit_parts *ahead;
    uint32_t ahead_first, ahead_count;
};

/* The matcher of the whole query over a leaf, with all that highlights and explanations need; NULL: nothing matches. */
int search_plan_leaf(struct search *search, uint32_t leaf, bool twins, struct matcher **out, fx_error *err) FX_CHECK;

#endif
