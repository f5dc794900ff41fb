/* The trained tables of the name tagger, used where they lie: nothing is decoded or copied but the transitions.
 *
 * Layout, little-endian: magic "FXNAMES1", XXH3 (u64) of all that follows it, number of buckets (u32), slots of the
 * gazetteer (u32), transitions i16[ROLE_COUNT][LABEL_COUNT][LABEL_COUNT], zeros up to a multiple of 64, the
 * buckets of 64 bytes, the gazetteer. A bucket holds six features: their check values u16[6] (0: free), their weights
 * i8[6][8] for the labels but LABEL_OUTSIDE, whose weight is 0, and four bytes of nothing: one look at a feature
 * costs one cache line. */
#ifndef TAGGER_MODEL_H
#define TAGGER_MODEL_H

#include "name_features.h"

enum { BUCKET_SHIFT = 6, BUCKET_BYTES = 1 << BUCKET_SHIFT, BUCKET_SLOTS = 6, MODEL_HEAD_BYTES = 24 };

struct tagger_model {
    const uint8_t *buckets;
    uint32_t bucket_count;
    struct gazetteer gazetteer;
    int16_t transitions[ROLE_COUNT][LABEL_COUNT][LABEL_COUNT]; /* [role of the second token][label before][label] */
};

/* Checks the bytes and points into them; they must stay. FX_EDAMAGED where they are no model. */
int tagger_model_open(struct tagger_model *model, const void *bytes, size_t length, fx_error *err) FX_CHECK;

/* The model that is built into this program. */
const void *tagger_model_bytes(size_t *length);

/* Where a feature lies, and how it is known there. */
static inline uint32_t feature_bucket(uint64_t feature, uint32_t bucket_count)
{
    return (uint32_t)((feature >> 32) * bucket_count >> 32);
}

static inline uint16_t feature_check(uint64_t feature)
{
    uint16_t check = (uint16_t)feature;
    return check != 0 ? check : 1;
}

/* The scores of the labels 1..8 side by side in a register. */
typedef int16_t score_lanes __attribute__((vector_size(2 * LABEL_ROWS)));

/* Where the weights of a feature are sought. */
struct feature_place {
    uint32_t check;
    uint32_t offset; /* of its bucket */
};

/* Finds the places of features and asks the processor for them: the buckets lie all over a table that no near cache
 * holds, so something else is done before tagger_model_sum() reads them. */
void tagger_model_fetch(const struct tagger_model *model, const uint64_t *features, uint32_t count,
                        struct feature_place *places);

/* The weights of the features at these places, summed; the model has buckets. */
score_lanes tagger_model_sum(const struct tagger_model *model, const struct feature_place *places, uint32_t count);

#endif
