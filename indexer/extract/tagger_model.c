#include "tagger_model.h"

#include "bytes.h"
#include "error.h"

#include <string.h>
#include <xxhash.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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
                if (to % 2 == 1)
                    model->beginnings[role][from][to / 2] = weight;
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

static inline const uint8_t *bucket_of(const struct tagger_model *model, uint64_t feature)
{
    return model->buckets + (size_t)feature_bucket(feature, model->bucket_count) * BUCKET_BYTES;
}

/* Two bits for each slot of a bucket, set where it holds this check value. */
static inline uint32_t slots_of(const uint8_t *bucket, uint16_t check)
{
#if defined(__SSE2__)
    __m128i checks = _mm_loadu_si128((const __m128i *)bucket);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi16(checks, _mm_set1_epi16((short)check)));
#else
    uint32_t slots = 0;
    for (unsigned i = 0; i < BUCKET_SLOTS; i++)
        slots |= (bytes_get_u16(bucket + (size_t)2 * i) == check ? 3U : 0) << 2 * i;
    return slots;
#endif
}

/* The weights of one feature, all 0 where the model does not know it. Where in its bucket a feature lies, and whether,
 * is nothing that a processor could predict: there is no branch, and what is not found is the last slot, masked away.
 */
static inline score_lanes weights_of(const struct tagger_model *model, uint64_t feature)
{
    typedef int8_t twice __attribute__((vector_size(2 * LABEL_ROWS)));
    typedef uint64_t halves __attribute__((vector_size(2 * LABEL_ROWS)));
    static const uint32_t last = 1U << 2 * (BUCKET_SLOTS - 1);
    const uint8_t *bucket = bucket_of(model, feature);
    uint32_t found = slots_of(bucket, feature_check(feature)) & (4 * last - 1);
    uint64_t known = (uint64_t)((int64_t)((uint64_t)0 - found) >> 63);
    size_t slot = (size_t)__builtin_ctz(found | last) / 2;
    uint64_t bytes;
    memcpy(&bytes, bucket + 2 * BUCKET_SLOTS + slot * LABEL_ROWS, sizeof bytes);
    twice doubled = (twice)(halves){bytes & known, 0};
    /* each byte twice, and one of the two shifted away: eight numbers with their signs */
    doubled = __builtin_shufflevector(doubled, doubled, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
    return (score_lanes)doubled >> 8;
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
