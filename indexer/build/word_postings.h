/* Postings out of the word log of a run, for one unit: the words of its documents sorted by term.
 *
 * What is sorted is where a word stands, in which form: eight bytes an occurrence, by counting: terms in groups, each
 * with one pass over the log. One thread. */
#ifndef BUILD_WORD_POSTINGS_H
#define BUILD_WORD_POSTINGS_H

#include "term_sort.h"
#include "vocabulary.h"
#include "word_log.h"

#include <stdbool.h>

/* How often a word, a term in one form, stands in the unit. */
struct word_tally {
    uint32_t occurrences;
    uint32_t documents;
    uint32_t last; /* 1 + the last document */
};

struct word_postings {
    const struct word_log *log;
    const struct vocabulary *vocabulary;
    const struct word_range *documents;
    uint32_t document_count;
    const uint32_t *ranks;                  /* by word */
    unsigned position_bits, document_shift; /* of an entry */
    struct word_tally *tallies;             /* by word */
    uint8_t *has_forms;                     /* by rank: whether a form other than its stem stands in the unit */
    /* An entry: document << document_shift | position << 18 | (weight - 1) << 16 | form code. */
    struct term_sort sort;
};

/* What the postings of all units of a run are made of. */
struct word_postings_source {
    const struct word_log *log;
    const struct vocabulary *vocabulary;
    const uint32_t *ranks; /* by word */
    uint32_t rank_count;
};

int word_postings_open(struct word_postings *postings, const struct word_postings_source *source,
                       const struct word_range *documents, uint32_t document_count, fx_error *err) FX_CHECK;
void word_postings_close(struct word_postings *postings);

/* What a log of so many slots will take when it is sorted. */
size_t word_postings_memory(const struct word_log *log, const struct vocabulary *vocabulary);

/* Whether a form other than its stem stands in the unit. */
bool word_postings_has_forms(const struct word_postings *postings, uint32_t rank);

/* Sorts the occurrences of the terms that were added to postings->sort. */
int word_postings_sort_group(struct word_postings *postings) FX_CHECK;

/* In how many different parents a term of the group stands; parents ascend with the documents. */
uint32_t word_postings_parents(const struct word_postings *postings, uint32_t rank, const uint32_t *parents);

/* Reads the postings of one term of the group. */
struct word_postings_reader {
    uint32_t document, boost, count; /* of the current posting */
    uint32_t *positions;
    uint16_t *forms;
    bool has_forms;                          /* of the current posting: some form is not 0 */
    size_t position_capacity, form_capacity; /* private from here on */
    const struct word_postings *postings;
    const uint64_t *at, *end;
};

void word_postings_reader_init(struct word_postings_reader *reader);
void word_postings_reader_start(struct word_postings_reader *reader, const struct word_postings *postings,
                                uint32_t rank);
int word_postings_reader_next(struct word_postings_reader *reader) FX_CHECK; /* FX_END after the last */
void word_postings_reader_release(struct word_postings_reader *reader);

#endif
