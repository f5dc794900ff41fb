#include "sorted_terms.h"

#include "memory.h"
#include "name_postings.h"
#include "slice.h"

#include <stdlib.h>

static uint64_t prefix_of(fx_slice bytes, size_t from)
{
    uint64_t prefix = 0;
    for (size_t i = from; i < from + 8; i++)
        prefix = prefix << 8 | (i < bytes.len ? (unsigned char)bytes.ptr[i] : 0);
    return prefix;
}

static struct sorted_term make_term(const struct run *run, uint32_t number, uint32_t term)
{
    fx_slice bytes = vocabulary_term(run->vocabulary, term);
    return (struct sorted_term){{prefix_of(bytes, 0), prefix_of(bytes, 8)}, number, term, (uint32_t)bytes.len};
}

static int compare_bytes(const struct sorted_term *x, const struct sorted_term *y, struct run *const *runs)
{
    if (x->prefix[0] != y->prefix[0])
        return x->prefix[0] < y->prefix[0] ? -1 : 1;
    if (x->prefix[1] != y->prefix[1])
        return x->prefix[1] < y->prefix[1] ? -1 : 1;
    if (x->length <= SORTED_TERM_PREFIX || y->length <= SORTED_TERM_PREFIX)
        return (x->length > y->length) - (x->length < y->length); /* one is the beginning of the other, and zeros */
    return slice_compare(sorted_term_bytes(runs, x), sorted_term_bytes(runs, y));
}

static int compare(const void *a, const void *b, void *context)
{
    const struct sorted_term *x = a, *y = b;
    int order = compare_bytes(x, y, context);
    return order ? order : (x->run > y->run) - (x->run < y->run);
}

/* The terms whose words stand in the log of a run: a byte by term. */
static void mark_words(const struct run *run, uint8_t *used)
{
    const struct word_log *log = &run->log;
    const uint32_t *word_terms = vocabulary_word_terms(run->vocabulary);
    for (uint32_t i = 0; i < log->count; i++) {
        if (log->slots[i] != 0)
            used[word_terms[log->slots[i] >> WORD_SLOT_BITS]] = 1;
    }
    for (uint32_t i = 0; i < log->further_count; i++)
        used[word_terms[log->further[i].slot >> WORD_SLOT_BITS]] = 1;
}

static bool has_postings(const struct run *run, uint32_t term)
{
    for (int unit = 0; unit < UNIT_COUNT; unit++) {
        if (postings_buffer_documents(&run->units[unit].postings, term) > 0)
            return true;
    }
    return false;
}

/* The terms of one run in order of number; their count. */
static int list_terms(const struct run *run, uint32_t number, struct sorted_term *out, size_t *count)
{
    uint32_t end = vocabulary_count(run->vocabulary);
    uint8_t *used = memory_allocate_zeroed(end, 1);
    if (used == NULL)
        return FX_ENOMEM;
    mark_words(run, used);
    name_postings_mark_terms(run, used);
    *count = 0;
    for (uint32_t term = 0; term < end; term++) {
        if (used[term] || has_postings(run, term))
            out[(*count)++] = make_term(run, number, term);
    }
    memory_free(used);
    return FX_OK;
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
        size_t listed;
        if (list_terms(runs[i], i, terms + used, &listed) != FX_OK) {
            memory_free(terms);
            return FX_ENOMEM;
        }
        used += listed;
    }
    qsort_r(terms, used, sizeof *terms, compare, (void *)(uintptr_t)runs);
    *out = terms;
    *count = used;
    return FX_OK;
}

size_t sorted_terms_equal(struct run *const *runs, const struct sorted_term *terms, size_t count)
{
    size_t n = 1;
    while (n < count && compare_bytes(&terms[n], &terms[0], runs) == 0)
        n++;
    return n;
}
