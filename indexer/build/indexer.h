/* struct fx_indexer as the files of this folder see it. */
#ifndef BUILD_INDEXER_H
#define BUILD_INDEXER_H

#include "extract.h"
#include "fx_index.h"
#include "index_writer.h"

#include <pthread.h>
#include <stdbool.h>

/* Texts longer than this are indexed without looking for names and speech: they are no articles, and what is found in
 * them would take several times their size. */
enum { EXTRACTION_TEXT_MAX = 16 * 1024 * 1024 };

struct fx_indexer {
    struct index_writer *writer;
    struct extractor_model *model;            /* opened by the first update that extracts */
    char *directory, *time_zone, *alias_file; /* the last two may be NULL */
    bool no_extraction;
    uint32_t workers;
    uint64_t memory;
    const volatile int *stop;
    void (*on_skip)(void *payload, fx_slice path, uint32_t line, const char *reason);
    void (*on_progress)(void *payload, uint64_t articles, uint64_t bytes, uint64_t total_bytes);
    void *payload;
    pthread_mutex_t skip_lock;
    uint64_t skipped; /* inputs, by skip_lock */
};

static inline bool indexer_is_stopped(const struct fx_indexer *indexer)
{
    return indexer->stop != NULL && *indexer->stop != 0;
}

/* A corpus_skip_function: counts and passes on, one at a time. The payload is the indexer. */
void indexer_skip(void *payload, fx_slice path, uint32_t line, const char *reason);

/* The model, opened when first asked for; *out NULL where extraction is off. */
int indexer_model(const struct extractor_model **out, struct fx_indexer *indexer, fx_error *err) FX_CHECK;

/* The options as given, with what they leave open filled in. The writer stays NULL. Used by fx_analyze, too. */
int indexer_configure(struct fx_indexer *indexer, const char *directory, const fx_index_options *options,
                      fx_error *err) FX_CHECK;
void indexer_release(struct fx_indexer *indexer);

#endif
