#include "collector.h"
#include "error.h"

/* The first stretch from *target on whose bound the best hits do not exceed: [*target, *last]; false: none is left. */
static bool find_stretch(struct collector *collector, struct matcher *root, uint32_t *target, uint32_t *last)
{
    *last = *target;
    if (collector->top->threshold <= 0) /* anything is wanted yet */
        return true;
    while (matcher_max_score(root, *target, last) < collector->top->threshold) {
        collector->exact = false;
        if (*last >= collector->documents)
            return false;
        *target = *last + 1;
    }
    return true;
}

int collect_pruned(struct collector *collector, struct matcher *root)
{
    uint32_t target = 0, last = 0;
    bool bounded = false; /* [target, last] was checked against the threshold `checked` */
    double checked = 0;
    for (;;) {
        if (!bounded || target > last || collector->top->threshold > checked) {
            if (!find_stretch(collector, root, &target, &last))
                break;
            bounded = true;
            checked = collector->top->threshold;
        }
        root->threshold = checked;
        uint32_t document = matcher_seek(root, target);
        if (document == DOCUMENT_END)
            break;
        int code = collector_tick(collector, 1);
        if (code != FX_OK)
            return code;
        target = document;
        if (document > last && checked > 0) {
            bounded = false;
            continue;
        }
        target++;
        if (collector_excludes(collector, document))
            continue;
        collector_count(collector, document);
        if (collector_add(collector, document, matcher_score(root)) != FX_OK)
            return error_no_memory(collector->err);
    }
    if (root->skipped)
        collector->exact = false;
    return FX_OK;
}
