#include "viterbi.h"

#include <string.h>

/* A score makes room for the label that it comes from: of two equal ones that of the lower label is the greater, and
 * the maximum names its label. */
enum { SCALE = 16, RANK_BITS = SCALE - 1 };

static const kind_lanes begun_ranks = {RANK_BITS - 1, RANK_BITS - 3, RANK_BITS - 5, RANK_BITS - 7};
static const kind_lanes inside_ranks = {RANK_BITS - 2, RANK_BITS - 4, RANK_BITS - 6, RANK_BITS - 8};

/* The best scores of the sequences that end with each label. */
struct ends {
    kind_lanes begun, inside;
    int32_t outside;
};

/* Where they stand, label by label, when all are one array. */
enum { END_BEGUN = 0, END_INSIDE = NAME_KINDS, END_OUTSIDE = 2 * NAME_KINDS, ENDS };
static const uint8_t place_of[LABEL_COUNT] = {END_OUTSIDE,    END_BEGUN,      END_INSIDE,
                                              END_BEGUN + 1,  END_INSIDE + 1, END_BEGUN + 2,
                                              END_INSIDE + 2, END_BEGUN + 3,  END_INSIDE + 3};

void viterbi_init(struct viterbi *viterbi, const struct tagger_model *model)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        struct viterbi_role *to = &viterbi->roles[role];
        for (int from = 0; from < LABEL_COUNT; from++) {
            const int16_t *weights = model->transitions[role][from];
            for (int kind = 0; kind < NAME_KINDS; kind++) {
                to->begin[from][kind] = SCALE * weights[1 + 2 * kind];
                to->inside[from][kind] = SCALE * weights[2 + 2 * kind];
            }
            to->outside[from] = SCALE * weights[LABEL_OUTSIDE];
        }
        for (int kind = 0; kind < NAME_KINDS; kind++) {
            to->begun_on[kind] = to->inside[1 + 2 * kind][kind];
            to->inside_on[kind] = to->inside[2 + 2 * kind][kind];
            to->begun_out[kind] = to->outside[1 + 2 * kind];
            to->inside_out[kind] = to->outside[2 + 2 * kind];
        }
    }
}

static inline kind_lanes greater(kind_lanes a, kind_lanes b)
{
    kind_lanes more = a > b;
    return (a & more) | (b & ~more);
}

static inline int32_t greatest(int32_t outside, kind_lanes begun, kind_lanes inside)
{
    kind_lanes best = greater(begun, inside);
    best = greater(best, __builtin_shufflevector(best, best, 2, 3, 0, 1));
    best = greater(best, __builtin_shufflevector(best, best, 1, 0, 3, 2));
    return best[0] > outside ? best[0] : outside;
}

/* The greatest of the sums of what ends with each label and what leads from it to the beginnings. */
static inline kind_lanes best_beginning(const struct ends *ends, const kind_lanes begin[LABEL_COUNT])
{
    kind_lanes best = ends->outside + begin[LABEL_OUTSIDE];
    for (int kind = 0; kind < NAME_KINDS; kind++) {
        best = greater(ends->begun[kind] + begin[1 + 2 * kind], best);
        best = greater(ends->inside[kind] + begin[2 + 2 * kind], best);
    }
    return best;
}

/* Adds a token's scores to those of its labels, whose ranks take the place of those they came from. */
static inline void add_scores(struct ends *ends, const int16_t scores[LABEL_ROWS])
{
    score_lanes all;
    memcpy(&all, scores, sizeof all);
    /* each number twice, and one of the two shifted away */
    kind_lanes begun = (kind_lanes)__builtin_shufflevector(all, all, 0, 0, 2, 2, 4, 4, 6, 6) >> 16;
    kind_lanes inside = (kind_lanes)__builtin_shufflevector(all, all, 1, 1, 3, 3, 5, 5, 7, 7) >> 16;
    ends->begun = (ends->begun & ~RANK_BITS) + begun * SCALE + begun_ranks;
    ends->inside = (ends->inside & ~RANK_BITS) + inside * SCALE + inside_ranks;
    ends->outside |= RANK_BITS;
}

static inline void step(const struct viterbi_role *role, struct ends *ends, int32_t back[ENDS])
{
    kind_lanes begun = best_beginning(ends, role->begin);
    kind_lanes inside = greater(ends->begun + role->begun_on, ends->inside + role->inside_on);
    int32_t outside = greatest(ends->outside + role->outside[LABEL_OUTSIDE], ends->begun + role->begun_out,
                               ends->inside + role->inside_out);
    memcpy(&back[END_BEGUN], &begun, sizeof begun);
    memcpy(&back[END_INSIDE], &inside, sizeof inside);
    back[END_OUTSIDE] = outside;
    *ends = (struct ends){begun, inside, outside};
}

static inline uint8_t label_of(int32_t score)
{
    return (uint8_t)(RANK_BITS - (score & RANK_BITS));
}

void viterbi_decode(const struct viterbi *viterbi, const uint8_t *roles, int16_t (*scores)[LABEL_ROWS], uint32_t count,
                    uint8_t before, uint8_t *labels)
{
    int32_t back[VITERBI_TOKENS][ENDS];
    const struct viterbi_role *role = &viterbi->roles[roles[0]]; /* before the first token only one label stands */
    struct ends ends = {role->begin[before], role->inside[before], role->outside[before]};
    add_scores(&ends, scores[0]);
    for (uint32_t i = 1; i < count; i++) {
        step(&viterbi->roles[roles[i]], &ends, back[i]);
        add_scores(&ends, scores[i]);
    }
    uint8_t best = label_of(greatest(ends.outside, ends.begun, ends.inside));
    for (uint32_t i = count; i-- > 1;) {
        labels[i] = best;
        best = label_of(back[i][place_of[best]]);
    }
    labels[0] = best;
}
