/* In how many documents and how often each form of each stem occurs in one unit of some runs: the TERM_FORM entries of
 * a segment. Stems that only occur as themselves are left out; of the others the stem's own form is counted, too. */
#ifndef BUILD_FORM_COUNTS_H
#define BUILD_FORM_COUNTS_H

#include "arena.h"
#include "sorted_terms.h"
#include "word_postings.h"

struct form_count {
    fx_slice form; /* TERM_FORM and the form */
    fx_slice stem; /* without its space */
    uint16_t code;
    uint32_t documents;
    uint64_t occurrences;
};

struct form_counts {
    struct form_count *counts; /* ascending, each form once */
    size_t count, capacity;
    struct arena arena;
};

/* `words`: of each run. */
int form_counts_make(struct form_counts *out, struct run *const *runs, const struct word_postings *words,
                     const struct sorted_term *terms, size_t term_count) FX_CHECK;
void form_counts_release(struct form_counts *counts);

#endif
