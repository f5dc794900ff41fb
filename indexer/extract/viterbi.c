#include "viterbi.h"

/* The best of the labels that may stand before the inside of a name: its beginning or its inside. */
static int32_t best_inside(const int32_t *so_far, const int16_t (*transitions)[LABEL_COUNT], int to, uint8_t *from)
{
    int32_t begun = so_far[to - 1] + transitions[to - 1][to], inside = so_far[to] + transitions[to][to];
    *from = (uint8_t)(inside > begun ? to : to - 1);
    return inside > begun ? inside : begun;
}

/* The best label before LABEL_OUTSIDE, and its score with the transition. */
static int32_t best_outside(const int32_t *so_far, const int16_t (*transitions)[LABEL_COUNT], uint8_t *from)
{
    int32_t best = so_far[0] + transitions[0][LABEL_OUTSIDE];
    uint8_t best_label = 0;
    for (uint8_t label = 1; label < LABEL_COUNT; label++) {
        int32_t score = so_far[label] + transitions[label][LABEL_OUTSIDE];
        best_label = score > best ? label : best_label;
        best = score > best ? score : best;
    }
    *from = best_label;
    return best;
}

/* The same for the four labels that begin a name, side by side: any label may stand before them. */
static kind_lanes best_beginning(const int32_t *so_far, const kind_lanes *transitions, kind_lanes *from)
{
    kind_lanes best = so_far[0] + transitions[0], best_label = {0};
    for (int32_t label = 1; label < LABEL_COUNT; label++) {
        kind_lanes score = so_far[label] + transitions[label], better = score > best;
        best_label = (better & label) | (~better & best_label);
        best = (better & score) | (~better & best);
    }
    *from = best_label;
    return best;
}

static void step(const struct tagger_model *model, uint8_t role, const int16_t *scores, int32_t *so_far, uint8_t *back)
{
    const int16_t(*transitions)[LABEL_COUNT] = model->transitions[role];
    int32_t next[LABEL_COUNT];
    kind_lanes from, begun = best_beginning(so_far, model->beginnings[role], &from);
    next[LABEL_OUTSIDE] = best_outside(so_far, transitions, &back[LABEL_OUTSIDE]);
    for (int kind = 0; kind < NAME_KINDS; kind++) {
        int label = 1 + 2 * kind;
        back[label] = (uint8_t)from[kind];
        next[label] = begun[kind] + scores[label - 1];
        next[label + 1] = best_inside(so_far, transitions, label + 1, &back[label + 1]) + scores[label];
    }
    for (int label = 0; label < LABEL_COUNT; label++)
        so_far[label] = next[label];
}

void viterbi_decode(const struct tagger_model *model, const struct name_word *words, int16_t (*scores)[LABEL_ROWS],
                    uint32_t count, uint8_t before, uint8_t *labels)
{
    uint8_t back[VITERBI_TOKENS][LABEL_COUNT];
    int32_t so_far[LABEL_COUNT];
    for (int label = 0; label < LABEL_COUNT; label++) /* before the first token only one label stands */
        so_far[label] = model->transitions[words[0].role][before][label] + (label > 0 ? scores[0][label - 1] : 0);
    for (uint32_t i = 1; i < count; i++)
        step(model, words[i].role, scores[i], so_far, back[i]);
    uint8_t best = 0;
    for (uint8_t label = 1; label < LABEL_COUNT; label++)
        best = so_far[label] > so_far[best] ? label : best;
    for (uint32_t i = count; i-- > 1;) {
        labels[i] = best;
        best = back[i][best];
    }
    labels[0] = best;
}
