#include "sorted_terms.h"

#include "memory.h"
#include "slice.h"

#include <stdlib.h>

static uint64_t prefix_of(fx_slice bytes)
{
    uint64_t prefix = 0;
    for (size_t i = 0; i < 8; i++)
        prefix = prefix << 8 | (i < bytes.len ? (unsigned char)bytes.ptr[i] : 0);
    return prefix;
}

static int compare(const void *a, const void *b, void *context)
{
    const struct sorted_term *x = a, *y = b;
    struct run *const *runs = context;
    if (x->prefix != y->prefix)
        return x->prefix < y->prefix ? -1 : 1;
    int order = slice_compare(sorted_term_bytes(runs, x), sorted_term_bytes(runs, y));
    return order ? order : (x->run > y->run) - (x->run < y->run);
}

static bool is_used(const struct run *run, uint32_t term)
{
    for (int unit = 0; unit < UNIT_COUNT; unit++) {
        if (postings_buffer_documents(&run->units[unit].postings, term) > 0)
            return true;
    }
    return false;
}

int sorted_terms_make(struct sorted_term **out, size_t *count, struct run *const *runs, uint32_t run_count)
{
    *out = NULL;
    *count = 0;
    size_t wanted = 0;
    for (uint32_t i = 0; i < run_count; i++)
        wanted += vocabulary_count(runs[i]->vocabulary);
    struct sorted_term *terms = memory_allocate(wanted, sizeof *terms);
    if (terms == NULL)
        return FX_ENOMEM;
    size_t used = 0;
    for (uint32_t i = 0; i < run_count; i++) {
        uint32_t end = vocabulary_count(runs[i]->vocabulary);
        for (uint32_t term = 0; term < end; term++) {
            if (is_used(runs[i], term))
                terms[used++] = (struct sorted_term){prefix_of(vocabulary_term(runs[i]->vocabulary, term)), i, term};
        }
    }
    qsort_r(terms, used, sizeof *terms, compare, (void *)(uintptr_t)runs);
    *out = terms;
    *count = used;
    return FX_OK;
}

size_t sorted_terms_equal(struct run *const *runs, const struct sorted_term *terms, size_t count)
{
    size_t n = 1;
    while (n < count && terms[n].prefix == terms[0].prefix &&
           slice_equal(sorted_term_bytes(runs, &terms[n]), sorted_term_bytes(runs, &terms[0])))
        n++;
    return n;
}
