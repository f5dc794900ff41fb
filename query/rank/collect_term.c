#include "collector.h"
#include "error.h"
#include "term_matcher.h"

/* Goes to the first stretch from *target on that can hold a wanted hit, by leaves first, then by blocks; false: none.
 */
static bool find_block(struct collector *collector, struct term_matcher *term, uint32_t *target)
{
    double threshold = collector->top->threshold;
    uint32_t last;
    if (threshold <= 0)
        return true;
    while (*target < collector->documents) {
        double bound = term_leaf_bound(term, *target, &last);
        if (bound >= threshold)
            bound = matcher_max_score(&term->base, *target, &last);
        if (bound >= threshold)
            return true;
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
    for (uint32_t i = 0; i < count; i++) {
        uint32_t document = documents[i];
        if (collector_excludes(collector, document))
            continue;
        collector_count(collector, document);
        double score = bm25_score(&term->bm25, (double)frequencies[i], term->lengths[document]);
        if (score >= collector->top->threshold && collector_add(collector, document, score) != FX_OK)
            return error_no_memory(collector->err);
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
    if (!collector->exact && collector->excluded == NULL) {
        collector->count = term->base.cost;
        collector->exact = true;
    }
    return FX_OK;
}
