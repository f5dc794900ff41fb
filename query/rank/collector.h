/* Collecting: every match of a leaf, or only those that can still be among the best. One loop a file; collect()
 * chooses.
 *
 * Scores are sums of addends on a grid (bm25.h), hence exact in whatever order they are added: all loops give the same
 * hits to the last bit. A block is passed over only where its bound is less than the worst hit's score: a tie may yet
 * win by its date. */
#ifndef RANK_COLLECTOR_H
#define RANK_COLLECTOR_H

#include "match_context.h"
#include "top_hits.h"

struct collector {
    struct top_hits *top;
    struct arena *arena;
    uint32_t leaf;
    uint32_t documents;       /* of the leaf */
    const uint64_t *excluded; /* dead, and in a search for sections the articles that have some; NULL: none */
    bool plain;               /* by the one loop that is obviously right */
    bool prune;
    bool count_all;    /* the count must be exact: prune only where it is known without meeting the matches */
    bool exact;        /* cleared where matches were passed over uncounted */
    uint64_t count;    /* live matches met */
    uint64_t *matches; /* a bit for each; NULL: not wanted */
    struct deadline *deadline;
    fx_error *err;
};

/* FX_ELIMIT: time ran out. */
int collect(struct collector *collector, struct matcher *root) FX_CHECK;

/* ---- the loops ---- */

int collect_all(struct collector *collector, struct matcher *root) FX_CHECK;
/* Any matcher: passes over stretches whose bound is too low. */
int collect_pruned(struct collector *collector, struct matcher *root) FX_CHECK;
/* One word: whole blocks at a time; every document where it may not prune. */
struct term_matcher;
int collect_term(struct collector *collector, struct term_matcher *term) FX_CHECK;
/* Several words, all of them: the rarest leads block by block. Counts all where it may not prune. */
int collect_conjunction(struct collector *collector, struct matcher *const *terms, uint32_t count) FX_CHECK;
/* Several words, any of them: block-max MAXSCORE over windows; exhaustive too. */
int collect_union(struct collector *collector, struct matcher *const *terms, uint32_t count) FX_CHECK;

/* ---- for the loops ---- */

static inline bool collector_excludes(const struct collector *collector, uint32_t document)
{
    return collector->excluded != NULL && bitmap_has(collector->excluded, document);
}

static inline void collector_count(struct collector *collector, uint32_t document)
{
    collector->count++;
    if (collector->matches != NULL)
        collector->matches[document / 64] |= UINT64_C(1) << (document % 64);
}

static inline int collector_add(struct collector *collector, uint32_t document, double score)
{
    if (score < collector->top->threshold)
        return FX_OK;
    return top_hits_add(collector->top, score, collector->leaf, document);
}

/* Looks at the clock every so many calls. */
int collector_tick(struct collector *collector, uint32_t documents) FX_CHECK;

#endif
