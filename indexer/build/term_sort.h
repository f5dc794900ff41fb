/* A counting sort of occurrences by term: those of a group of terms at a time, so that memory stays bounded. What an
 * entry says is the caller's. First the occurrences of all terms are counted; then for each group: begin, add its terms
 * in the order in which they will be read, reserve, put each occurrence of a term of the group. One thread. */
#ifndef BUILD_TERM_SORT_H
#define BUILD_TERM_SORT_H

#include "fx.h"

/* Entries of a group, about: each further group costs a pass over the occurrences, each entry eight bytes. */
enum { TERM_GROUP_ENTRIES = 1 << 20 };

#define TERM_SORT_OUTSIDE UINT32_MAX /* the end of a term that is not of the group */

struct term_sort {
    uint32_t *occurrences; /* by term */
    uint32_t *ends;        /* by term of the group: behind its last entry so far */
    uint64_t *entries;     /* of the group */
    size_t entry_capacity;
    uint32_t term_count, entry_count;
};

int term_sort_open(struct term_sort *sort, uint32_t term_count) FX_CHECK;
void term_sort_close(struct term_sort *sort);

/* How often a term stands in the unit; 0 where nothing was opened. */
static inline uint32_t term_sort_occurrences(const struct term_sort *sort, uint32_t term)
{
    return term < sort->term_count ? sort->occurrences[term] : 0;
}

void term_sort_begin_group(struct term_sort *sort);
void term_sort_add_to_group(struct term_sort *sort, uint32_t term);
int term_sort_reserve(struct term_sort *sort) FX_CHECK;

static inline void term_sort_put(const struct term_sort *sort, uint32_t term, uint64_t entry)
{
    uint32_t *end = &sort->ends[term];
    if (*end != TERM_SORT_OUTSIDE)
        sort->entries[(*end)++] = entry;
}

/* The entries of a term of the group, in the order in which they were put: occurrences of them. */
static inline const uint64_t *term_sort_entries(const struct term_sort *sort, uint32_t term)
{
    return sort->entries + (sort->ends[term] - sort->occurrences[term]);
}

#endif
