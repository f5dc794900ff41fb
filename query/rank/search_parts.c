#include "column.h"
#include "error.h"
#include "search_private.h"

static uint32_t ordinal_of(const struct search_leaf *leaf, enum unit unit, uint32_t document)
{
    struct column *ordinals;
    if (unit == UNIT_ARTICLE || segment_column(leaf->handle, unit, STREAM_ORDINALS, &ordinals, NULL) != FX_OK)
        return SEARCH_WHOLE;
    uint32_t ordinal = column_u32(ordinals, document);
    return column_take_fault(ordinals, NULL) == FX_OK ? ordinal : SEARCH_WHOLE;
}

/* Adds what a highlight covers; those before it may reach into it. */
static void add_positions(struct search_part *part, uint32_t *positions, const struct highlight *item)
{
    for (uint32_t i = 0; i < item->positions && item->position != HIGHLIGHT_WHOLE; i++) {
        uint32_t position = item->position + i;
        if (part->position_count == 0 || positions[part->position_count - 1] < position)
            positions[part->position_count++] = position;
    }
}

static uint32_t sum_positions(const struct highlights *highlights)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < highlights->count; i++)
        sum += highlights->items[i].positions;
    return sum;
}

/* Sorted highlights, one part for each run of the same document. */
static int make_parts(struct search *search, const struct search_leaf *leaf, const struct highlights *highlights,
                      const struct search_part **parts, uint32_t *count, fx_error *err)
{
    uint32_t total = highlights->count;
    struct search_part *made = arena_allocate(&search->arena, (total + 1) * sizeof *made);
    uint32_t *positions = arena_allocate(&search->arena, (sum_positions(highlights) + 1) * sizeof *positions);
    if (made == NULL || positions == NULL)
        return error_no_memory(err);
    for (uint32_t i = 0; i < total; i++) {
        const struct highlight *item = &highlights->items[i];
        if (i == 0 || item->unit != item[-1].unit || item->document != item[-1].document) {
            positions += *count > 0 ? made[*count - 1].position_count : 0;
            made[(*count)++] = (struct search_part){item->unit, item->document,
                                                    ordinal_of(leaf, item->unit, item->document), positions, 0};
        }
        add_positions(&made[*count - 1], positions, item);
    }
    *parts = made;
    return FX_OK;
}

int search_parts(struct search *search, const struct search_hit *hit, const struct search_part **parts, uint32_t *count,
                 fx_error *err)
{
    struct highlights highlights = {.arena = &search->arena};
    const struct search_leaf *leaf = &search->leaves[hit->leaf];
    struct matcher *root;
    *parts = NULL;
    *count = 0;
    int code = search_plan_leaf(search, hit->leaf, true, &root, err);
    if (code == FX_OK && root != NULL && root->operations->positions != NULL &&
        matcher_seek(root, hit->document) == hit->document && root->operations->positions(root, &highlights) != FX_OK)
        code = error_no_memory(err);
    match_cursors_close(&search->context);
    if (code != FX_OK)
        return code;
    highlights_sort(&highlights, leaf->unit);
    return make_parts(search, leaf, &highlights, parts, count, err);
}

int search_explain(struct search *search, const struct search_hit *hit, struct buffer *out, fx_error *err)
{
    struct matcher *root;
    int code = search_plan_leaf(search, hit->leaf, true, &root, err);
    if (code == FX_OK && root != NULL && root->operations->explain != NULL &&
        matcher_seek(root, hit->document) == hit->document && root->operations->explain(root, out, 0) != FX_OK)
        code = error_no_memory(err);
    match_cursors_close(&search->context);
    return code;
}
