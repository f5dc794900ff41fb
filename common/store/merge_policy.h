/* Which neighbouring segments to merge next: tiers by size, as in log-structured merge trees (O'Neil et al., Acta
 * Informatica 33, 1996). Each byte is rewritten once a tier, so an index that grew by n equal updates has rewritten
 * each article about log8(n) times, and holds at most some seven segments a tier. */
#ifndef STORE_MERGE_POLICY_H
#define STORE_MERGE_POLICY_H

#include "segment_writer.h"

#include <stdbool.h>

enum { MERGE_FAN_IN = 8, MERGE_INPUTS_MAX = 64 };

/* False: nothing is worth it. Otherwise segments [*first, *first + *merged) are to become one; *merged is 1 where a
 * segment is to be rewritten because more than a quarter of its length is dead. */
bool merge_policy_pick(const struct segment_info *segments, uint32_t count, uint32_t *first, uint32_t *merged);

#endif
