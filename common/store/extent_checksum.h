/* The checksum of one page of an extent; stream.h says where it stands. */
#ifndef STORE_EXTENT_CHECKSUM_H
#define STORE_EXTENT_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>
#include <xxhash.h>

/* A page is hashed without a seed (XXH3 makes a secret of its own for each seed, at a third of the price of the page);
 * where it belongs is mixed in afterwards. */
static inline uint32_t extent_checksum(uint32_t owner, unsigned stream, uint32_t extent, uint32_t page,
                                       const uint8_t *bytes, size_t length)
{
    uint64_t place = ((uint64_t)owner << 32 | extent) * 0x9E3779B97F4A7C15u;
    place ^= ((uint64_t)stream << 32 | page) * 0xC2B2AE3D27D4EB4Fu;
    return (uint32_t)(XXH3_64bits(bytes, length) ^ place ^ place >> 32);
}

#endif
