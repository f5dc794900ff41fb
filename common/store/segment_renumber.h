/* Rewrites one segment without its dead documents: those behind close up, so that nothing of the dead is left. Articles
 * get other numbers by that, which only a compaction may do. */
#ifndef STORE_SEGMENT_RENUMBER_H
#define STORE_SEGMENT_RENUMBER_H

#include "segment_merge.h"

/* *info: as of a new segment, base 0. Memory: four bytes a document and name. `stop` as in segment_merge. */
int segment_renumber(const struct merge_input *input, const struct extent_sink *sink, uint32_t owner,
                     const volatile int *stop, struct segment_info *info, fx_error *err) FX_CHECK;

#endif
