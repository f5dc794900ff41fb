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

/* Where one hit of the ranking matched. */
struct hit_parts {
    const struct search_part *parts;
    uint32_t count;
};

/* Sorted highlights, one part for each run of the same document. */
static int make_parts(struct search *search, const struct search_leaf *leaf, const struct highlights *highlights,
                      struct hit_parts *out, fx_error *err)
{
    uint32_t total = highlights->count;
    struct search_part *made = arena_allocate(&search->arena, (total + 1) * sizeof *made);
    uint32_t *positions = arena_allocate(&search->arena, (sum_positions(highlights) + 1) * sizeof *positions);
    if (made == NULL || positions == NULL)
        return error_no_memory(err);
    out->parts = made;
    out->count = 0;
    for (uint32_t i = 0; i < total; i++) {
        const struct highlight *item = &highlights->items[i];
        if (i == 0 || item->unit != item[-1].unit || item->document != item[-1].document) {
            positions += out->count > 0 ? made[out->count - 1].position_count : 0;
            made[out->count++] = (struct search_part){item->unit, item->document,
                                                      ordinal_of(leaf, item->unit, item->document), positions, 0};
        }
        add_positions(&made[out->count - 1], positions, item);
    }
    return FX_OK;
}

static int find_parts(struct search *search, struct matcher *root, const struct search_hit *hit, struct hit_parts *out,
                      fx_error *err)
{
    struct highlights highlights = {.arena = &search->arena};
    const struct search_leaf *leaf = &search->leaves[hit->leaf];
    if (root != NULL && root->operations->positions != NULL && matcher_seek(root, hit->document) == hit->document &&
        root->operations->positions(root, &highlights) != FX_OK)
        return error_no_memory(err);
    highlights_sort(&highlights, leaf->unit);
    return make_parts(search, leaf, &highlights, out, err);
}

/* Hits are shown in order of rank, but a leaf is planned once for some of them and walked in order of documents. */
enum { HITS_AHEAD = 32 };

static uint32_t order_by_document(const struct search *search, uint32_t first, const struct search_hit **ordered)
{
    const struct search_hit *hits = search->result.hits;
    uint32_t count = 0;
    for (uint32_t i = first; i < search->result.hit_count && count < HITS_AHEAD; i++) {
        uint32_t k = count++;
        for (; k > 0 && (ordered[k - 1]->leaf > hits[i].leaf ||
                         (ordered[k - 1]->leaf == hits[i].leaf && ordered[k - 1]->document > hits[i].document));
             k--)
            ordered[k] = ordered[k - 1];
        ordered[k] = &hits[i];
    }
    return count;
}

/* Fills search->ahead with the parts of the hits from `first` on. */
static int look_ahead(struct search *search, uint32_t first, fx_error *err)
{
    const struct search_hit *ordered[HITS_AHEAD];
    const uint32_t count = order_by_document(search, first, ordered);
    struct matcher *root = NULL;
    int code = FX_OK;
    search->ahead_count = 0;
    search->ahead = arena_allocate_zeroed(&search->arena, HITS_AHEAD, sizeof *search->ahead);
    if (search->ahead == NULL)
        return error_no_memory(err);
    for (uint32_t i = 0; i < count && code == FX_OK; i++) {
        const struct search_hit *hit = ordered[i];
        if (i == 0 || hit->leaf != ordered[i - 1]->leaf) {
            match_cursors_close(&search->context);
            code = search_plan_leaf(search, hit->leaf, true, &root, err);
        }
        if (code == FX_OK)
            code = find_parts(search, root, hit, &search->ahead[(uint32_t)(hit - search->result.hits) - first], err);
    }
    match_cursors_close(&search->context);
    if (code != FX_OK)
        return code;
    search->ahead_first = first;
    search->ahead_count = count;
    return FX_OK;
}

int search_parts(struct search *search, const struct search_hit *hit, const struct search_part **parts, uint32_t *count,
                 fx_error *err)
{
    const uint32_t number = (uint32_t)(hit - search->result.hits);
    *parts = NULL;
    *count = 0;
    if (number - search->ahead_first >= search->ahead_count) {
        int code = look_ahead(search, number, err);
        if (code != FX_OK)
            return code;
    }
    const struct hit_parts *found = &search->ahead[number - search->ahead_first];
    *parts = found->parts;
    *count = found->count;
    return FX_OK;
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
