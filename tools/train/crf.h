/* A linear-chain conditional random field over the labels of name_features.h, learnt by stochastic gradient with
 * AdaGrad (Duchi et al. 2011) step sizes. A token may have several allowed labels: then the likelihood of all allowed
 * sequences together is raised (Tsuboi et al. 2008). Features are dropped at random while learning, so that no single
 * one is relied on. One thread, own exponential function and random numbers: the same input gives the same weights. */
#ifndef CRF_H
#define CRF_H

#include "training_set.h"

struct crf_options {
    uint32_t epochs;
    float rate;  /* step size */
    float decay; /* pull of weights to zero at each update */
    float drop;  /* share of features dropped */
    float
        start; /* what the sums of squared gradients start from: the greater, the smaller the steps of rare features */
    uint64_t seed;
    float set_weight[16]; /* how much a set's examples count, by its number; 0 counts as 1 */
};

struct crf {
    float (*weights)[LABEL_ROWS];
    float (*squares)[LABEL_ROWS];
    size_t feature_total;
    float transitions[ROLE_COUNT][LABEL_COUNT][LABEL_COUNT];
    float transition_squares[ROLE_COUNT][LABEL_COUNT][LABEL_COUNT];
};

void crf_init(struct crf *crf, size_t feature_total);
void crf_release(struct crf *crf);

/* Learns from the stretches for which use[] is not 0 (NULL: all). */
void crf_train(struct crf *crf, const struct training_set *set, const uint8_t *use, const struct crf_options *options);

/* The best labels of a stretch, into labels[0 .. token_count). */
void crf_predict(const struct crf *crf, const struct training_set *set, const struct training_stretch *stretch,
                 uint8_t *labels);

#endif
