/* The tokens of sample text: which there are, how often, and in which order they stand. */
#ifndef STORE_CODEBOOK_SAMPLES_H
#define STORE_CODEBOOK_SAMPLES_H

#include "codebook_parser.h"

enum { SAMPLE_WORDS_MAX = 150000, SAMPLE_TOKENS_MAX = 4 << 20, SAMPLE_NO_WORD = 0xFFFFFF };

struct sample_word {
    struct codebook_string string;
    uint32_t count;
};

struct codebook_samples {
    struct sample_word *words; /* distinct ones, at most SAMPLE_WORDS_MAX: what comes first late is rare */
    uint32_t word_count;
    uint32_t *sequence; /* numbers of words; SAMPLE_NO_WORD: one without a number, or the end of a record */
    size_t tokens;
    size_t word_capacity, sequence_capacity; /* private */
    uint32_t *table;
};

/* Reads until the samples end or SAMPLE_TOKENS_MAX are read. */
int codebook_samples_read(struct codebook_samples *out, const char *samples, const size_t *sizes,
                          size_t count) FX_CHECK;
void codebook_samples_release(struct codebook_samples *samples);

#endif
