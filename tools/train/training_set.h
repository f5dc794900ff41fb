/* The training data as the learner sees it: stretches of candidate tokens, each with its features and the labels that
 * it may have. */
#ifndef TRAINING_SET_H
#define TRAINING_SET_H

#include "tagger_sequence.h"

struct training_token {
    uint32_t first_feature; /* into features; they end where the next token's begin */
    uint16_t allowed;       /* bit per label */
    uint8_t role;
};

struct training_stretch {
    uint32_t first_token, token_count;
    uint32_t article;
    uint8_t ambiguous; /* of a set whose labels are in doubt */
    uint8_t set;       /* number of its set, in order of appearance */
};

struct training_set {
    struct training_token *tokens; /* token_count + 1 of them */
    struct training_stretch *stretches;
    uint32_t *features; /* numbers of features, 0 .. feature_total - 1 */
    uint64_t *names;    /* hash of each feature */
    uint32_t *uses;     /* times it was seen */
    uint8_t *local;     /* 1: a copy of the feature for one set alone, to hold what is peculiar to that set */
    size_t token_count, stretch_count, feature_count, feature_total;
    size_t token_capacity, stretch_capacity, feature_capacity, total_capacity;
    uint32_t *slots;
    size_t slot_count;
    uint32_t article_count, mention_count, lost_count;
};

/* Reads corpus.tsv. `predicted`: the label that a first model gives to each token, in order; with them the features
 * tell what the article says elsewhere. NULL: they do not. `local`: add a copy of each feature for its set. */
void training_set_read(struct training_set *set, const char *path, const struct tagger_model *model,
                       const uint8_t *predicted, bool local);

/* Forgets features seen less than `least` times. */
void training_set_prune(struct training_set *set, uint32_t least);

void training_set_release(struct training_set *set);

#endif
