#include "merged_names.h"

#include "memory.h"
#include "slice.h"

#include <stdlib.h>

/* While merging: of a name the spelling printed most often so far. */
struct candidate {
    uint32_t count;
    fx_slice display;
};

struct merge {
    bool alone;                /* the names of one run: they keep their numbers until they are sorted */
    uint32_t *spelling_counts; /* by number of merged->spellings */
    struct candidate *best;    /* by number of merged->names */
    uint32_t *documents;
};

static size_t spelling_total(struct run *const *runs, uint32_t run_count)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < run_count; i++)
        sum += runs[i]->names.spellings.count;
    return sum;
}

static size_t name_total(struct run *const *runs, uint32_t run_count)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < run_count; i++)
        sum += runs[i]->names.names.count;
    return sum;
}

static int merge_names(struct merged_names *merged, struct merge *merge, const struct name_table *table,
                       uint32_t *numbers)
{
    for (uint32_t i = 0; i < table->names.count; i++) {
        uint32_t number = merge->alone ? i : string_map_intern(&merged->names, table->names.names[i], NULL);
        if (number == STRING_MAP_NONE)
            return FX_ENOMEM;
        numbers[i] = number;
        merge->documents[number] += table->records[i].documents;
    }
    return FX_OK;
}

/* More often, or as often and first in byte order: whatever the order of the runs. */
static void offer_spelling(struct candidate *best, fx_slice display, uint32_t count)
{
    if (best->count > count || (best->count == count && slice_compare(best->display, display) <= 0))
        return;
    *best = (struct candidate){count, display};
}

static int merge_spellings(struct merged_names *merged, struct merge *merge, const struct name_table *table)
{
    for (uint32_t i = 0; i < table->spellings.count; i++) {
        if (table->spelling_list[i].name == STRING_MAP_NONE)
            continue;
        uint32_t number = merge->alone ? i : string_map_intern(&merged->spellings, table->spellings.names[i], NULL);
        if (number == STRING_MAP_NONE)
            return FX_ENOMEM;
        merge->spelling_counts[number] += table->spelling_list[i].count;
    }
    return FX_OK;
}

/* Once the counts are complete. */
static void choose_spellings(const struct merged_names *merged, struct merge *merge, const struct name_table *table,
                             const uint32_t *numbers)
{
    for (uint32_t i = 0; i < table->spellings.count; i++) {
        uint32_t name = table->spelling_list[i].name;
        if (name == STRING_MAP_NONE)
            continue;
        fx_slice key = table->spellings.names[i];
        uint32_t spelling = merge->alone ? i : string_map_find(&merged->spellings, key);
        offer_spelling(&merge->best[numbers[name]], slice_part(key, 1, key.len), merge->spelling_counts[spelling]);
    }
}

static int compare_keys(const void *a, const void *b, void *context)
{
    const fx_slice *keys = context;
    const uint32_t *x = a, *y = b;
    return slice_compare(keys[*x], keys[*y]);
}

/* Sorts the names and renumbers what points at them. */
static int sort_names(struct merged_names *merged, const struct merge *merge, struct run *const *runs)
{
    const struct string_map *names = merge->alone ? &runs[0]->names.names : &merged->names;
    uint32_t count = names->count;
    int status = FX_ENOMEM;
    uint32_t *order = memory_allocate(count, sizeof *order);
    uint32_t *place = memory_allocate(count, sizeof *place);
    merged->entries = memory_allocate(count, sizeof *merged->entries);
    if (order == NULL || place == NULL || merged->entries == NULL)
        goto out;
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    if (count > 0)
        qsort_r(order, count, sizeof *order, compare_keys, names->names);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t name = order[i];
        fx_slice key = names->names[name];
        place[name] = i;
        merged->entries[i] = (struct name_entry){(enum facet_kind)key.ptr[0], slice_part(key, 1, key.len),
                                                 merge->best[name].display, merge->documents[name]};
    }
    for (uint32_t i = 0; i < merged->run_count; i++) {
        for (uint32_t k = 0; k < runs[i]->names.names.count; k++)
            merged->numbers[i][k] = place[merged->numbers[i][k]];
    }
    merged->count = count;
    status = FX_OK;
out:
    memory_free(order);
    memory_free(place);
    return status;
}

static int merge_runs(struct merged_names *merged, struct merge *merge, struct run *const *runs)
{
    for (uint32_t i = 0; i < merged->run_count; i++) {
        const struct name_table *table = &runs[i]->names;
        merged->numbers[i] = memory_allocate(table->names.count, sizeof *merged->numbers[i]);
        if (merged->numbers[i] == NULL || merge_names(merged, merge, table, merged->numbers[i]) != FX_OK ||
            merge_spellings(merged, merge, table) != FX_OK)
            return FX_ENOMEM;
    }
    for (uint32_t i = 0; i < merged->run_count; i++)
        choose_spellings(merged, merge, &runs[i]->names, merged->numbers[i]);
    return sort_names(merged, merge, runs);
}

int merged_names_make(struct merged_names *out, struct run *const *runs, uint32_t run_count)
{
    *out = (struct merged_names){.run_count = run_count};
    string_map_init(&out->names);
    string_map_init(&out->spellings);
    size_t names = name_total(runs, run_count);
    struct merge merge = {
        .alone = run_count == 1,
        .spelling_counts = memory_allocate_zeroed(spelling_total(runs, run_count), sizeof(uint32_t)),
        .best = memory_allocate_zeroed(names, sizeof(struct candidate)),
        .documents = memory_allocate_zeroed(names, sizeof(uint32_t)),
    };
    out->numbers = memory_allocate_zeroed(run_count, sizeof *out->numbers);
    int status = FX_ENOMEM;
    if (merge.spelling_counts != NULL && merge.best != NULL && merge.documents != NULL && out->numbers != NULL)
        status = merge_runs(out, &merge, runs);
    memory_free(merge.spelling_counts);
    memory_free(merge.best);
    memory_free(merge.documents);
    if (status != FX_OK)
        merged_names_release(out);
    return status;
}

void merged_names_release(struct merged_names *names)
{
    for (uint32_t i = 0; names->numbers != NULL && i < names->run_count; i++)
        memory_free(names->numbers[i]);
    memory_free(names->numbers);
    memory_free(names->entries);
    string_map_release(&names->names);
    string_map_release(&names->spellings);
    *names = (struct merged_names){0};
}
