#include "highlights.h"

#include <stdlib.h>
#include <string.h>

int highlights_add(struct highlights *highlights, enum unit unit, uint32_t document, uint32_t position,
                   uint32_t positions)
{
    if (highlights->count == highlights->capacity) {
        uint32_t capacity = highlights->capacity ? highlights->capacity * 2 : 32;
        struct highlight *items = arena_allocate(highlights->arena, (size_t)capacity * sizeof *items);
        if (items == NULL)
            return FX_ENOMEM;
        if (highlights->count > 0)
            memcpy(items, highlights->items, highlights->count * sizeof *items);
        highlights->items = items;
        highlights->capacity = capacity;
    }
    highlights->items[highlights->count++] = (struct highlight){unit, document, position, positions};
    return FX_OK;
}

static int compare(const void *a, const void *b, void *first)
{
    const struct highlight *x = a, *y = b;
    enum unit own = *(const enum unit *)first;
    int x_unit = x->unit == own ? -1 : (int)x->unit, y_unit = y->unit == own ? -1 : (int)y->unit;
    if (x_unit != y_unit)
        return x_unit == UNIT_ARTICLE ? 1 : y_unit == UNIT_ARTICLE ? -1 : y_unit - x_unit;
    if (x->document != y->document)
        return x->document < y->document ? -1 : 1;
    return (x->position > y->position) - (x->position < y->position);
}

void highlights_sort(struct highlights *highlights, enum unit first)
{
    if (highlights->count == 0)
        return;
    qsort_r(highlights->items, highlights->count, sizeof *highlights->items, compare, &first);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < highlights->count; i++) {
        struct highlight *last = &highlights->items[kept - 1], next = highlights->items[i];
        if (compare(&next, last, &first) != 0)
            highlights->items[kept++] = next;
        else if (next.positions > last->positions)
            last->positions = next.positions;
    }
    highlights->count = kept;
}
