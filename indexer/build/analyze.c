/* fx_analyze: articles in, what is found in them out. Chunks are worked on in parallel; a worker holds the lines of its
 * chunk back until those before it are out, so the order is the input's and memory stays bounded by chunks. */
#include "article_json.h"
#include "chunk_queue.h"
#include "error.h"
#include "failure.h"
#include "indexer.h"
#include "memory.h"
#include "slice.h"

#include <string.h>

struct analysis {
    struct fx_indexer settings;
    const struct extractor_model *model;
    struct chunk_queue *queue;
    struct failure failure;
    fx_line_function line;
    void *payload;
    pthread_mutex_t lock; /* of the following */
    pthread_cond_t turned;
    uint32_t turn; /* number of the chunk whose lines are due */
    int ended;     /* a code that ends everything: what line() returned, or a failure */
};

struct analyst {
    struct analysis *analysis;
    struct corpus_parser *parser;
    struct extractor *extractor;
    struct arena arena;
    struct buffer lines; /* of a chunk, each with its newline */
    pthread_t thread;
    bool running;
};

static int analyze_article(struct analyst *analyst, const struct article *article, fx_error *err)
{
    struct annotations annotations = {0};
    struct json_writer json;
    arena_clear(&analyst->arena);
    if (analyst->extractor != NULL && article->text.len <= EXTRACTION_TEXT_MAX) {
        int status = extractor_run(analyst->extractor, article, &analyst->arena, &annotations, err);
        if (status != FX_OK)
            return status;
    }
    json_writer_init(&json, &analyst->lines);
    article_json_write(&json, article, &annotations);
    if (json_writer_status(&json) != FX_OK || buffer_append_byte(&analyst->lines, '\n') != FX_OK)
        return error_no_memory(err);
    return FX_OK;
}

/* Hands on the lines once their turn has come. */
static int deliver(struct analyst *analyst, uint32_t number)
{
    struct analysis *analysis = analyst->analysis;
    pthread_mutex_lock(&analysis->lock);
    while (analysis->ended == 0 && analysis->turn != number)
        pthread_cond_wait(&analysis->turned, &analysis->lock);
    const char *at = analyst->lines.bytes;
    const char *end = at + analyst->lines.length;
    while (analysis->ended == 0 && at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        analysis->ended = analysis->line(analysis->payload, (fx_slice){at, (size_t)(newline - at)});
        at = newline + 1;
    }
    analysis->turn++;
    int ended = analysis->ended;
    pthread_cond_broadcast(&analysis->turned);
    pthread_mutex_unlock(&analysis->lock);
    return ended;
}

static int analyze_chunk(struct analyst *analyst, const struct chunk_slot *slot, fx_error *err)
{
    struct article article;
    int status;
    buffer_clear(&analyst->lines);
    corpus_parser_start(analyst->parser, &slot->chunk);
    while ((status = corpus_parser_next(analyst->parser, &article, err)) == FX_OK) {
        status = analyze_article(analyst, &article, err);
        if (status != FX_OK)
            return status;
    }
    return status == FX_END ? deliver(analyst, slot->number) : status;
}

static void end_all(struct analysis *analysis, int code)
{
    pthread_mutex_lock(&analysis->lock);
    if (analysis->ended == 0)
        analysis->ended = code;
    pthread_cond_broadcast(&analysis->turned);
    pthread_mutex_unlock(&analysis->lock);
    chunk_queue_stop(analysis->queue);
}

static void *run_thread(void *argument)
{
    struct analyst *analyst = argument;
    struct analysis *analysis = analyst->analysis;
    struct chunk_slot *slot;
    fx_error error = {0};
    int status = FX_OK;
    while (status == FX_OK && (slot = chunk_queue_pop(analysis->queue)) != NULL) {
        status = analyze_chunk(analyst, slot, &error);
        chunk_queue_give_back(analysis->queue, slot);
    }
    if (status != FX_OK) {
        failure_report(&analysis->failure, &error);
        end_all(analysis, status);
    }
    return NULL;
}

static int start(struct analyst *analyst, struct analysis *analysis, fx_error *err)
{
    struct corpus_parser_options options = {analysis->settings.time_zone, indexer_skip, &analysis->settings};
    *analyst = (struct analyst){.analysis = analysis, .arena = ARENA_INIT};
    int status = corpus_parser_new(&analyst->parser, &options, err);
    if (status == FX_OK && analysis->model != NULL)
        status = extractor_new(&analyst->extractor, analysis->model, err);
    if (status == FX_OK && pthread_create(&analyst->thread, NULL, run_thread, analyst) != 0)
        status = error_set(err, FX_ENOMEM, "cannot start a thread");
    analyst->running = status == FX_OK;
    return status;
}

static void finish(struct analyst *analyst)
{
    if (analyst->running)
        pthread_join(analyst->thread, NULL);
    corpus_parser_free(analyst->parser);
    extractor_free(analyst->extractor);
    arena_release(&analyst->arena);
    buffer_release(&analyst->lines);
}

/* Feeds the queue from the paths. */
static int read_all(struct analysis *analysis, struct corpus_source *source, fx_error *err)
{
    int status = FX_OK;
    while (status == FX_OK && !indexer_is_stopped(&analysis->settings)) {
        struct chunk_slot *slot = chunk_queue_empty_slot(analysis->queue);
        if (slot == NULL)
            return FX_OK; /* ended elsewhere: analysis->ended says why */
        status = corpus_source_next(source, &slot->chunk, err);
        if (status == FX_OK)
            chunk_queue_push(analysis->queue, slot);
        else
            chunk_queue_give_back(analysis->queue, slot);
    }
    return status == FX_END ? FX_OK : status;
}

/* None of the paths exists. */
static int skip_all(struct analysis *analysis, struct analyst *analysts, const char *const *paths, size_t path_count)
{
    for (size_t i = 0; i < path_count; i++)
        indexer_skip(&analysis->settings, slice_of(paths[i]), 0, "there is no such file or directory");
    memory_free(analysts);
    return FX_OK;
}

static int run(struct analysis *analysis, const char *const *paths, size_t path_count, fx_error *err)
{
    struct corpus_source *source = NULL;
    struct corpus_source_options options = {.paths = paths,
                                            .path_count = path_count,
                                            .skip = indexer_skip,
                                            .payload = &analysis->settings,
                                            .stop = analysis->settings.stop};
    uint32_t count = analysis->settings.workers, started = 0;
    struct analyst *analysts = memory_allocate_zeroed(count, sizeof *analysts);
    int status = analysts != NULL ? corpus_source_open(&source, &options, err) : error_no_memory(err);
    if (status == FX_ENOTFOUND)
        return skip_all(analysis, analysts, paths, path_count);
    while (status == FX_OK && started < count)
        status = start(&analysts[started++], analysis, err);
    if (status == FX_OK)
        status = read_all(analysis, source, err);
    if (status == FX_OK)
        chunk_queue_end(analysis->queue);
    else
        end_all(analysis, status);
    for (uint32_t i = 0; i < started; i++)
        finish(&analysts[i]);
    memory_free(analysts);
    corpus_source_close(source);
    if (status == FX_OK && analysis->ended != 0) {
        failure_get(&analysis->failure, err);
        status = analysis->ended;
    }
    if (status == FX_OK && indexer_is_stopped(&analysis->settings))
        status = error_set(err, FX_ESTOPPED, "stopped");
    return status;
}

int fx_analyze(const char *const *paths, size_t path_count, const fx_index_options *options, fx_line_function line,
               void *payload, uint64_t *skipped, fx_error *err)
{
    struct analysis analysis = {.line = line, .payload = payload};
    error_clear(err);
    failure_init(&analysis.failure);
    pthread_mutex_init(&analysis.lock, NULL);
    pthread_cond_init(&analysis.turned, NULL);
    int status = indexer_configure(&analysis.settings, NULL, options, err);
    if (status == FX_OK)
        status = indexer_model(&analysis.model, &analysis.settings, err);
    if (status == FX_OK)
        status = chunk_queue_new(&analysis.queue, 2 * analysis.settings.workers + 1,
                                 (size_t)analysis.settings.memory / 16, err);
    if (status == FX_OK)
        status = run(&analysis, paths, path_count, err);
    if (skipped != NULL)
        *skipped = analysis.settings.skipped;
    chunk_queue_free(analysis.queue);
    indexer_release(&analysis.settings);
    pthread_cond_destroy(&analysis.turned);
    pthread_mutex_destroy(&analysis.lock);
    failure_release(&analysis.failure);
    return status;
}
