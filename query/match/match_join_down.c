#include "column.h"
#include "error.h"
#include "explain.h"

struct join_down_matcher {
    struct matcher base;
    struct matcher *parent; /* over articles */
    struct column *parents;
    uint32_t documents;
    bool started;
};

static struct join_down_matcher *join_of(struct matcher *self)
{
    return (struct join_down_matcher *)self;
}

static uint32_t join_seek(struct matcher *self, uint32_t target)
{
    struct join_down_matcher *join = join_of(self);
    if (join->started && target <= self->document)
        return self->document;
    join->started = true;
    while (target < join->documents) {
        uint32_t article = column_u32(join->parents, target);
        uint32_t reached = matcher_seek(join->parent, article);
        if (reached == article)
            return self->document = target;
        if (reached == DOCUMENT_END)
            break;
        target = match_lower_bound(join->parents, target, join->documents, reached);
    }
    return self->document = DOCUMENT_END;
}

static uint32_t join_next(struct matcher *self)
{
    if (!join_of(self)->started)
        return join_seek(self, 0);
    return self->document == DOCUMENT_END ? DOCUMENT_END : join_seek(self, self->document + 1);
}

static double join_score(struct matcher *self)
{
    return matcher_score(join_of(self)->parent);
}

static double join_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    struct join_down_matcher *join = join_of(self);
    uint32_t until;
    *last = DOCUMENT_END;
    if (target >= join->documents)
        return 0;
    double bound = matcher_max_score(join->parent, column_u32(join->parents, target), &until);
    if (until < column_u32(join->parents, join->documents - 1))
        *last = match_lower_bound(join->parents, target, join->documents, until + 1) - 1;
    return bound;
}

static int join_positions(struct matcher *self, struct highlights *highlights)
{
    struct matcher *parent = join_of(self)->parent;
    return parent->operations->positions ? parent->operations->positions(parent, highlights) : FX_OK;
}

static int join_explain(struct matcher *self, struct buffer *out, int indent)
{
    return explain_child(join_of(self)->parent, out, indent);
}

static const struct matcher_operations join_operations = {
    .next = join_next,
    .seek = join_seek,
    .score = join_score,
    .max_score = join_max_score,
    .positions = join_positions,
    .explain = join_explain,
};

int match_join_down_new(struct matcher **out, const struct match_place *place, struct matcher *parent, fx_error *err)
{
    struct match_context *context = place->context;
    *out = NULL;
    struct join_down_matcher *join = arena_allocate_zeroed(context->arena, 1, sizeof *join);
    if (join == NULL)
        return error_no_memory(err);
    int code = match_column_open(&join->parents, context, &context->segments[place->segment], place->unit,
                                 STREAM_PARENTS, err);
    if (code != FX_OK || join->parents == NULL)
        return code;
    uint32_t articles = segment_describe(context->segments[place->segment].segment)->articles;
    join->base.operations = &join_operations;
    join->base.cost = parent->cost < articles / 2 ? parent->cost * 2 : place->documents;
    join->parent = parent;
    join->documents = place->documents;
    *out = &join->base;
    return FX_OK;
}
