/* The terms of several runs in byte order. Equal terms of different runs stand side by side, in order of the runs. A
 * term's place among those of its own run is its rank: what a flush keeps of terms is kept by rank, so that it is read
 * from one end to the other. */
#ifndef BUILD_SORTED_TERMS_H
#define BUILD_SORTED_TERMS_H

#include "run.h"

enum { SORTED_TERM_PREFIX = 16 };

struct sorted_term {
    uint64_t prefix[2]; /* the first bytes, big-endian, then zeros: nearly all comparisons end here */
    uint32_t run, term;
    uint32_t length;
    uint32_t rank;
};

/* A word of a name (name_table.h) under the rank of its term. */
struct ranked_name_word {
    uint32_t rank, position;
};

/* The ranks of one run. */
struct term_ranks {
    uint32_t *of_words;                  /* by word; UINT32_MAX of those that do not stand in the run */
    struct ranked_name_word *name_words; /* as in its name table */
    uint32_t count;
};

struct sorted_terms {
    struct sorted_term *list;
    size_t count;
    struct term_ranks *ranks; /* by run */
    uint32_t run_count;
};

int sorted_terms_make(struct sorted_terms *out, struct run *const *runs, uint32_t run_count) FX_CHECK;
void sorted_terms_release(struct sorted_terms *terms);

/* The bytes of a term: its space, then its own. */
fx_slice sorted_term_bytes(struct run *const *runs, const struct sorted_term *term,
                           char short_bytes[SORTED_TERM_PREFIX]);

/* The space of a term. */
static inline unsigned sorted_term_space(const struct sorted_term *term)
{
    return (unsigned)(term->prefix[0] >> 56);
}

/* How many of terms[0..count) are the same term as the first. */
size_t sorted_terms_equal(struct run *const *runs, const struct sorted_term *terms, size_t count);

#endif
