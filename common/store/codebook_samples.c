#include "codebook_samples.h"

#include "codebook_token.h"
#include "memory.h"

enum { TABLE_BITS = 19 };

_Static_assert(SAMPLE_WORDS_MAX < 1 << (TABLE_BITS - 1), "the table stays at most half full");

/* The number of a word, counted; SAMPLE_NO_WORD where there are too many. */
static uint32_t count_word(struct codebook_samples *samples, struct codebook_string string)
{
    const uint32_t mask = (UINT32_C(1) << TABLE_BITS) - 1;
    uint32_t place = codebook_string_hash(string) >> (32 - TABLE_BITS);
    for (; samples->table[place] != 0; place = (place + 1) & mask) {
        struct sample_word *word = &samples->words[samples->table[place] - 1];
        if (word->string.low == string.low && word->string.high == string.high) {
            word->count++;
            return samples->table[place] - 1;
        }
    }
    if (samples->word_count == SAMPLE_WORDS_MAX)
        return SAMPLE_NO_WORD;
    samples->words[samples->word_count] = (struct sample_word){string, 1};
    samples->table[place] = ++samples->word_count;
    return samples->word_count - 1;
}

static int read_record(struct codebook_samples *samples, const char *text, size_t length)
{
    /* Tokens, the record's end, and one distinct word a token. */
    if (memory_reserve(&samples->sequence, &samples->sequence_capacity, samples->tokens + length + 1,
                       sizeof *samples->sequence) != FX_OK)
        return FX_ENOMEM;
    size_t room = samples->word_count + length < SAMPLE_WORDS_MAX ? samples->word_count + length : SAMPLE_WORDS_MAX;
    if (memory_reserve(&samples->words, &samples->word_capacity, room, sizeof *samples->words) != FX_OK)
        return FX_ENOMEM;
    for (size_t at = 0; at < length && samples->tokens < SAMPLE_TOKENS_MAX;) {
        uint8_t lengths[CODEBOOK_TOKENS_MAX];
        size_t bytes;
        const size_t count = codebook_tokens(text + at, length - at, lengths, &bytes);
        for (size_t i = 0; i < count; at += lengths[i++])
            samples->sequence[samples->tokens++] =
                count_word(samples, codebook_string_of(text + at, lengths[i], length - at));
    }
    samples->sequence[samples->tokens++] = SAMPLE_NO_WORD;
    return FX_OK;
}

int codebook_samples_read(struct codebook_samples *out, const char *samples, const size_t *sizes, size_t count)
{
    *out = (struct codebook_samples){NULL, 0, NULL, 0, 0, 0, NULL};
    out->table = memory_allocate_zeroed((size_t)1 << TABLE_BITS, sizeof *out->table);
    int status = out->table != NULL ? FX_OK : FX_ENOMEM;
    for (size_t i = 0; i < count && out->tokens < SAMPLE_TOKENS_MAX && status == FX_OK; i++) {
        status = read_record(out, samples, sizes[i]);
        samples += sizes[i];
    }
    if (status != FX_OK)
        codebook_samples_release(out);
    return status;
}

void codebook_samples_release(struct codebook_samples *samples)
{
    memory_free(samples->words);
    memory_free(samples->sequence);
    memory_free(samples->table);
    *samples = (struct codebook_samples){NULL, 0, NULL, 0, 0, 0, NULL};
}
