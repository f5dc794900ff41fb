/* Which articles an update adds, replaces or finds unchanged; the one place where runs enter the index. All threads:
 * one lock inside serialises every call of the index writer but its sink.
 *
 * The same id twice in one update: the last in the order of the input wins, whatever order the workers finish in.
 * Chunks are numbered in that order, so of two articles the one of the later chunk wins, within a chunk the later one.
 */
#ifndef BUILD_CATALOG_H
#define BUILD_CATALOG_H

#include "index_writer.h"
#include "run.h"

#include <pthread.h>

struct catalog {
    struct index_writer *writer;
    pthread_mutex_t lock;
    bool was_empty;   /* the index held no article when the update began */
    uint32_t base;    /* number of the first article of this update */
    uint32_t *chunks; /* of the articles of this update: chunk numbers, by number - base */
    size_t chunk_capacity;
    uint32_t added_count; /* articles numbered by this update */
    uint32_t *seen;       /* of the articles before it, once needed: 1 + the last chunk that held it unchanged */
    uint64_t added, replaced, unchanged;
};

int catalog_open(struct catalog *catalog, struct index_writer *writer, fx_error *err) FX_CHECK;
void catalog_close(struct catalog *catalog);

/* XXH3 over all that is stored of an article. */
uint64_t catalog_content_hash(const struct article *article);

/* Is the article in the index as it is? Then it need not be indexed; that it was there is remembered. */
int catalog_check(struct catalog *catalog, fx_slice id, uint64_t content_hash, uint32_t chunk, bool *unchanged,
                  fx_error *err) FX_CHECK;

/* The articles of the runs, flushed as `segment` and stored in `store`, join the index; what they replace dies. */
int catalog_add(struct catalog *catalog, struct run *const *runs, uint32_t run_count,
                const struct segment_info *segment, const struct store_info *store, fx_error *err) FX_CHECK;

#endif
