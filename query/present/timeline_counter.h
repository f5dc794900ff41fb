/* Counts matching documents by the day, week, month or year in which their article was published (UTC). */
#ifndef PRESENT_TIMELINE_COUNTER_H
#define PRESENT_TIMELINE_COUNTER_H

#include "fx_search.h"
#include "search.h"

struct timeline_counter;

int timeline_counter_new(struct timeline_counter **out, enum fx_timeline step) FX_CHECK;
void timeline_counter_free(struct timeline_counter *counter);
int timeline_counter_add(struct timeline_counter *counter, const struct search_leaf *leaf, const uint64_t *words,
                         fx_error *err) FX_CHECK;

/* Steps with hits, ascending; documents without a date last, under "". Borrowed from the counter. */
int timeline_counter_result(struct timeline_counter *counter, const fx_count **counts, uint32_t *count) FX_CHECK;

#endif
