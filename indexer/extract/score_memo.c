#include "score_memo.h"

score_lanes score_memo_learn(struct score_memo_entry *entry, struct feature_key key, score_memo_features features,
                             const struct tagger_model *model)
{
    uint64_t names[KEY_FEATURES];
    struct feature_place places[KEY_FEATURES];
    uint32_t count = features(key, names);
    tagger_model_fetch(model, names, count, places);
    score_lanes sum = tagger_model_sum(model, places, count);
    entry->key = key;
    memcpy(entry->scores, &sum, sizeof sum);
    return sum;
}
