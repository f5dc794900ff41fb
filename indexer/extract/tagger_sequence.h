/* A stretch of a paragraph prepared for the tagger: tokens, what is known of their words, and which may be names.
 * Words are described once and kept in a table of the sequence's owner; only words near capitals are looked at. */
#ifndef TAGGER_SEQUENCE_H
#define TAGGER_SEQUENCE_H

#include "tagger_model.h"

enum {
    SEQUENCE_TOKENS = 1024, /* a longer paragraph is cut: a name across the cut is lost, memory stays bounded */
    SEQUENCE_EDGE = 3,      /* words of nothing around the tokens */
    SEQUENCE_WORDS = 1 << 15,
    SEQUENCE_SLOTS = 2 * SEQUENCE_WORDS
};

struct cached_word {
    uint64_t key; /* of the bytes and the look */
    struct name_word word;
};

/* The sums of the weights of a word's own features, as the tokens at its five offsets take them. */
typedef int16_t word_scores[WORD_OFFSETS][LABEL_ROWS];

/* Numbers of words: these two, then those of the table. */
enum { WORD_UNSEEN, WORD_EDGE, WORD_FIRST };

/* Words are looked up for every token near a capital, their scores only about candidates: they lie apart, so that a
 * near cache holds the former. */
struct tagger_sequence {
    const struct tagger_model *model;
    uint32_t count;
    uint8_t line; /* enum line_kind */
    struct token tokens[SEQUENCE_TOKENS];
    struct name_word words[SEQUENCE_EDGE + SEQUENCE_TOKENS + SEQUENCE_EDGE];
    struct name_note notes[SEQUENCE_EDGE + SEQUENCE_TOKENS + SEQUENCE_EDGE];
    uint16_t placed[SEQUENCE_EDGE + SEQUENCE_TOKENS + SEQUENCE_EDGE]; /* numbers of the words */
    uint32_t name_count, near_count, candidate_count;
    uint16_t names[SEQUENCE_TOKENS];      /* the tokens with capitals */
    uint16_t near[SEQUENCE_TOKENS];       /* the tokens near them, which are looked at */
    uint16_t candidates[SEQUENCE_TOKENS]; /* those that may be part of a name */
    uint64_t keys[SEQUENCE_TOKENS];       /* of near[i] */
    uint32_t known;                       /* words of the table and the first two; forgotten together when it is full */
    uint16_t slots[SEQUENCE_SLOTS];       /* number of a word; 0: free */
    struct cached_word table[SEQUENCE_WORDS];
    word_scores scores[SEQUENCE_WORDS];
};

_Static_assert((int)SEQUENCE_WORDS <= UINT16_MAX, "a word's number fits a slot");

/* `sequence` is large: allocate it. */
void tagger_sequence_init(struct tagger_sequence *sequence, const struct tagger_model *model);

/* Reads the next tokens and prepares them; false at the end of the paragraph. The word and note of token i lie at
 * i + SEQUENCE_EDGE. */
bool tagger_sequence_read(struct tagger_sequence *sequence, struct token_reader *reader);

/* Sums what the words alone say of token i, where a word is seen from there for the first time: most words of a text
 * are met once only, from one or two places. */
void tagger_sequence_sum(struct tagger_sequence *sequence, const char *text, uint32_t i);

/* What the words alone, its own and those about it, say of token i; behind tagger_sequence_sum(). */
score_lanes tagger_sequence_scores(const struct tagger_sequence *sequence, uint32_t i);

/* The view that context_features() takes. */
struct name_context tagger_sequence_context(const struct tagger_sequence *sequence);

#endif
