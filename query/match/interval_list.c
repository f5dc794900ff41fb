#include "interval_list.h"

#include <string.h>

int interval_list_reserve(struct interval_list *list, struct arena *arena, uint32_t wanted)
{
    if (wanted <= list->capacity)
        return FX_OK;
    uint32_t capacity = list->capacity < 8 ? 16 : list->capacity * 2;
    if (capacity < wanted)
        capacity = wanted;
    struct interval *items = arena_allocate(arena, (size_t)capacity * sizeof *items);
    if (items == NULL)
        return FX_ENOMEM;
    if (list->count > 0)
        memcpy(items, list->items, list->count * sizeof *items);
    list->items = items;
    list->capacity = capacity;
    return FX_OK;
}

int interval_list_add(struct interval_list *list, struct arena *arena, struct interval interval)
{
    while (list->count > 0) {
        struct interval *last = &list->items[list->count - 1];
        if (last->start == interval.start && last->end == interval.end) {
            if (interval.words > last->words)
                last->words = interval.words;
            return FX_OK;
        }
        if (last->start == interval.start && last->end < interval.end)
            return FX_OK; /* the new one holds the last */
        if (last->end < interval.end)
            break;
        list->count--; /* the last holds the new one */
    }
    if (interval_list_reserve(list, arena, list->count + 1) != FX_OK)
        return FX_ENOMEM;
    list->items[list->count++] = interval;
    return FX_OK;
}

int interval_list_ordered(struct interval_list *out, struct arena *arena, struct interval_view a,
                          struct interval_view b)
{
    uint32_t next = 0;
    out->count = 0;
    for (uint32_t i = 0; i < a.count; i++) {
        while (next < b.count && b.items[next].start <= a.items[i].end)
            next++;
        if (next == b.count)
            return FX_OK;
        struct interval found = {a.items[i].start, b.items[next].end, a.items[i].words + b.items[next].words};
        if (interval_list_add(out, arena, found) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

int interval_list_aligned(struct interval_list *out, struct arena *arena, struct interval_view a,
                          struct interval_view b, uint32_t offset)
{
    uint32_t next = 0;
    out->count = 0;
    if (interval_list_reserve(out, arena, a.count) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < a.count; i++) {
        uint32_t wanted = a.items[i].start + offset;
        while (next < b.count && b.items[next].start < wanted)
            next++;
        if (next < b.count && b.items[next].start == wanted)
            out->items[out->count++] = (struct interval){a.items[i].start, b.items[next].end, a.items[i].words + 1};
    }
    return FX_OK;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

int interval_list_both(struct interval_list *out, struct arena *arena, struct interval_view a, struct interval_view b)
{
    uint32_t i = 0, k = 0;
    out->count = 0;
    /* Each pair of neighbours: move on in the list whose interval starts first, since a later one may be nearer. */
    while (i < a.count && k < b.count) {
        const struct interval *x = &a.items[i], *y = &b.items[k];
        struct interval found = {smaller(x->start, y->start), larger(x->end, y->end), x->words + y->words};
        if (interval_list_add(out, arena, found) != FX_OK)
            return FX_ENOMEM;
        if (x->start < y->start)
            i++;
        else if (x->start > y->start)
            k++;
        else if (x->end <= y->end)
            k++;
        else
            i++;
    }
    return FX_OK;
}

int interval_list_either(struct interval_list *out, struct arena *arena, struct interval_view a, struct interval_view b)
{
    uint32_t i = 0, k = 0;
    out->count = 0;
    while (i < a.count || k < b.count) {
        bool first = k == b.count ||
                     (i < a.count && (a.items[i].start < b.items[k].start ||
                                      (a.items[i].start == b.items[k].start && a.items[i].end <= b.items[k].end)));
        if (interval_list_add(out, arena, first ? a.items[i++] : b.items[k++]) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}
