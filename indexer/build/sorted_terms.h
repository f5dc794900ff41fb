/* The terms of several runs in byte order. Equal terms of different runs stand side by side, in order of the runs. */
#ifndef BUILD_SORTED_TERMS_H
#define BUILD_SORTED_TERMS_H

#include "run.h"

enum { SORTED_TERM_PREFIX = 16 };

struct sorted_term {
    uint64_t prefix[2]; /* the first bytes, big-endian, then zeros: nearly all comparisons end here */
    uint32_t run, term;
    uint32_t length;
};

int sorted_terms_make(struct sorted_term **out, size_t *count, struct run *const *runs, uint32_t run_count) FX_CHECK;

/* The bytes of a term: its space, then its own. */
static inline fx_slice sorted_term_bytes(struct run *const *runs, const struct sorted_term *term)
{
    return vocabulary_term(runs[term->run]->vocabulary, term->term);
}

/* The space of a term. */
static inline unsigned sorted_term_space(const struct sorted_term *term)
{
    return (unsigned)(term->prefix[0] >> 56);
}

/* How many of terms[0..count) are the same term as the first. */
size_t sorted_terms_equal(struct run *const *runs, const struct sorted_term *terms, size_t count);

#endif
