/* Filters that read a column, or no list at all: by the date of the article, sections with a sub-heading, all, one.
 * They test document after document, so their cost is the unit's size and another part of a conjunction leads. */
#include "error.h"
#include "matchers.h"

struct column_matcher {
    struct matcher base;
    bool (*holds)(const struct column_matcher *column, uint32_t document); /* NULL: always */
    uint32_t first, end; /* documents outside [first, end) do not match */
    bool started;
    const int64_t *published;
    const uint32_t *parents; /* NULL: documents are articles */
    const uint32_t *ordinals;
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
    int64_t published = column->published[column->parents ? column->parents[document] : document];
    return published != INT64_MIN && published >= column->from && published < column->until;
}

static bool headed_holds(const struct column_matcher *column, uint32_t document)
{
    return column->ordinals[document] > 0;
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

/* Hands the matcher over; a damaged column matches nothing. */
static int finish(struct matcher **out, const struct match_place *place, struct column_matcher *column, int code,
                  const fx_error *fault, fx_error *err)
{
    bool damaged;
    *out = NULL;
    code = match_tolerate(place->context, code, fault, &damaged);
    if (code != FX_OK)
        return error_set(err, code, "%s", fault->message);
    if (!damaged && column->first < column->end)
        *out = &column->base;
    return FX_OK;
}

int match_date_new(struct matcher **out, const struct match_place *place, int64_t from, int64_t until, fx_error *err)
{
    struct segment *segment = place->context->segments[place->segment].segment;
    struct column_matcher *column = column_new(place);
    fx_error fault = {.code = FX_OK};
    *out = NULL;
    if (column == NULL)
        return error_no_memory(err);
    column->holds = date_holds;
    column->from = from;
    column->until = until;
    int code = segment_published(segment, &column->published, &fault);
    if (code == FX_OK && place->unit != UNIT_ARTICLE)
        code = segment_parents(segment, place->unit, &column->parents, &fault);
    return finish(out, place, column, code, &fault, err);
}

int match_headed_new(struct matcher **out, const struct match_place *place, fx_error *err)
{
    struct column_matcher *column = column_new(place);
    fx_error fault = {.code = FX_OK};
    *out = NULL;
    if (column == NULL)
        return error_no_memory(err);
    column->holds = headed_holds;
    int code =
        segment_ordinals(place->context->segments[place->segment].segment, place->unit, &column->ordinals, &fault);
    return finish(out, place, column, code, &fault, err);
}

int match_all_new(struct matcher **out, const struct match_place *place, fx_error *err)
{
    struct column_matcher *column = column_new(place);
    *out = NULL;
    return column ? finish(out, place, column, FX_OK, NULL, err) : error_no_memory(err);
}

int match_article_new(struct matcher **out, const struct match_place *place, uint32_t article, fx_error *err)
{
    struct column_matcher *column = column_new(place);
    const uint32_t *parents = NULL;
    fx_error fault = {.code = FX_OK};
    int code = FX_OK;
    *out = NULL;
    if (column == NULL)
        return error_no_memory(err);
    if (place->unit != UNIT_ARTICLE)
        code = segment_parents(place->context->segments[place->segment].segment, place->unit, &parents, &fault);
    column->first = article;
    column->end = article < place->documents ? article + 1 : article;
    if (parents != NULL) {
        column->first = match_lower_bound(parents, 0, place->documents, article);
        column->end = match_lower_bound(parents, column->first, place->documents, article + 1);
    }
    column->base.cost = column->end - column->first;
    return finish(out, place, column, code, &fault, err);
}
