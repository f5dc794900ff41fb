#include "name_counts.h"

#include "column.h"
#include "error.h"
#include "memory.h"
#include "segment.h"

int name_counts_init(struct name_counts *counts, struct segment *segment, fx_error *err)
{
    *counts = (struct name_counts){.segment = segment};
    const uint32_t names = segment_describe(segment)->name_count;
    for (int kind = 0; kind < FACET_KIND_COUNT; kind++) {
        int status = segment_name_lower_bound(segment, (enum facet_kind)kind, (fx_slice){NULL, 0},
                                              &counts->kind_starts[kind], err);
        if (status != FX_OK)
            return status;
    }
    counts->kind_starts[FACET_KIND_COUNT] = names;
    counts->counts = memory_allocate_zeroed(names, sizeof *counts->counts);
    counts->met = memory_allocate_zeroed((size_t)names / 64 + 1, sizeof *counts->met);
    if (counts->counts != NULL && counts->met != NULL)
        return FX_OK;
    name_counts_release(counts);
    return error_no_memory(err);
}

void name_counts_release(struct name_counts *counts)
{
    memory_free(counts->counts);
    memory_free(counts->met);
    counts->counts = NULL;
    counts->met = NULL;
}

/* The numbers that belong to some kinds, as few stretches. */
struct stretches {
    uint32_t first[FACET_KIND_COUNT], end[FACET_KIND_COUNT];
    uint32_t count;
};

static struct stretches stretches_of(const struct name_counts *counts, uint32_t kinds)
{
    struct stretches out = {.count = 0};
    for (int kind = 0; kind < FACET_KIND_COUNT; kind++) {
        if ((kinds >> kind & 1) == 0)
            continue;
        if (out.count == 0 || out.end[out.count - 1] != counts->kind_starts[kind])
            out.first[out.count++] = counts->kind_starts[kind];
        out.end[out.count - 1] = counts->kind_starts[kind + 1];
    }
    return out;
}

static int count_document(struct name_counts *counts, enum unit unit, uint32_t document,
                          const struct stretches *stretches, fx_error *err)
{
    const uint32_t *names;
    uint32_t count;
    int status = segment_facets_below(counts->segment, unit, document, stretches->end[stretches->count - 1], &names,
                                      &count, err);
    uint32_t i = 0;
    for (uint32_t stretch = 0; stretch < stretches->count && i < count; stretch++) {
        const uint32_t first = stretches->first[stretch], end = stretches->end[stretch];
        while (i < count && names[i] < first)
            i++;
        for (; i < count && names[i] < end; i++) {
            counts->counts[names[i]]++;
            /* Set again and again, which is cheaper than to guess whether it is new. */
            counts->met[names[i] / 64] |= UINT64_C(1) << (names[i] % 64);
        }
    }
    return status;
}

static int count_documents(struct name_counts *counts, const struct search_leaf *leaf, const uint64_t *words,
                           struct column *parents, const struct stretches *stretches, fx_error *err)
{
    const enum unit unit = parents != NULL ? UNIT_ARTICLE : leaf->unit;
    int status = FX_OK;
    for (uint32_t word = 0; status == FX_OK && word < (leaf->documents + 63) / 64; word++)
        for (uint64_t bits = words[word]; status == FX_OK && bits; bits &= bits - 1) {
            uint32_t document = word * 64 + (uint32_t)__builtin_ctzll(bits);
            document = parents != NULL ? column_u32(parents, document) : document;
            status = count_document(counts, unit, document, stretches, err);
        }
    return status == FX_OK && parents != NULL ? column_take_fault(parents, err) : status;
}

/* A section or quote carries its own speakers and entities; desk, source and the like are its article's. */
int name_counts_add(struct name_counts *counts, const struct search_leaf *leaf, const uint64_t *words, uint32_t kinds,
                    fx_error *err)
{
    const uint32_t of_article = 1U << FACET_DESK | 1U << FACET_SOURCE | 1U << FACET_AUTHOR;
    const uint32_t own = leaf->unit == UNIT_ARTICLE ? kinds : kinds & ~of_article;
    struct stretches stretches = stretches_of(counts, own);
    int status = FX_OK;
    if (stretches.count > 0)
        status = count_documents(counts, leaf, words, NULL, &stretches, err);
    stretches = stretches_of(counts, kinds & ~own);
    struct column *parents;
    if (status == FX_OK && stretches.count > 0)
        status = segment_column(leaf->handle, leaf->unit, STREAM_PARENTS, &parents, err);
    if (status == FX_OK && stretches.count > 0)
        status = count_documents(counts, leaf, words, parents, &stretches, err);
    return status;
}

uint32_t name_counts_next(const struct name_counts *counts, uint32_t from, uint32_t end)
{
    while (from < end) {
        const uint64_t rest = counts->met[from / 64] >> (from % 64);
        if (rest != 0) {
            from += (uint32_t)__builtin_ctzll(rest);
            return from < end ? from : end;
        }
        from = (from / 64 + 1) * 64;
    }
    return end;
}
