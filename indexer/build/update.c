/* fx_indexer_update and fx_indexer_remove: the calls that change which articles an index holds.
 *
 * Commits: at the end, and while a build goes on once a minute, so that a killed one loses little; a file of JSON Lines
 * that was read in part is then known as far as it was read and the next update reads on from there. */
#include "error.h"
#include "file_choice.h"
#include "indexer.h"
#include "memory.h"
#include "pipeline.h"
#include "purge.h"
#include "renaming.h"
#include "slice.h"

#include <time.h>

static const double COMMIT_SECONDS = 60;

struct update {
    struct fx_indexer *indexer;
    struct pipeline *pipeline;
    struct corpus_source *source;
    struct file_choice choice;
    fx_update_report *report;
    double committed; /* when, by now() */
    uint64_t bytes;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void progress(struct update *update)
{
    struct fx_indexer *indexer = update->indexer;
    if (indexer->on_progress != NULL)
        indexer->on_progress(indexer->payload, pipeline_articles(update->pipeline), update->bytes, 0);
}

static void skip(void *payload, fx_slice path, uint32_t line, const char *reason)
{
    struct update *update = payload;
    indexer_skip(update->indexer, path, line, reason);
}

static int choose(void *payload, const struct corpus_file *file, uint64_t *start, uint32_t *number)
{
    struct update *update = payload;
    return file_choice_make(&update->choice, file, start, number);
}

static int commit(struct update *update, fx_error *err)
{
    pthread_mutex_lock(pipeline_writer_lock(update->pipeline));
    int status = index_writer_commit(update->indexer->writer, err);
    pthread_mutex_unlock(pipeline_writer_lock(update->pipeline));
    update->committed = now();
    return status;
}

/* One chunk from the source to the workers; FX_END when there is no more, or when something failed elsewhere. */
static int pass_on_chunk(struct update *update, fx_error *err)
{
    struct chunk_slot *slot = pipeline_empty_slot(update->pipeline);
    if (slot == NULL)
        return FX_END; /* pipeline_finish says why */
    int status = corpus_source_next(update->source, &slot->chunk, err);
    if (status != FX_OK) {
        pipeline_put_back(update->pipeline, slot);
        return status;
    }
    bool due = now() - update->committed > COMMIT_SECONDS;
    bool partly = due || indexer_is_stopped(update->indexer);
    update->bytes += slot->chunk.bytes.length;
    status = file_choice_note(&update->choice, &slot->chunk, partly, err);
    if (status != FX_OK) {
        pipeline_put_back(update->pipeline, slot);
        return status;
    }
    status = pipeline_push(update->pipeline, slot, err);
    progress(update);
    if (status == FX_OK && due) {
        status = pipeline_checkpoint(update->pipeline, err);
        if (status == FX_OK)
            status = commit(update, err);
    }
    return status;
}

static int read_all(struct update *update, fx_error *err)
{
    int status = FX_OK;
    while (status == FX_OK && update->source != NULL && !indexer_is_stopped(update->indexer))
        status = pass_on_chunk(update, err);
    if (status < 0)
        return status;
    status = pipeline_finish(update->pipeline, err);
    progress(update);
    if (status == FX_OK && !index_writer_clean(update->indexer->writer))
        status = commit(update, err);
    return status;
}

static void fill_report(struct update *update, double started, uint64_t renamed)
{
    fx_update_report *report = update->report;
    const struct catalog *catalog = pipeline_catalog(update->pipeline);
    report->added = catalog->added;
    report->replaced = catalog->replaced + renamed;
    report->unchanged = catalog->unchanged;
    report->skipped = update->indexer->skipped;
    report->files_read = update->choice.files_read;
    report->files_unchanged = update->choice.files_unchanged;
    report->bytes_read = update->bytes;
    report->seconds = now() - started;
}

static int open_parts(struct update *update, fx_error *err)
{
    struct fx_indexer *indexer = update->indexer;
    struct pipeline_options options = {
        .workers = indexer->workers,
        .memory = (size_t)(indexer->memory - indexer->memory / 8), /* the eighth is the writer's */
        .time_zone = indexer->time_zone,
        .skip = skip,
        .skip_payload = update,
    };
    int status = indexer_model(&options.model, indexer, err);
    if (status == FX_OK)
        status = pipeline_open(&update->pipeline, indexer->writer, &options, err);
    if (status != FX_OK)
        return status;
    file_choice_init(&update->choice, indexer->writer, pipeline_writer_lock(update->pipeline));
    return FX_OK;
}

/* Paths that are all missing are skipped inputs like others; a purge may be about them. */
static int open_source(struct update *update, const char *const *paths, size_t path_count, fx_error *err)
{
    struct corpus_source_options source = {
        .paths = paths,
        .path_count = path_count,
        .choose = choose,
        .skip = skip,
        .payload = update,
        .stop = update->indexer->stop,
    };
    int status = corpus_source_open(&update->source, &source, err);
    if (status != FX_ENOTFOUND)
        return status;
    for (size_t i = 0; i < path_count; i++)
        skip(update, slice_of(paths[i]), 0, "there is no such file or directory");
    return FX_OK;
}

static int purge(struct update *update, const char *const *paths, size_t path_count, bool all, fx_error *err)
{
    int status = purge_gone(update->indexer, &update->choice, paths, path_count, all, &update->report->removed, err);
    if (status == FX_OK && !index_writer_clean(update->indexer->writer))
        status = commit(update, err);
    return status;
}

/* A first build merges what it has just written, and the pages of that are of no use to anybody for long: where they
 * are a good part of the file it is copied without them. Later updates use free pages themselves. No failure of this is
 * one of the update, which is committed, unless the index cannot be used any more. */
static int drop_free_pages(struct fx_indexer *indexer, fx_error *err)
{
    enum { WORTH_BYTES = 16 << 20 };
    struct index_usage usage;
    bool shrunk;
    if (index_usage(index_writer_index(indexer->writer), &usage, NULL) != FX_OK || usage.free_bytes < WORTH_BYTES ||
        usage.free_bytes < usage.file_bytes / 8)
        return FX_OK;
    int status = index_writer_shrink(indexer->writer, &shrunk, err);
    if (status == FX_OK || index_writer_index(indexer->writer) == NULL)
        return status;
    error_clear(err);
    return FX_OK;
}

int fx_indexer_update(fx_indexer *indexer, const char *const *paths, size_t path_count, enum fx_purge purge_mode,
                      fx_update_report *report, fx_error *err)
{
    fx_update_report unused;
    double started = now();
    struct update update = {.indexer = indexer, .report = report != NULL ? report : &unused, .committed = started};
    error_clear(err);
    *update.report = (fx_update_report){0};
    indexer->skipped = 0;
    uint64_t renamed;
    int status = renaming_run(indexer, &renamed, err);
    if (status == FX_OK)
        status = open_parts(&update, err);
    if (status == FX_OK)
        status = open_source(&update, paths, path_count, err);
    if (status == FX_OK)
        status = read_all(&update, err);
    if (status < 0 && update.choice.error.code < 0 && err != NULL)
        *err = update.choice.error;
    bool stopped = status == FX_OK && indexer_is_stopped(indexer);
    if (status == FX_OK && !stopped && purge_mode != FX_PURGE_NONE)
        status = purge(&update, paths, path_count, purge_mode == FX_PURGE_ALL, err);
    bool first = update.pipeline != NULL && pipeline_catalog(update.pipeline)->was_empty;
    if (update.pipeline != NULL)
        fill_report(&update, started, renamed);
    corpus_source_close(update.source);
    pipeline_close(update.pipeline);
    file_choice_release(&update.choice);
    memory_give_back(); /* merging takes its own */
    if (status == FX_OK && !stopped)
        status = index_writer_merge(indexer->writer, indexer->stop, err);
    if (status == FX_OK && !stopped && first)
        status = drop_free_pages(indexer, err);
    update.report->seconds = now() - started;
    return stopped ? error_set(err, FX_ESTOPPED, "stopped; what was read is in the index") : status;
}

int fx_indexer_remove(fx_indexer *indexer, const char *const *ids, size_t id_count, uint64_t *removed, fx_error *err)
{
    const char *missing = NULL;
    uint64_t count = 0;
    error_clear(err);
    if (removed != NULL)
        *removed = 0;
    for (size_t i = 0; i < id_count; i++) {
        uint32_t article;
        int status = index_writer_find(indexer->writer, slice_of(ids[i]), &article, NULL, err);
        if (status == FX_END) {
            indexer_skip(indexer, slice_of(ids[i]), 0, "no article has this id");
            if (missing == NULL)
                missing = ids[i];
            continue;
        }
        if (status == FX_OK)
            status = index_writer_kill(indexer->writer, article, err);
        if (status < 0)
            return status;
        count += status == FX_OK;
    }
    int status = index_writer_clean(indexer->writer) ? FX_OK : index_writer_commit(indexer->writer, err);
    if (status == FX_OK)
        status = index_writer_merge(indexer->writer, indexer->stop, err);
    if (status != FX_OK)
        return status;
    if (removed != NULL)
        *removed = count;
    return missing != NULL ? error_set(err, FX_ENOTFOUND, "no article has the id '%s'", missing) : FX_OK;
}

int fx_indexer_compact(fx_indexer *indexer, fx_error *err)
{
    error_clear(err);
    bool shrunk; /* another process still reads the old file: the next compaction gives its space back */
    return index_writer_compact(indexer->writer, indexer->stop, &shrunk, err);
}
