/* Lists of intervals in an arena, ascending and minimal, and the operations on them. */
#ifndef MATCH_INTERVAL_LIST_H
#define MATCH_INTERVAL_LIST_H

#include "arena.h"
#include "matcher.h"

struct interval_list {
    struct interval *items;
    uint32_t count, capacity;
};

int interval_list_reserve(struct interval_list *list, struct arena *arena, uint32_t wanted) FX_CHECK;

/* Adds behind the others, which start no later, and keeps the list minimal: drops what holds another one. */
int interval_list_add(struct interval_list *list, struct arena *arena, struct interval interval) FX_CHECK;

struct interval_view {
    const struct interval *items;
    uint32_t count;
};

/* Minimal intervals of a followed by b, apart from each other. */
int interval_list_ordered(struct interval_list *out, struct arena *arena, struct interval_view a,
                          struct interval_view b) FX_CHECK;
/* Of a those with one of b that begins exactly `offset` behind them, taken up. */
int interval_list_aligned(struct interval_list *out, struct arena *arena, struct interval_view a,
                          struct interval_view b, uint32_t offset) FX_CHECK;
/* Minimal intervals that hold one of a and one of b, which may overlap. */
int interval_list_both(struct interval_list *out, struct arena *arena, struct interval_view a,
                       struct interval_view b) FX_CHECK;
/* Minimal intervals of a and of b. */
int interval_list_either(struct interval_list *out, struct arena *arena, struct interval_view a,
                         struct interval_view b) FX_CHECK;

#endif
