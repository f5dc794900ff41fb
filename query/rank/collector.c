#include "collector.h"

#include "error.h"
#include "term_matcher.h"

int collector_tick(struct collector *collector, uint32_t documents)
{
    if (!deadline_passed(collector->deadline, documents))
        return FX_OK;
    return error_set(collector->err, FX_ELIMIT, "the search took longer than its time limit");
}

int collect_all(struct collector *collector, struct matcher *root)
{
    bool scores = collector->top->wanted > 0;
    for (uint32_t d = matcher_next(root); d != DOCUMENT_END; d = matcher_next(root)) {
        int code = collector_tick(collector, 1);
        if (code != FX_OK)
            return code;
        if (collector_excludes(collector, d))
            continue;
        collector_count(collector, d);
        if (scores && collector_add(collector, d, matcher_score(root)) != FX_OK)
            return error_no_memory(collector->err);
    }
    return FX_OK;
}

/* All children are words that score? */
static bool all_terms(struct matcher *const *children, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct term_matcher *term = match_term_of(children[i]);
        if (term == NULL || term->lengths == NULL)
            return false;
    }
    return true;
}

/* More words than these are rare, and general loops handle them as well. */
enum { UNION_TERMS_MAX = 64, CONJUNCTION_TERMS_MAX = 16 };

int collect(struct collector *collector, struct matcher *root)
{
    uint32_t count;
    struct matcher *const *children = match_or_children(root, &count);
    struct term_matcher *term = match_term_of(root);
    bool scores = term != NULL && term->lengths != NULL;
    bool count_known = scores && collector->excluded == NULL;
    if (collector->count_all && !count_known)
        collector->prune = false;
    if (children != NULL && count <= UNION_TERMS_MAX && all_terms(children, count))
        return collect_union(collector, children, count);
    children = match_and_children(root, &count);
    if (!collector->plain && children != NULL && count <= CONJUNCTION_TERMS_MAX && all_terms(children, count))
        return collect_conjunction(collector, children, count);
    if (!collector->plain && scores)
        return collect_term(collector, term);
    if (!collector->prune)
        return collect_all(collector, root);
    return collect_pruned(collector, root);
}
