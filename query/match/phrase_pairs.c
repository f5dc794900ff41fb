#include "phrase_pairs.h"

#include <string.h>

typedef uint32_t lanes __attribute__((vector_size(16)));

enum { VECTORS_MAX = PHRASE_PAIRS_MAX / 4 };

/* A position that there is not: no distance below 2^31 leads to it. */
static const uint32_t nowhere = UINT32_C(1) << 31;

/* Sums of four differences, behind the last of `before`. */
static inline lanes sum_gaps(const uint32_t *gaps, lanes before)
{
    const lanes zero = {0, 0, 0, 0};
    lanes value;
    memcpy(&value, gaps, sizeof value);
    value += __builtin_shufflevector(zero, value, 0, 4, 5, 6);
    value += __builtin_shufflevector(zero, value, 0, 1, 4, 5);
    return value + __builtin_shufflevector(before, before, 3, 3, 3, 3);
}

/* Always called with a constant number of vectors: they stay in registers. */
static inline __attribute__((always_inline)) uint32_t count_pairs(const uint32_t *few_gaps, uint32_t few,
                                                                  const uint32_t *many_gaps, uint32_t many,
                                                                  uint32_t distance, const unsigned vectors)
{
    const lanes numbers = {0, 1, 2, 3};
    lanes places[VECTORS_MAX], found = {0, 0, 0, 0}, before = {0, 0, 0, 0};
#pragma GCC unroll 8
    for (unsigned v = 0; v < vectors; v++) {
        const uint32_t left = few > 4 * v ? few - 4 * v : 0;
        const lanes missing = (lanes)(numbers >= (lanes){left, left, left, left});
        before = sum_gaps(few_gaps + 4 * (size_t)v, before);
        places[v] = (before & ~missing) | ((lanes){nowhere, nowhere, nowhere, nowhere} & missing);
    }
    uint32_t position = -distance;
    for (uint32_t i = 0; i < many; i++) {
        position += many_gaps[i];
        const lanes wanted = {position, position, position, position};
#pragma GCC unroll 8
        for (unsigned v = 0; v < vectors; v++)
            found -= (lanes)(places[v] == wanted); /* true is all ones: -1 */
    }
    return found[0] + found[1] + found[2] + found[3];
}

uint32_t phrase_pairs(const uint32_t *few_gaps, uint32_t few, const uint32_t *many_gaps, uint32_t many,
                      uint32_t distance)
{
    if (few <= 4)
        return count_pairs(few_gaps, few, many_gaps, many, distance, 1);
    if (few <= 8)
        return count_pairs(few_gaps, few, many_gaps, many, distance, 2);
    if (few <= 16)
        return count_pairs(few_gaps, few, many_gaps, many, distance, 4);
    return count_pairs(few_gaps, few, many_gaps, many, distance, 8);
}
