/* A codebook in the making: its strings, and the steps that find them. */
#ifndef STORE_CODEBOOK_DRAFT_H
#define STORE_CODEBOOK_DRAFT_H

#include "codebook_samples.h"

enum { DRAFT_NONE = 0xFFFF };

struct codebook_draft {
    struct codebook_string *strings; /* the 256 bytes first */
    uint32_t count, capacity;
    uint16_t *string_of; /* of each word of the samples its string; DRAFT_NONE */
};

static inline uint32_t codebook_string_length(struct codebook_string string)
{
    return (uint32_t)(string.low & 0xFF);
}

/* Two strings as one; they are not too long together. */
static inline struct codebook_string codebook_string_join(struct codebook_string a, struct codebook_string b)
{
    char text[2 * CODEBOOK_SLOT_BYTES];
    const uint32_t first = codebook_string_length(a), second = codebook_string_length(b);
    struct codebook_string parts[2] = {a, b};
    __builtin_memcpy(text, (const char *)&parts[0] + 1, CODEBOOK_STRING_MAX);
    __builtin_memcpy(text + first, (const char *)&parts[1] + 1, CODEBOOK_STRING_MAX);
    return codebook_string_of(text, first + second, sizeof text);
}

/* Adds pieces that the words without a string are made of: neighbours that stand together often become one, in rounds
 * (as byte pair encoding does: Gage, "A New Algorithm for Data Compression", 1994, but many pairs at a time). At most
 * `most`. */
int codebook_add_pieces(struct codebook_draft *draft, const struct codebook_samples *samples, uint32_t most) FX_CHECK;

/* Adds phrases: what stands together often becomes one string, in rounds, always a string and the token behind it,
 * since so the parser finds them. At most `most`. */
int codebook_add_phrases(struct codebook_draft *draft, const struct codebook_samples *samples, uint32_t most) FX_CHECK;

#endif
