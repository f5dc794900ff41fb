/* The highest counts of a facet over all segments: names are added up by their hashes (names.h), and the text is read
 * of those only that can be among the highest. */
#ifndef PRESENT_FACET_MERGE_H
#define PRESENT_FACET_MERGE_H

#include "name_counts.h"
#include "top_counts.h"

/* Bit k of `kinds`: names of enum facet_kind k count. *distinct: how many names there are, kept or not. */
int facet_merge(struct top_counts *top, uint64_t *distinct, const struct name_counts *segments, uint32_t segment_count,
                uint32_t kinds, fx_error *err) FX_CHECK;

#endif
