/* The summed weights of a group of features that a key tells alone (name_features.h), for the keys met last: a
 * direct-mapped cache. Most keys of a text have just been met. */
#ifndef SCORE_MEMO_H
#define SCORE_MEMO_H

#include "tagger_model.h"

#include <string.h>

struct score_memo_entry {
    struct feature_key key; /* zeros: free */
    int16_t scores[LABEL_ROWS];
};

/* The features that a key tells; `out` holds KEY_FEATURES. */
typedef uint32_t (*score_memo_features)(struct feature_key key, uint64_t *out);

/* Sums what the memo does not hold. */
score_lanes score_memo_learn(struct score_memo_entry *entry, struct feature_key key, score_memo_features features,
                             const struct tagger_model *model);

/* The sum for `key` from a memo of 2^bits entries, all for the same features of the same model. */
static inline score_lanes score_memo_sum(struct score_memo_entry *entries, unsigned bits, struct feature_key key,
                                         score_memo_features features, const struct tagger_model *model)
{
    uint64_t mixed = (key.front ^ key.back * 0xD6E8FEB86659FD93U) * 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9U;
    struct score_memo_entry *entry = &entries[mixed >> (64 - bits)];
    if (((entry->key.front ^ key.front) | (entry->key.back ^ key.back)) != 0)
        return score_memo_learn(entry, key, features, model);
    score_lanes sum;
    memcpy(&sum, entry->scores, sizeof sum);
    return sum;
}

#endif
