#include "word_postings.h"

#include "error.h"
#include "form_table.h"
#include "memory.h"

#include <string.h>

/* What an entry says: entry_make. */
static inline uint32_t entry_place(uint64_t entry)
{
    return (uint32_t)(entry >> 32);
}

static inline uint32_t entry_boost(uint64_t entry)
{
    return (uint32_t)entry >> 16;
}

static inline uint16_t entry_form(uint64_t entry)
{
    return (uint16_t)entry;
}

static inline uint64_t entry_make(uint32_t place, uint32_t boost, uint16_t form)
{
    return (uint64_t)place << 32 | boost << 16 | form;
}

/* ---- the axis ---- */

static int lay_out_axis(struct word_postings *postings, fx_error *err)
{
    uint64_t total = 0;
    uint32_t count = postings->document_count;
    postings->bases = memory_allocate((size_t)count + 1, sizeof *postings->bases);
    if (postings->bases == NULL)
        return error_no_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        postings->bases[i] = (uint32_t)total;
        total += postings->documents[i].count;
        if (total > UINT32_MAX)
            return error_set(err, FX_ELIMIT, "more than 2^32 words of one unit in one run");
    }
    postings->bases[count] = (uint32_t)total;
    while (postings->axis_shift < 16 && total >> postings->axis_shift > count)
        postings->axis_shift++;
    uint32_t starts = (uint32_t)(total >> postings->axis_shift) + 1;
    postings->axis_starts = memory_allocate(starts, sizeof *postings->axis_starts);
    if (postings->axis_starts == NULL)
        return error_no_memory(err);
    for (uint32_t i = 0, document = 0; i < starts; i++) {
        while (document + 1 < count && postings->bases[document + 1] <= (uint64_t)i << postings->axis_shift)
            document++;
        postings->axis_starts[i] = document;
    }
    return FX_OK;
}

static inline uint32_t document_at(const struct word_postings *postings, uint32_t place)
{
    uint32_t document = postings->axis_starts[place >> postings->axis_shift];
    while (postings->bases[document + 1] <= place)
        document++;
    return document;
}

/* ---- counting ---- */

static inline void tally(struct word_tally *tallies, uint32_t slot, uint32_t document)
{
    struct word_tally *tally = &tallies[slot >> WORD_SLOT_BITS];
    tally->occurrences++;
    if (tally->last != document + 1) {
        tally->last = document + 1;
        tally->documents++;
    }
}

static void count_words(struct word_postings *postings)
{
    const struct word_log *log = postings->log;
    struct word_tally *tallies = postings->tallies;
    for (uint32_t document = 0; document < postings->document_count; document++) {
        struct word_range range = postings->documents[document];
        const uint32_t *slots = log->slots + range.start;
        for (uint32_t i = 0; i < range.count; i++)
            tally(tallies, slots[i], document); /* of positions without words as well: nobody asks */
        uint32_t i = word_log_further_from(log, range.start);
        for (; i < log->further_count && log->further[i].at - range.start < range.count; i++)
            tally(tallies, log->further[i].slot, document);
    }
}

int word_postings_open(struct word_postings *postings, const struct word_log *log, const struct vocabulary *vocabulary,
                       const struct word_range *documents, uint32_t document_count, fx_error *err)
{
    uint32_t terms = vocabulary_count(vocabulary), words = vocabulary_word_end(vocabulary);
    const uint32_t *word_terms = vocabulary_word_terms(vocabulary);
    *postings = (struct word_postings){
        .log = log, .vocabulary = vocabulary, .documents = documents, .document_count = document_count};
    if (document_count == 0)
        return FX_OK;
    postings->tallies = memory_allocate_zeroed(words, sizeof *postings->tallies);
    int status;
    if (postings->tallies == NULL || term_sort_open(&postings->sort, terms) != FX_OK)
        status = error_no_memory(err);
    else
        status = lay_out_axis(postings, err);
    if (status != FX_OK) {
        word_postings_close(postings);
        return status;
    }
    count_words(postings);
    for (uint32_t word = 1; word < words; word++)
        postings->sort.occurrences[word_terms[word]] += postings->tallies[word].occurrences;
    return FX_OK;
}

void word_postings_close(struct word_postings *postings)
{
    memory_free(postings->bases);
    memory_free(postings->axis_starts);
    memory_free(postings->tallies);
    term_sort_close(&postings->sort);
    *postings = (struct word_postings){0};
}

size_t word_postings_memory(const struct word_log *log, const struct vocabulary *vocabulary)
{
    size_t entries = log->count < TERM_GROUP_ENTRIES ? log->count : TERM_GROUP_ENTRIES;
    return entries * sizeof(uint64_t) + vocabulary_word_end(vocabulary) * sizeof(struct word_tally) +
           vocabulary_count(vocabulary) * 2 * sizeof(uint32_t);
}

bool word_postings_has_forms(const struct word_postings *postings, uint32_t term)
{
    const struct vocabulary *vocabulary = postings->vocabulary;
    if (term_sort_occurrences(&postings->sort, term) == 0)
        return false;
    for (uint32_t word = vocabulary_first_word(vocabulary, term); word != 0;
         word = vocabulary_next_word(vocabulary, word)) {
        if (postings->tallies[word].occurrences > 0 && vocabulary_word_forms(vocabulary)[word] != FORM_SAME)
            return true;
    }
    return false;
}

/* ---- sorting ---- */

/* What a pass over the log looks up by word: whether it is of the group first, which for most it is not. */
struct word_pass {
    const struct term_sort *sort;
    const uint8_t *chosen;
    const uint32_t *terms;
    const uint16_t *forms;
};

static inline void put_word(const struct word_pass *pass, uint32_t slot, uint32_t place)
{
    uint32_t word = slot >> WORD_SLOT_BITS;
    if (pass->chosen[word])
        term_sort_put(pass->sort, pass->terms[word], entry_make(place, slot & WORD_SLOT_WEIGHT, pass->forms[word]));
}

static void put_document(const struct word_log *log, const struct word_pass *pass, struct word_range range,
                         uint32_t base)
{
    const uint32_t *slots = log->slots + range.start;
    uint32_t further = word_log_further_from(log, range.start);
    for (uint32_t i = 0; i < range.count;) {
        uint32_t end = range.count;
        if (further < log->further_count && log->further[further].at - range.start < end)
            end = log->further[further].at - range.start + 1;
        for (; i < end; i++)
            put_word(pass, slots[i], base + i);
        for (; further < log->further_count && log->further[further].at == range.start + i - 1; further++)
            put_word(pass, log->further[further].slot, base + i - 1);
    }
}

int word_postings_sort_group(struct word_postings *postings)
{
    uint32_t words = vocabulary_word_end(postings->vocabulary);
    if (postings->sort.entry_count == 0)
        return FX_OK;
    uint8_t *chosen = memory_allocate(words, 1);
    if (chosen == NULL || term_sort_reserve(&postings->sort) != FX_OK) {
        memory_free(chosen);
        return FX_ENOMEM;
    }
    struct word_pass pass = {&postings->sort, chosen, vocabulary_word_terms(postings->vocabulary),
                             vocabulary_word_forms(postings->vocabulary)};
    chosen[0] = 0; /* no word */
    for (uint32_t word = 1; word < words; word++)
        chosen[word] = postings->sort.ends[pass.terms[word]] != TERM_SORT_OUTSIDE;
    for (uint32_t document = 0; document < postings->document_count; document++)
        put_document(postings->log, &pass, postings->documents[document], postings->bases[document]);
    memory_free(chosen);
    return FX_OK;
}

uint32_t word_postings_parents(const struct word_postings *postings, uint32_t term, const uint32_t *parents)
{
    const uint64_t *entries = term_sort_entries(&postings->sort, term);
    uint32_t end = postings->sort.occurrences[term], count = 0, last = 0;
    for (uint32_t i = 0; i < end; i++) {
        uint32_t parent = parents[document_at(postings, entry_place(entries[i]))];
        count += last != parent + 1;
        last = parent + 1;
    }
    return count;
}

/* ---- reading ---- */

void word_postings_reader_init(struct word_postings_reader *reader)
{
    *reader = (struct word_postings_reader){0};
}

void word_postings_reader_release(struct word_postings_reader *reader)
{
    memory_free(reader->positions);
    memory_free(reader->forms);
    word_postings_reader_init(reader);
}

void word_postings_reader_start(struct word_postings_reader *reader, const struct word_postings *postings,
                                uint32_t term)
{
    reader->postings = postings;
    reader->at = reader->end = NULL;
    if (term_sort_occurrences(&postings->sort, term) == 0)
        return;
    reader->at = term_sort_entries(&postings->sort, term);
    reader->end = reader->at + postings->sort.occurrences[term];
}

static int reserve_positions(struct word_postings_reader *reader, uint32_t wanted)
{
    if (memory_reserve(&reader->positions, &reader->position_capacity, wanted, sizeof *reader->positions) != FX_OK ||
        memory_reserve(&reader->forms, &reader->form_capacity, wanted, sizeof *reader->forms) != FX_OK)
        return FX_ENOMEM;
    return FX_OK;
}

int word_postings_reader_next(struct word_postings_reader *reader)
{
    const struct word_postings *postings = reader->postings;
    if (reader->at == reader->end)
        return FX_END;
    const uint64_t *entry = reader->at, *end = reader->end;
    uint32_t document = document_at(postings, entry_place(*entry)), count = 0, boost = 0, any = 0;
    uint32_t base = postings->bases[document], next = postings->bases[document + 1];
    do {
        if (count == reader->form_capacity && reserve_positions(reader, count + 1) != FX_OK)
            return FX_ENOMEM;
        reader->positions[count] = entry_place(*entry) - base;
        reader->forms[count++] = entry_form(*entry);
        boost += entry_boost(*entry);
        any |= entry_form(*entry);
        entry++;
    } while (entry < end && entry_place(*entry) < next);
    reader->at = entry;
    reader->document = document;
    reader->count = count;
    reader->boost = boost;
    reader->has_forms = any != 0;
    return FX_OK;
}
