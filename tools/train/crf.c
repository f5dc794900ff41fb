#include "crf.h"

#include "lexicon_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRETCH_MAX = SEQUENCE_TOKENS, TRANSITION_BATCH = 32, SNAPSHOTS = 5 /* of an epoch, for the mean */ };
#define IMPOSSIBLE (-1e9F)

/* Working memory of one stretch. */
struct lattice {
    float scores[STRETCH_MAX][LABEL_ROWS];
    float unary[STRETCH_MAX][LABEL_COUNT];
    double forward[STRETCH_MAX][LABEL_COUNT];
    double backward[STRETCH_MAX][LABEL_COUNT];
    float change[STRETCH_MAX][LABEL_COUNT];
    uint32_t *kept; /* features left after dropping */
    uint32_t kept_first[STRETCH_MAX + 1];
    float potentials[ROLE_COUNT][LABEL_COUNT][LABEL_COUNT]; /* exp of the transitions */
    float gradient[ROLE_COUNT][LABEL_COUNT][LABEL_COUNT];
};

static bool may_follow(int from, int to)
{
    return to == LABEL_OUTSIDE || to % 2 == 1 || from == to || from == to - 1;
}

/* exp by arithmetic alone, so that no version of a library changes the model. */
static float exponential(float x)
{
    if (x < -80)
        return 0;
    x = x > 80 ? 80 : x;
    float n = floorf(x * 1.44269504F + 0.5F);
    float r = x - n * 0.693145752F - n * 1.42860677e-6F;
    float p =
        1 + r * (1 + r * (0.5F + r * (0.166666667F + r * (0.0416666667F + r * (0.00833333333F + r * 0.00138888889F)))));
    return ldexpf(p, (int)n);
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state * 0x2545F4914F6CDD1DU;
}

void crf_init(struct crf *crf, size_t feature_total)
{
    memset(crf, 0, sizeof *crf);
    crf->feature_total = feature_total;
    crf->weights = trainer_allocate(feature_total, sizeof *crf->weights);
    crf->squares = trainer_allocate(feature_total, sizeof *crf->squares);
}

void crf_release(struct crf *crf)
{
    free(crf->weights);
    free(crf->squares);
    memset(crf, 0, sizeof *crf);
}

static void fill_potentials(struct lattice *lattice, const struct crf *crf)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        for (int from = 0; from < LABEL_COUNT; from++) {
            for (int to = 0; to < LABEL_COUNT; to++)
                lattice->potentials[role][from][to] =
                    may_follow(from, to) ? exponential(crf->transitions[role][from][to]) : 0;
        }
    }
}

/* Sums the weights of the features that are kept. */
static void score_tokens(struct lattice *lattice, const struct crf *crf, const struct training_set *set,
                         const struct training_stretch *stretch, uint64_t *random, float drop)
{
    uint32_t kept = 0, limit = (uint32_t)(drop * 65536.0F);
    float scale = drop > 0 ? 1 / (1 - drop) : 1;
    for (uint32_t i = 0; i < stretch->token_count; i++) {
        const struct training_token *token = &set->tokens[stretch->first_token + i];
        float sum[LABEL_ROWS] = {0};
        uint64_t bits = 0;
        lattice->kept_first[i] = kept;
        for (uint32_t f = token[0].first_feature, n = 0; f < token[1].first_feature; f++, n++) {
            if (limit != 0) {
                bits = n % 4 == 0 ? next_random(random) : bits >> 16;
                if ((bits & 0xFFFF) < limit)
                    continue;
            }
            uint32_t feature = set->features[f];
            lattice->kept[kept++] = feature;
            for (int label = 0; label < LABEL_ROWS; label++)
                sum[label] += crf->weights[feature][label];
        }
        for (int label = 0; label < LABEL_ROWS; label++)
            lattice->scores[i][label] = sum[label] * scale;
    }
    lattice->kept_first[stretch->token_count] = kept;
}

/* exp of the scores of the labels in `allowed`, the greatest made 1. */
static void fill_unary(struct lattice *lattice, uint32_t i, uint16_t allowed)
{
    float top = 0;
    for (int label = 0; label < LABEL_ROWS; label++)
        top = lattice->scores[i][label] > top ? lattice->scores[i][label] : top;
    for (int label = 0; label < LABEL_COUNT; label++) {
        float score = label == 0 ? 0 : lattice->scores[i][label - 1];
        lattice->unary[i][label] = allowed >> label & 1 ? exponential(score - top) + 1e-30F : 0;
    }
}

static double scale_row(double *row)
{
    double sum = 0;
    for (int label = 0; label < LABEL_COUNT; label++)
        sum += row[label];
    for (int label = 0; label < LABEL_COUNT; label++)
        row[label] = sum > 0 ? row[label] / sum : 0;
    return sum;
}

static void run_forward(struct lattice *lattice, const struct training_token *tokens, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const float(*potential)[LABEL_COUNT] = lattice->potentials[tokens[i].role];
        for (int to = 0; to < LABEL_COUNT; to++) {
            double sum = i == 0 ? (double)potential[LABEL_OUTSIDE][to] : 0;
            for (int from = 0; i > 0 && from < LABEL_COUNT; from++)
                sum += lattice->forward[i - 1][from] * (double)potential[from][to];
            lattice->forward[i][to] = sum * (double)lattice->unary[i][to];
        }
        scale_row(lattice->forward[i]);
    }
}

static void run_backward(struct lattice *lattice, const struct training_token *tokens, uint32_t count)
{
    for (int label = 0; label < LABEL_COUNT; label++)
        lattice->backward[count - 1][label] = 1;
    for (uint32_t i = count - 1; i-- > 0;) {
        const float(*potential)[LABEL_COUNT] = lattice->potentials[tokens[i + 1].role];
        for (int from = 0; from < LABEL_COUNT; from++) {
            double sum = 0;
            for (int to = 0; to < LABEL_COUNT; to++)
                sum += (double)potential[from][to] * (double)lattice->unary[i + 1][to] * lattice->backward[i + 1][to];
            lattice->backward[i][from] = sum;
        }
        scale_row(lattice->backward[i]);
    }
}

/* Adds `sign` times the expected counts of labels and transitions under the current lattice. */
static void add_expected(struct lattice *lattice, const struct training_token *tokens, uint32_t count, float sign)
{
    for (uint32_t i = 0; i < count; i++) {
        double total = 0, pairs[LABEL_COUNT][LABEL_COUNT];
        const float(*potential)[LABEL_COUNT] = lattice->potentials[tokens[i].role];
        for (int from = 0; from < LABEL_COUNT; from++) {
            double before = i > 0 ? lattice->forward[i - 1][from] : from == LABEL_OUTSIDE;
            for (int to = 0; to < LABEL_COUNT; to++) {
                pairs[from][to] =
                    before * (double)potential[from][to] * (double)lattice->unary[i][to] * lattice->backward[i][to];
                total += pairs[from][to];
            }
        }
        if (total <= 0)
            continue;
        for (int from = 0; from < LABEL_COUNT; from++) {
            for (int to = 0; to < LABEL_COUNT; to++) {
                float share = sign * (float)(pairs[from][to] / total);
                lattice->change[i][to] += share;
                lattice->gradient[tokens[i].role][from][to] += share;
            }
        }
    }
}

static float step(float gradient, float *square, float rate)
{
    *square += gradient * gradient;
    return rate * gradient / (sqrtf(*square) + 1e-3F);
}

static void update_features(struct crf *crf, const struct lattice *lattice, uint32_t count, float weight,
                            const struct crf_options *options)
{
    for (uint32_t i = 0; i < count; i++) {
        float size = 0, change[LABEL_ROWS];
        for (int label = 0; label < LABEL_ROWS; label++) {
            change[label] = lattice->change[i][label + 1] * weight;
            size += fabsf(change[label]);
        }
        if (size < 2e-3F)
            continue;
        for (uint32_t f = lattice->kept_first[i]; f < lattice->kept_first[i + 1]; f++) {
            float *weights = crf->weights[lattice->kept[f]], *squares = crf->squares[lattice->kept[f]];
            for (int label = 0; label < LABEL_ROWS; label++)
                weights[label] += step(change[label] - options->decay * weights[label], &squares[label], options->rate);
        }
    }
}

static void update_transitions(struct crf *crf, struct lattice *lattice, float rate)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        for (int from = 0; from < LABEL_COUNT; from++) {
            for (int to = 0; to < LABEL_COUNT; to++)
                crf->transitions[role][from][to] +=
                    step(lattice->gradient[role][from][to], &crf->transition_squares[role][from][to], rate);
        }
    }
    memset(lattice->gradient, 0, sizeof lattice->gradient);
    fill_potentials(lattice, crf);
}

static void learn_stretch(struct crf *crf, struct lattice *lattice, const struct training_set *set,
                          const struct training_stretch *stretch, const struct crf_options *options, uint64_t *random)
{
    const struct training_token *tokens = &set->tokens[stretch->first_token];
    uint32_t count = stretch->token_count;
    score_tokens(lattice, crf, set, stretch, random, options->drop);
    memset(lattice->change, 0, count * sizeof *lattice->change);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < count; i++)
            fill_unary(lattice, i, pass == 0 ? tokens[i].allowed : (1U << LABEL_COUNT) - 1);
        run_forward(lattice, tokens, count);
        run_backward(lattice, tokens, count);
        add_expected(lattice, tokens, count, pass == 0 ? 1 : -1);
    }
    float weight = options->set_weight[stretch->set % 16];
    update_features(crf, lattice, count, weight == 0 ? 1 : weight, options);
}

static void add_weights(double (*sums)[LABEL_ROWS], const struct crf *crf)
{
    for (size_t i = 0; i < crf->feature_total; i++) {
        for (int label = 0; label < LABEL_ROWS; label++)
            sums[i][label] += (double)crf->weights[i][label];
    }
}

static void set_means(struct crf *crf, const double (*sums)[LABEL_ROWS], uint32_t count)
{
    for (size_t i = 0; count > 0 && i < crf->feature_total; i++) {
        for (int label = 0; label < LABEL_ROWS; label++)
            crf->weights[i][label] = (float)(sums[i][label] / count);
    }
}

static void shuffle(uint32_t *order, size_t count, uint64_t *random)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(next_random(random) % i);
        uint32_t swapped = order[i - 1];
        order[i - 1] = order[other];
        order[other] = swapped;
    }
}

/* The weights that are kept are the mean of those at several points of the second half: where single steps have led
 * weighs less (Polyak and Juditsky 1992). */
static void learn(struct crf *crf, struct lattice *lattice, const struct training_set *set, uint32_t *order,
                  size_t count, const struct crf_options *options)
{
    uint64_t random = options->seed * 0x9E3779B97F4A7C15U + 1;
    double(*sums)[LABEL_ROWS] = trainer_allocate(crf->feature_total, sizeof *sums);
    size_t between = count / SNAPSHOTS + 1;
    uint32_t taken = 0;
    for (uint32_t epoch = 0; epoch < options->epochs; epoch++) {
        shuffle(order, count, &random);
        for (size_t i = 0; i < count; i++) {
            learn_stretch(crf, lattice, set, &set->stretches[order[i]], options, &random);
            if (i % TRANSITION_BATCH == 0)
                update_transitions(crf, lattice, options->rate);
            if (epoch >= options->epochs / 2 && i % between == between - 1) {
                add_weights(sums, crf);
                taken++;
            }
        }
    }
    set_means(crf, (const double(*)[LABEL_ROWS])sums, taken);
    free(sums);
}

void crf_train(struct crf *crf, const struct training_set *set, const uint8_t *use, const struct crf_options *options)
{
    struct lattice *lattice = trainer_allocate(1, sizeof *lattice);
    lattice->kept = trainer_allocate((size_t)STRETCH_MAX * (5 * WORD_FEATURES + CONTEXT_FEATURES), sizeof(uint32_t));
    uint32_t *order = trainer_allocate(set->stretch_count, sizeof *order);
    size_t count = 0;
    for (size_t i = 0; i < set->stretch_count; i++) {
        if (use == NULL || use[i])
            order[count++] = (uint32_t)i;
    }
    for (size_t i = 0; i < crf->feature_total; i++) {
        for (int label = 0; label < LABEL_ROWS; label++)
            crf->squares[i][label] = options->start;
    }
    fill_potentials(lattice, crf);
    learn(crf, lattice, set, order, count, options);
    free(order);
    free(lattice->kept);
    free(lattice);
}

void crf_predict(const struct crf *crf, const struct training_set *set, const struct training_stretch *stretch,
                 uint8_t *labels)
{
    static uint8_t back[STRETCH_MAX][LABEL_COUNT];
    float so_far[LABEL_COUNT], next[LABEL_COUNT];
    for (int label = 0; label < LABEL_COUNT; label++)
        so_far[label] = label == LABEL_OUTSIDE ? 0 : IMPOSSIBLE;
    for (uint32_t i = 0; i < stretch->token_count; i++) {
        const struct training_token *token = &set->tokens[stretch->first_token + i];
        float scores[LABEL_COUNT] = {0};
        for (uint32_t f = token[0].first_feature; f < token[1].first_feature; f++) {
            if (set->local[set->features[f]])
                continue;
            for (int label = 1; label < LABEL_COUNT; label++)
                scores[label] += crf->weights[set->features[f]][label - 1];
        }
        for (int to = 0; to < LABEL_COUNT; to++) {
            next[to] = 2 * IMPOSSIBLE;
            for (uint8_t from = 0; from < LABEL_COUNT; from++) {
                float score =
                    so_far[from] + (may_follow(from, to) ? crf->transitions[token->role][from][to] : IMPOSSIBLE);
                if (score > next[to]) {
                    next[to] = score;
                    back[i][to] = from;
                }
            }
            next[to] += scores[to];
        }
        memcpy(so_far, next, sizeof so_far);
    }
    uint8_t best = 0;
    for (uint8_t label = 1; label < LABEL_COUNT; label++)
        best = so_far[label] > so_far[best] ? label : best;
    for (uint32_t i = stretch->token_count; i-- > 0;) {
        labels[i] = best;
        best = back[i][best];
    }
}
