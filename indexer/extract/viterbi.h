/* The best sequence of labels for a stretch of tokens, given the scores of labels and of transitions (Viterbi 1967). */
#ifndef VITERBI_H
#define VITERBI_H

#include "tagger_model.h"

enum { VITERBI_TOKENS = 64 }; /* a longer stretch is labelled in pieces */

/* A number for each kind of name, side by side in a register. */
enum { NAME_KINDS = LABEL_ROWS / 2 };
typedef int32_t kind_lanes __attribute__((vector_size(4 * NAME_KINDS)));

/* The transitions to a token of one role, by what a step of the search takes together. */
struct viterbi_role {
    kind_lanes begin[LABEL_COUNT];    /* from each label to the beginnings */
    kind_lanes inside[LABEL_COUNT];   /* and to the insides */
    kind_lanes begun_on, inside_on;   /* from beginning and inside to the inside of the same kind */
    kind_lanes begun_out, inside_out; /* from beginnings and insides to the outside */
    int32_t outside[LABEL_COUNT];     /* from each label to the outside */
};

struct viterbi {
    struct viterbi_role roles[ROLE_COUNT];
};

void viterbi_init(struct viterbi *viterbi, const struct tagger_model *model);

/* Labels of `count` (1 to VITERBI_TOKENS) tokens of these roles; the token before them is labelled `before`,
 * LABEL_OUTSIDE where the stretch begins. scores[i] are of the labels 1..8, LABEL_OUTSIDE scores 0. Of sequences that
 * score the same that with the lower label, seen from the end, is taken. */
void viterbi_decode(const struct viterbi *viterbi, const uint8_t *roles, int16_t (*scores)[LABEL_ROWS], uint32_t count,
                    uint8_t before, uint8_t *labels);

#endif
