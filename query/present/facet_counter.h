/* Counts, over all documents that match, the names they carry. Inside a segment names are numbers; counts of segments
 * and indexes are joined by the names themselves. */
#ifndef PRESENT_FACET_COUNTER_H
#define PRESENT_FACET_COUNTER_H

#include "fx_search.h"
#include "search.h"

struct facet_counter;

/* `limits[facet]` as in fx_search_options; NULL in *out (and FX_OK) where no facet is asked for. */
int facet_counter_new(struct facet_counter **out, const uint32_t limits[FX_FACET_COUNT]) FX_CHECK;
void facet_counter_free(struct facet_counter *counter);

/* Adds the matching documents of a leaf (bits of `words`). */
int facet_counter_add(struct facet_counter *counter, const struct search_leaf *leaf, const uint64_t *words,
                      fx_error *err) FX_CHECK;

/* The counts of a facet, highest first, then by name; at most its limit of them. Borrowed from the counter; asked for
 * while the searcher is as it was. FX_END: that facet was not asked for. */
int facet_counter_result(struct facet_counter *counter, enum fx_facet which, const fx_count **counts, uint32_t *count,
                         uint64_t *more, fx_error *err) FX_CHECK;

#endif
