#include "facet_merge.h"

#include "column.h"
#include "error.h"
#include "memory.h"
#include "segment.h"

/* A name that was met, whatever its kind and segment. */
struct met_name {
    uint64_t hash, count;
    uint32_t segment, number; /* where it was met first: that gives the spelling */
};

/* Hashes are spread evenly already, so their low bits choose the slot. */
struct merge {
    struct met_name *names;
    uint32_t name_count;
    uint32_t *slots; /* 0: free, else 1 + index of a name */
    size_t slot_mask;
};

/* The names of one kind in one segment. */
struct run {
    uint32_t segment, from, end;
};

/* The names of [from, end) that were met and whose bits stand in a word. */
static uint64_t met_within(const struct name_counts *counts, uint32_t word, uint32_t from, uint32_t end)
{
    uint64_t bits = counts->met[word];
    if (word == from / 64)
        bits &= UINT64_MAX << (from % 64);
    if (word == end / 64)
        bits &= (UINT64_C(1) << (end % 64)) - 1;
    return bits;
}

static uint32_t count_met(const struct name_counts *counts, uint32_t from, uint32_t end)
{
    uint32_t met = 0;
    for (uint32_t word = from / 64; (uint64_t)word * 64 < end; word++)
        met += (uint32_t)__builtin_popcountll(met_within(counts, word, from, end));
    return met;
}

/* The runs of which something was met, at most segments * FACET_KIND_COUNT; how many names all of them met. */
static uint64_t find_runs(struct run *runs, uint32_t *run_count, const struct name_counts *segments,
                          uint32_t segment_count, uint32_t kinds)
{
    uint64_t all = 0;
    *run_count = 0;
    for (uint32_t i = 0; i < segment_count; i++)
        for (int kind = 0; kind < FACET_KIND_COUNT; kind++) {
            const struct run run = {i, segments[i].kind_starts[kind], segments[i].kind_starts[kind + 1]};
            const uint32_t met = kinds >> kind & 1 ? count_met(&segments[i], run.from, run.end) : 0;
            if (met > 0)
                runs[(*run_count)++] = run;
            all += met;
        }
    return all;
}

static void add_name(struct merge *merge, uint64_t hash, uint32_t count, uint32_t segment, uint32_t number)
{
    size_t at = (size_t)hash & merge->slot_mask;
    while (merge->slots[at] != 0 && merge->names[merge->slots[at] - 1].hash != hash)
        at = (at + 1) & merge->slot_mask;
    if (merge->slots[at] == 0) {
        merge->names[merge->name_count] = (struct met_name){hash, 0, segment, number};
        merge->slots[at] = ++merge->name_count;
    }
    merge->names[merge->slots[at] - 1].count += count;
}

/* Some names at a time, so that the cache misses of their slots overlap. */
struct batch {
    uint32_t segment, count;
    uint32_t numbers[64];
    uint64_t hashes[64];
};

static void add_batch(struct merge *merge, const struct name_counts *counts, const struct batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++)
        __builtin_prefetch(&merge->slots[batch->hashes[i] & merge->slot_mask]);
    for (uint32_t i = 0; i < batch->count; i++)
        add_name(merge, batch->hashes[i], counts->counts[batch->numbers[i]], batch->segment, batch->numbers[i]);
}

static int add_run(struct merge *merge, const struct name_counts *segments, const struct run *run, fx_error *err)
{
    const struct name_counts *counts = &segments[run->segment];
    struct column *hashes;
    int status = segment_column(counts->segment, UNIT_ARTICLE, STREAM_NAME_HASHES, &hashes, err);
    if (status != FX_OK)
        return status;
    struct batch batch = {.segment = run->segment};
    for (uint32_t word = run->from / 64; (uint64_t)word * 64 < run->end; word++) {
        batch.count = 0;
        for (uint64_t bits = met_within(counts, word, run->from, run->end); bits != 0; bits &= bits - 1) {
            const uint32_t number = word * 64 + (uint32_t)__builtin_ctzll(bits);
            batch.numbers[batch.count] = number;
            batch.hashes[batch.count++] = column_u64(hashes, number);
        }
        add_batch(merge, counts, &batch);
    }
    return column_take_fault(hashes, err);
}

static int keep(struct top_counts *top, const struct name_counts *counts, uint32_t number, uint64_t count,
                fx_error *err)
{
    struct name_entry name;
    if (!top_counts_wants(top, count))
        return FX_OK;
    int status = segment_name(counts->segment, number, &name, err);
    if (status != FX_OK)
        return status;
    return top_counts_add(top, count, name.display) == FX_OK ? FX_OK : error_no_memory(err);
}

/* Names of one kind in one segment are all different. */
static int keep_run(struct top_counts *top, const struct name_counts *segments, const struct run *run, fx_error *err)
{
    const struct name_counts *counts = &segments[run->segment];
    int status = FX_OK;
    for (uint32_t i = name_counts_next(counts, run->from, run->end); i < run->end && status == FX_OK;
         i = name_counts_next(counts, i + 1, run->end))
        status = keep(top, counts, i, counts->counts[i], err);
    return status;
}

/* Adds up the names of several runs by their hashes; `met` of them, not all different. */
static int keep_sums(struct top_counts *top, uint64_t *distinct, const struct name_counts *segments,
                     const struct run *runs, uint32_t run_count, uint64_t met, fx_error *err)
{
    size_t slots = 64;
    while (slots < 2 * met) /* fuller, it has more to guess; emptier, it does not fit the cache: both are slower */
        slots *= 2;
    struct merge merge = {.slot_mask = slots - 1};
    merge.names = memory_allocate((size_t)met, sizeof *merge.names);
    merge.slots = memory_allocate_zeroed(slots, sizeof *merge.slots);
    int status = merge.names == NULL || merge.slots == NULL || met >= UINT32_MAX ? error_no_memory(err) : FX_OK;
    for (uint32_t i = 0; i < run_count && status == FX_OK; i++)
        status = add_run(&merge, segments, &runs[i], err);
    for (uint32_t i = 0; i < merge.name_count && status == FX_OK; i++)
        status = keep(top, &segments[merge.names[i].segment], merge.names[i].number, merge.names[i].count, err);
    *distinct = merge.name_count;
    memory_free(merge.names);
    memory_free(merge.slots);
    return status;
}

int facet_merge(struct top_counts *top, uint64_t *distinct, const struct name_counts *segments, uint32_t segment_count,
                uint32_t kinds, fx_error *err)
{
    struct run *runs = memory_allocate((size_t)segment_count * FACET_KIND_COUNT, sizeof *runs);
    uint32_t run_count;
    *distinct = 0;
    if (runs == NULL)
        return error_no_memory(err);
    *distinct = find_runs(runs, &run_count, segments, segment_count, kinds);
    int status = FX_OK;
    if (run_count == 1)
        status = keep_run(top, segments, &runs[0], err);
    else if (run_count > 1)
        status = keep_sums(top, distinct, segments, runs, run_count, *distinct, err);
    memory_free(runs);
    return status;
}
