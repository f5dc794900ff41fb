/* A hash of a word's bytes. Words of up to eight bytes never share one, longer ones with a chance of 2^-64. A token's
 * is taken when the token is read, with the bytes still in a register, and serves the tables of words. */
#ifndef WORD_HASH_H
#define WORD_HASH_H

#include "ascii_bytes.h"

#include <stddef.h>

enum { WORD_HASH_BYTES = 16 }; /* of longer words the hash is one of a hash */

/* Of the first eight bytes of a word and of the others, zeros behind them. */
static inline uint64_t word_hash_of(uint64_t front, uint64_t back)
{
    return (front ^ back * 0x9E3779B97F4A7C15U) * 0xD6E8FEB86659FD93U;
}

/* The same of the first `length` of sixteen bytes in a register. */
static inline uint64_t word_hash_of_vector(ascii_vector bytes, size_t length)
{
    typedef uint64_t halves __attribute__((vector_size(WORD_HASH_BYTES)));
    halves word = (halves)ascii_vector_first(bytes, length);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return word_hash_of(__builtin_bswap64(word[0]), __builtin_bswap64(word[1]));
#else
    return word_hash_of(word[0], word[1]);
#endif
}

#endif
