/* The words of a language as the tagger knows them, described when they are first met and summed when they are first
 * seen from a candidate: most words of a text are met once only, from one or two places. When the table is full those
 * stay that were met again since the last time: the common ones. */
#ifndef WORD_TABLE_H
#define WORD_TABLE_H

#include "tagger_model.h"

#include <string.h>

enum { TABLE_WORDS = UINT16_MAX, TABLE_SLOTS = 1 << 17 };

struct table_word {
    uint64_t key; /* of the bytes and the look */
    struct name_word word;
};

/* The sums of the weights of a word's own features, as the tokens at its five offsets take them. */
typedef int16_t word_scores[WORD_OFFSETS][LABEL_ROWS];

/* Numbers of words: these two, then those met. */
enum { WORD_UNSEEN, WORD_EDGE, WORD_FIRST };

enum { WORD_NOT_SUMMED = INT16_MIN }; /* instead of a sum: none is as low */

/* Words are looked up for every token near a capital, their scores only about candidates: they lie apart, so that a
 * near cache holds the former. */
struct word_table {
    const struct tagger_model *model;
    uint32_t known;              /* words, with the first two */
    uint16_t slots[TABLE_SLOTS]; /* number of a word; 0: free. Half of them are free at least */
    uint8_t met_again[TABLE_WORDS];
    struct table_word words[TABLE_WORDS];
    word_scores scores[TABLE_WORDS];
};

_Static_assert((int)TABLE_SLOTS >= 2 * (int)TABLE_WORDS, "a search ends soon");

/* `table` is large and zeroed. A model without buckets, the trainer's, is not asked for sums. */
void word_table_init(struct word_table *table, const struct tagger_model *model);

/* Room for `count` words more; forgets words, so that numbers got before are no longer good. */
void word_table_make_room(struct word_table *table, uint32_t count);

/* The key of a token's word, which no other has of its look; `capitals`: it stands in a line of capitals only. */
static inline uint64_t word_table_key(const struct token *token, bool capitals)
{
    uint64_t look = (uint64_t)token->kind << 1 | capitals;
    return token->hash + look * 0xBF58476D1CE4E5B9U;
}

static inline uint32_t word_table_first_slot(uint64_t key)
{
    return (uint32_t)(key >> 40) % TABLE_SLOTS;
}

/* Asks the processor for the slot of a key, and, when that has come, for what is found there. */
static inline void word_table_approach(const struct word_table *table, uint64_t key)
{
    __builtin_prefetch(&table->slots[word_table_first_slot(key)]);
}

static inline void word_table_approach_word(const struct word_table *table, uint64_t key)
{
    uint16_t number = table->slots[word_table_first_slot(key)];
    __builtin_prefetch(&table->words[number]);
    __builtin_prefetch(table->scores[number]);
    __builtin_prefetch(table->scores[number][WORD_OFFSETS - 1]);
}

/* Describes a word that is not known yet, whose search ended at `slot`; its number. */
uint16_t word_table_add(struct word_table *table, uint32_t slot, uint64_t key, const struct token *token,
                        const char *text, bool capitals);

/* The number of a token's word, made where it is new; there is room for it. */
static inline uint16_t word_table_find(struct word_table *table, uint64_t key, const struct token *token,
                                       const char *text, bool capitals)
{
    uint32_t slot = word_table_first_slot(key);
    for (uint16_t number; (number = table->slots[slot]) != 0; slot = (slot + 1) % TABLE_SLOTS) {
        if (table->words[number].key == key) {
            table->met_again[number] = 1;
            return number;
        }
    }
    return word_table_add(table, slot, key, token, text, capitals);
}

/* What this word, that of the token, says of the one from which it is seen at `offset`. */
score_lanes word_table_sum(struct word_table *table, uint16_t number, int offset, const struct token *token,
                           const char *text);

static inline score_lanes word_table_scores(struct word_table *table, uint16_t number, int offset,
                                            const struct token *token, const char *text)
{
    const int16_t *scores = table->scores[number][offset + 2];
    score_lanes sum;
    if (scores[0] == WORD_NOT_SUMMED)
        return word_table_sum(table, number, offset, token, text);
    memcpy(&sum, scores, sizeof sum);
    return sum;
}

#endif
