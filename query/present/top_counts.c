#include "top_counts.h"

#include "memory.h"
#include "slice.h"

#include <stdlib.h>

void top_counts_init(struct top_counts *top, uint32_t limit)
{
    *top = (struct top_counts){.limit = limit, .names = ARENA_INIT};
}

void top_counts_release(struct top_counts *top)
{
    memory_free(top->items);
    arena_release(&top->names);
    top->items = NULL;
    top->count = 0;
}

static int compare(const fx_count *a, const fx_count *b)
{
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return slice_compare(a->name, b->name);
}

bool top_counts_wants(const struct top_counts *top, uint64_t count)
{
    return top->count < top->limit || (top->limit > 0 && count >= top->items[0].count);
}

static void sift_down(struct top_counts *top)
{
    uint32_t at = 0;
    fx_count moved = top->items[0];
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= top->count)
            break;
        if (child + 1 < top->count && compare(&top->items[child + 1], &top->items[child]) > 0)
            child++;
        if (compare(&top->items[child], &moved) <= 0)
            break;
        top->items[at] = top->items[child];
        at = child;
    }
    top->items[at] = moved;
}

static void sift_up(struct top_counts *top)
{
    uint32_t at = top->count - 1;
    fx_count moved = top->items[at];
    while (at > 0 && compare(&moved, &top->items[(at - 1) / 2]) > 0) {
        top->items[at] = top->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    top->items[at] = moved;
}

int top_counts_add(struct top_counts *top, uint64_t count, fx_slice name)
{
    fx_count item = {name, count};
    const bool full = top->count == top->limit;
    if (!top_counts_wants(top, count) || (full && compare(&item, &top->items[0]) > 0))
        return FX_OK;
    if (arena_copy(&item.name, &top->names, name) != FX_OK ||
        memory_reserve(&top->items, &top->capacity, (size_t)top->count + 1, sizeof *top->items) != FX_OK)
        return FX_ENOMEM;
    if (full) {
        top->items[0] = item;
        sift_down(top);
    } else {
        top->items[top->count++] = item;
        sift_up(top);
    }
    return FX_OK;
}

static int by_rank(const void *left, const void *right)
{
    return compare(left, right);
}

void top_counts_sort(struct top_counts *top)
{
    if (top->count > 0)
        qsort(top->items, top->count, sizeof *top->items, by_rank);
}
