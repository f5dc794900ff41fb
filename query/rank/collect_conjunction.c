/* All of several words, best first, or all of them counted. The rarest word leads, block by block. Its documents are
 * sieved by what that word scores there and the others could add, by the bounds of their leaves; what is left is looked
 * up in the next word, and so on. The bound of a block is asked for before that block would be decoded: in one that is
 * decoded, looking is cheaper than asking. As block-max conjunctions in Lucene 10, but from bound to bound.
 *
 * Where all are counted nothing is passed over, and only those are scored that can be among the best. */
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
    double rest;         /* leaf bounds of the followers behind this one */
    bool entered;        /* once a block of it was */
    uint32_t block_last; /* of that block */
};

struct conjunction {
    struct collector *collector;
    struct term_matcher *lead;
    struct follower followers[TERMS_MAX];
    uint32_t count;
    double rest;        /* leaf bounds of all followers, for documents up to rest_last */
    uint32_t rest_last; /* not known yet: 0 */
    double filtered;    /* the score of the lead that `filter` is for */
    struct bm25_filter filter;
};

/* Asks for the bounds of the leaves that hold `document`. */
static void move_leaves(struct conjunction *all, uint32_t document)
{
    all->rest = 0;
    all->rest_last = DOCUMENT_END;
    for (uint32_t i = all->count; i-- > 0;) {
        struct follower *follower = &all->followers[i];
        if (!follower->known || document > follower->leaf_last) {
            follower->leaf_bound = term_leaf_bound(follower->term, document, &follower->leaf_last);
            follower->known = true;
        }
        follower->rest = all->rest;
        all->rest += follower->leaf_bound;
        all->rest_last = follower->leaf_last < all->rest_last ? follower->leaf_last : all->rest_last;
    }
}

static double score_of(const struct term_matcher *term, uint32_t frequency, uint32_t document)
{
    return bm25_score(&term->bm25, (double)frequency, column_u32_of(term->lengths, term->whole_lengths, document));
}

static int keep(struct conjunction *all, uint32_t document, double score)
{
    struct collector *collector = all->collector;
    return collector_add(collector, document, score) == FX_OK ? FX_OK : error_no_memory(collector->err);
}

/* Can a document that scores so much by the words before it still be wanted, for all that is known without decoding a
 * block of this one? */
static bool hopeful(struct conjunction *all, struct follower *follower, uint32_t document, double score)
{
    const double threshold = all->collector->top->threshold;
    if (threshold <= 0)
        return true;
    if (score + follower->leaf_bound + follower->rest < threshold)
        return false;
    if (follower->entered && document <= follower->block_last)
        return true;
    if (score + matcher_max_score(&follower->term->base, document, &follower->block_last) + follower->rest < threshold)
        return false;
    follower->entered = true;
    return true;
}

/* A document of the lead, where its word scores so much. */
static int take(struct conjunction *all, uint32_t document, double score)
{
    struct collector *collector = all->collector;
    for (uint32_t i = 0; i < all->count; i++) {
        struct follower *follower = &all->followers[i];
        struct term_matcher *term = follower->term;
        if (term->started && term->base.document > document)
            return FX_OK;
        if (!hopeful(all, follower, document, score)) {
            follower->entered = false; /* `block_last` is of a block that was asked for only */
            collector->exact = false;
            return FX_OK;
        }
        if (term_move(term, document) != document)
            return FX_OK;
        score += score_of(term, postings_frequency(term->postings), document);
    }
    if (collector_excludes(collector, document))
        return FX_OK;
    collector_count(collector, document);
    return keep(all, document, score);
}

/* The same where all are counted. */
static int count(struct conjunction *all, uint32_t document, uint32_t frequency)
{
    struct collector *collector = all->collector;
    const double threshold = collector->top->threshold;
    for (uint32_t i = 0; i < all->count; i++)
        if (term_move(all->followers[i].term, document) != document)
            return FX_OK;
    if (collector_excludes(collector, document))
        return FX_OK;
    collector_count(collector, document);
    double score = score_of(all->lead, frequency, document);
    if (score + all->rest < threshold)
        return FX_OK;
    for (uint32_t i = 0; i < all->count; i++) {
        struct term_matcher *term = all->followers[i].term;
        score += score_of(term, postings_frequency(term->postings), document);
        if (score + all->followers[i].rest < threshold)
            return FX_OK;
    }
    return keep(all, document, score);
}

/* Of the lead's documents those that can be wanted, as indexes: all those up to rest_last, of which there are *count.
 */
static uint32_t sieve(struct conjunction *all, uint8_t *kept, const uint32_t *documents, const uint32_t *frequencies,
                      uint32_t *count)
{
    struct column *lengths = all->lead->lengths;
    const uint32_t *whole = all->lead->whole_lengths;
    const double wanted = all->collector->top->threshold - all->rest;
    uint32_t i = 0, n = 0;
    if (wanted != all->filtered) {
        bm25_filter_make(&all->filter, &all->lead->bm25, wanted);
        all->filtered = wanted;
    }
    for (; i < *count && documents[i] <= all->rest_last; i++) {
        kept[n] = (uint8_t)i;
        n += bm25_passes(&all->filter, frequencies[i], column_u32_of(lengths, whole, documents[i]));
    }
    *count = i;
    return n;
}

/* The lead's documents of one block. */
static int take_block(struct conjunction *all, const uint32_t *documents, const uint32_t *frequencies, uint32_t count)
{
    struct collector *collector = all->collector;
    uint8_t kept[BLOCK_POSTINGS];
    for (uint32_t done = 0, part; done < count; done += part) {
        if (documents[done] > all->rest_last)
            move_leaves(all, documents[done]);
        part = count - done;
        const uint32_t n = sieve(all, kept, documents + done, frequencies + done, &part);
        if (n < part)
            collector->exact = false;
        for (uint32_t k = 0; k < n; k++) {
            const uint32_t i = done + kept[k];
            const double score = score_of(all->lead, frequencies[i], documents[i]);
            int code = take(all, documents[i], score);
            if (code != FX_OK)
                return code;
        }
    }
    return FX_OK;
}

static int count_block(struct conjunction *all, const uint32_t *documents, const uint32_t *frequencies, uint32_t length)
{
    int code = FX_OK;
    for (uint32_t i = 0; i < length && code == FX_OK; i++) {
        if (documents[i] > all->rest_last)
            move_leaves(all, documents[i]);
        code = count(all, documents[i], frequencies[i]);
    }
    return code;
}

/* The first document from *target on whose block of the lead can matter; false: none. */
static bool find_block(struct conjunction *all, uint32_t *target)
{
    double threshold = all->collector->top->threshold;
    while (all->collector->prune && threshold > 0 && *target < all->collector->documents) {
        uint32_t last;
        double bound = matcher_max_score(&all->lead->base, *target, &last);
        if (*target > all->rest_last)
            move_leaves(all, *target);
        if (bound + all->rest >= threshold)
            return true;
        last = all->rest_last < last ? all->rest_last : last;
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
    move_leaves(&all, 0);
    bm25_filter_make(&all.filter, &all.lead->bm25, all.filtered);
    uint32_t target = 0;
    while (find_block(&all, &target)) {
        const uint32_t *documents, *frequencies;
        if (term_move(all.lead, target) == DOCUMENT_END)
            break;
        uint32_t run = postings_run(all.lead->postings, &documents, &frequencies);
        if (run == 0)
            break;
        int code = collector->prune ? take_block(&all, documents, frequencies, run)
                                    : count_block(&all, documents, frequencies, run);
        if (code == FX_OK)
            code = collector_tick(collector, run);
        if (code != FX_OK)
            return code;
        target = documents[run - 1] + 1;
    }
    return FX_OK;
}
