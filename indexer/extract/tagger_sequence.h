/* A stretch of a paragraph prepared for the tagger: tokens, what is known of their words, and which may be names.
 * Only words near capitals are looked at. */
#ifndef TAGGER_SEQUENCE_H
#define TAGGER_SEQUENCE_H

#include "word_table.h"

enum {
    SEQUENCE_TOKENS = 1024, /* a longer paragraph is cut: a name across the cut is lost, memory stays bounded */
    SEQUENCE_EDGE = 3       /* words of nothing around the tokens */
};

struct tagger_sequence {
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
    struct word_table table;
};

/* `sequence` is large and zeroed. */
void tagger_sequence_init(struct tagger_sequence *sequence, const struct tagger_model *model);

/* Reads the next tokens and prepares them; false at the end of the paragraph. The word and note of token i lie at
 * i + SEQUENCE_EDGE. */
bool tagger_sequence_read(struct tagger_sequence *sequence, struct token_reader *reader);

/* What the words alone, its own and those about it, say of token i; tagger_sequence_approach() asks the processor for
 * it ahead. */
void tagger_sequence_approach(const struct tagger_sequence *sequence, uint32_t i);
score_lanes tagger_sequence_scores(struct tagger_sequence *sequence, const char *text, uint32_t i);

/* The view that context_features() takes. */
struct name_context tagger_sequence_context(const struct tagger_sequence *sequence);

#endif
