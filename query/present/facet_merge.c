#include "facet_merge.h"

#include "error.h"
#include "memory.h"
#include "name_columns.h"
#include "segment.h"
#include "slice.h"

/* The names of one kind in one segment that were met. */
struct run {
    const struct name_counts *counts;
    uint32_t at, end; /* number of the name at hand; `end`: none is left */
    struct name_reader names;
    fx_slice folded;
};

struct merge {
    struct run *runs;
    struct run **heap; /* those not at their end, the smallest name on top */
    uint32_t run_count, heap_count;
    struct top_counts *top;
    uint64_t distinct;
};

/* Of runs that stand on the same name the first one made comes first: it gives the spelling. */
static bool before(const struct run *a, const struct run *b)
{
    int order = slice_compare(a->folded, b->folded);
    return order != 0 ? order < 0 : a < b;
}

static void sift_down(struct merge *merge, uint32_t at)
{
    struct run *moved = merge->heap[at];
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= merge->heap_count)
            break;
        if (child + 1 < merge->heap_count && before(merge->heap[child + 1], merge->heap[child]))
            child++;
        if (!before(merge->heap[child], moved))
            break;
        merge->heap[at] = merge->heap[child];
        at = child;
    }
    merge->heap[at] = moved;
}

/* To the first name from `from` on that was met. */
static int move_run(struct run *run, uint32_t from, fx_error *err)
{
    struct name_entry name;
    run->at = name_counts_next(run->counts, from, run->end);
    if (run->at == run->end)
        return FX_OK;
    int status = name_reader_folded(&run->names, run->at, &name, err);
    run->folded = name.folded;
    return status;
}

static int start(struct merge *merge, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < merge->run_count && status == FX_OK; i++) {
        status = move_run(&merge->runs[i], merge->runs[i].at, err);
        if (status == FX_OK && merge->runs[i].at < merge->runs[i].end)
            merge->heap[merge->heap_count++] = &merge->runs[i];
    }
    for (uint32_t i = merge->heap_count / 2; i-- > 0;)
        sift_down(merge, i);
    return status;
}

static int keep(struct merge *merge, const struct run *run, uint32_t number, uint64_t count, fx_error *err)
{
    struct name_entry name;
    merge->distinct++;
    if (!top_counts_wants(merge->top, count))
        return FX_OK;
    int status = segment_name(run->counts->segment, number, &name, err);
    if (status != FX_OK)
        return status;
    return top_counts_add(merge->top, count, name.display) == FX_OK ? FX_OK : error_no_memory(err);
}

/* Takes the smallest name from all runs that stand on it. */
static int take_name(struct merge *merge, struct buffer *name, fx_error *err)
{
    const struct run *first = merge->heap[0];
    const uint32_t number = first->at;
    uint64_t count = 0;
    buffer_clear(name);
    if (buffer_append_slice(name, first->folded) != FX_OK)
        return error_no_memory(err);
    while (merge->heap_count > 0 && slice_equal(merge->heap[0]->folded, buffer_slice(name))) {
        struct run *run = merge->heap[0];
        count += run->counts->counts[run->at];
        int status = move_run(run, run->at + 1, err);
        if (status != FX_OK)
            return status;
        if (run->at == run->end)
            merge->heap[0] = merge->heap[--merge->heap_count];
        if (merge->heap_count > 0)
            sift_down(merge, 0);
    }
    return keep(merge, first, number, count, err);
}

/* Of one run no name is needed but of those that are kept. */
static int take_single(struct merge *merge, fx_error *err)
{
    const struct run *run = &merge->runs[0];
    int status = FX_OK;
    for (uint32_t at = run->at; status == FX_OK; at++) {
        at = name_counts_next(run->counts, at, run->end);
        if (at == run->end)
            break;
        status = keep(merge, run, at, run->counts->counts[at], err);
    }
    return status;
}

static int make_runs(struct merge *merge, const struct name_counts *segments, uint32_t segment_count, uint32_t kinds,
                     fx_error *err)
{
    const size_t most = (size_t)segment_count * FACET_KIND_COUNT;
    merge->runs = memory_allocate_zeroed(most, sizeof *merge->runs);
    merge->heap = memory_allocate_zeroed(most, sizeof(struct run *));
    if (merge->runs == NULL || merge->heap == NULL)
        return error_no_memory(err);
    for (uint32_t i = 0; i < segment_count; i++)
        for (int kind = 0; kind < FACET_KIND_COUNT; kind++) {
            const uint32_t first = segments[i].kind_starts[kind], end = segments[i].kind_starts[kind + 1];
            if ((kinds >> kind & 1) == 0 || name_counts_next(&segments[i], first, end) == end)
                continue;
            struct run *run = &merge->runs[merge->run_count++];
            *run = (struct run){.counts = &segments[i], .at = first, .end = end};
            segment_name_reader(segments[i].segment, &run->names);
        }
    return FX_OK;
}

int facet_merge(struct top_counts *top, uint64_t *distinct, const struct name_counts *segments, uint32_t segment_count,
                uint32_t kinds, fx_error *err)
{
    struct merge merge = {.top = top};
    struct buffer name = BUFFER_INIT;
    int status = make_runs(&merge, segments, segment_count, kinds, err);
    if (status == FX_OK && merge.run_count == 1) {
        status = take_single(&merge, err);
    } else if (status == FX_OK) {
        status = start(&merge, err);
        while (status == FX_OK && merge.heap_count > 0)
            status = take_name(&merge, &name, err);
    }
    for (uint32_t i = 0; i < merge.run_count; i++)
        name_reader_release(&merge.runs[i].names);
    memory_free(merge.runs);
    memory_free(merge.heap);
    buffer_release(&name);
    *distinct = merge.distinct;
    return status;
}
