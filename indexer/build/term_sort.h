/* A counting sort of occurrences by term: those of a group of terms at a time, so that memory stays bounded. What an
 * entry says is the caller's. Terms are known by their rank, in the order in which they are read (sorted_terms.h): what
 * is counted, and the entries of a group, stand side by side. First the occurrences of all terms are counted; then for
 * each group: begin, add its terms, reserve, put each occurrence of a term of the group. One thread. */
#ifndef BUILD_TERM_SORT_H
#define BUILD_TERM_SORT_H

#include "fx.h"

#include <stdbool.h>

/* Entries of a group, about: each further group costs a pass over the occurrences, each entry eight bytes. */
enum { TERM_GROUP_ENTRIES = 1 << 21 };

struct term_sort {
    uint32_t *occurrences; /* by rank */
    uint32_t *ends;        /* by rank, of the group: behind the last entry so far */
    uint64_t *entries;     /* of the group */
    size_t entry_capacity;
    uint32_t term_count, entry_count;
    uint32_t group_start, group_count; /* ranks */
};

int term_sort_open(struct term_sort *sort, uint32_t term_count) FX_CHECK;
void term_sort_close(struct term_sort *sort);

/* How often a term stands in the unit; 0 where nothing was opened. */
static inline uint32_t term_sort_occurrences(const struct term_sort *sort, uint32_t rank)
{
    return rank < sort->term_count ? sort->occurrences[rank] : 0;
}

/* The ranks of a group follow one another. */
void term_sort_begin_group(struct term_sort *sort);
void term_sort_add_to_group(struct term_sort *sort, uint32_t rank);
int term_sort_reserve(struct term_sort *sort) FX_CHECK;

/* The memory for entries goes from one sort to another, whose group comes next; the group of the first is lost. */
void term_sort_hand_on(struct term_sort *from, struct term_sort *to);

static inline bool term_sort_has(const struct term_sort *sort, uint32_t rank)
{
    return rank - sort->group_start < sort->group_count;
}

/* Of a term of the group. */
static inline void term_sort_put(const struct term_sort *sort, uint32_t rank, uint64_t entry)
{
    sort->entries[sort->ends[rank]++] = entry;
}

/* The entries of a term of the group, in the order in which they were put: occurrences of them. */
static inline const uint64_t *term_sort_entries(const struct term_sort *sort, uint32_t rank)
{
    return sort->entries + (sort->ends[rank] - sort->occurrences[rank]);
}

#endif
