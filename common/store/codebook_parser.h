/* Cuts text into strings of a codebook: the longest that begins with the next token and goes on by whole tokens; a
 * token that the codebook does not have is cut into the longest pieces it has.
 *
 * A token is a word with the space before it, an ideograph (kana and hangul too), or a run of anything else; at most
 * CODEBOOK_STRING_MAX bytes. */
#ifndef STORE_CODEBOOK_PARSER_H
#define STORE_CODEBOOK_PARSER_H

#include "codebook.h"

#include <stdbool.h>
#include <string.h>

enum { CODEBOOK_PIECE_MAX = 8, CODEBOOK_NO_SLOT = 0xFFFF };

/* Bytes of the token that `text` (not empty) begins with. */
size_t codebook_token(const char *text, size_t length);

/* A string of at most CODEBOOK_STRING_MAX bytes as a slot holds it, for comparing. */
struct codebook_string {
    uint64_t low, high;
};
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "slots are compared as they are stored");

/* Of `length` bytes at `text`; `readable` may be read from there on. */
static inline struct codebook_string codebook_string_of(const char *text, size_t length, size_t readable)
{
    uint64_t low = 0, high = 0; /* bytes 0..7, 8..14 */
    if (readable >= 2 * sizeof low) {
        memcpy(&low, text, sizeof low);
        memcpy(&high, text + sizeof low, sizeof high);
        if (length < 8) {
            low &= (UINT64_C(1) << (8 * length)) - 1;
            high = 0;
        } else {
            high &= (UINT64_C(1) << (8 * (length - 8))) - 1;
        }
    } else {
        memcpy(&low, text, length < 8 ? length : 8);
        if (length > 8)
            memcpy(&high, text + 8, length - 8);
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

/* Finds the slot of a string: a hash table over slots that may be shared by threads. */
struct codebook_parser {
    const uint8_t *slots; /* borrowed */
    uint32_t count;
    uint16_t *table; /* of each place the slot of its string */
    uint8_t *tags;   /* of each place 7 bits of the string's hash, less than TAG_EMPTY */
    unsigned shift;
};

/* FX_EDAMAGED: a byte has no slot. */
int codebook_parser_open(struct codebook_parser *out, const uint8_t *slots, uint32_t count, fx_error *err) FX_CHECK;
void codebook_parser_release(struct codebook_parser *parser);

/* Writes the slots of the strings of `text`, at most text.len of them; returns how many. */
size_t codebook_parse(const struct codebook_parser *parser, fx_slice text, uint16_t *slots);

#endif
