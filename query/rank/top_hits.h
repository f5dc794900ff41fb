/* The best k hits seen so far, as a heap with the worst on top, in a total order: score (or date), then newer date
 * (unknown last), then id. Dates and ids are fetched only where an order depends on them: mostly never. */
#ifndef RANK_TOP_HITS_H
#define RANK_TOP_HITS_H

#include "arena.h"
#include "fx_search.h"

#include <stdbool.h>

struct top_hit {
    double score;
    uint32_t leaf, document;
    int64_t published;
    fx_slice id; /* in the arena, once known */
    bool published_known, id_known;
};

/* Fetches what a tie needs; whatever cannot be read stays empty and loses. */
struct top_source {
    void (*published)(void *self, struct top_hit *hit);
    void (*id)(void *self, struct top_hit *hit);
    void *self;
};

struct top_hits {
    struct top_hit *heap;
    size_t count, capacity; /* capacity of `heap`; it grows up to `wanted` */
    size_t wanted;
    enum fx_sort sort;
    struct top_source source;
    double threshold; /* a hit that scores less is not wanted: what pruning asks */
};

void top_hits_init(struct top_hits *top, size_t wanted, enum fx_sort sort, const struct top_source *source);
void top_hits_release(struct top_hits *top);

/* Takes the hit where it is among the best. FX_ENOMEM. */
int top_hits_add(struct top_hits *top, double score, uint32_t leaf, uint32_t document) FX_CHECK;

/* Negative where `a` stands before `b`. */
int top_hits_compare(struct top_hits *top, struct top_hit *a, struct top_hit *b);

/* Best first; the heap is one no more. */
void top_hits_sort(struct top_hits *top);

#endif
