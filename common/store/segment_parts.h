/* What merging needs of a segment beyond segment.h. Private to common/store. */
#ifndef STORE_SEGMENT_PARTS_H
#define STORE_SEGMENT_PARTS_H

#include "segment.h"
#include "stream.h"

/* Entry i of the ids, in order of the hashes. */
int segment_sorted_id(struct segment *segment, uint32_t i, uint64_t *hash, uint32_t *article, fx_error *err) FX_CHECK;

struct stream_reader *segment_postings_stream(struct segment *segment, enum unit unit);
struct stream_reader *segment_positions_stream(struct segment *segment, enum unit unit);

#endif
