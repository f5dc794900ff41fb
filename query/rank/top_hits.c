#include "top_hits.h"

#include "memory.h"
#include "slice.h"

#include <math.h>

void top_hits_init(struct top_hits *top, size_t wanted, enum fx_sort sort, const struct top_source *source)
{
    *top = (struct top_hits){.wanted = wanted, .sort = sort, .source = *source, .threshold = 0};
    if (wanted == 0)
        top->threshold = INFINITY;
}

void top_hits_release(struct top_hits *top)
{
    memory_free(top->heap);
    top->heap = NULL;
    top->count = top->capacity = 0;
}

static int64_t published(struct top_hits *top, struct top_hit *hit)
{
    if (!hit->published_known) {
        hit->published = INT64_MIN;
        top->source.published(top->source.self, hit);
        hit->published_known = true;
    }
    return hit->published;
}

static fx_slice id(struct top_hits *top, struct top_hit *hit)
{
    if (!hit->id_known) {
        top->source.id(top->source.self, hit);
        hit->id_known = true;
    }
    return hit->id;
}

/* Newer first; unknown (the smallest number there is) last. */
static int compare_newer(int64_t a, int64_t b)
{
    return (a < b) - (a > b);
}

static int compare_dates(struct top_hits *top, struct top_hit *a, struct top_hit *b)
{
    int64_t x = published(top, a), y = published(top, b);
    if (top->sort == FX_SORT_DATE && x != INT64_MIN && y != INT64_MIN)
        return compare_newer(y, x);
    return compare_newer(x, y);
}

int top_hits_compare(struct top_hits *top, struct top_hit *a, struct top_hit *b)
{
    if (top->sort == FX_SORT_SCORE && a->score != b->score)
        return a->score > b->score ? -1 : 1;
    int order = compare_dates(top, a, b);
    if (order == 0)
        order = slice_compare(id(top, a), id(top, b));
    if (order == 0) /* the same id in two indexes */
        order = a->leaf != b->leaf ? (a->leaf < b->leaf ? -1 : 1)
                                   : (a->document > b->document) - (a->document < b->document);
    return order;
}

static void sift_down(struct top_hits *top, size_t at, size_t count)
{
    struct top_hit moved = top->heap[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= count)
            break;
        if (child + 1 < count && top_hits_compare(top, &top->heap[child + 1], &top->heap[child]) > 0)
            child++;
        if (top_hits_compare(top, &top->heap[child], &moved) <= 0)
            break;
        top->heap[at] = top->heap[child];
        at = child;
    }
    top->heap[at] = moved;
}

static void sift_up(struct top_hits *top, size_t at)
{
    struct top_hit moved = top->heap[at];
    while (at > 0) {
        size_t parent = (at - 1) / 2;
        if (top_hits_compare(top, &moved, &top->heap[parent]) <= 0)
            break;
        top->heap[at] = top->heap[parent];
        at = parent;
    }
    top->heap[at] = moved;
}

static void raise_threshold(struct top_hits *top)
{
    if (top->count == top->wanted && top->sort == FX_SORT_SCORE)
        top->threshold = top->heap[0].score;
}

int top_hits_add(struct top_hits *top, double score, uint32_t leaf, uint32_t document)
{
    struct top_hit hit = {.score = score, .leaf = leaf, .document = document};
    if (top->wanted == 0)
        return FX_OK;
    if (top->count == top->wanted) {
        if (top->sort == FX_SORT_SCORE && score < top->threshold)
            return FX_OK;
        if (top_hits_compare(top, &hit, &top->heap[0]) >= 0)
            return FX_OK;
        top->heap[0] = hit;
        sift_down(top, 0, top->count);
    } else {
        if (memory_reserve(&top->heap, &top->capacity, top->count + 1, sizeof *top->heap) != FX_OK)
            return FX_ENOMEM;
        top->heap[top->count] = hit;
        sift_up(top, top->count++);
    }
    raise_threshold(top);
    return FX_OK;
}

void top_hits_sort(struct top_hits *top)
{
    for (size_t left = top->count; left > 1; left--) {
        struct top_hit worst = top->heap[0];
        top->heap[0] = top->heap[left - 1];
        sift_down(top, 0, left - 1);
        top->heap[left - 1] = worst;
    }
}
