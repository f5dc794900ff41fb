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

/* Where a feature lies. */
static inline struct feature_place place_of(uint64_t feature, uint32_t bucket_count)
{
    return (struct feature_place){feature_check(feature), feature_bucket(feature, bucket_count) * BUCKET_BYTES};
}

/* Where two features lie, side by side in a register. */
static inline void place_two(struct feature_place *places, const uint64_t *features, uint32_t bucket_count)
{
#if defined(__SSE2__)
    __m128i two = _mm_loadu_si128((const __m128i *)features);
    __m128i product = _mm_mul_epu32(_mm_srli_epi64(two, 32), _mm_set1_epi64x((int64_t)bucket_count));
    __m128i offsets = _mm_slli_epi64(_mm_and_si128(product, _mm_set1_epi64x(~INT64_C(0xFFFFFFFF))), BUCKET_SHIFT);
    __m128i checks = _mm_sub_epi16(two, _mm_cmpeq_epi16(two, _mm_setzero_si128())); /* 1 where it is 0 */
    __m128i both = _mm_or_si128(_mm_and_si128(checks, _mm_set1_epi64x(0xFFFF)), offsets);
    _mm_storeu_si128((__m128i *)places, both);
#else
    places[0] = place_of(features[0], bucket_count);
    places[1] = place_of(features[1], bucket_count);
#endif
}

/* Two bits for each slot of a bucket, set where it holds this check value. */
static inline uint32_t slots_of(const uint8_t *bucket, uint32_t check)
{
#if defined(__SSE2__)
    __m128i checks = _mm_loadu_si128((const __m128i *)bucket);
    __m128i wanted =
        _mm_shuffle_epi32(_mm_unpacklo_epi16(_mm_cvtsi32_si128((int)check), _mm_cvtsi32_si128((int)check)), 0);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi16(checks, wanted));
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
static inline score_lanes weights_of(const uint8_t *buckets, struct feature_place place)
{
    typedef int8_t twice __attribute__((vector_size(2 * LABEL_ROWS)));
    typedef uint64_t halves __attribute__((vector_size(2 * LABEL_ROWS)));
    static const uint32_t last = 1U << 2 * (BUCKET_SLOTS - 1);
    const uint8_t *bucket = buckets + place.offset;
    uint32_t found = slots_of(bucket, place.check) & (4 * last - 1);
    uint64_t known = (uint64_t)0 - (found != 0), bytes;
    uint8_t two_slots = (uint8_t)__builtin_ctz(found | last); /* twice the slot's number */
    memcpy(&bytes, bucket + 2 * BUCKET_SLOTS + (size_t)two_slots * (LABEL_ROWS / 2), sizeof bytes);
    twice doubled = (twice)(halves){bytes & known, 0};
    /* each byte twice, and one of the two shifted away: eight numbers with their signs */
    doubled = __builtin_shufflevector(doubled, doubled, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
    return (score_lanes)doubled >> 8;
}

void tagger_model_fetch(const struct tagger_model *model, const uint64_t *features, uint32_t count,
                        struct feature_place *places)
{
    const uint8_t *buckets = model->buckets;
    uint32_t bucket_count = model->bucket_count;
    size_t i = 0;
    for (; i + 2 <= count; i += 2) {
        place_two(places + i, features + i, bucket_count);
        __builtin_prefetch(buckets + places[i].offset);
        __builtin_prefetch(buckets + places[i + 1].offset);
    }
    if (i < count) {
        places[i] = place_of(features[i], bucket_count);
        __builtin_prefetch(buckets + places[i].offset);
    }
}

score_lanes tagger_model_sum(const struct tagger_model *model, const struct feature_place *places, uint32_t count)
{
    const uint8_t *buckets = model->buckets;
    score_lanes sum = {0};
    size_t i = 0;
    for (; i + 2 <= count; i += 2)
        sum += weights_of(buckets, places[i]) + weights_of(buckets, places[i + 1]);
    return i < count ? sum + weights_of(buckets, places[i]) : sum;
}
