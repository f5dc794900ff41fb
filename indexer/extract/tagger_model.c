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

static inline const uint8_t *bucket_of(const struct tagger_model *model, uint64_t feature)
{
    return model->buckets + (size_t)feature_bucket(feature, model->bucket_count) * BUCKET_BYTES;
}

/* The weights of one feature, all 0 where the model does not know it. There is no branch in it: where in its bucket a
 * feature lies, and whether, is nothing that a processor could predict. */
static inline score_lanes weights_of(const struct tagger_model *model, uint64_t feature)
{
    typedef int8_t weight_lanes __attribute__((vector_size(LABEL_ROWS)));
    const uint8_t *bucket = bucket_of(model, feature);
    uint64_t check = feature_check(feature) * 0x0001000100010001U;
    uint64_t four = zero_lanes(bytes_get_u64(bucket) ^ check), two = zero_lanes(bytes_get_u32(bucket + 8) ^ check);
    /* the six slots as bits 0, 16, 32, 48, 49, 50 */
    uint64_t found = four >> 15 | (two >> 15 & 1) << 49 | (two >> 31 & 1) << 50;
    uint64_t known = -(uint64_t)(found != 0);
    unsigned bit = (unsigned)__builtin_ctzll(found | UINT64_C(1) << 50);
    uint64_t bytes;
    memcpy(&bytes, bucket + 2 * BUCKET_SLOTS + (size_t)(bit / 16 + bit % 16) * LABEL_ROWS, sizeof bytes);
    bytes &= known;
    weight_lanes weights;
    memcpy(&weights, &bytes, sizeof weights);
    return __builtin_convertvector(weights, score_lanes);
}

void tagger_model_fetch(const struct tagger_model *model, const uint64_t *features, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(bucket_of(model, features[i]));
}

score_lanes tagger_model_sum(const struct tagger_model *model, const uint64_t *features, uint32_t count)
{
    score_lanes sum = {0};
    for (uint32_t i = 0; i < count; i++)
        sum += weights_of(model, features[i]);
    return sum;
}
