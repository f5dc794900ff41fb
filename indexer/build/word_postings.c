#include "word_postings.h"

#include "error.h"
#include "form_table.h"
#include "memory.h"

#include <string.h>

/* ---- entries ---- */

enum { FORM_BITS = 16, POSITION_SHIFT = FORM_BITS + WORD_SLOT_BITS, ENTRY_BITS = 64 };

static inline uint32_t entry_document(const struct word_postings *postings, uint64_t entry)
{
    return (uint32_t)(entry >> postings->document_shift);
}

static inline uint32_t entry_boost(uint64_t entry)
{
    return (uint32_t)(entry >> FORM_BITS) & WORD_SLOT_WEIGHT;
}

static inline uint16_t entry_form(uint64_t entry)
{
    return (uint16_t)entry;
}

/* Positions get as many bits as the longest document asks for. */
static int lay_out_entries(struct word_postings *postings, fx_error *err)
{
    uint32_t longest = 0, count = postings->document_count;
    for (uint32_t i = 0; i < count; i++)
        longest = postings->documents[i].count > longest ? postings->documents[i].count : longest;
    while (postings->position_bits < 32 && longest >> postings->position_bits != 0)
        postings->position_bits++;
    postings->document_shift = POSITION_SHIFT + postings->position_bits;
    if ((uint64_t)count >> (ENTRY_BITS - postings->document_shift) != 0)
        return error_set(err, FX_ELIMIT, "%u documents of up to %u words in one run", count, longest);
    return FX_OK;
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

/* From words to terms: how often each term stands in the unit, and whether in a form of its own. */
static void count_terms(struct word_postings *postings)
{
    const uint16_t *forms = vocabulary_word_forms(postings->vocabulary);
    uint32_t words = vocabulary_word_end(postings->vocabulary);
    for (uint32_t word = 1; word < words; word++) {
        uint32_t found = postings->tallies[word].occurrences, rank = postings->ranks[word];
        if (found == 0)
            continue;
        postings->sort.occurrences[rank] += found;
        postings->has_forms[rank] |= forms[word] != FORM_SAME;
    }
}

int word_postings_open(struct word_postings *postings, const struct word_postings_source *source,
                       const struct word_range *documents, uint32_t document_count, fx_error *err)
{
    *postings = (struct word_postings){.log = source->log,
                                       .vocabulary = source->vocabulary,
                                       .ranks = source->ranks,
                                       .documents = documents,
                                       .document_count = document_count};
    if (document_count == 0)
        return FX_OK;
    postings->tallies = memory_allocate_zeroed(vocabulary_word_end(source->vocabulary), sizeof *postings->tallies);
    postings->has_forms = memory_allocate_zeroed(source->rank_count, sizeof *postings->has_forms);
    int status;
    if (postings->tallies == NULL || postings->has_forms == NULL ||
        term_sort_open(&postings->sort, source->rank_count) != FX_OK)
        status = error_no_memory(err);
    else
        status = lay_out_entries(postings, err);
    if (status != FX_OK) {
        word_postings_close(postings);
        return status;
    }
    count_words(postings);
    count_terms(postings);
    return FX_OK;
}

void word_postings_close(struct word_postings *postings)
{
    memory_free(postings->tallies);
    memory_free(postings->has_forms);
    term_sort_close(&postings->sort);
    *postings = (struct word_postings){0};
}

size_t word_postings_memory(const struct word_log *log, const struct vocabulary *vocabulary)
{
    size_t entries = log->count < TERM_GROUP_ENTRIES ? log->count : TERM_GROUP_ENTRIES;
    return entries * sizeof(uint64_t) +
           vocabulary_word_end(vocabulary) * (sizeof(struct word_tally) + sizeof(uint32_t)) +
           vocabulary_count(vocabulary) * 3 * sizeof(uint32_t);
}

bool word_postings_has_forms(const struct word_postings *postings, uint32_t rank)
{
    return rank < postings->sort.term_count && postings->has_forms[rank];
}

/* ---- sorting ---- */

/* What a pass over the log looks up by word: whether it is of the group first, which for most it is not. */
struct word_pass {
    const struct term_sort *sort;
    const uint8_t *chosen;
    const uint32_t *ranks;
    const uint16_t *forms;
};

/* `place` is the document and position of an entry. */
static inline void put_word(const struct word_pass *pass, uint32_t slot, uint64_t place)
{
    uint32_t word = slot >> WORD_SLOT_BITS;
    uint64_t weight = slot & WORD_SLOT_WEIGHT;
    term_sort_put(pass->sort, pass->ranks[word], place << POSITION_SHIFT | weight << FORM_BITS | pass->forms[word]);
}

/* Slots whose first is at `place`. Those of the group are listed first: whether a word is can hardly be guessed, and a
 * branch for each would cost more than looking. */
static void put_slots(const struct word_pass *pass, const uint32_t *slots, uint32_t count, uint64_t place)
{
    enum { LISTED = 64 };
    uint8_t listed[LISTED + 1];
    for (uint32_t from = 0; from < count; from += LISTED) {
        uint32_t n = 0, most = count - from < LISTED ? count - from : LISTED;
        for (uint32_t i = 0; i < most; i++) {
            listed[n] = (uint8_t)i;
            n += pass->chosen[slots[from + i] >> WORD_SLOT_BITS];
        }
        for (uint32_t i = 0; i < n; i++)
            put_word(pass, slots[from + listed[i]], place + from + listed[i]);
    }
}

static void put_document(const struct word_log *log, const struct word_pass *pass, struct word_range range,
                         uint64_t base)
{
    const uint32_t *slots = log->slots + range.start;
    uint32_t further = word_log_further_from(log, range.start);
    for (uint32_t i = 0; i < range.count;) {
        uint32_t end = range.count;
        if (further < log->further_count && log->further[further].at - range.start < end)
            end = log->further[further].at - range.start + 1;
        put_slots(pass, slots + i, end - i, base + i);
        i = end;
        for (; further < log->further_count && log->further[further].at == range.start + i - 1; further++) {
            uint32_t slot = log->further[further].slot;
            if (pass->chosen[slot >> WORD_SLOT_BITS])
                put_word(pass, slot, base + i - 1);
        }
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
    struct word_pass pass = {&postings->sort, chosen, postings->ranks, vocabulary_word_forms(postings->vocabulary)};
    for (uint32_t word = 0; word < words; word++)
        chosen[word] = term_sort_has(&postings->sort, postings->ranks[word]);
    for (uint32_t document = 0; document < postings->document_count; document++)
        put_document(postings->log, &pass, postings->documents[document],
                     (uint64_t)document << postings->position_bits);
    memory_free(chosen);
    return FX_OK;
}

uint32_t word_postings_parents(const struct word_postings *postings, uint32_t rank, const uint32_t *parents)
{
    const uint64_t *entries = term_sort_entries(&postings->sort, rank);
    uint32_t end = postings->sort.occurrences[rank], count = 0, last = 0;
    for (uint32_t i = 0; i < end; i++) {
        uint32_t parent = parents[entry_document(postings, entries[i])];
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
                                uint32_t rank)
{
    reader->postings = postings;
    reader->at = reader->end = NULL;
    if (term_sort_occurrences(&postings->sort, rank) == 0)
        return;
    reader->at = term_sort_entries(&postings->sort, rank);
    reader->end = reader->at + postings->sort.occurrences[rank];
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
    uint32_t document = entry_document(postings, *entry), count = 0, boost = 0, any = 0;
    uint64_t mask = (UINT64_C(1) << postings->position_bits) - 1;
    do {
        if (count == reader->form_capacity && reserve_positions(reader, count + 1) != FX_OK)
            return FX_ENOMEM;
        reader->positions[count] = (uint32_t)(*entry >> POSITION_SHIFT & mask);
        reader->forms[count++] = entry_form(*entry);
        boost += entry_boost(*entry);
        any |= entry_form(*entry);
        entry++;
    } while (entry < end && entry_document(postings, *entry) == document);
    reader->at = entry;
    reader->document = document;
    reader->count = count;
    reader->boost = boost;
    reader->has_forms = any != 0;
    return FX_OK;
}
