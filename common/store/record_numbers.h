/* The numbers of a stored record that annotations consist of, as columns: what is alike stands together and takes few
 * bits (packed_block.h). Private to record_encode.c, record_decode.c.
 *
 *     numbers = varint entities, mentions, speakers, quotes; then the columns in the order of `record_column`, each in
 *               packed blocks of 128 values */
#ifndef STORE_RECORD_NUMBERS_H
#define STORE_RECORD_NUMBERS_H

#include "arena.h"
#include "buffer.h"
#include "bytes.h"

/* Of what there are several in a record. */
enum record_group { GROUP_ENTITY, GROUP_MENTION, GROUP_SPEAKER, GROUP_QUOTE, GROUP_COUNT };

enum record_column {
    COLUMN_ENTITY_KIND,
    COLUMN_ENTITY_MENTIONS, /* how many */
    COLUMN_ENTITY_NAME,    /* COLUMN_NAME_APART: a string, 0: spelt as its first mention, n: as mention n - 1, from 0 */
    COLUMN_ENTITY_ALIASES, /* how many */
    COLUMN_MENTION_START,  /* distance from the start of the entity's mention before */
    COLUMN_MENTION_LENGTH,
    COLUMN_SPEAKER_NAME,    /* 0: a string, else the number of an entity, from 1 */
    COLUMN_SPEAKER_ALIASES, /* how many */
    COLUMN_QUOTE_START,     /* distance from the start of the quote before */
    COLUMN_QUOTE_LENGTH,
    COLUMN_QUOTE_MENTION, /* zig-zag distance of the mention from the quote's end; 0 where it is absent */
    COLUMN_QUOTE_MENTION_LENGTH,
    COLUMN_QUOTE_CUE,
    COLUMN_QUOTE_CUE_LENGTH,
    COLUMN_QUOTE_SPEAKER, /* from 1; 0: not known */
    COLUMN_QUOTE_CONFIDENCE,
    COLUMN_QUOTE_KIND,
    COLUMN_QUOTE_RULE,
    COLUMN_COUNT
};

enum { COLUMN_NAME_APART = 1 };

/* No list is longer than this: an article has at least a byte for each, hostile annotations may not. */
static inline uint64_t record_group_limit(size_t text_bytes)
{
    return (uint64_t)text_bytes + 256;
}

struct record_numbers {
    uint32_t counts[GROUP_COUNT];
    uint32_t *columns[COLUMN_COUNT];
};

/* Makes room for counts[] values in each column. */
int record_numbers_reserve(struct record_numbers *numbers, struct arena *arena) FX_CHECK;
int record_numbers_encode(const struct record_numbers *numbers, struct buffer *out) FX_CHECK;

/* Reads all of `in`, into the arena. FX_EDAMAGED, FX_ENOMEM. */
int record_numbers_decode(struct record_numbers *out, struct byte_reader *in, size_t text_bytes,
                          struct arena *arena) FX_CHECK;

#endif
