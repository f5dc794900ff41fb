#include "collector.h"
#include "column.h"
#include "error.h"
#include "term_matcher.h"

static bool impacts_reach(const struct term_matcher *term, double threshold, const struct impact *impacts,
                          uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (bm25_reaches(&term->bm25, threshold, (double)impacts[i].frequency, impacts[i].length))
            return true;
    return false;
}

/* Goes to the first block from *target on that can hold a wanted hit, by leaves first, then by blocks; false: none. */
static bool find_block(struct collector *collector, struct term_matcher *term, uint32_t *target)
{
    double threshold = collector->top->threshold;
    uint32_t leaf_last = 0;
    bool leaf_reaches = false;
    if (!collector->prune || threshold <= 0)
        return true;
    while (*target < collector->documents) {
        const struct impact *impacts;
        uint32_t count, last;
        if (!leaf_reaches || *target > leaf_last) {
            leaf_last = postings_leaf(term->postings, *target, &impacts, &count);
            leaf_reaches = impacts_reach(term, threshold, impacts, count);
        }
        last = leaf_last;
        if (leaf_reaches) {
            last = postings_block(term->postings, *target, &impacts, &count);
            if (impacts_reach(term, threshold, impacts, count))
                return true;
        }
        collector->exact = false;
        if (last >= collector->documents)
            return false;
        *target = last + 1;
    }
    return false;
}

static int take_block(struct collector *collector, struct term_matcher *term, const uint32_t *documents,
                      const uint32_t *frequencies, uint32_t count)
{
    const struct bm25 bm25 = term->bm25;
    struct column *lengths = term->lengths;
    const uint32_t *whole = term->whole_lengths;
    double threshold = collector->top->threshold;
    uint32_t least = term_least_frequency(term, threshold, documents[0]);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t document = documents[i];
        if (collector_excludes(collector, document))
            continue;
        collector_count(collector, document);
        if (frequencies[i] < least)
            continue;
        uint32_t length = column_u32_of(lengths, whole, document);
        if (!bm25_reaches(&bm25, threshold, (double)frequencies[i], length))
            continue;
        double score = bm25_score(&bm25, (double)frequencies[i], length);
        if (collector_add(collector, document, score) != FX_OK)
            return error_no_memory(collector->err);
        if (collector->top->threshold > threshold) {
            threshold = collector->top->threshold;
            least = term_least_frequency(term, threshold, document);
        }
    }
    return FX_OK;
}

int collect_term(struct collector *collector, struct term_matcher *term)
{
    uint32_t target = 0;
    while (find_block(collector, term, &target)) {
        const uint32_t *documents, *frequencies;
        if (matcher_seek(&term->base, target) == DOCUMENT_END)
            break;
        uint32_t count = postings_run(term->postings, &documents, &frequencies);
        if (count == 0)
            break;
        int code = take_block(collector, term, documents, frequencies, count);
        if (code == FX_OK)
            code = collector_tick(collector, count);
        if (code != FX_OK)
            return code;
        target = documents[count - 1] + 1;
    }
    if (!collector->exact && collector->excluded == NULL) { /* all of the list match */
        collector->count = term->base.cost;
        collector->exact = true;
    }
    return FX_OK;
}
