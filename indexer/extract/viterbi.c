#include "viterbi.h"

/* The best label before `to`, and its score with the transition. */
static int32_t best_before(const int32_t *so_far, const int16_t (*transitions)[LABEL_COUNT], int to, uint8_t *from)
{
    int32_t best = INT32_MIN;
    for (uint8_t label = 0; label < LABEL_COUNT; label++) {
        int32_t score = so_far[label] + transitions[label][to];
        if (score > best) {
            best = score;
            *from = label;
        }
    }
    return best;
}

void viterbi_decode(const struct tagger_model *model, const struct name_word *words, int16_t (*scores)[LABEL_ROWS],
                    uint32_t count, uint8_t before, uint8_t *labels)
{
    uint8_t back[VITERBI_TOKENS][LABEL_COUNT];
    int32_t so_far[LABEL_COUNT], next[LABEL_COUNT];
    for (int label = 0; label < LABEL_COUNT; label++)
        so_far[label] = label == before ? 0 : INT32_MIN / 4;
    for (uint32_t i = 0; i < count; i++) {
        const int16_t(*transitions)[LABEL_COUNT] = model->transitions[words[i].role];
        for (int label = 0; label < LABEL_COUNT; label++) {
            next[label] = best_before(so_far, transitions, label, &back[i][label]);
            next[label] += label == LABEL_OUTSIDE ? 0 : scores[i][label - 1];
        }
        for (int label = 0; label < LABEL_COUNT; label++)
            so_far[label] = next[label];
    }
    uint8_t best = 0;
    for (uint8_t label = 1; label < LABEL_COUNT; label++)
        best = so_far[label] > so_far[best] ? label : best;
    for (uint32_t i = count; i-- > 0;) {
        labels[i] = best;
        best = back[i][best];
    }
}
