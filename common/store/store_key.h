/* Keys of "main" (format.h draws them) and the checksum behind values that are not extents. */
#ifndef STORE_STORE_KEY_H
#define STORE_STORE_KEY_H

#include "bytes.h"
#include "format.h"

#include <xxhash.h>

enum { STORE_KEY_MAX = 511, VALUE_CHECKSUM_BYTES = 4 };

struct store_key {
    uint8_t bytes[STORE_KEY_MAX + 1];
    size_t length;
};

static inline fx_slice store_key_slice(const struct store_key *key)
{
    return (fx_slice){(const char *)key->bytes, key->length};
}

static inline void store_key_of_commit(struct store_key *key)
{
    key->bytes[0] = 'C';
    key->length = 1;
}

static inline void store_key_of_extent(struct store_key *key, uint32_t owner, unsigned stream, uint32_t extent)
{
    key->bytes[0] = 'E';
    bytes_put_u32_big(key->bytes + 1, owner);
    key->bytes[5] = (uint8_t)stream;
    bytes_put_u32_big(key->bytes + 6, extent);
    key->length = 10;
}

/* term.len <= BLOCK_TERM_MAX is the caller's duty. */
static inline void store_key_of_block(struct store_key *key, uint32_t owner, unsigned unit, fx_slice term)
{
    key->bytes[0] = 'T';
    bytes_put_u32_big(key->bytes + 1, owner);
    key->bytes[5] = (uint8_t)unit;
    if (term.len > 0)
        memcpy(key->bytes + 6, term.ptr, term.len);
    key->length = 6 + term.len;
}

static inline void store_key_of_dead(struct store_key *key, uint32_t owner, unsigned unit)
{
    key->bytes[0] = 'X';
    bytes_put_u32_big(key->bytes + 1, owner);
    key->bytes[5] = (uint8_t)unit;
    key->length = 6;
}

static inline void store_key_of_dictionary(struct store_key *key, uint32_t number)
{
    key->bytes[0] = 'Z';
    bytes_put_u32_big(key->bytes + 1, number);
    key->length = 5;
}

/* What stands behind a value that is not an extent. */
static inline uint32_t value_checksum(fx_slice key, const void *value, size_t length)
{
    return (uint32_t)XXH3_64bits_withSeed(value, length, XXH3_64bits(key.ptr, key.len));
}

#endif
