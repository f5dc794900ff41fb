/* All of several words, best first. The rarest word leads. A document of it is scored by that word alone first; only
 * where the others could lift it to the threshold, by the bounds of their leaves, then of their blocks, are they looked
 * up. As block-max conjunctions in Lucene 10, but the bounds are asked for document by document. */
#include "collector.h"
#include "column.h"
#include "error.h"
#include "term_matcher.h"

enum { TERMS_MAX = 16 };

struct follower {
    struct term_matcher *term;
    double leaf_bound; /* for documents up to leaf_last */
    uint32_t leaf_last;
    bool known;
};

struct conjunction {
    struct collector *collector;
    struct term_matcher *lead;
    struct follower followers[TERMS_MAX];
    uint32_t count;
};

static double leaf_bound(struct follower *follower, uint32_t document)
{
    if (!follower->known || document > follower->leaf_last) {
        follower->leaf_bound = term_leaf_bound(follower->term, document, &follower->leaf_last);
        follower->known = true;
    }
    return follower->leaf_bound;
}

/* What the followers from `first` on can add to a document. */
static double bound_of_rest(struct conjunction *all, uint32_t first, uint32_t document)
{
    double bound = 0;
    for (uint32_t i = first; i < all->count; i++)
        bound += leaf_bound(&all->followers[i], document);
    return bound;
}

/* The lead stands on the document and scores so much. */
static int take(struct conjunction *all, uint32_t document, double score)
{
    struct collector *collector = all->collector;
    double threshold = collector->top->threshold;
    for (uint32_t i = 0; i < all->count; i++) {
        struct term_matcher *term = all->followers[i].term;
        if (threshold > 0) {
            uint32_t last;
            double others = bound_of_rest(all, i + 1, document);
            if (score + leaf_bound(&all->followers[i], document) + others < threshold ||
                score + matcher_max_score(&term->base, document, &last) + others < threshold) {
                collector->exact = false;
                return FX_OK;
            }
        }
        if (matcher_seek(&term->base, document) != document)
            return FX_OK;
        score += bm25_score(&term->bm25, (double)postings_frequency(term->postings),
                            column_u32_of(term->lengths, term->whole_lengths, document));
    }
    if (collector_excludes(collector, document))
        return FX_OK;
    collector_count(collector, document);
    return collector_add(collector, document, score) == FX_OK ? FX_OK : error_no_memory(collector->err);
}

/* The lead's documents of one block. */
static int take_block(struct conjunction *all, const uint32_t *documents, const uint32_t *frequencies, uint32_t count)
{
    const struct bm25 bm25 = all->lead->bm25;
    struct column *lengths = all->lead->lengths;
    const uint32_t *whole = all->lead->whole_lengths;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t document = documents[i];
        double threshold = all->collector->top->threshold - bound_of_rest(all, 0, document);
        uint32_t length = column_u32_of(lengths, whole, document);
        if (threshold > 0 && !bm25_reaches(&bm25, threshold, (double)frequencies[i], length)) {
            all->collector->exact = false;
            continue;
        }
        int code = take(all, document, bm25_score(&bm25, (double)frequencies[i], length));
        if (code != FX_OK)
            return code;
    }
    return FX_OK;
}

/* The first document from *target on whose block of the lead can matter; false: none. */
static bool find_block(struct conjunction *all, uint32_t *target)
{
    double threshold = all->collector->top->threshold;
    while (threshold > 0 && *target < all->collector->documents) {
        uint32_t last;
        double bound = matcher_max_score(&all->lead->base, *target, &last);
        for (uint32_t i = 0; i < all->count; i++) {
            bound += leaf_bound(&all->followers[i], *target);
            last = all->followers[i].leaf_last < last ? all->followers[i].leaf_last : last;
        }
        if (bound >= threshold)
            return true;
        all->collector->exact = false;
        if (last >= all->collector->documents)
            return false;
        *target = last + 1;
    }
    return *target < all->collector->documents;
}

int collect_conjunction(struct collector *collector, struct matcher *const *terms, uint32_t count)
{
    struct conjunction all = {.collector = collector, .lead = match_term_of(terms[0]), .count = count - 1};
    for (uint32_t i = 1; i < count; i++)
        all.followers[i - 1].term = match_term_of(terms[i]);
    uint32_t target = 0;
    while (find_block(&all, &target)) {
        const uint32_t *documents, *frequencies;
        if (matcher_seek(&all.lead->base, target) == DOCUMENT_END)
            break;
        uint32_t run = postings_run(all.lead->postings, &documents, &frequencies);
        if (run == 0)
            break;
        int code = take_block(&all, documents, frequencies, run);
        if (code == FX_OK)
            code = collector_tick(collector, run);
        if (code != FX_OK)
            return code;
        target = documents[run - 1] + 1;
    }
    return FX_OK;
}
