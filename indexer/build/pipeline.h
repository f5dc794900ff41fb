/* The update's machine: one reading thread (the caller's) cuts input into chunks, workers index them. See
 * ARCHITECTURE.md, "The path of an article".
 *
 * Segments: a run becomes one when it is full; what is left in the workers at the end becomes one together, unless it
 * is big. So a small update writes one segment. Commits: pipeline_checkpoint makes all that was read so far part of the
 * next commit; the caller commits at the end and about every minute, so that a killed build loses little. */
#ifndef BUILD_PIPELINE_H
#define BUILD_PIPELINE_H

#include "worker.h"

struct pipeline_options {
    uint32_t workers;                    /* at least 1 */
    size_t memory;                       /* of all runs and chunks under way, about */
    const struct extractor_model *model; /* NULL: no extraction */
    const char *time_zone;
    corpus_skip_function skip; /* thread-safe */
    void *skip_payload;
};

struct pipeline;

int pipeline_open(struct pipeline **out, struct index_writer *writer, const struct pipeline_options *options,
                  fx_error *err) FX_CHECK;

/* An empty chunk to fill and push. NULL: something failed, pipeline_finish tells what. */
struct chunk_slot *pipeline_empty_slot(struct pipeline *pipeline);
int pipeline_push(struct pipeline *pipeline, struct chunk_slot *slot, fx_error *err) FX_CHECK;
/* A slot that was not filled after all. */
void pipeline_put_back(struct pipeline *pipeline, struct chunk_slot *slot);

/* All that was pushed is in the index writer afterwards. */
int pipeline_checkpoint(struct pipeline *pipeline, fx_error *err) FX_CHECK;
/* The same, and the workers have ended. */
int pipeline_finish(struct pipeline *pipeline, fx_error *err) FX_CHECK;

/* Calls of the index writer by others than the workers hold this. */
pthread_mutex_t *pipeline_writer_lock(struct pipeline *pipeline);

uint64_t pipeline_articles(struct pipeline *pipeline); /* read so far, unchanged ones included */
const struct catalog *pipeline_catalog(const struct pipeline *pipeline);
void pipeline_close(struct pipeline *pipeline); /* ends the workers if they still run */

#endif
