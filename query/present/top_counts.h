/* The highest counts of many, the smaller name first among equals: a heap with the worst kept on top. */
#ifndef PRESENT_TOP_COUNTS_H
#define PRESENT_TOP_COUNTS_H

#include "arena.h"
#include "fx_search.h"

#include <stdbool.h>

struct top_counts {
    fx_count *items;
    size_t capacity;
    uint32_t count, limit;
    struct arena names; /* of those kept */
};

void top_counts_init(struct top_counts *top, uint32_t limit);
void top_counts_release(struct top_counts *top);

/* Whether a count can still be among the highest, whatever its name. */
bool top_counts_wants(const struct top_counts *top, uint64_t count);

/* Keeps the count, its name copied, where it is among the highest. FX_ENOMEM. */
int top_counts_add(struct top_counts *top, uint64_t count, fx_slice name) FX_CHECK;

/* Highest first; nothing can be added any more. */
void top_counts_sort(struct top_counts *top);

#endif
