#include "worker.h"

#include "article_batch.h"
#include "error.h"
#include "indexer.h"
#include "memory.h"
#include "run_flush.h"

#include <xxhash.h>

/* Records of a run stay in memory until they are this many bytes; then it is no small run any more and gets a store. */
enum { SMALL_RECORDS_BYTES = 6 << 20 };

static int open_extraction(struct worker *worker, fx_error *err)
{
    worker->batch = memory_allocate(1, sizeof *worker->batch);
    if (worker->batch == NULL)
        return error_no_memory(err);
    article_batch_init(worker->batch);
    return extractor_new(&worker->extractor, worker->context->model, err);
}

int worker_init(struct worker *worker, struct worker_context *context, fx_error *err)
{
    struct corpus_parser_options options = {context->time_zone, context->skip, context->skip_payload};
    const struct commit *commit = index_commit(index_writer_index(context->writer));
    *worker = (struct worker){.context = context, .arena = ARENA_INIT};
    record_sink_init(&worker->records, context->dictionary);
    int status = corpus_parser_new(&worker->parser, &options, err);
    if (status == FX_OK && context->model != NULL)
        status = open_extraction(worker, err);
    if (status == FX_OK)
        status = run_new(&worker->run, index_writer_forms(context->writer), commit->language, err);
    if (status != FX_OK)
        worker_release(worker);
    return status;
}

void worker_release(struct worker *worker)
{
    corpus_parser_free(worker->parser);
    extractor_free(worker->extractor);
    if (worker->batch != NULL)
        article_batch_release(worker->batch);
    memory_free(worker->batch);
    arena_release(&worker->arena);
    run_free(worker->run);
    record_sink_release(&worker->records);
    *worker = (struct worker){0};
}

static int index_article(struct worker *worker, const struct article *article, const struct annotations *annotations,
                         const struct run_article_input *input, fx_error *err)
{
    int status = record_sink_add(&worker->records, article, annotations, err);
    return status == FX_OK ? run_add(worker->run, article, annotations, input, err) : status;
}

/* An article of any length by itself. */
static int index_alone(struct worker *worker, const struct article *article, const struct run_article_input *input,
                       fx_error *err)
{
    struct annotations annotations = {0};
    int status = FX_OK;
    arena_clear(&worker->arena);
    if (worker->extractor != NULL && article->text.len <= EXTRACTION_TEXT_MAX)
        status = extractor_run(worker->extractor, article, &worker->arena, &annotations, err);
    return status == FX_OK ? index_article(worker, article, &annotations, input, err) : status;
}

static int index_batch(struct worker *worker, fx_error *err)
{
    struct article_batch *batch = worker->batch;
    int status =
        extractor_run_all(worker->extractor, batch->articles, batch->count, &batch->arena, batch->annotations, err);
    for (uint32_t i = 0; i < batch->count && status == FX_OK; i++)
        status = index_article(worker, &batch->articles[i], &batch->annotations[i], &batch->inputs[i], err);
    article_batch_clear(batch);
    return status;
}

/* Indexes an article now or with those that follow, always in the order in which they come. */
static int index_later(struct worker *worker, const struct article *article, const struct run_article_input *input,
                       fx_error *err)
{
    int status = FX_OK;
    if (worker->batch == NULL)
        return index_alone(worker, article, input, err);
    if (!article_batch_has_room(worker->batch, article))
        status = index_batch(worker, err);
    if (status != FX_OK)
        return status;
    if (!article_batch_has_room(worker->batch, article))
        return index_alone(worker, article, input, err);
    return article_batch_add(worker->batch, article, input, err);
}

static int take_article(struct worker *worker, const struct article *article, const struct chunk_slot *slot,
                        fx_error *err)
{
    bool unchanged = false;
    struct run_article_input input = {
        .id_hash = XXH3_64bits(article->id.ptr, article->id.len),
        .content_hash = catalog_content_hash(article),
        .file = slot->chunk.file_number,
        .chunk = slot->number,
    };
    int status = FX_OK;
    if (!slot->again)
        status =
            catalog_check(worker->context->catalog, article->id, input.content_hash, slot->number, &unchanged, err);
    if (status == FX_OK && !unchanged)
        status = index_later(worker, article, &input, err);
    atomic_fetch_add_explicit(&worker->context->articles, 1, memory_order_relaxed);
    return status;
}

static size_t memory_held(const struct worker *worker)
{
    return run_memory(worker->run) + record_sink_memory(&worker->records);
}

static int take_chunk(struct worker *worker, const struct chunk_slot *slot, fx_error *err)
{
    struct article article;
    int status;
    corpus_parser_start(worker->parser, &slot->chunk);
    while ((status = corpus_parser_next(worker->parser, &article, err)) == FX_OK) {
        status = take_article(worker, &article, slot, err);
        if (status != FX_OK)
            return status;
    }
    if (status == FX_END)
        status = worker->batch != NULL ? index_batch(worker, err) : FX_OK;
    if (status != FX_OK)
        return status;
    if (memory_held(worker) > worker->context->run_memory || run_is_full(worker->run))
        return worker_flush(worker, err);
    if (worker->records.writer == NULL && worker->records.compressor != NULL &&
        record_sink_memory(&worker->records) > SMALL_RECORDS_BYTES)
        return record_sink_open_store(&worker->records, index_writer_sink(worker->context->writer),
                                      index_writer_new_owner(worker->context->writer), err);
    return FX_OK;
}

static int work(struct worker *worker, fx_error *err)
{
    struct chunk_queue *queue = worker->context->queue;
    struct chunk_slot *slot;
    int status = FX_OK;
    while (status == FX_OK && (slot = chunk_queue_pop(queue)) != NULL) {
        status = take_chunk(worker, slot, err);
        chunk_queue_give_back(queue, slot);
    }
    if (status == FX_OK && worker->records.writer != NULL && failure_get(worker->context->failure, NULL) == FX_OK)
        status = worker_flush(worker, err);
    return status;
}

static void *run_thread(void *argument)
{
    struct worker *worker = argument;
    fx_error error = {0};
    int status = work(worker, &error);
    if (status < 0) {
        error.code = status;
        failure_report(worker->context->failure, &error);
        chunk_queue_stop(worker->context->queue);
    }
    return NULL;
}

int worker_start(struct worker *worker, fx_error *err)
{
    if (pthread_create(&worker->thread, NULL, run_thread, worker) != 0)
        return error_set(err, FX_ENOMEM, "cannot start a thread");
    worker->running = true;
    return FX_OK;
}

void worker_join(struct worker *worker)
{
    if (worker->running)
        pthread_join(worker->thread, NULL);
    worker->running = false;
}

/* ---- flushing ---- */

static int flush_runs(struct worker_context *context, struct run *const *runs, uint32_t count,
                      const struct store_info *store, fx_error *err)
{
    struct segment_info segment;
    int status = run_flush(runs, count, index_writer_sink(context->writer), index_writer_new_owner(context->writer),
                           &segment, err);
    if (status == FX_OK)
        status = catalog_add(context->catalog, runs, count, &segment, store, err);
    for (uint32_t i = 0; i < count; i++)
        run_clear(runs[i], context->run_memory / 4);
    return status;
}

int worker_flush(struct worker *worker, fx_error *err)
{
    struct worker_context *context = worker->context;
    struct store_info store;
    int status = FX_OK;
    if (worker->run->article_count == 0)
        return FX_OK;
    if (worker->records.writer == NULL)
        status = record_sink_open_store(&worker->records, index_writer_sink(context->writer),
                                        index_writer_new_owner(context->writer), err);
    if (status == FX_OK)
        status = record_sink_finish_store(&worker->records, &store, err);
    return status == FX_OK ? flush_runs(context, &worker->run, 1, &store, err) : status;
}

/* The records of all workers, in the order of the runs, as one store. Where no dictionary is decided on yet, the worker
 * with most to train from decides: which one that is, is chance. */
static int store_together(struct worker *const *workers, uint32_t count, struct store_info *store, fx_error *err)
{
    struct worker_context *context = workers[0]->context;
    struct record_sink *first = &workers[0]->records, *largest = first;
    for (uint32_t i = 1; i < count; i++) {
        if (workers[i]->records.encoded.bytes.length > largest->encoded.bytes.length)
            largest = &workers[i]->records;
    }
    int status = record_sink_decide(largest, err);
    if (status == FX_OK)
        status = record_sink_open_store(first, index_writer_sink(context->writer),
                                        index_writer_new_owner(context->writer), err);
    for (uint32_t i = 1; status == FX_OK && i < count; i++)
        status = record_sink_move(&workers[i]->records, first->writer, err);
    return status == FX_OK ? record_sink_finish_store(first, store, err) : status;
}

int worker_flush_together(struct worker *workers, uint32_t count, fx_error *err)
{
    struct store_info store;
    int status = FX_OK;
    uint32_t used = 0;
    struct worker **busy = memory_allocate(count, sizeof *busy);
    struct run **runs = memory_allocate(count, sizeof *runs);
    if (busy == NULL || runs == NULL) {
        status = error_no_memory(err);
        goto out;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (workers[i].run->article_count == 0)
            continue;
        runs[used] = workers[i].run;
        busy[used++] = &workers[i];
    }
    if (used == 0)
        goto out;
    status = store_together(busy, used, &store, err);
    if (status == FX_OK)
        status = flush_runs(workers[0].context, runs, used, &store, err);
out:
    memory_free(busy);
    memory_free(runs);
    return status;
}
