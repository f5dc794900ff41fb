/* A worker: turns chunks into articles, articles into annotations, terms and stored records, and its run, when full,
 * into a segment. One thread each; what they share is in struct worker_context. */
#ifndef BUILD_WORKER_H
#define BUILD_WORKER_H

#include "catalog.h"
#include "chunk_queue.h"
#include "extract.h"
#include "failure.h"
#include "record_sink.h"

/* Shared by the workers of one update; outlives them. */
struct worker_context {
    struct index_writer *writer;
    struct catalog *catalog;
    struct shared_dictionary *dictionary;
    struct chunk_queue *queue;
    struct failure *failure;
    const struct extractor_model *model; /* NULL: no extraction */
    const char *time_zone;
    corpus_skip_function skip;
    void *skip_payload;
    size_t run_memory;      /* a run that holds more becomes a segment */
    atomic_ullong articles; /* read so far */
};

struct worker {
    struct worker_context *context;
    struct corpus_parser *parser;
    struct extractor *extractor;
    struct article_batch *batch; /* NULL: no extraction, articles are indexed as they come */
    struct arena arena;          /* annotations of an article too long for the batch */
    struct run *run;
    struct record_sink records;
    pthread_t thread;
    bool running;
};

int worker_init(struct worker *worker, struct worker_context *context, fx_error *err) FX_CHECK;
void worker_release(struct worker *worker); /* joined */

/* Works until the queue ends; a run that has a store of its own by then becomes a segment. */
int worker_start(struct worker *worker, fx_error *err) FX_CHECK;
void worker_join(struct worker *worker);

/* The run becomes a segment with a store of its own; nothing where it is empty. The worker is idle or the caller. */
int worker_flush(struct worker *worker, fx_error *err) FX_CHECK;

/* The runs of several idle workers become one segment and one store. */
int worker_flush_together(struct worker *workers, uint32_t count, fx_error *err) FX_CHECK;

#endif
