/* The best sequence of labels for a stretch of tokens, given the scores of labels and of transitions (Viterbi 1967). */
#ifndef VITERBI_H
#define VITERBI_H

#include "tagger_model.h"

enum { VITERBI_TOKENS = 64 }; /* a longer stretch is labelled in pieces */

/* Labels of `count` (1 to VITERBI_TOKENS) tokens; the token before them is labelled `before`, LABEL_OUTSIDE where the
 * stretch begins. scores[i] are of the labels 1..8, LABEL_OUTSIDE scores 0. */
void viterbi_decode(const struct tagger_model *model, const struct name_word *words, int16_t (*scores)[LABEL_ROWS],
                    uint32_t count, uint8_t before, uint8_t *labels);

#endif
