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

/* A word with the sums of its own features' weights, as the tokens at its five offsets take them. */
struct cached_word {
    uint64_t key; /* hash of the bytes */
    struct name_word word;
    int16_t scores[WORD_OFFSETS][LABEL_ROWS];
};

struct tagger_sequence {
    const struct tagger_model *model;
    uint32_t count;
    uint8_t line; /* enum line_kind */
    struct token tokens[SEQUENCE_TOKENS];
    struct name_word words[SEQUENCE_EDGE + SEQUENCE_TOKENS + SEQUENCE_EDGE];
    struct name_note notes[SEQUENCE_EDGE + SEQUENCE_TOKENS + SEQUENCE_EDGE];
    const struct cached_word *placed[SEQUENCE_EDGE + SEQUENCE_TOKENS + SEQUENCE_EDGE];
    struct cached_word edge, unseen;
    uint32_t known;                 /* words of the table; forgotten, all together, when it is full */
    uint16_t slots[SEQUENCE_SLOTS]; /* 1 + number in `table`; 0: free */
    struct cached_word table[SEQUENCE_WORDS];
};

_Static_assert((int)SEQUENCE_WORDS <= UINT16_MAX, "a word's number fits a slot");

/* `sequence` is large: allocate it. */
void tagger_sequence_init(struct tagger_sequence *sequence, const struct tagger_model *model);

/* Reads the next tokens and prepares them; false at the end of the paragraph. The word and note of token i lie at
 * i + SEQUENCE_EDGE. */
bool tagger_sequence_read(struct tagger_sequence *sequence, struct token_reader *reader);

/* What the words alone, its own and those about it, say of token i. */
score_lanes tagger_sequence_scores(const struct tagger_sequence *sequence, uint32_t i);

/* The view that context_features() takes. */
struct name_context tagger_sequence_context(const struct tagger_sequence *sequence);

#endif
