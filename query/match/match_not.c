#include "error.h"
#include "explain.h"

struct not_matcher {
    struct matcher base;
    struct matcher *wanted, *unwanted;
};

static struct not_matcher *not_of(struct matcher *self)
{
    return (struct not_matcher *)self;
}

static uint32_t settle(struct not_matcher * not, uint32_t document)
{
    while (document != DOCUMENT_END && matcher_seek(not ->unwanted, document) == document)
        document = matcher_next(not ->wanted);
    return not ->base.document = document;
}

static uint32_t not_next(struct matcher *self)
{
    return settle(not_of(self), matcher_next(not_of(self)->wanted));
}

static uint32_t not_seek(struct matcher *self, uint32_t target)
{
    return settle(not_of(self), matcher_seek(not_of(self)->wanted, target));
}

static double not_score(struct matcher *self)
{
    return matcher_score(not_of(self)->wanted);
}

static double not_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    return matcher_max_score(not_of(self)->wanted, target, last);
}

static int not_positions(struct matcher *self, struct highlights *highlights)
{
    struct matcher *wanted = not_of(self)->wanted;
    return wanted->operations->positions ? wanted->operations->positions(wanted, highlights) : FX_OK;
}

static int not_explain(struct matcher *self, struct buffer *out, int indent)
{
    return explain_child(not_of(self)->wanted, out, indent);
}

static const struct matcher_operations not_operations = {
    .next = not_next,
    .seek = not_seek,
    .score = not_score,
    .max_score = not_max_score,
    .positions = not_positions,
    .explain = not_explain,
};

int match_not_new(struct matcher **out, const struct match_place *place, struct matcher *wanted,
                  struct matcher *unwanted, fx_error *err)
{
    *out = NULL;
    struct not_matcher *not = arena_allocate_zeroed(place->context->arena, 1, sizeof *not );
    if (not == NULL)
        return error_no_memory(err);
    not ->base.operations = &not_operations;
    not ->base.cost = wanted->cost;
    not ->wanted = wanted;
    not ->unwanted = unwanted;
    *out = &not ->base;
    return FX_OK;
}
