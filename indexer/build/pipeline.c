#include "pipeline.h"

#include "error.h"
#include "memory.h"

struct pipeline {
    struct worker_context context;
    struct catalog catalog;
    struct shared_dictionary dictionary;
    struct failure failure;
    struct worker *workers;
    uint32_t worker_count;
    uint32_t started;
};

/* Of the memory given: the runs get eleven sixteenths; the rest is for chunks, output extents and coding texts. */
enum { RUN_MEMORY_MIN = 4 << 20, QUEUE_BYTES_MIN = 4 << 20 };

static size_t at_least(size_t value, size_t floor)
{
    return value > floor ? value : floor;
}

static int open_parts(struct pipeline *pipeline, struct index_writer *writer, const struct pipeline_options *options,
                      fx_error *err)
{
    int status = catalog_open(&pipeline->catalog, writer, err);
    if (status == FX_OK)
        status = shared_dictionary_open(&pipeline->dictionary, writer, &pipeline->catalog.lock, err);
    if (status == FX_OK)
        status = chunk_queue_new(&pipeline->context.queue, 2 * options->workers + 1,
                                 at_least(options->memory / 16, QUEUE_BYTES_MIN), err);
    return status;
}

int pipeline_open(struct pipeline **out, struct index_writer *writer, const struct pipeline_options *options,
                  fx_error *err)
{
    *out = NULL;
    struct pipeline *pipeline = memory_allocate_zeroed(1, sizeof *pipeline);
    struct worker *workers = memory_allocate_zeroed(options->workers, sizeof *workers);
    if (pipeline == NULL || workers == NULL) {
        memory_free(pipeline);
        memory_free(workers);
        return error_no_memory(err);
    }
    failure_init(&pipeline->failure);
    pipeline->workers = workers;
    struct worker_context *context = &pipeline->context;
    context->writer = writer;
    context->catalog = &pipeline->catalog;
    context->dictionary = &pipeline->dictionary;
    context->failure = &pipeline->failure;
    context->model = options->model;
    context->time_zone = options->time_zone;
    context->skip = options->skip;
    context->skip_payload = options->skip_payload;
    context->run_memory = at_least(options->memory / 16 * 13 / options->workers, RUN_MEMORY_MIN);
    int status = open_parts(pipeline, writer, options, err);
    for (uint32_t i = 0; status == FX_OK && i < options->workers; i++) {
        status = worker_init(&workers[i], context, err);
        pipeline->worker_count += status == FX_OK;
    }
    if (status != FX_OK) {
        pipeline_close(pipeline);
        return status;
    }
    *out = pipeline;
    return FX_OK;
}

struct chunk_slot *pipeline_empty_slot(struct pipeline *pipeline)
{
    return chunk_queue_empty_slot(pipeline->context.queue);
}

/* One worker more for each chunk, so that a small update starts no more threads than it has chunks. */
int pipeline_push(struct pipeline *pipeline, struct chunk_slot *slot, fx_error *err)
{
    chunk_queue_push(pipeline->context.queue, slot);
    if (pipeline->started == pipeline->worker_count)
        return FX_OK;
    return worker_start(&pipeline->workers[pipeline->started++], err);
}

void pipeline_put_back(struct pipeline *pipeline, struct chunk_slot *slot)
{
    chunk_queue_give_back(pipeline->context.queue, slot);
}

int pipeline_checkpoint(struct pipeline *pipeline, fx_error *err)
{
    chunk_queue_wait_idle(pipeline->context.queue);
    int status = failure_get(&pipeline->failure, err);
    for (uint32_t i = 0; status == FX_OK && i < pipeline->worker_count; i++) {
        if (pipeline->workers[i].records.writer != NULL)
            status = worker_flush(&pipeline->workers[i], err);
    }
    return status == FX_OK ? worker_flush_together(pipeline->workers, pipeline->worker_count, err) : status;
}

int pipeline_finish(struct pipeline *pipeline, fx_error *err)
{
    chunk_queue_end(pipeline->context.queue);
    for (uint32_t i = 0; i < pipeline->worker_count; i++)
        worker_join(&pipeline->workers[i]);
    int status = failure_get(&pipeline->failure, err);
    return status == FX_OK ? worker_flush_together(pipeline->workers, pipeline->worker_count, err) : status;
}

pthread_mutex_t *pipeline_writer_lock(struct pipeline *pipeline)
{
    return &pipeline->catalog.lock;
}

uint64_t pipeline_articles(struct pipeline *pipeline)
{
    return atomic_load_explicit(&pipeline->context.articles, memory_order_relaxed);
}

const struct catalog *pipeline_catalog(const struct pipeline *pipeline)
{
    return &pipeline->catalog;
}

void pipeline_close(struct pipeline *pipeline)
{
    if (pipeline == NULL)
        return;
    if (pipeline->context.queue != NULL)
        chunk_queue_stop(pipeline->context.queue);
    for (uint32_t i = 0; i < pipeline->worker_count; i++) {
        worker_join(&pipeline->workers[i]);
        worker_release(&pipeline->workers[i]);
    }
    chunk_queue_free(pipeline->context.queue);
    shared_dictionary_close(&pipeline->dictionary);
    catalog_close(&pipeline->catalog);
    failure_release(&pipeline->failure);
    memory_free(pipeline->workers);
    memory_free(pipeline);
}
