/* The terms of several runs in byte order. Equal terms of different runs stand side by side, in order of the runs. */
#ifndef BUILD_SORTED_TERMS_H
#define BUILD_SORTED_TERMS_H

#include "run.h"

struct sorted_term {
    uint64_t prefix; /* the first eight bytes, big-endian: most comparisons end here */
    uint32_t run, term;
};

int sorted_terms_make(struct sorted_term **out, size_t *count, struct run *const *runs, uint32_t run_count) FX_CHECK;

/* The bytes of a term: its space, then its own. */
static inline fx_slice sorted_term_bytes(struct run *const *runs, const struct sorted_term *term)
{
    return vocabulary_term(runs[term->run]->vocabulary, term->term);
}

/* How many of terms[0..count) are the same term as the first. */
size_t sorted_terms_equal(struct run *const *runs, const struct sorted_term *terms, size_t count);

#endif
