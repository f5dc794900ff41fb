/* The stored records of one run, on their way to a store. They begin in memory, so that small runs can share one store;
 * when they have become many, a store of the run's own is opened and they stream there. Until a dictionary is decided
 * on they are kept uncompressed: they are what it is trained from. Later they are compressed some at a time: the
 * codebook's tables fill a near cache, and what reads an article throws them out of it. One thread. */
#ifndef BUILD_RECORD_SINK_H
#define BUILD_RECORD_SINK_H

#include "document_store.h"
#include "shared_dictionary.h"

/* Records, one after another. */
struct record_list {
    struct buffer bytes;
    size_t *sizes;
    size_t size_capacity, count;
};

struct record_sink {
    struct shared_dictionary *shared; /* not owned */
    struct store_compressor *compressor;
    struct store_writer *writer; /* NULL while the records are in memory */
    struct record_list encoded;  /* waiting for the codebook; all of them until it is decided on */
    struct record_list coded;    /* compressed; few where there is a writer */
};

void record_sink_init(struct record_sink *sink, struct shared_dictionary *shared);
void record_sink_release(struct record_sink *sink);

int record_sink_add(struct record_sink *sink, const struct article *article, const struct annotations *annotations,
                    fx_error *err) FX_CHECK;

/* The dictionary is decided on now, from the records of this sink where it has not been before. */
int record_sink_decide(struct record_sink *sink, fx_error *err) FX_CHECK;

/* Opens a store of the run's own (owner number `owner`) and moves the pending records there. */
int record_sink_open_store(struct record_sink *sink, const struct extent_sink *extents, uint32_t owner,
                           fx_error *err) FX_CHECK;
/* Ends that store; the sink is empty then. */
int record_sink_finish_store(struct record_sink *sink, struct store_info *info, fx_error *err) FX_CHECK;

/* Moves the pending records to a store of somebody else's with the same dictionary; the sink is empty then. */
int record_sink_move(struct record_sink *sink, struct store_writer *writer, fx_error *err) FX_CHECK;

size_t record_sink_memory(const struct record_sink *sink);

#endif
