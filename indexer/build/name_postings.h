/* Postings out of the name log of a run, for one unit: the words of its documents' names sorted by term (term_sort.h).
 * Names of one space stand one after another on an axis of its own, with gaps between them. One thread. */
#ifndef BUILD_NAME_POSTINGS_H
#define BUILD_NAME_POSTINGS_H

#include "sorted_terms.h"
#include "term_sort.h"

struct name_postings {
    const struct run *run;
    const struct term_ranks *ranks;
    enum unit unit;
    struct term_sort sort; /* an entry: document << 32 | position */
};

int name_postings_open(struct name_postings *postings, const struct run *run, const struct term_ranks *ranks,
                       enum unit unit) FX_CHECK;
void name_postings_close(struct name_postings *postings);

/* Sorts the occurrences of the terms that were added to postings->sort. */
int name_postings_sort_group(struct name_postings *postings) FX_CHECK;

/* Marks the terms of all names of a run: a byte by term. */
void name_postings_mark_terms(const struct run *run, uint8_t *used);

/* Reads the postings of one term of the group. */
struct name_postings_reader {
    uint32_t document, count; /* of the current posting */
    uint32_t *positions;
    size_t position_capacity; /* private from here on */
    const uint64_t *at, *end;
};

void name_postings_reader_init(struct name_postings_reader *reader);
void name_postings_reader_start(struct name_postings_reader *reader, const struct name_postings *postings,
                                uint32_t rank);
int name_postings_reader_next(struct name_postings_reader *reader) FX_CHECK; /* FX_END after the last */
void name_postings_reader_release(struct name_postings_reader *reader);

#endif
