#include "column.h"
#include "error.h"
#include "explain.h"
#include "interval_list.h"

struct near_matcher {
    struct matcher base;
    struct matcher *all; /* documents that match every child */
    struct matcher **children;
    uint32_t count;
    struct near_shape shape;
    struct postings *marks; /* where sections begin; NULL: nowhere */
    bool started;
    struct column *lengths;
    struct bm25 bm25;
    struct match_weight weight;
    const struct match_place *place;
    struct interval_list lists[3], *found;
};

static struct near_matcher *near_of(struct matcher *self)
{
    return (struct near_matcher *)self;
}

/* Intervals of all children in order, folded from the left: each step keeps the shortest ones, or those that stand
 * exactly where they should. */
static int fold_ordered(struct near_matcher *near)
{
    struct interval_view all = {NULL, 0}, one;
    struct arena *arena = near->place->context->arena;
    near->found = &near->lists[0];
    for (uint32_t i = 0; i < near->count; i++) {
        struct matcher *child = near->children[i];
        int code = child->operations->intervals(child, &one.items, &one.count);
        if (code == FX_OK && i > 0) {
            near->found = &near->lists[i % 2];
            if (near->shape.offsets != NULL)
                code = interval_list_aligned(near->found, arena, all, one, near->shape.offsets[i]);
            else
                code = interval_list_ordered(near->found, arena, all, one);
            one = (struct interval_view){near->found->items, near->found->count};
        }
        if (code != FX_OK)
            return code;
        all = one;
    }
    return FX_OK;
}

/* Two children, either first. */
static int either_order(struct near_matcher *near)
{
    struct interval_view a, b;
    struct arena *arena = near->place->context->arena;
    struct matcher *first = near->children[0], *second = near->children[1];
    int code = first->operations->intervals(first, &a.items, &a.count);
    if (code == FX_OK)
        code = second->operations->intervals(second, &b.items, &b.count);
    if (code == FX_OK)
        code = interval_list_ordered(&near->lists[0], arena, a, b);
    if (code == FX_OK)
        code = interval_list_ordered(&near->lists[1], arena, b, a);
    near->found = &near->lists[2];
    near->found->count = 0;
    if (code == FX_OK)
        code =
            interval_list_either(near->found, arena, (struct interval_view){near->lists[0].items, near->lists[0].count},
                                 (struct interval_view){near->lists[1].items, near->lists[1].count});
    return code;
}

/* The positions at which sections of the current document begin. */
static int read_marks(struct near_matcher *near, uint32_t document, const uint32_t **marks, uint32_t *count)
{
    *marks = NULL;
    *count = 0;
    if (near->marks == NULL || postings_seek(near->marks, document) != document)
        return FX_OK;
    fx_error fault = {.code = FX_OK};
    int code = postings_positions(near->marks, marks, NULL, count, &fault);
    match_fault(near->place->context, &fault);
    if (code != FX_OK)
        *count = 0;
    return code == FX_ENOMEM ? code : FX_OK;
}

/* Drops what is too wide or crosses into another section. */
static bool thin(struct near_matcher *near, uint32_t document)
{
    const uint32_t *marks;
    uint32_t mark_count, mark = 0, kept = 0;
    if (near->shape.offsets != NULL)
        return near->found->count > 0;
    if (read_marks(near, document, &marks, &mark_count) != FX_OK)
        return false;
    struct interval_list *found = near->found;
    for (uint32_t i = 0; i < found->count; i++) {
        struct interval interval = found->items[i];
        while (mark < mark_count && marks[mark] <= interval.start)
            mark++;
        bool crosses = mark < mark_count && marks[mark] <= interval.end;
        uint32_t width = interval.end - interval.start + 1;
        uint32_t beyond = width > interval.words ? width - interval.words : 0;
        if (!crosses && beyond <= near->shape.distance)
            found->items[kept++] = interval;
    }
    found->count = kept;
    return kept > 0;
}

static uint32_t settle(struct near_matcher *near, uint32_t document)
{
    near->started = true;
    while (document != DOCUMENT_END) {
        int code = near->shape.ordered ? fold_ordered(near) : either_order(near);
        if (code != FX_OK)
            near->place->context->out_of_memory = true;
        else if (thin(near, document))
            break;
        document = deadline_passed(&near->place->context->deadline, 4) ? DOCUMENT_END : matcher_next(near->all);
    }
    return near->base.document = document;
}

static uint32_t near_next(struct matcher *self)
{
    return settle(near_of(self), matcher_next(near_of(self)->all));
}

static uint32_t near_seek(struct matcher *self, uint32_t target)
{
    struct near_matcher *near = near_of(self);
    if (near->started && target <= self->document)
        return self->document;
    return settle(near, matcher_seek(near->all, target));
}

static double near_score(struct matcher *self)
{
    struct near_matcher *near = near_of(self);
    if (near->lengths == NULL)
        return 0;
    return bm25_score(&near->bm25, (double)near->found->count, column_u32(near->lengths, self->document));
}

static double near_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    struct near_matcher *near = near_of(self);
    (void)target;
    *last = DOCUMENT_END;
    return near->lengths ? bm25_limit(&near->bm25) : 0;
}

static int near_intervals(struct matcher *self, const struct interval **out, uint32_t *count)
{
    *out = near_of(self)->found->items;
    *count = near_of(self)->found->count;
    return FX_OK;
}

/* Minimal intervals ascend in their ends, too: only the first that ends at or behind the position can hold it. */
static bool inside_one(const struct interval_list *list, uint32_t position)
{
    uint32_t low = 0, high = list->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list->items[middle].end < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->count && list->items[low].start <= position;
}

/* Of the words of the children those that stand in an interval. */
static int near_positions(struct matcher *self, struct highlights *highlights)
{
    struct near_matcher *near = near_of(self);
    uint32_t first = highlights->count, kept = first;
    for (uint32_t i = 0; i < near->count; i++)
        if (near->children[i]->operations->positions(near->children[i], highlights) != FX_OK)
            return FX_ENOMEM;
    for (uint32_t i = first; i < highlights->count; i++)
        if (inside_one(near->found, highlights->items[i].position))
            highlights->items[kept++] = highlights->items[i];
    highlights->count = kept;
    return FX_OK;
}

static int near_explain(struct matcher *self, struct buffer *out, int indent)
{
    struct near_matcher *near = near_of(self);
    if (near->lengths == NULL)
        return FX_OK;
    return explain_word(out, indent, near->place, &near->weight, (double)near->found->count,
                        column_u32(near->lengths, self->document), near_score(self));
}

static const struct matcher_operations near_operations = {
    .next = near_next,
    .seek = near_seek,
    .score = near_score,
    .max_score = near_max_score,
    .intervals = near_intervals,
    .positions = near_positions,
    .explain = near_explain,
};

static int open_marks(struct near_matcher *near, fx_error *err)
{
    const struct match_place *place = near->place;
    const struct match_segment *segment = &place->context->segments[place->segment];
    struct term_entry entry;
    struct match_cursor *cursor = NULL;
    bool found;
    int code = match_find_term(place->context, segment, place->unit, TERM_MARK_SECTION, (fx_slice){NULL, 0}, &entry,
                               &found, err);
    if (code == FX_OK && found)
        code = match_cursor_open(&cursor, place->context, segment, place->unit, &entry, err);
    near->marks = cursor ? &cursor->postings : NULL;
    return code;
}

int match_near_new(struct matcher **out, const struct match_place *place, struct matcher *const *children,
                   uint32_t count, const struct near_shape *shape, const struct match_weight *weight, fx_error *err)
{
    *out = NULL;
    struct arena *arena = place->context->arena;
    struct near_matcher *near = arena_allocate_zeroed(arena, 1, sizeof *near);
    if (near == NULL)
        return error_no_memory(err);
    near->children = arena_allocate(arena, count * sizeof *near->children);
    if (near->children == NULL)
        return error_no_memory(err);
    for (uint32_t i = 0; i < count; i++)
        near->children[i] = children[i];
    near->base.operations = &near_operations;
    near->count = count;
    near->shape = *shape;
    near->place = place;
    near->weight = *weight;
    int code = match_and_new(&near->all, place, children, count, err);
    if (code == FX_OK && shape->within_section)
        code = open_marks(near, err);
    if (code == FX_OK)
        code = match_lengths(&near->lengths, place, weight, &near->bm25, err);
    if (code != FX_OK)
        return code;
    near->base.cost = near->all->cost;
    *out = &near->base;
    return FX_OK;
}
