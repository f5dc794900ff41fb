#include "error.h"
#include "explain.h"
#include "interval_list.h"

#include <string.h>

struct and_matcher {
    struct matcher base;
    struct matcher **children; /* cheapest first */
    struct matcher **ordered;  /* as in the query */
    uint32_t count;
    struct arena *arena;
    struct interval_list lists[2];
};

static struct and_matcher *and_of(struct matcher *self)
{
    return (struct and_matcher *)self;
}

/* Leapfrog: every child is sent to the leader's document until none overshoots. */
static uint32_t align(struct and_matcher *and, uint32_t document)
{
    uint32_t i = 1;
    while (i < and->count && document != DOCUMENT_END) {
        uint32_t reached = matcher_seek(and->children[i], document);
        if (reached == document) {
            i++;
            continue;
        }
        document = reached == DOCUMENT_END ? DOCUMENT_END : matcher_seek(and->children[0], reached);
        i = 1;
    }
    return and->base.document = document;
}

static uint32_t and_next(struct matcher *self)
{
    return align(and_of(self), matcher_next(and_of(self)->children[0]));
}

static uint32_t and_seek(struct matcher *self, uint32_t target)
{
    return align(and_of(self), matcher_seek(and_of(self)->children[0], target));
}

static double and_score(struct matcher *self)
{
    struct and_matcher *and = and_of(self);
    double score = 0;
    for (uint32_t i = 0; i < and->count; i++)
        score += matcher_score(and->ordered[i]);
    return score;
}

static double and_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    struct and_matcher *and = and_of(self);
    double bound = 0;
    *last = DOCUMENT_END;
    for (uint32_t i = 0; i < and->count; i++) {
        uint32_t until;
        bound += matcher_max_score(and->children[i], target, &until);
        *last = until < *last ? until : *last;
    }
    return bound;
}

static int and_intervals(struct matcher *self, const struct interval **out, uint32_t *count)
{
    struct and_matcher *and = and_of(self);
    struct interval_view all = {NULL, 0}, one;
    for (uint32_t i = 0; i < and->count; i++) {
        struct matcher *child = and->ordered[i];
        int code = child->operations->intervals(child, &one.items, &one.count);
        if (code == FX_OK && i > 0) {
            struct interval_list *list = &and->lists[i % 2];
            code = interval_list_both(list, and->arena, all, one);
            one = (struct interval_view){list->items, list->count};
        }
        if (code != FX_OK)
            return code;
        all = one;
    }
    *out = all.items;
    *count = all.count;
    return FX_OK;
}

static int and_positions(struct matcher *self, struct highlights *highlights)
{
    struct and_matcher *and = and_of(self);
    int code = FX_OK;
    for (uint32_t i = 0; i < and->count && code == FX_OK; i++)
        if (and->ordered[i]->operations->positions)
            code = and->ordered[i]->operations->positions(and->ordered[i], highlights);
    return code;
}

static int and_explain(struct matcher *self, struct buffer *out, int indent)
{
    struct and_matcher *and = and_of(self);
    int code = explain_heading(out, indent, and_score(self), "sum of");
    for (uint32_t i = 0; i < and->count && code == FX_OK; i++)
        code = explain_child(and->ordered[i], out, indent + 2);
    return code;
}

static const struct matcher_operations and_operations = {
    .next = and_next,
    .seek = and_seek,
    .score = and_score,
    .max_score = and_max_score,
    .intervals = and_intervals,
    .positions = and_positions,
    .explain = and_explain,
};

/* By cost; insertion keeps the order of the query among equals, and conjunctions are short. */
static void sort_by_cost(struct matcher **children, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct matcher *moved = children[i];
        uint32_t k = i;
        for (; k > 0 && children[k - 1]->cost > moved->cost; k--)
            children[k] = children[k - 1];
        children[k] = moved;
    }
}

struct matcher *const *match_and_children(struct matcher *matcher, uint32_t *count)
{
    if (matcher->operations != &and_operations)
        return NULL;
    *count = and_of(matcher)->count;
    return and_of(matcher)->children;
}

int match_and_new(struct matcher **out, const struct match_place *place, struct matcher *const *children,
                  uint32_t count, fx_error *err)
{
    if (count == 1) {
        *out = children[0];
        return FX_OK;
    }
    *out = NULL;
    struct and_matcher *and = arena_allocate_zeroed(place->context->arena, 1, sizeof *and);
    if (and == NULL)
        return error_no_memory(err);
    size_t bytes = count * sizeof *and->children;
    and->children = arena_allocate(place->context->arena, bytes);
    and->ordered = arena_allocate(place->context->arena, bytes);
    if (and->children == NULL || and->ordered == NULL)
        return error_no_memory(err);
    memcpy(and->children, children, bytes);
    memcpy(and->ordered, children, bytes);
    sort_by_cost(and->children, count);
    and->count = count;
    and->arena = place->context->arena;
    and->base.operations = &and_operations;
    and->base.cost = and->children[0]->cost;
    *out = &and->base;
    return FX_OK;
}
