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

fx_slice sorted_term_bytes(struct run *const *runs, const struct sorted_term *term,
                           char short_bytes[SORTED_TERM_PREFIX])
{
    if (term->length > SORTED_TERM_PREFIX)
        return vocabulary_term(runs[term->run]->vocabulary, term->term);
    for (unsigned i = 0; i < 8; i++) {
        short_bytes[i] = (char)(term->prefix[0] >> (56 - 8 * i));
        short_bytes[8 + i] = (char)(term->prefix[1] >> (56 - 8 * i));
    }
    return (fx_slice){short_bytes, term->length};
}

static struct sorted_term make_term(const struct run *run, uint32_t number, uint32_t term)
{
    fx_slice bytes = vocabulary_term(run->vocabulary, term);
    return (struct sorted_term){{prefix_of(bytes, 0), prefix_of(bytes, 8)}, number, term, (uint32_t)bytes.len, 0};
}

static int compare_bytes(const struct sorted_term *x, const struct sorted_term *y, struct run *const *runs)
{
    if (x->prefix[0] != y->prefix[0])
        return x->prefix[0] < y->prefix[0] ? -1 : 1;
    if (x->prefix[1] != y->prefix[1])
        return x->prefix[1] < y->prefix[1] ? -1 : 1;
    if (x->length <= SORTED_TERM_PREFIX || y->length <= SORTED_TERM_PREFIX)
        return (x->length > y->length) - (x->length < y->length); /* one is the beginning of the other, and zeros */
    return slice_compare(vocabulary_term(runs[x->run]->vocabulary, x->term),
                         vocabulary_term(runs[y->run]->vocabulary, y->term));
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

static int list_all(struct sorted_terms *terms, struct run *const *runs)
{
    size_t wanted = 0;
    for (uint32_t i = 0; i < terms->run_count; i++)
        wanted += vocabulary_count(runs[i]->vocabulary);
    terms->list = memory_allocate(wanted, sizeof *terms->list);
    if (terms->list == NULL)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < terms->run_count; i++) {
        size_t listed;
        if (list_terms(runs[i], i, terms->list + terms->count, &listed) != FX_OK)
            return FX_ENOMEM;
        terms->count += listed;
    }
    return FX_OK;
}

static int rank_words(struct term_ranks *ranks, const struct vocabulary *vocabulary, const uint32_t *of_terms)
{
    uint32_t end = vocabulary_word_end(vocabulary);
    const uint32_t *word_terms = vocabulary_word_terms(vocabulary);
    ranks->of_words = memory_allocate(end, sizeof *ranks->of_words);
    if (ranks->of_words == NULL)
        return FX_ENOMEM;
    ranks->of_words[0] = UINT32_MAX; /* no word */
    for (uint32_t word = 1; word < end; word++)
        ranks->of_words[word] = of_terms[word_terms[word]];
    return FX_OK;
}

static int rank_name_words(struct term_ranks *ranks, const struct name_table *names, const uint32_t *of_terms)
{
    ranks->name_words = memory_allocate(names->word_count, sizeof *ranks->name_words);
    if (ranks->name_words == NULL)
        return FX_ENOMEM;
    for (size_t i = 0; i < names->word_count; i++) {
        const struct name_word *word = &names->word_list[i];
        ranks->name_words[i] = (struct ranked_name_word){of_terms[word->term], word->position};
    }
    return FX_OK;
}

/* Gives the terms of one run their ranks. */
static int rank_run(struct sorted_terms *terms, const struct run *run, uint32_t number)
{
    struct term_ranks *ranks = &terms->ranks[number];
    uint32_t end = vocabulary_count(run->vocabulary);
    uint32_t *of_terms = memory_allocate(end, sizeof *of_terms);
    if (of_terms == NULL)
        return FX_ENOMEM;
    for (uint32_t term = 0; term < end; term++)
        of_terms[term] = UINT32_MAX;
    for (size_t i = 0; i < terms->count; i++) {
        if (terms->list[i].run == number)
            of_terms[terms->list[i].term] = terms->list[i].rank = ranks->count++;
    }
    int status = rank_words(ranks, run->vocabulary, of_terms);
    if (status == FX_OK)
        status = rank_name_words(ranks, &run->names, of_terms);
    memory_free(of_terms);
    return status;
}

int sorted_terms_make(struct sorted_terms *out, struct run *const *runs, uint32_t run_count)
{
    *out = (struct sorted_terms){.run_count = run_count};
    out->ranks = memory_allocate_zeroed(run_count, sizeof *out->ranks);
    if (out->ranks == NULL || list_all(out, runs) != FX_OK) {
        sorted_terms_release(out);
        return FX_ENOMEM;
    }
    qsort_r(out->list, out->count, sizeof *out->list, compare, (void *)(uintptr_t)runs);
    int status = FX_OK;
    for (uint32_t i = 0; status == FX_OK && i < run_count; i++)
        status = rank_run(out, runs[i], i);
    if (status != FX_OK)
        sorted_terms_release(out);
    return status;
}

void sorted_terms_release(struct sorted_terms *terms)
{
    for (uint32_t i = 0; terms->ranks != NULL && i < terms->run_count; i++) {
        memory_free(terms->ranks[i].of_words);
        memory_free(terms->ranks[i].name_words);
    }
    memory_free(terms->ranks);
    memory_free(terms->list);
    *terms = (struct sorted_terms){0};
}

size_t sorted_terms_equal(struct run *const *runs, const struct sorted_term *terms, size_t count)
{
    size_t n = 1;
    while (n < count && compare_bytes(&terms[n], &terms[0], runs) == 0)
        n++;
    return n;
}
