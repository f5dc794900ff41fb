#include "model_writer.h"

#include "bytes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* A feature that wants a place. */
struct bidder {
    uint32_t bucket, feature;
    float worth;
};

static int compare_bidders(const void *a, const void *b)
{
    const struct bidder *x = a, *y = b;
    if (x->bucket != y->bucket)
        return x->bucket < y->bucket ? -1 : 1;
    if (x->worth < y->worth || x->worth > y->worth)
        return x->worth > y->worth ? -1 : 1;
    return x->feature < y->feature ? -1 : x->feature > y->feature;
}

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

static float largest(const float *weights)
{
    float top = 0;
    for (int label = 0; label < LABEL_ROWS; label++)
        top = fabsf(weights[label]) > top ? fabsf(weights[label]) : top;
    return top;
}

/* The number that one unit of weight becomes: such that 99.9 % of the features fit 8 bits. */
static float find_scale(const struct crf *crf, const struct training_set *set)
{
    float *tops = trainer_allocate(crf->feature_total, sizeof *tops);
    for (size_t i = 0; i < crf->feature_total; i++)
        tops[i] = set->local[i] ? 0 : largest(crf->weights[i]);
    qsort(tops, crf->feature_total, sizeof *tops, compare_floats);
    float top = tops[crf->feature_total - 1 - crf->feature_total / 1000];
    free(tops);
    return top > 0 ? 127 / top : 1;
}

static int round_weight(float weight, float scale, int limit)
{
    long value = lrintf(weight * scale);
    return (int)(value > limit ? limit : value < -limit ? -limit : value);
}

static struct bidder *list_bidders(const struct crf *crf, const struct training_set *set, uint32_t bucket_count)
{
    struct bidder *bidders = trainer_allocate(crf->feature_total, sizeof *bidders);
    for (size_t i = 0; i < crf->feature_total; i++) {
        float sum = 0;
        for (int label = 0; label < LABEL_ROWS; label++)
            sum += crf->weights[i][label] * crf->weights[i][label];
        bidders[i] = (struct bidder){feature_bucket(set->names[i], bucket_count), (uint32_t)i,
                                     sqrtf(sum) * powf((float)set->uses[i], 0.25F)};
    }
    qsort(bidders, crf->feature_total, sizeof *bidders, compare_bidders);
    return bidders;
}

static uint32_t fill_buckets(uint8_t *buckets, const struct crf *crf, const struct training_set *set,
                             uint32_t bucket_count, float scale)
{
    struct bidder *bidders = list_bidders(crf, set, bucket_count);
    uint32_t taken = 0, bucket = UINT32_MAX, kept = 0;
    for (size_t i = 0; i < crf->feature_total; i++) {
        taken = bidders[i].bucket == bucket ? taken : 0;
        bucket = bidders[i].bucket;
        if (taken == BUCKET_SLOTS || set->local[bidders[i].feature] ||
            largest(crf->weights[bidders[i].feature]) * scale < 1)
            continue;
        uint8_t *at = buckets + (size_t)bucket * BUCKET_BYTES;
        bytes_put_u16(at + 2 * taken, feature_check(set->names[bidders[i].feature]));
        for (int label = 0; label < LABEL_ROWS; label++)
            at[2 * BUCKET_SLOTS + taken * LABEL_ROWS + (uint32_t)label] =
                (uint8_t)round_weight(crf->weights[bidders[i].feature][label], scale, 127);
        taken++;
        kept++;
    }
    free(bidders);
    return kept;
}

void model_writer_write(const char *path, const struct crf *crf, const struct training_set *set,
                        const struct lexicon_table *lexicon, uint32_t bucket_count)
{
    size_t head = MODEL_HEAD_BYTES + sizeof(int16_t) * ROLE_COUNT * LABEL_COUNT * LABEL_COUNT;
    size_t start = (head + 63) / 64 * 64;
    size_t entries = start + (size_t)bucket_count * BUCKET_BYTES;
    size_t length = entries + (size_t)lexicon->slots * GAZETTEER_ENTRY_BYTES;
    uint8_t *bytes = trainer_allocate(length, 1), *at = bytes + MODEL_HEAD_BYTES;
    float scale = find_scale(crf, set);
    memcpy(bytes, "FXNAMES1", 8);
    bytes_put_u32(bytes + 16, bucket_count);
    bytes_put_u32(bytes + 20, lexicon->slots);
    for (int role = 0; role < ROLE_COUNT; role++) {
        for (int from = 0; from < LABEL_COUNT; from++) {
            for (int to = 0; to < LABEL_COUNT; to++, at += 2)
                bytes_put_u16(at, (uint16_t)round_weight(crf->transitions[role][from][to], scale, 8000));
        }
    }
    uint32_t kept = fill_buckets(bytes + start, crf, set, bucket_count, scale);
    memcpy(bytes + entries, lexicon->entries, (size_t)lexicon->slots * GAZETTEER_ENTRY_BYTES);
    bytes_put_u64(bytes + 8, XXH3_64bits(bytes + 16, length - 16));
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        trainer_fail("cannot write", path);
    printf("%s: %zu bytes, %u of %zu features, one unit of weight is %.1f\n", path, length, kept, crf->feature_total,
           (double)scale);
    free(bytes);
}
