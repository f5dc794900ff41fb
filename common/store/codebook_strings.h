/* Finds the slot of a string: a hash table over the slots of a codebook. */
#ifndef STORE_CODEBOOK_STRINGS_H
#define STORE_CODEBOOK_STRINGS_H

#include "codebook.h"

#include <string.h>

enum { CODEBOOK_NO_SLOT = 0xFFFF };

/* A string of at most CODEBOOK_STRING_MAX bytes as a slot holds it, for comparing. */
struct codebook_string {
    uint64_t low, high;
};
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "slots are compared as they are stored");

/* The first `bytes` of eight, the others zero. */
static inline uint64_t codebook_first_bytes(uint64_t word, size_t bytes)
{
    static const uint64_t masks[] = {0,
                                     UINT64_MAX >> 56,
                                     UINT64_MAX >> 48,
                                     UINT64_MAX >> 40,
                                     UINT64_MAX >> 32,
                                     UINT64_MAX >> 24,
                                     UINT64_MAX >> 16,
                                     UINT64_MAX >> 8,
                                     UINT64_MAX};
    return word & masks[bytes];
}

/* Of `length` bytes at `text`; `readable` may be read from there on. */
static inline struct codebook_string codebook_string_of(const char *text, size_t length, size_t readable)
{
    uint64_t low = 0, high = 0; /* bytes 0..7, 8..14 */
    const size_t first = length < sizeof low ? length : sizeof low;
    if (readable >= 2 * sizeof low) {
        memcpy(&low, text, sizeof low);
        memcpy(&high, text + sizeof low, sizeof high);
        low = codebook_first_bytes(low, first);
        high = codebook_first_bytes(high, length - first);
    } else {
        memcpy(&low, text, first);
        if (length > first)
            memcpy(&high, text + first, length - first);
    }
    return (struct codebook_string){low << 8 | length, high << 8 | low >> 56};
}

/* 32 good bits. */
static inline uint32_t codebook_string_hash(struct codebook_string string)
{
    uint64_t mixed = (string.low ^ string.high * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93);
    mixed ^= mixed >> 32;
    return (uint32_t)(mixed * UINT64_C(0xD6E8FEB86659FD93) >> 32);
}

struct codebook_strings {
    const uint8_t *slots; /* borrowed */
    uint32_t count;
    unsigned shift;  /* a hash >> shift is a place */
    uint32_t *table; /* of each place: 16 bits of the hash << 16 | slot; CODEBOOK_EMPTY */
};

#define CODEBOOK_EMPTY UINT32_MAX
enum { CODEBOOK_TAG_SHIFT = 16 };

/* FX_EDAMAGED: a byte has no slot. */
int codebook_strings_open(struct codebook_strings *out, const uint8_t *slots, uint32_t count, fx_error *err) FX_CHECK;
void codebook_strings_release(struct codebook_strings *strings);

static inline struct codebook_string codebook_string_at(const struct codebook_strings *strings, uint32_t slot)
{
    struct codebook_string string;
    const uint8_t *at = strings->slots + (size_t)slot * CODEBOOK_SLOT_BYTES;
    memcpy(&string.low, at, sizeof string.low);
    memcpy(&string.high, at + sizeof string.low, sizeof string.high);
    return string;
}

/* Where `string` stands, or the empty place where it would. Most strings that are looked for and have no slot are told
 * by the tags. */
static inline uint32_t *codebook_find_place(const struct codebook_strings *strings, struct codebook_string string,
                                            uint32_t hash)
{
    const uint32_t mask = (UINT32_C(1) << (32 - strings->shift)) - 1, tag = hash << CODEBOOK_TAG_SHIFT;
    for (uint32_t place = hash >> strings->shift;; place = (place + 1) & mask) {
        const uint32_t entry = strings->table[place];
        if (entry == CODEBOOK_EMPTY)
            return &strings->table[place];
        if ((entry ^ tag) >> CODEBOOK_TAG_SHIFT != 0)
            continue;
        const struct codebook_string other = codebook_string_at(strings, entry & CODEBOOK_NO_SLOT);
        if (other.low == string.low && other.high == string.high)
            return &strings->table[place];
    }
}

/* The slot of a string with this hash; CODEBOOK_NO_SLOT where there is none. */
static inline uint32_t codebook_find_hashed(const struct codebook_strings *strings, struct codebook_string string,
                                            uint32_t hash)
{
    return *codebook_find_place(strings, string, hash) & CODEBOOK_NO_SLOT;
}

static inline uint32_t codebook_find(const struct codebook_strings *strings, const char *text, size_t length,
                                     size_t readable)
{
    const struct codebook_string string = codebook_string_of(text, length, readable);
    return codebook_find_hashed(strings, string, codebook_string_hash(string));
}

#endif
