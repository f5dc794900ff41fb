#include "error.h"
#include "explain.h"
#include "interval_list.h"

#include <string.h>

struct or_matcher {
    struct matcher base;
    struct matcher **children; /* as in the query */
    struct matcher **heap;     /* of those that are not at their end; the smallest document on top */
    uint32_t count, heap_count;
    bool started;
    struct arena *arena;
    struct interval_list lists[2];
};

static struct or_matcher *or_of(struct matcher *self)
{
    return (struct or_matcher *)self;
}

static void sift_down(struct or_matcher * or, uint32_t at)
{
    struct matcher **heap = or->heap;
    struct matcher *moved = heap[at];
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= or->heap_count)
            break;
        if (child + 1 < or->heap_count && heap[child + 1]->document < heap[child]->document)
            child++;
        if (heap[child]->document >= moved->document)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

/* The top has moved on. */
static void settle_top(struct or_matcher * or)
{
    if (or->heap[0]->document == DOCUMENT_END) {
        or->heap[0] = or->heap[-- or->heap_count];
        if (or->heap_count == 0)
            return;
    }
    sift_down(or, 0);
}

static uint32_t top(struct or_matcher * or)
{
    return or->base.document = or->heap_count > 0 ? or->heap[0]->document : DOCUMENT_END;
}

static uint32_t start(struct or_matcher * or, uint32_t target)
{
    or->started = true;
    or->heap_count = 0;
    for (uint32_t i = 0; i < or->count; i++)
        if (matcher_seek(or->children[i], target) != DOCUMENT_END)
            or->heap[or->heap_count++] = or->children[i];
    for (uint32_t i = or->heap_count / 2; i-- > 0;)
        sift_down(or, i);
    return top(or);
}

static uint32_t or_next(struct matcher *self)
{
    struct or_matcher * or = or_of(self);
    if (! or->started)
        return start(or, 0);
    uint32_t current = self->document;
    while (or->heap_count > 0 && or->heap[0]->document == current) {
        matcher_next(or->heap[0]);
        settle_top(or);
    }
    return top(or);
}

static uint32_t or_seek(struct matcher *self, uint32_t target)
{
    struct or_matcher * or = or_of(self);
    if (! or->started)
        return start(or, target);
    while (or->heap_count > 0 && or->heap[0]->document < target) {
        matcher_seek(or->heap[0], target);
        settle_top(or);
    }
    return top(or);
}

static double or_score(struct matcher *self)
{
    struct or_matcher * or = or_of(self);
    double score = 0;
    for (uint32_t i = 0; i < or->count; i++)
        if (or->children[i]->document == self->document)
            score += matcher_score(or->children[i]);
    return score;
}

static double or_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    struct or_matcher * or = or_of(self);
    double bound = 0;
    *last = DOCUMENT_END;
    for (uint32_t i = 0; i < or->count; i++) {
        uint32_t until;
        bound += matcher_max_score(or->children[i], target, &until);
        *last = until < *last ? until : *last;
    }
    return bound;
}

static int or_intervals(struct matcher *self, const struct interval **out, uint32_t *count)
{
    struct or_matcher * or = or_of(self);
    struct interval_view all = {NULL, 0}, one;
    uint32_t joined = 0;
    for (uint32_t i = 0; i < or->count; i++) {
        struct matcher *child = or->children[i];
        if (child->document != self->document)
            continue;
        int code = child->operations->intervals(child, &one.items, &one.count);
        if (code == FX_OK && joined > 0) {
            struct interval_list *list = & or->lists[joined % 2];
            code = interval_list_either(list, or->arena, all, one);
            one = (struct interval_view){list->items, list->count};
        }
        if (code != FX_OK)
            return code;
        joined++;
        all = one;
    }
    *out = all.items;
    *count = all.count;
    return FX_OK;
}

static int or_positions(struct matcher *self, struct highlights *highlights)
{
    struct or_matcher * or = or_of(self);
    int code = FX_OK;
    for (uint32_t i = 0; i < or->count && code == FX_OK; i++)
        if (or->children[i]->document == self->document && or->children[i]->operations->positions)
            code = or->children[i]->operations->positions(or->children[i], highlights);
    return code;
}

static int or_explain(struct matcher *self, struct buffer *out, int indent)
{
    struct or_matcher * or = or_of(self);
    int code = explain_heading(out, indent, or_score(self), "sum of");
    for (uint32_t i = 0; i < or->count && code == FX_OK; i++)
        if (or->children[i]->document == self->document)
            code = explain_child(or->children[i], out, indent + 2);
    return code;
}

static const struct matcher_operations or_operations = {
    .next = or_next,
    .seek = or_seek,
    .score = or_score,
    .max_score = or_max_score,
    .intervals = or_intervals,
    .positions = or_positions,
    .explain = or_explain,
};

struct matcher *const *match_or_children(struct matcher *matcher, uint32_t *count)
{
    if (matcher->operations != &or_operations)
        return NULL;
    *count = or_of(matcher)->count;
    return or_of(matcher)->children;
}

int match_or_new(struct matcher **out, const struct match_place *place, struct matcher *const *children, uint32_t count,
                 fx_error *err)
{
    if (count == 1) {
        *out = children[0];
        return FX_OK;
    }
    *out = NULL;
    struct or_matcher * or = arena_allocate_zeroed(place->context->arena, 1, sizeof * or);
    if (or == NULL)
        return error_no_memory(err);
    or->children = arena_allocate(place->context->arena, count * sizeof * or->children);
    or->heap = arena_allocate(place->context->arena, count * sizeof * or->heap);
    if (or->children == NULL || or->heap == NULL)
        return error_no_memory(err);
    memcpy(or->children, children, count * sizeof * or->children);
    uint64_t cost = 0;
    for (uint32_t i = 0; i < count; i++)
        cost += children[i]->cost;
    or->count = count;
    or->arena = place->context->arena;
    or->base.operations = &or_operations;
    or->base.cost = cost < place->documents ? (uint32_t)cost : place->documents;
    *out = & or->base;
    return FX_OK;
}
