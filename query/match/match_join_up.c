#include "column.h"
#include "error.h"
#include "explain.h"

struct join_up_matcher {
    struct matcher base;
    struct matcher *child;
    struct matcher *twin; /* another of the same, to go back to children that `child` has passed; NULL: not wanted */
    enum unit child_unit;
    struct column *parents; /* of the children; ascending */
    uint32_t child_documents;
    bool started;
    double best; /* of the children of the current document */
    uint32_t *matched;
    uint32_t matched_count, matched_capacity;
    const struct match_place *place;
};

static struct join_up_matcher *join_of(struct matcher *self)
{
    return (struct join_up_matcher *)self;
}

static bool keep(struct join_up_matcher *join, uint32_t child)
{
    if (join->matched_count == join->matched_capacity) {
        uint32_t capacity = join->matched_capacity ? join->matched_capacity * 2 : 16;
        uint32_t *matched = arena_allocate(join->place->context->arena, (size_t)capacity * sizeof *matched);
        if (matched == NULL) {
            join->place->context->out_of_memory = true;
            return false;
        }
        for (uint32_t i = 0; i < join->matched_count; i++)
            matched[i] = join->matched[i];
        join->matched = matched;
        join->matched_capacity = capacity;
    }
    join->matched[join->matched_count++] = child;
    return true;
}

/* The child stands on its first match of an article: takes all of that article, so that the child is already on the
 * next one when this article is looked at. */
static uint32_t gather(struct join_up_matcher *join, uint32_t child)
{
    join->started = true;
    join->matched_count = 0;
    join->best = 0;
    if (child == DOCUMENT_END)
        return join->base.document = DOCUMENT_END;
    uint32_t parent = column_u32(join->parents, child);
    while (child != DOCUMENT_END && column_u32(join->parents, child) == parent) {
        double score = matcher_score(join->child);
        join->best = score > join->best ? score : join->best;
        if (!keep(join, child))
            return join->base.document = DOCUMENT_END;
        child = matcher_next(join->child);
    }
    return join->base.document = parent;
}

/* At the end the child may still stand on an article that a seek passed over. */
static uint32_t current_child(struct join_up_matcher *join)
{
    if (join->started && join->base.document == DOCUMENT_END)
        return DOCUMENT_END;
    return join->started ? join->child->document : matcher_next(join->child);
}

static uint32_t join_next(struct matcher *self)
{
    return gather(join_of(self), current_child(join_of(self)));
}

static uint32_t join_seek(struct matcher *self, uint32_t target)
{
    struct join_up_matcher *join = join_of(self);
    if (join->started && target <= self->document)
        return self->document;
    uint32_t from = join->started ? join->child->document : 0;
    if (from == DOCUMENT_END)
        return gather(join, DOCUMENT_END);
    uint32_t child = match_lower_bound(join->parents, from, join->child_documents, target);
    if (child == join->child_documents)
        return gather(join, DOCUMENT_END);
    return gather(join, matcher_seek(join->child, child));
}

static double join_score(struct matcher *self)
{
    return join_of(self)->best;
}

/* The bound of the children's stretch that begins with those of `target`; it ends with the last article that is wholly
 * inside. */
static double join_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    struct join_up_matcher *join = join_of(self);
    bool here = join->started && target <= self->document;
    double bound = here ? join->best : 0;
    uint32_t from = join->started ? join->child->document : 0;
    *last = DOCUMENT_END;
    if (from == DOCUMENT_END)
        return bound;
    uint32_t count = join->child_documents;
    uint32_t child = match_lower_bound(join->parents, from, count, target);
    while (child < count) {
        uint32_t until;
        double more = matcher_max_score(join->child, child, &until);
        bound = more > bound ? more : bound;
        if (until >= count - 1)
            return bound;
        child = until + 1;
        if (column_u32(join->parents, child) > target) {
            *last = column_u32(join->parents, child) - 1;
            return bound;
        }
    }
    return bound;
}

static int join_positions(struct matcher *self, struct highlights *highlights)
{
    struct join_up_matcher *join = join_of(self);
    struct matcher *twin = join->twin;
    for (uint32_t i = 0; i < join->matched_count; i++) {
        if (highlights_add(highlights, join->child_unit, join->matched[i], HIGHLIGHT_WHOLE, 0) != FX_OK)
            return FX_ENOMEM;
        if (twin == NULL || twin->operations->positions == NULL ||
            matcher_seek(twin, join->matched[i]) != join->matched[i])
            continue;
        if (twin->operations->positions(twin, highlights) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

static int join_explain(struct matcher *self, struct buffer *out, int indent)
{
    struct join_up_matcher *join = join_of(self);
    if (join->best == 0 || join->twin == NULL)
        return FX_OK;
    int code = explain_heading(out, indent, join->best,
                               join->child_unit == UNIT_QUOTE ? "the best of the article's quotes that match"
                                                              : "the best of the article's sections that match");
    for (uint32_t i = 0; i < join->matched_count && code == FX_OK; i++)
        if (matcher_seek(join->twin, join->matched[i]) == join->matched[i] && matcher_score(join->twin) == join->best)
            return explain_child(join->twin, out, indent + 2);
    return code;
}

static const struct matcher_operations join_operations = {
    .next = join_next,
    .seek = join_seek,
    .score = join_score,
    .max_score = join_max_score,
    .positions = join_positions,
    .explain = join_explain,
};

int match_join_up_new(struct matcher **out, const struct match_place *place, struct matcher *child,
                      struct matcher *twin, enum unit child_unit, fx_error *err)
{
    struct match_context *context = place->context;
    struct segment *segment = context->segments[place->segment].segment;
    *out = NULL;
    struct join_up_matcher *join = arena_allocate_zeroed(context->arena, 1, sizeof *join);
    if (join == NULL)
        return error_no_memory(err);
    int code =
        match_column_open(&join->parents, context, &context->segments[place->segment], child_unit, STREAM_PARENTS, err);
    if (code != FX_OK || join->parents == NULL)
        return code;
    join->base.operations = &join_operations;
    join->base.cost = child->cost;
    join->child = child;
    join->twin = twin;
    join->child_unit = child_unit;
    join->child_documents = segment_describe(segment)->units[child_unit].documents;
    join->place = place;
    *out = &join->base;
    return FX_OK;
}
