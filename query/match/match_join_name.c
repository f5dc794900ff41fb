#include "column.h"
#include "error.h"
#include "matchers.h"

#include <string.h>

struct join_name_matcher {
    struct matcher base;
    struct matcher *child;
    enum unit child_unit, unit;
    struct column *child_parents, *parents;
    uint32_t child_documents, documents;
    bool started;
    uint32_t first_name, end_name; /* numbers of the names of the kind */
    uint32_t article;              /* whose shared names are in `names`; UINT32_MAX: none */
    uint32_t *names;
    uint32_t name_count, name_capacity;
    struct segment *segment;
    struct match_context *context;
};

static struct join_name_matcher *join_of(struct matcher *self)
{
    return (struct join_name_matcher *)self;
}

/* The names of the kind that a document carries: [*names, + count) of its facets, which ascend. */
static uint32_t names_of_kind(struct join_name_matcher *join, enum unit unit, uint32_t document, const uint32_t **names)
{
    uint32_t count;
    fx_error fault; /* not the message: this is done for each document */
    fault.code = FX_OK;
    if (segment_facets(join->segment, unit, document, names, &count, &fault) != FX_OK) {
        match_fault(join->context, &fault);
        return 0;
    }
    while (count > 0 && (*names)[0] < join->first_name) {
        ++*names;
        count--;
    }
    while (count > 0 && (*names)[count - 1] >= join->end_name)
        count--;
    return count;
}

static bool keep_names(struct join_name_matcher *join, const uint32_t *names, uint32_t count)
{
    if (join->name_count + count > join->name_capacity) {
        uint32_t capacity = (join->name_count + count) * 2;
        uint32_t *grown = arena_allocate(join->context->arena, (size_t)capacity * sizeof *grown);
        if (grown == NULL) {
            join->context->out_of_memory = true;
            return false;
        }
        if (join->name_count > 0)
            memcpy(grown, join->names, join->name_count * sizeof *grown);
        join->names = grown;
        join->name_capacity = capacity;
    }
    if (count > 0)
        memcpy(join->names + join->name_count, names, count * sizeof *names);
    join->name_count += count;
    return true;
}

/* Gathers the names that the matching children of the next article at or behind `article` carry. */
static bool gather(struct join_name_matcher *join, uint32_t article)
{
    uint32_t child = match_lower_bound(join->child_parents, 0, join->child_documents, article);
    child = child < join->child_documents ? matcher_seek(join->child, child) : DOCUMENT_END;
    join->name_count = 0;
    if (child == DOCUMENT_END)
        return false;
    join->article = column_u32(join->child_parents, child);
    while (child != DOCUMENT_END && column_u32(join->child_parents, child) == join->article) {
        const uint32_t *names;
        uint32_t count = names_of_kind(join, join->child_unit, child, &names);
        if (!keep_names(join, names, count))
            return false;
        child = matcher_next(join->child);
    }
    return true;
}

static bool shares_name(struct join_name_matcher *join, uint32_t document)
{
    const uint32_t *names;
    uint32_t count = names_of_kind(join, join->unit, document, &names);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < join->name_count; k++)
            if (names[i] == join->names[k])
                return true;
    return false;
}

static uint32_t join_seek(struct matcher *self, uint32_t target)
{
    struct join_name_matcher *join = join_of(self);
    if (join->started && target <= self->document)
        return self->document;
    join->started = true;
    while (target < join->documents) {
        uint32_t article = column_u32(join->parents, target);
        if ((join->article == UINT32_MAX || join->article < article) && !gather(join, article))
            break;
        if (join->article > article)
            target = match_lower_bound(join->parents, target, join->documents, join->article);
        else if (shares_name(join, target))
            return self->document = target;
        else
            target++;
    }
    return self->document = DOCUMENT_END;
}

static uint32_t join_next(struct matcher *self)
{
    if (!join_of(self)->started)
        return join_seek(self, 0);
    return self->document == DOCUMENT_END ? DOCUMENT_END : join_seek(self, self->document + 1);
}

static const struct matcher_operations join_operations = {
    .next = join_next,
    .seek = join_seek,
    .score = matcher_no_score,
    .max_score = matcher_no_max_score,
};

static int find_names(struct join_name_matcher *join, enum facet_kind kind, fx_error *err)
{
    int code = segment_name_lower_bound(join->segment, kind, (fx_slice){NULL, 0}, &join->first_name, err);
    join->end_name = segment_describe(join->segment)->name_count;
    if (code == FX_OK && kind + 1 < FACET_KIND_COUNT)
        code = segment_name_lower_bound(join->segment, (enum facet_kind)(kind + 1), (fx_slice){NULL, 0},
                                        &join->end_name, err);
    return code;
}

int match_join_name_new(struct matcher **out, const struct match_place *place, struct matcher *child,
                        enum unit child_unit, enum facet_kind kind, fx_error *err)
{
    struct match_context *context = place->context;
    *out = NULL;
    struct join_name_matcher *join = arena_allocate_zeroed(context->arena, 1, sizeof *join);
    if (join == NULL)
        return error_no_memory(err);
    join->base.operations = &join_operations;
    join->base.cost = place->documents;
    join->child = child;
    join->child_unit = child_unit;
    join->unit = place->unit;
    join->segment = context->segments[place->segment].segment;
    join->context = context;
    join->documents = place->documents;
    join->child_documents = segment_describe(join->segment)->units[child_unit].documents;
    join->article = UINT32_MAX;
    const struct match_segment *segment = &context->segments[place->segment];
    int code = match_column_open(&join->parents, context, segment, join->unit, STREAM_PARENTS, err);
    if (code == FX_OK)
        code = match_column_open(&join->child_parents, context, segment, child_unit, STREAM_PARENTS, err);
    if (code != FX_OK || join->parents == NULL || join->child_parents == NULL)
        return code;
    fx_error fault;
    bool damaged;
    code = match_tolerate(context, find_names(join, kind, &fault), &fault, &damaged);
    if (code != FX_OK)
        return error_set(err, code, "%s", fault.message);
    if (!damaged)
        *out = &join->base;
    return FX_OK;
}
