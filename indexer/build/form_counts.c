#include "form_counts.h"

#include "memory.h"
#include "slice.h"

#include <stdlib.h>

/* The forms of one stem while its postings are read. */
struct tally {
    uint16_t code;
    uint32_t documents;
    uint64_t occurrences;
    uint64_t last_document; /* 1 + it, over all runs */
};

struct tallies {
    struct tally *list;
    size_t count, capacity;
    struct postings_buffer_reader reader;
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

static int tally_posting(struct tallies *tallies, uint64_t document)
{
    for (uint32_t i = 0; i < tallies->reader.count; i++) {
        struct tally *tally = find_tally(tallies, tallies->reader.forms[i]);
        if (tally == NULL)
            return FX_ENOMEM;
        tally->occurrences++;
        if (tally->last_document != document + 1) {
            tally->last_document = document + 1;
            tally->documents++;
        }
    }
    return FX_OK;
}

static int tally_term(struct tallies *tallies, struct run *const *runs, const struct sorted_term *terms, size_t count,
                      enum unit unit)
{
    tallies->count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct postings_buffer *postings = &runs[terms[i].run]->units[unit].postings;
        int status;
        postings_buffer_reader_start(&tallies->reader, postings, terms[i].term);
        while ((status = postings_buffer_reader_next(&tallies->reader)) == FX_OK) {
            uint64_t document = (uint64_t)terms[i].run << 32 | tallies->reader.document;
            if (tally_posting(tallies, document) != FX_OK)
                return FX_ENOMEM;
        }
        if (status != FX_END)
            return status;
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

static bool has_forms(struct run *const *runs, const struct sorted_term *terms, size_t count, enum unit unit)
{
    for (size_t i = 0; i < count; i++) {
        if (postings_buffer_has_forms(&runs[terms[i].run]->units[unit].postings, terms[i].term))
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

int form_counts_make(struct form_counts *out, struct run *const *runs, const struct sorted_term *terms,
                     size_t term_count, enum unit unit)
{
    *out = (struct form_counts){.arena = ARENA_INIT};
    struct tallies tallies = {0};
    int status = FX_OK;
    postings_buffer_reader_init(&tallies.reader);
    for (size_t i = 0, n; status == FX_OK && i < term_count; i += n) {
        fx_slice bytes = sorted_term_bytes(runs, &terms[i]);
        n = sorted_terms_equal(runs, terms + i, term_count - i);
        if (bytes.ptr[0] != TERM_WORD || !has_forms(runs, terms + i, n, unit))
            continue;
        status = tally_term(&tallies, runs, terms + i, n, unit);
        for (size_t k = 0; status == FX_OK && k < tallies.count; k++)
            status = keep_form(out, vocabulary_forms(runs[0]->vocabulary), slice_part(bytes, 1, bytes.len),
                               &tallies.list[k]);
    }
    postings_buffer_reader_release(&tallies.reader);
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
