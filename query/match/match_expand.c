#include "column.h"
#include "error.h"
#include "explain.h"
#include "interval_list.h"
#include "word_source.h"

struct expand_matcher {
    struct matcher base;
    struct word_source *sources;
    struct word_source **heap; /* those not at their end, the smallest document on top */
    uint32_t count, heap_count;
    bool started;
    struct column *lengths;
    struct bm25 bm25;
    struct match_weight weight;
    const struct match_place *place;
    struct interval_list lists[2], own, *found;
    bool found_ready;
};

static struct expand_matcher *expand_of(struct matcher *self)
{
    return (struct expand_matcher *)self;
}

static void sift_down(struct expand_matcher *expand, uint32_t at)
{
    struct word_source **heap = expand->heap, *moved = heap[at];
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= expand->heap_count)
            break;
        if (child + 1 < expand->heap_count && heap[child + 1]->document < heap[child]->document)
            child++;
        if (heap[child]->document >= moved->document)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

static void settle_top(struct expand_matcher *expand)
{
    if (expand->heap[0]->document == DOCUMENT_END) {
        expand->heap[0] = expand->heap[--expand->heap_count];
        if (expand->heap_count == 0)
            return;
    }
    sift_down(expand, 0);
}

static uint32_t top(struct expand_matcher *expand)
{
    expand->found_ready = false;
    return expand->base.document = expand->heap_count > 0 ? expand->heap[0]->document : DOCUMENT_END;
}

static uint32_t start(struct expand_matcher *expand, uint32_t target)
{
    expand->started = true;
    for (uint32_t i = 0; i < expand->count; i++)
        if (word_source_seek(&expand->sources[i], target) != DOCUMENT_END)
            expand->heap[expand->heap_count++] = &expand->sources[i];
    for (uint32_t i = expand->heap_count / 2; i-- > 0;)
        sift_down(expand, i);
    return top(expand);
}

static uint32_t expand_next(struct matcher *self)
{
    struct expand_matcher *expand = expand_of(self);
    if (!expand->started)
        return start(expand, 0);
    uint32_t current = self->document;
    while (expand->heap_count > 0 && expand->heap[0]->document == current) {
        word_source_next(expand->heap[0]);
        settle_top(expand);
    }
    return top(expand);
}

static uint32_t expand_seek(struct matcher *self, uint32_t target)
{
    struct expand_matcher *expand = expand_of(self);
    if (!expand->started)
        return start(expand, target);
    if (target <= self->document)
        return self->document;
    while (expand->heap_count > 0 && expand->heap[0]->document < target) {
        word_source_seek(expand->heap[0], target);
        settle_top(expand);
    }
    return top(expand);
}

/* The sources that stand on the current document are at the top of the heap, each below another such one. Shares of a
 * boosted frequency are no whole numbers; on the grid of scores their sum does not depend on the order of the heap. */
static double sum_frequencies(struct expand_matcher *expand, uint32_t at)
{
    if (at >= expand->heap_count || expand->heap[at]->document != expand->base.document)
        return 0;
    return bm25_round(word_source_frequency(expand->heap[at])) + sum_frequencies(expand, 2 * at + 1) +
           sum_frequencies(expand, 2 * at + 2);
}

static double expand_score(struct matcher *self)
{
    struct expand_matcher *expand = expand_of(self);
    if (expand->lengths == NULL)
        return 0;
    return bm25_score(&expand->bm25, sum_frequencies(expand, 0), column_u32(expand->lengths, self->document));
}

/* Of one list its own bound; of several the sum of frequencies is not known, and any may be reached. */
static double expand_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    struct expand_matcher *expand = expand_of(self);
    if (expand->lengths == NULL)
        return matcher_no_max_score(self, target, last);
    if (expand->started && target < self->document) {
        *last = self->document - 1;
        return 0;
    }
    if (expand->count == 1 && expand->sources[0].postings != NULL) {
        const struct impact *impacts;
        uint32_t count;
        *last = postings_block(expand->sources[0].postings, target, &impacts, &count);
        return bm25_bound(&expand->bm25, impacts, count);
    }
    *last = DOCUMENT_END;
    return bm25_limit(&expand->bm25);
}

/* Adds the positions of a source to those found so far. */
static int add_source(struct expand_matcher *expand, struct word_source *source, struct interval_list *own)
{
    const uint32_t *positions;
    uint32_t count = word_source_positions(source, &positions);
    struct arena *arena = expand->place->context->arena;
    own->count = 0;
    if (interval_list_reserve(own, arena, count) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < count; i++)
        own->items[own->count++] = (struct interval){positions[i], positions[i], 1};
    struct interval_list *joined = expand->found == &expand->lists[0] ? &expand->lists[1] : &expand->lists[0];
    if (interval_list_either(joined, arena, (struct interval_view){expand->found->items, expand->found->count},
                             (struct interval_view){own->items, own->count}) != FX_OK)
        return FX_ENOMEM;
    expand->found = joined;
    return FX_OK;
}

static int expand_intervals(struct matcher *self, const struct interval **out, uint32_t *count)
{
    struct expand_matcher *expand = expand_of(self);
    if (!expand->found_ready) {
        expand->found = &expand->lists[0];
        expand->found->count = 0;
        for (uint32_t i = 0; i < expand->count; i++)
            if (expand->sources[i].document == self->document &&
                add_source(expand, &expand->sources[i], &expand->own) != FX_OK)
                return FX_ENOMEM;
        expand->found_ready = true;
    }
    *out = expand->found->items;
    *count = expand->found->count;
    return FX_OK;
}

static int expand_positions(struct matcher *self, struct highlights *highlights)
{
    const struct interval *found;
    uint32_t count;
    int code = expand_intervals(self, &found, &count);
    for (uint32_t i = 0; i < count && code == FX_OK; i++)
        code = highlights_add(highlights, expand_of(self)->place->unit, self->document, found[i].start,
                              expand_of(self)->weight.positions);
    return code;
}

static int expand_explain(struct matcher *self, struct buffer *out, int indent)
{
    struct expand_matcher *expand = expand_of(self);
    if (expand->lengths == NULL)
        return FX_OK;
    return explain_word(out, indent, expand->place, &expand->weight, sum_frequencies(expand, 0),
                        column_u32(expand->lengths, self->document), expand_score(self));
}

static const struct matcher_operations expand_operations = {
    .next = expand_next,
    .seek = expand_seek,
    .score = expand_score,
    .max_score = expand_max_score,
    .intervals = expand_intervals,
    .positions = expand_positions,
    .explain = expand_explain,
};

int match_expand_new(struct matcher **out, const struct match_place *place, const struct word_lists *lists,
                     const struct match_weight *weight, fx_error *err)
{
    *out = NULL;
    struct match_context *context = place->context;
    struct expand_matcher *expand = arena_allocate_zeroed(context->arena, 1, sizeof *expand);
    if (expand == NULL)
        return error_no_memory(err);
    expand->sources = arena_allocate_zeroed(context->arena, lists->count, sizeof *expand->sources);
    expand->heap = arena_allocate_zeroed(context->arena, lists->count, sizeof(struct word_source *));
    if (expand->sources == NULL || expand->heap == NULL)
        return error_no_memory(err);
    uint64_t cost = 0;
    for (uint32_t i = 0; i < lists->count; i++) {
        int code = word_source_open(&expand->sources[i], context, &context->segments[place->segment], place->unit,
                                    &lists->lists[i], err);
        if (code != FX_OK)
            return code;
        cost += lists->lists[i].entry.documents;
    }
    expand->base.operations = &expand_operations;
    expand->base.cost = cost < place->documents ? (uint32_t)cost : place->documents;
    expand->count = lists->count;
    expand->place = place;
    expand->weight = *weight;
    int code = match_lengths(&expand->lengths, place, weight, &expand->bm25, err);
    if (code == FX_OK)
        *out = &expand->base;
    return code;
}
