#include "form_counts.h"

#include "analyzer.h"
#include "form_table.h"
#include "memory.h"
#include "slice.h"

#include <stdlib.h>

/* The forms of one stem, over all runs. */
struct tally {
    uint16_t code;
    uint32_t documents;
    uint64_t occurrences;
};

struct tallies {
    struct tally *list;
    size_t count, capacity;
};

static struct tally *find_tally(struct tallies *tallies, uint16_t code)
{
    for (size_t i = 0; i < tallies->count; i++) {
        if (tallies->list[i].code == code)
            return &tallies->list[i];
    }
    if (memory_reserve(&tallies->list, &tallies->capacity, tallies->count + 1, sizeof *tallies->list) != FX_OK)
        return NULL;
    struct tally *made = &tallies->list[tallies->count++];
    *made = (struct tally){.code = code};
    return made;
}

static int tally_term(struct tallies *tallies, const struct word_postings *words, const struct sorted_term *terms,
                      size_t count)
{
    tallies->count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct word_postings *source = &words[terms[i].run];
        if (term_sort_occurrences(&source->sort, terms[i].rank) == 0)
            continue;
        for (uint32_t word = vocabulary_first_word(source->vocabulary, terms[i].term); word != 0;
             word = vocabulary_next_word(source->vocabulary, word)) {
            if (source->tallies[word].occurrences == 0)
                continue;
            struct tally *tally = find_tally(tallies, vocabulary_word_forms(source->vocabulary)[word]);
            if (tally == NULL)
                return FX_ENOMEM;
            tally->documents += source->tallies[word].documents;
            tally->occurrences += source->tallies[word].occurrences;
        }
    }
    return FX_OK;
}

static int keep_form(struct form_counts *out, const struct form_table *forms, fx_slice stem, const struct tally *tally)
{
    char bytes[ANALYZER_TERM_MAX * 2 + 1];
    size_t length = stem.len;
    bytes[0] = TERM_FORM;
    if (tally->code == FORM_SAME)
        memcpy(bytes + 1, stem.ptr, stem.len);
    else
        length = form_table_apply(forms, stem, tally->code, bytes + 1, sizeof bytes - 1);
    if (length == 0) /* FORM_OTHER: which form it was stands in the text only */
        return FX_OK;
    if (memory_reserve(&out->counts, &out->capacity, out->count + 1, sizeof *out->counts) != FX_OK)
        return FX_ENOMEM;
    struct form_count *made = &out->counts[out->count];
    *made = (struct form_count){
        .stem = stem, .code = tally->code, .documents = tally->documents, .occurrences = tally->occurrences};
    if (arena_copy(&made->form, &out->arena, (fx_slice){bytes, length + 1}) != FX_OK)
        return FX_ENOMEM;
    out->count++;
    return FX_OK;
}

static bool has_forms(const struct word_postings *words, const struct sorted_term *terms, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (word_postings_has_forms(&words[terms[i].run], terms[i].rank))
            return true;
    }
    return false;
}

static int compare_forms(const void *a, const void *b)
{
    const struct form_count *x = a, *y = b;
    int order = slice_compare(x->form, y->form);
    if (order != 0)
        return order;
    if (x->documents != y->documents) /* the more frequent first */
        return x->documents > y->documents ? -1 : 1;
    return slice_compare(x->stem, y->stem);
}

/* In several languages one form may have several stems: the most frequent one is kept. */
static void sort_and_thin(struct form_counts *out)
{
    if (out->count == 0)
        return;
    qsort(out->counts, out->count, sizeof *out->counts, compare_forms);
    size_t kept = 1;
    for (size_t i = 1; i < out->count; i++) {
        if (!slice_equal(out->counts[i].form, out->counts[kept - 1].form))
            out->counts[kept++] = out->counts[i];
    }
    out->count = kept;
}

int form_counts_make(struct form_counts *out, struct run *const *runs, const struct word_postings *words,
                     const struct sorted_term *terms, size_t term_count)
{
    *out = (struct form_counts){.arena = ARENA_INIT};
    struct tallies tallies = {0};
    int status = FX_OK;
    for (size_t i = 0, n; status == FX_OK && i < term_count; i += n) {
        n = sorted_term_space(&terms[i]) == TERM_WORD ? sorted_terms_equal(runs, terms + i, term_count - i) : 1;
        if (sorted_term_space(&terms[i]) != TERM_WORD || !has_forms(words, terms + i, n))
            continue;
        fx_slice bytes = vocabulary_term(runs[terms[i].run]->vocabulary, terms[i].term);
        status = tally_term(&tallies, words, terms + i, n);
        for (size_t k = 0; status == FX_OK && k < tallies.count; k++)
            status = keep_form(out, vocabulary_forms(runs[0]->vocabulary), slice_part(bytes, 1, bytes.len),
                               &tallies.list[k]);
    }
    memory_free(tallies.list);
    if (status != FX_OK) {
        form_counts_release(out);
        return status;
    }
    sort_and_thin(out);
    return FX_OK;
}

void form_counts_release(struct form_counts *counts)
{
    memory_free(counts->counts);
    arena_release(&counts->arena);
    *counts = (struct form_counts){.arena = ARENA_INIT};
}
