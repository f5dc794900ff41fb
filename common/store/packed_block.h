/* Blocks of up to 128 small integers, bit-packed at one width with patched exceptions (PFOR; Zukowski, Heman, Nes and
 * Boncz, "Super-Scalar RAM-CPU Cache Compression", ICDE 2006). The width is the one that makes the block smallest.
 *
 *     block      = header [exceptions] body
 *     header     = u8: width 0..32, | 0x40 where there are exceptions
 *     exceptions = u8 count (1..31), u8 bytes that follow, count * u8 index, count * varint (value >> width)
 *     body       = 128 values: 16 * width bytes in four lanes of 32 bits: value i is row i / 4 of lane i % 4, so that a
 *                  vector of four values is unpacked by one shift and mask (Lemire and Boytsov, "Decoding billions of
 *                  integers per second through vectorization", 2015);
 *                  fewer: one little-endian stream of bits, ceil(count * width / 8) bytes
 *
 * The number of values is not stored. A decoder never reads at or behind `end`, whatever the bytes hold. */
#ifndef STORE_PACKED_BLOCK_H
#define STORE_PACKED_BLOCK_H

#include "fx.h"

#include <stdbool.h>

enum {
    PACKED_VALUES = 128,
    /* Room that an encoded block takes at most (exceptions are only used where they make it smaller). */
    PACKED_BYTES_MAX = 1 + 4 * PACKED_VALUES
};

/* Writes `count` (1..128) values; returns the bytes used. */
size_t packed_block_encode(uint8_t *out, const uint32_t *values, unsigned count);

/* Reads `count` (1..128) values; `values` has room for PACKED_VALUES and what stands behind `count` is undefined.
 * Returns where the block ends, NULL for damage. *bits (may be NULL): no value has more bits than this. */
const uint8_t *packed_block_decode(uint32_t *values, unsigned count, const uint8_t *at, const uint8_t *end,
                                   unsigned *bits);

/* Value `index` alone, without decoding the others; false for damage. */
bool packed_block_get(uint32_t *value, unsigned index, unsigned count, const uint8_t *at, const uint8_t *end);

/* Where the block ends, without decoding it; NULL for damage. */
const uint8_t *packed_block_skip(unsigned count, const uint8_t *at, const uint8_t *end);

/* Turns gaps into ascending numbers: values[i] becomes start + the sum of (values[j] + 1) over j <= i, modulo 2^32.
 * Works on whole rows of four: `values` has room for PACKED_VALUES. */
void packed_block_sum_gaps(uint32_t *values, unsigned count, uint32_t start);

#endif
