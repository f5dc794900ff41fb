#include "tagger_model.h"

#include "bytes.h"
#include "error.h"

#include <string.h>
#include <xxhash.h>

enum { MODEL_ALIGNMENT = 64 };

/* May the label `to` follow `from`? The inside of a name follows only its beginning or inside. */
static bool may_follow(int from, int to)
{
    return to == LABEL_OUTSIDE || to % 2 == 1 || from == to || from == to - 1;
}

int tagger_model_open(struct tagger_model *model, const void *bytes, size_t length, fx_error *err)
{
    struct byte_reader reader = byte_reader_of(bytes, length);
    const uint8_t *magic = byte_reader_take(&reader, 8);
    uint64_t sum = byte_reader_u64(&reader);
    const uint8_t *rest = reader.at;
    size_t rest_length = byte_reader_left(&reader);
    model->bucket_count = byte_reader_u32(&reader);
    model->gazetteer.slots = byte_reader_u32(&reader);
    if (!byte_reader_ok(&reader) || memcmp(magic, "FXNAMES1", 8) != 0)
        return error_set(err, FX_EDAMAGED, "the model of names is not one this program can read");
    if (XXH3_64bits(rest, rest_length) != sum)
        return error_set(err, FX_EDAMAGED, "the model of names is damaged: its checksum is wrong");
    for (int role = 0; role < ROLE_COUNT; role++) {
        for (int from = 0; from < LABEL_COUNT; from++) {
            for (int to = 0; to < LABEL_COUNT; to++) {
                int16_t weight = (int16_t)byte_reader_u16(&reader);
                model->transitions[role][from][to] = may_follow(from, to) ? weight : INT16_MIN / 2;
            }
        }
    }
    size_t padding =
        (MODEL_ALIGNMENT - (size_t)(reader.at - (const uint8_t *)bytes) % MODEL_ALIGNMENT) % MODEL_ALIGNMENT;
    (void)byte_reader_take(&reader, padding);
    model->buckets = byte_reader_take(&reader, (size_t)model->bucket_count * BUCKET_BYTES);
    model->gazetteer.entries = byte_reader_take(&reader, (size_t)model->gazetteer.slots * GAZETTEER_ENTRY_BYTES);
    uint32_t slots = model->gazetteer.slots;
    if (!byte_reader_ok(&reader) || byte_reader_left(&reader) != 0 || (slots & (slots - 1)) != 0)
        return error_set(err, FX_EDAMAGED, "the model of names is cut short or holds impossible sizes");
    return FX_OK;
}

/* Bit 15 of each 16-bit lane that is 0; exact up to the lowest such lane. */
static inline uint64_t zero_lanes(uint64_t lanes)
{
    return (lanes - 0x0001000100010001U) & ~lanes & 0x8000800080008000U;
}

/* The weights of one feature, all 0 where the model does not know it. */
static inline score_lanes weights_of(const struct tagger_model *model, uint64_t feature)
{
    typedef int8_t weight_lanes __attribute__((vector_size(LABEL_ROWS)));
    const uint8_t *bucket = model->buckets + (size_t)feature_bucket(feature, model->bucket_count) * BUCKET_BYTES;
    uint64_t check = feature_check(feature) * 0x0001000100010001U;
    uint64_t found = zero_lanes(bytes_get_u64(bucket) ^ check);
    size_t slot = 0;
    if (found == 0) {
        slot = 4;
        found = zero_lanes(bytes_get_u32(bucket + 8) ^ check) & 0x80008000U;
        if (found == 0)
            return (score_lanes){0};
    }
    slot += (size_t)__builtin_ctzll(found) / 16;
    weight_lanes weights;
    memcpy(&weights, bucket + 2 * BUCKET_SLOTS + slot * LABEL_ROWS, sizeof weights);
    return __builtin_convertvector(weights, score_lanes);
}

/* The buckets lie all over a table that no near cache holds: all are asked for before the first is read. */
score_lanes tagger_model_sum(const struct tagger_model *model, const uint64_t *features, uint32_t count)
{
    score_lanes sum = {0};
    for (uint32_t i = 0; i < count; i++)
        tagger_model_prefetch(model, features[i]);
    for (uint32_t i = 0; i < count; i++)
        sum += weights_of(model, features[i]);
    return sum;
}
