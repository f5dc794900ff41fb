/* Filters that read a column, or no list at all: by the date of the article, sections with a sub-heading, all, one.
 * They test document after document, so their cost is the unit's size and another part of a conjunction leads. */
#include "column.h"
#include "error.h"
#include "matchers.h"

struct column_matcher {
    struct matcher base;
    bool (*holds)(const struct column_matcher *column, uint32_t document); /* NULL: always */
    uint32_t first, end; /* documents outside [first, end) do not match */
    bool started;
    struct column *published, *ordinals;
    struct column *parents; /* NULL: documents are articles */
    int64_t from, until;
};

static struct column_matcher *column_of(struct matcher *self)
{
    return (struct column_matcher *)self;
}

static uint32_t column_seek(struct matcher *self, uint32_t target)
{
    struct column_matcher *column = column_of(self);
    if (column->started && target <= self->document)
        return self->document;
    column->started = true;
    uint32_t document = target < column->first ? column->first : target;
    if (column->holds != NULL)
        while (document < column->end && !column->holds(column, document))
            document++;
    return self->document = document < column->end ? document : DOCUMENT_END;
}

static uint32_t column_next(struct matcher *self)
{
    if (!column_of(self)->started)
        return column_seek(self, 0);
    return self->document == DOCUMENT_END ? DOCUMENT_END : column_seek(self, self->document + 1);
}

static const struct matcher_operations column_operations = {
    .next = column_next,
    .seek = column_seek,
    .score = matcher_no_score,
    .max_score = matcher_no_max_score,
};

static bool date_holds(const struct column_matcher *column, uint32_t document)
{
    uint32_t article = column->parents ? column_u32(column->parents, document) : document;
    int64_t published = column_i64(column->published, article);
    return published != INT64_MIN && published >= column->from && published < column->until;
}

static bool headed_holds(const struct column_matcher *column, uint32_t document)
{
    return column_u32(column->ordinals, document) > 0;
}

static struct column_matcher *column_new(const struct match_place *place)
{
    struct column_matcher *column = arena_allocate_zeroed(place->context->arena, 1, sizeof *column);
    if (column == NULL)
        return NULL;
    column->base.operations = &column_operations;
    column->base.cost = place->documents;
    column->end = place->documents;
    return column;
}

static int open_column(struct column **out, const struct match_place *place, enum stream_kind kind, fx_error *err)
{
    struct match_context *context = place->context;
    return match_column_open(out, context, &context->segments[place->segment], place->unit, kind, err);
}

/* A damaged column matches nothing. */
int match_date_new(struct matcher **out, const struct match_place *place, int64_t from, int64_t until, fx_error *err)
{
    struct column_matcher *column = column_new(place);
    *out = NULL;
    if (column == NULL)
        return error_no_memory(err);
    column->holds = date_holds;
    column->from = from;
    column->until = until;
    int code = open_column(&column->published, place, STREAM_PUBLISHED, err);
    if (code != FX_OK || column->published == NULL)
        return code;
    if (place->unit != UNIT_ARTICLE) {
        code = open_column(&column->parents, place, STREAM_PARENTS, err);
        if (code != FX_OK || column->parents == NULL)
            return code;
    }
    *out = &column->base;
    return FX_OK;
}

int match_headed_new(struct matcher **out, const struct match_place *place, fx_error *err)
{
    struct column_matcher *column = column_new(place);
    *out = NULL;
    if (column == NULL)
        return error_no_memory(err);
    column->holds = headed_holds;
    int code = open_column(&column->ordinals, place, STREAM_ORDINALS, err);
    if (code == FX_OK && column->ordinals != NULL)
        *out = &column->base;
    return code;
}

int match_all_new(struct matcher **out, const struct match_place *place, fx_error *err)
{
    struct column_matcher *column = column_new(place);
    *out = NULL;
    if (column == NULL)
        return error_no_memory(err);
    if (column->first < column->end)
        *out = &column->base;
    return FX_OK;
}

int match_article_new(struct matcher **out, const struct match_place *place, uint32_t article, fx_error *err)
{
    struct column_matcher *column = column_new(place);
    struct column *parents = NULL;
    *out = NULL;
    if (column == NULL)
        return error_no_memory(err);
    column->first = article;
    column->end = article < place->documents ? article + 1 : article;
    if (place->unit != UNIT_ARTICLE) {
        int code = open_column(&parents, place, STREAM_PARENTS, err);
        if (code != FX_OK || parents == NULL)
            return code;
        column->first = match_lower_bound(parents, 0, place->documents, article);
        column->end = match_lower_bound(parents, column->first, place->documents, article + 1);
    }
    column->base.cost = column->end - column->first;
    if (column->first < column->end)
        *out = &column->base;
    return FX_OK;
}
