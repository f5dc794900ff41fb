/* The inside of a term matcher, for loops that read whole blocks. */
#ifndef MATCH_TERM_MATCHER_H
#define MATCH_TERM_MATCHER_H

#include "matchers.h"

struct term_matcher {
    struct matcher base;
    struct postings *postings;
    struct column *lengths;        /* NULL: scores nothing */
    const uint32_t *whole_lengths; /* column_whole of them */
    struct bm25 bm25;
    bool started;
    uint32_t bound_first, bound_last; /* documents that `bound` holds for; empty where first > last */
    double bound;
    struct match_weight weight;
    const struct match_place *place;
    const struct interval *intervals; /* of the current document, once asked for */
    struct interval *interval_memory;
    uint32_t interval_capacity;
};

static inline uint32_t term_move(struct term_matcher *term, uint32_t target)
{
    if (term->started && target <= term->base.document)
        return term->base.document;
    term->started = true;
    term->intervals = NULL;
    return term->base.document = postings_seek(term->postings, target);
}

/* Of the coarser stretch of up to 32 blocks. */
double term_leaf_bound(struct term_matcher *term, uint32_t target, uint32_t *last);

/* In the block of `document`, not before the one the matcher stands on: the least frequency that can score `threshold`;
 * 0 where any can. */
uint32_t term_least_frequency(struct term_matcher *term, double threshold, uint32_t document);

#endif
