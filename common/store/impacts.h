/* Impacts: the Pareto front of the (weighted frequency, length) pairs of a stretch of postings: from it a scorer that
 * rises with frequency and falls with length gets the best score that any of them can have.
 *
 * Lengths are rounded down to five significant bits ("codes"), which keeps the bound true, makes fronts short and a
 * pair mostly one byte. A front that has too many pairs gives up the one whose loss loosens the bound least.
 *
 *     impacts = pair*, ascending; of each pair (f, c), p the pair before it:
 *               varint(dc << 2 | min(df, 3)), then varint(df - 3) where df >= 3;
 *               the first pair has df = f, dc = c, the others df = f - p.f - 1, dc = c - p.c - 1 */
#ifndef STORE_IMPACTS_H
#define STORE_IMPACTS_H

#include "postings.h"

enum {
    IMPACTS_BYTES_MAX = IMPACTS_MAX * 8,
    BLOCK_IMPACTS_MAX = 8, /* of a block: bounds are computed often, and more hardly tighten them */
    IMPACT_CODE_MAX = 28 * 16 + 31
};

/* Pairs ascend in both; `length` holds codes. */
struct impact_front {
    struct impact pairs[IMPACTS_MAX + 1];
    uint32_t count;
};

static inline uint32_t impact_length_code(uint32_t length)
{
    if (length < 32)
        return length;
    const uint32_t shift = 27U - (uint32_t)__builtin_clz(length); /* leaves five bits */
    return shift * 16 + (length >> shift);
}

uint32_t impact_code_length(uint32_t code); /* the smallest length of that code */

/* Adds a pair; keeps at most `most` (<= IMPACTS_MAX) of them. */
void impact_front_add(struct impact_front *front, uint32_t most, uint32_t frequency, uint32_t length_code);
/* Adds all of another one; keeps at most IMPACTS_MAX. */
void impact_front_merge(struct impact_front *front, const struct impact_front *other);

/* Returns the bytes written to `out` (room for IMPACTS_BYTES_MAX). */
size_t impact_front_encode(uint8_t *out, const struct impact_front *front);

/* Decodes all of the `length` bytes at `at`: codes become lengths. Returns the number of pairs (at most IMPACTS_MAX),
 * -1 for damage. */
int impacts_decode(struct impact *out, const uint8_t *at, size_t length);

#endif
