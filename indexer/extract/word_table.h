/* The words of a language as the tagger knows them, described when they are first met and summed when they are first
 * seen from a candidate: most words of a text are met once only, from one or two places. A word lies where its hash
 * says or behind that place, and its place is its number. When the table is full those stay that were met again since
 * the last time: the common ones. */
#ifndef WORD_TABLE_H
#define WORD_TABLE_H

#include "tagger_model.h"

#include <string.h>

enum { TABLE_PLACES = 1 << 16, TABLE_WORDS = TABLE_PLACES / 4 * 3 }; /* more are not taken in: a search ends soon */

struct table_word {
    uint64_t key; /* of the bytes and the look; 0: free */
    struct name_word word;
};

/* The sums of the weights of a word's own features, as the tokens at its five offsets take them. */
typedef int16_t word_scores[WORD_OFFSETS][LABEL_ROWS];

/* Numbers that are no word's: of what is not looked at, and of what stands before and behind a text. */
enum { WORD_UNSEEN, WORD_EDGE, WORD_FIRST };

enum { WORD_NOT_SUMMED = INT16_MIN }; /* instead of a sum: none is as low */

/* Words are looked up for every token near a capital, their scores only about candidates: they lie apart, so that a
 * near cache holds the former. */
struct word_table {
    const struct tagger_model *model;
    uint32_t known;
    uint8_t met_again[TABLE_PLACES];
    struct table_word *words; /* within `room`, so that none lies on two lines of a cache */
    struct table_word room[TABLE_PLACES + 1];
    _Alignas(16) word_scores scores[TABLE_PLACES];
};

/* `table` is large, zeroed, and stays where it is. A model without buckets, the trainer's, is not asked for sums. */
void word_table_init(struct word_table *table, const struct tagger_model *model);

/* Room for `count` words more; forgets words, so that numbers got before are no longer good. */
void word_table_make_room(struct word_table *table, uint32_t count);

/* The key of a token's word, which no other has of its look; `capitals`: it stands in a line of capitals only. */
static inline uint64_t word_table_key(const struct token *token, bool capitals)
{
    uint64_t look = (uint64_t)token->kind << 1 | capitals;
    uint64_t key = token->hash + look * 0xBF58476D1CE4E5B9U;
    return key + (key == 0);
}

static inline uint16_t word_table_first_place(uint64_t key)
{
    return (uint16_t)(key >> 40) % TABLE_PLACES;
}

/* Asks the processor for what the search of a key, and that of a word's scores, will read. */
static inline void word_table_approach(const struct word_table *table, uint64_t key)
{
    __builtin_prefetch(&table->words[word_table_first_place(key)]);
}

static inline void word_table_approach_scores(const struct word_table *table, uint16_t number, int offset)
{
    __builtin_prefetch(table->scores[number][offset + 2]);
}

/* Describes a word that is not known yet, at its place. */
void word_table_add(struct word_table *table, uint16_t place, uint64_t key, const struct token *token, const char *text,
                    bool capitals);

/* The number of a token's word, made where it is new; there is room for it. */
static inline uint16_t word_table_find(struct word_table *table, uint64_t key, const struct token *token,
                                       const char *text, bool capitals)
{
    uint16_t place = word_table_first_place(key);
    while (table->words[place].key != key && table->words[place].key != 0)
        place = (uint16_t)(place + 1) % TABLE_PLACES;
    if (table->words[place].key == key)
        table->met_again[place] = 1;
    else
        word_table_add(table, place, key, token, text, capitals);
    return place;
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
