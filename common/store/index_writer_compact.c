#include "error.h"
#include "index_writer_private.h"
#include "memory.h"
#include "run_file.h"
#include "segment_merge.h"
#include "segment_renumber.h"

/* ---- the segment: all are merged into a temporary file, from which the live documents are copied, closed up ---- */

static int merge_all(struct index_writer *writer, struct run_file *run, const volatile int *stop,
                     struct segment_info *info, uint64_t **dead, fx_error *err)
{
    uint32_t count = writer->next.segment_count;
    struct merge_input *inputs = memory_allocate_zeroed(count, sizeof *inputs);
    if (inputs == NULL)
        return error_no_memory(err);
    int status = writer_open_inputs(writer, 0, count, inputs, err);
    if (status == FX_OK)
        status = segment_merge(inputs, count, run_file_sink(run), 0, stop, info, err);
    for (unsigned unit = 0; unit < UNIT_COUNT && status == FX_OK; unit++) {
        if (info->dead[unit] > 0)
            status = writer_join_deaths(writer->next.segments, inputs, count, (enum unit)unit, info, &dead[unit], err);
    }
    if (status == FX_OK)
        status = run_file_seal(run, err);
    memory_free(inputs);
    return status;
}

static int renumber(struct index_writer *writer, struct run_file *run, const struct segment_info *merged,
                    uint64_t *const *dead, const volatile int *stop, struct segment_info *info, fx_error *err)
{
    struct merge_input input = {NULL, {dead[0], dead[1], dead[2]}};
    _Static_assert(UNIT_COUNT == 3, "one a unit");
    int status = segment_open(&input.segment, run_file_source(run), merged, err);
    if (status == FX_OK)
        status = segment_renumber(&input, &writer->staging.sink, index_writer_new_owner(writer), stop, info, err);
    segment_close(input.segment);
    return status;
}

static int write_segment(struct index_writer *writer, const volatile int *stop, struct segment_info *info,
                         fx_error *err)
{
    struct run_file *run;
    struct segment_info merged;
    uint64_t *dead[UNIT_COUNT] = {NULL};
    int status = run_file_open(&run, writer->directory, err);
    if (status == FX_OK)
        status = merge_all(writer, run, stop, &merged, dead, err);
    if (status == FX_OK)
        status = renumber(writer, run, &merged, dead, stop, info, err);
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++)
        memory_free(dead[unit]);
    run_file_close(run);
    return status;
}

/* ---- the store: frames of the current dictionary are copied, others compressed again ---- */

static int copy_record(struct index_writer *writer, uint32_t article, uint32_t dictionary, struct store_writer *out,
                       fx_error *err)
{
    struct store_reader *store;
    uint32_t n;
    fx_slice bytes;
    arena_clear(&writer->scratch);
    int status = index_store_of(writer->index, article, &store, &n, err);
    if (status != FX_OK)
        return status;
    if (store_reader_dictionary(store) == dictionary) {
        status = store_reader_frame(store, n, &writer->scratch, &bytes, err);
        return status == FX_OK ? store_writer_add_compressed(out, bytes, err) : status;
    }
    status = store_reader_record(store, n, &writer->scratch, &bytes, err);
    return status == FX_OK ? store_writer_add(out, bytes, record_tail(bytes), err) : status;
}

static int copy_records(struct index_writer *writer, uint32_t dictionary, const volatile int *stop,
                        struct store_writer *out, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < writer->next.segment_count && status == FX_OK; i++) {
        const struct segment_info *info = &writer->next.segments[i];
        const uint64_t *dead;
        status = index_dead(writer->index, i, UNIT_ARTICLE, &dead, err);
        for (uint32_t document = 0; document < info->articles && status == FX_OK; document++) {
            if (stop != NULL && *stop != 0)
                status = error_set(err, FX_ESTOPPED, "stopped while compacting");
            else if (!dead_bit(dead, document))
                status = copy_record(writer, info->base + document, dictionary, out, err);
        }
    }
    return status;
}

static int write_store(struct index_writer *writer, const volatile int *stop, struct store_info *info, fx_error *err)
{
    fx_slice dictionary;
    uint32_t number;
    struct store_writer *out;
    int status = index_writer_dictionary(writer, &dictionary, &number, err);
    if (status == FX_OK)
        status =
            store_writer_open(&out, &writer->staging.sink, index_writer_new_owner(writer), dictionary, number, err);
    if (status != FX_OK)
        return status;
    status = copy_records(writer, dictionary.len > 0 ? number : 0, stop, out, err);
    if (status == FX_OK)
        return store_writer_finish(out, info, err);
    store_writer_abandon(out);
    return status;
}

/* ---- all of it ---- */

static bool is_compact(const struct commit *commit)
{
    if (commit->segment_count == 0 && commit->store_count == 0)
        return true;
    const struct segment_info *segment = &commit->segments[0];
    return commit->segment_count == 1 && commit->store_count == 1 && segment->base == 0 &&
           segment->articles == commit->live_articles && commit->stores[0].base == 0 &&
           commit->stores[0].articles == commit->live_articles;
}

static int drop_everything(struct index_writer *writer)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < writer->next.segment_count && status == FX_OK; i++)
        status = writer_drop_owner(writer, writer->next.segments[i].owner);
    for (uint32_t i = 0; i < writer->next.store_count && status == FX_OK; i++)
        status = writer_drop_owner(writer, writer->next.stores[i].owner);
    return status;
}

/* A commit that drops what is all dead has been made: there is a live article, or no segment at all. */
static int rewrite(struct index_writer *writer, const volatile int *stop, fx_error *err)
{
    struct segment_info segment;
    struct store_info store;
    int status = write_segment(writer, stop, &segment, err);
    if (status == FX_OK)
        status = write_store(writer, stop, &store, err);
    if (status == FX_OK && (segment.articles != store.articles || segment.articles != writer->next.live_articles))
        status = error_set(err, FX_EDAMAGED, "compacting gave %u articles with %u records of %u", segment.articles,
                           store.articles, writer->next.live_articles);
    if (status == FX_OK && drop_everything(writer) != FX_OK)
        status = error_no_memory(err);
    if (status != FX_OK) {
        staging_drop(&writer->staging);
        return status;
    }
    segment.base = store.base = 0;
    writer->next.segments[0] = segment;
    writer->next.stores[0] = store;
    writer->next.segment_count = writer->next.store_count = 1;
    writer->next.next_article = segment.articles;
    writer->next.source_bytes = store.source_bytes;
    writer->dirty = true;
    return index_writer_commit(writer, err);
}

int index_writer_shrink(struct index_writer *writer, bool *shrunk, fx_error *err)
{
    *shrunk = false;
    int status = index_writer_commit(writer, err);
    if (status != FX_OK)
        return status;
    index_close(writer->index);
    writer->index = NULL;
    status = environment_shrink(&writer->environment, shrunk, err);
    if (writer->environment == NULL)
        return status;
    writer->staging.environment = writer->environment;
    fx_error attached;
    int again = index_attach(&writer->index, writer->environment, writer->directory, &attached);
    if (status == FX_OK && again != FX_OK && err != NULL)
        *err = attached;
    return status == FX_OK ? again : status;
}

int index_writer_compact(struct index_writer *writer, const volatile int *stop, bool *shrunk, fx_error *err)
{
    *shrunk = false;
    int status = index_writer_commit(writer, err);
    if (status == FX_OK && !is_compact(&writer->next))
        status = rewrite(writer, stop, err);
    return status == FX_OK ? index_writer_shrink(writer, shrunk, err) : status;
}
