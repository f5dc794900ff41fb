/* How often each name of one segment was met: a count for each number, and a bit for those that have one, so that they
 * can be walked in order of number, which is that of (kind, folded name). */
#ifndef PRESENT_NAME_COUNTS_H
#define PRESENT_NAME_COUNTS_H

#include "names.h"
#include "search.h"

struct name_counts {
    struct segment *segment;
    uint32_t kind_starts[FACET_KIND_COUNT + 1]; /* names of a kind: [kind_starts[kind], kind_starts[kind + 1]) */
    uint32_t *counts;
    uint64_t *met;
};

int name_counts_init(struct name_counts *counts, struct segment *segment, fx_error *err) FX_CHECK;
void name_counts_release(struct name_counts *counts);

/* Counts the names of the documents of a leaf (bits of `words`); bit k of `kinds`: names of enum facet_kind k. */
int name_counts_add(struct name_counts *counts, const struct search_leaf *leaf, const uint64_t *words, uint32_t kinds,
                    fx_error *err) FX_CHECK;

/* The first number in [from, end) that was met; `end`: none. */
uint32_t name_counts_next(const struct name_counts *counts, uint32_t from, uint32_t end);

#endif
