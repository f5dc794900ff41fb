/* Joins neighbouring segments into one.
 *
 * Articles keep their numbers: the result covers [base of the first input, end of the last); dead articles, and
 * articles that no input has, stay as documents without postings, names and length (their bits in the dead bitmaps are
 * the caller's to carry over). Sections and quotes are numbered on from input to input, dead ones included. Leaves of
 * long lists of inputs without dead documents are copied as they stand; everything else is decoded and encoded again.
 * Counts of forms (TERM_FORM) are summed, dead documents included: they only steer suggestions.
 *
 * Memory: the writer's, a cursor and a dictionary block an input, four bytes a name of each input (some more for inputs
 * with dead articles), and the columns that inputs of several extents assemble. */
#ifndef STORE_SEGMENT_MERGE_H
#define STORE_SEGMENT_MERGE_H

#include "segment.h"

struct merge_input {
    struct segment *segment;
    const uint64_t *dead[UNIT_COUNT]; /* bit d of words[d / 64]; NULL: none is dead */
};

/* `inputs` in ascending, not overlapping order of segment_describe()->base. *info: as of a new segment, with base, and
 * `dead` counting the dead documents that stay (their lengths are gone: dead_length 0). `stop` (may be NULL): when it
 * turns nonzero, FX_ESTOPPED. */
int segment_merge(const struct merge_input *inputs, uint32_t count, const struct extent_sink *sink, uint32_t owner,
                  const volatile int *stop, struct segment_info *info, fx_error *err) FX_CHECK;

#endif
