/* The folded characters of a LEXEME_CJK, from which unigrams and bigrams are taken without copying. */
#ifndef TEXT_IDEOGRAPH_RUN_H
#define TEXT_IDEOGRAPH_RUN_H

#include "buffer.h"

/* Bytes of one folded character: two of them are a bigram, and that is a term. */
enum { IDEOGRAPH_BYTES_MAX = 60 };

struct ideograph_run {
    struct buffer folded; /* the characters one behind the other */
    uint32_t *starts;     /* where each begins, and where the last one ends */
    size_t starts_capacity;
    uint32_t count; /* characters */
};

#define IDEOGRAPH_RUN_INIT                                                                                             \
    {                                                                                                                  \
        BUFFER_INIT, NULL, 0, 0                                                                                        \
    }

/* Folds the characters of `text`, as the lexer counts them. Reuses the memory of *run. */
int ideograph_run_fold(struct ideograph_run *run, fx_slice text) FX_CHECK;

/* Characters [first, end), borrowed until the run is folded anew; empty where one of them folds to nothing. */
fx_slice ideograph_run_part(const struct ideograph_run *run, uint32_t first, uint32_t end);

void ideograph_run_release(struct ideograph_run *run);

#endif
