#include "codebook_trainer.h"

#include "bytes.h"
#include "codebook_draft.h"
#include "error.h"
#include "memory.h"

#include <stdlib.h>

/* Measured on 240 MB of news, what is left of the records: 0.5 MB of samples and 1,800 strings 40 %, 3 MB and 11,000
 * 30.4 %, 8 MB and 32,000 27.1 %, 8 MB and 48,000 26.7 %. Words alone 30.4 %. */
enum {
    SHARE = 16, /* of the samples at most: a codebook that is most of what it codes gains nothing */
    STRINGS_MIN = 512,
    STRINGS_MAX = 32768,
    WORD_COUNT_MIN = 2,
    STRING_COUNT_MIN = 2, /* what is used less is left out */
    BYTES = 256
};

/* ---- which strings ---- */

static int compare_words(const void *a, const void *b)
{
    const struct sample_word *x = *(const struct sample_word *const *)a, *y = *(const struct sample_word *const *)b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    if (x->string.low != y->string.low)
        return x->string.low < y->string.low ? -1 : 1;
    return (x->string.high > y->string.high) - (x->string.high < y->string.high);
}

/* The most frequent tokens become strings, at most `most`. */
static int add_words(struct codebook_draft *draft, const struct codebook_samples *samples, uint32_t most)
{
    const struct sample_word **ranked = memory_allocate(samples->word_count, sizeof(const struct sample_word *));
    uint32_t count = 0;
    if (ranked == NULL)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < samples->word_count; i++) {
        const struct sample_word *word = &samples->words[i];
        draft->string_of[i] = DRAFT_NONE;
        if (codebook_string_length(word->string) == 1)
            draft->string_of[i] = (uint16_t)(word->string.low >> 8 & 0xFF);
        else if (word->count >= WORD_COUNT_MIN)
            ranked[count++] = word;
    }
    qsort(ranked, count, sizeof *ranked, compare_words);
    for (uint32_t i = 0; i < count && i < most; i++) {
        draft->string_of[ranked[i] - samples->words] = (uint16_t)draft->count;
        draft->strings[draft->count++] = ranked[i]->string;
    }
    memory_free(ranked);
    return FX_OK;
}

static int find_strings(struct codebook_draft *draft, const struct codebook_samples *samples)
{
    draft->strings = memory_allocate(draft->capacity, sizeof *draft->strings);
    draft->string_of = memory_allocate(samples->word_count, sizeof *draft->string_of);
    if (draft->strings == NULL || draft->string_of == NULL)
        return FX_ENOMEM;
    for (unsigned byte = 0; byte < BYTES; byte++) {
        const char text = (char)byte;
        draft->strings[draft->count++] = codebook_string_of(&text, 1, 1);
    }
    const uint32_t room = draft->capacity - BYTES;
    int status = add_words(draft, samples, room / 16 * 11);
    if (status == FX_OK)
        status = codebook_add_pieces(draft, samples, room / 16);
    if (status == FX_OK)
        status = codebook_add_phrases(draft, samples, draft->capacity - draft->count);
    return status;
}

/* ---- their codes ---- */

struct use {
    uint64_t count;
    uint32_t string;
};

static int compare_uses(const void *a, const void *b)
{
    const struct use *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return (x->string > y->string) - (x->string < y->string);
}

/* How often the parser uses each string in the samples. */
static int count_uses(struct use *uses, const struct codebook_draft *draft, const char *samples, const size_t *sizes,
                      size_t count, fx_error *err)
{
    struct codebook_parser parser;
    struct buffer slots = BUFFER_INIT;
    int status = codebook_parser_open(&parser, (const uint8_t *)draft->strings, draft->count, err);
    for (uint32_t i = 0; i < draft->count; i++)
        uses[i] = (struct use){0, i};
    for (size_t i = 0; i < count && status == FX_OK; i++) {
        if (buffer_reserve(&slots, sizes[i] * sizeof(uint16_t)) != FX_OK)
            status = error_no_memory(err);
        uint16_t *used = (uint16_t *)(void *)slots.bytes;
        const size_t parsed = status == FX_OK ? codebook_parse(&parser, (fx_slice){samples, sizes[i]}, used) : 0;
        for (size_t k = 0; k < parsed; k++)
            uses[used[k]].count++;
        samples += sizes[i];
    }
    codebook_parser_release(&parser);
    buffer_release(&slots);
    return status;
}

/* The strings that are used and the bytes, in order of use, with their codes. */
static int write_codebook(struct buffer *out, const struct codebook_draft *draft, struct use *uses, fx_error *err)
{
    uint32_t of_length[HUFFMAN_BITS_MAX + 1], count = 0;
    for (uint32_t i = 0; i < draft->count; i++)
        if (i < BYTES || uses[i].count >= STRING_COUNT_MIN)
            uses[count++] = uses[i];
    qsort(uses, count, sizeof *uses, compare_uses);
    uint64_t *weights = memory_allocate(count, sizeof *weights);
    if (weights == NULL || buffer_reserve(out, CODEBOOK_HEAD_BYTES + (size_t)count * CODEBOOK_SLOT_BYTES) != FX_OK) {
        memory_free(weights);
        return error_no_memory(err);
    }
    for (uint32_t i = 0; i < count; i++)
        weights[i] = uses[i].count;
    huffman_code_lengths(weights, count, of_length);
    memory_free(weights);
    uint8_t *at = (uint8_t *)out->bytes;
    for (unsigned length = 1; length <= HUFFMAN_BITS_MAX; length++, at += 2)
        bytes_put_u16(at, (uint16_t)of_length[length]);
    for (uint32_t i = 0; i < count; i++, at += CODEBOOK_SLOT_BYTES)
        memcpy(at, &draft->strings[uses[i].string], CODEBOOK_SLOT_BYTES);
    out->length = (size_t)(at - (uint8_t *)out->bytes);
    return FX_OK;
}

int codebook_train(struct buffer *out, const char *samples, const size_t *sizes, size_t count, fx_error *err)
{
    buffer_clear(out);
    size_t used = 0, total = 0;
    while (used < count && total < CODEBOOK_SAMPLE_BYTES)
        total += sizes[used++];
    const size_t most = total / SHARE / CODEBOOK_SLOT_BYTES;
    struct codebook_draft draft = {.capacity = most < STRINGS_MAX ? (uint32_t)most : STRINGS_MAX};
    if (most < STRINGS_MIN)
        return FX_OK;
    struct codebook_samples read;
    int status = codebook_samples_read(&read, samples, sizes, used);
    if (status == FX_OK)
        status = find_strings(&draft, &read);
    codebook_samples_release(&read);
    struct use *uses = status == FX_OK ? memory_allocate(draft.count, sizeof *uses) : NULL;
    if (uses == NULL)
        status = error_no_memory(err);
    if (status == FX_OK)
        status = count_uses(uses, &draft, samples, sizes, used, err);
    if (status == FX_OK)
        status = write_codebook(out, &draft, uses, err);
    memory_free(uses);
    memory_free(draft.strings);
    memory_free(draft.string_of);
    return status;
}

size_t codebook_sample_bytes(fx_slice codebook)
{
    return codebook.len * SHARE;
}
