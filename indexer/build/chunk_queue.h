/* Chunks on their way from the one reading thread to the workers: a fixed number of slots that are filled, taken,
 * worked on and given back, and a bound on the bytes under way, so that memory stays bounded whatever the input. */
#ifndef BUILD_CHUNK_QUEUE_H
#define BUILD_CHUNK_QUEUE_H

#include "corpus.h"

struct chunk_slot {
    struct corpus_chunk chunk;
    uint32_t number; /* 0, 1, 2, … in order of the input */
    bool again;      /* its articles are in the index as they are and shall be indexed all the same */
    struct chunk_slot *next;
    size_t bytes; /* counted as under way */
};

struct chunk_queue;

int chunk_queue_new(struct chunk_queue **out, uint32_t slots, size_t bytes, fx_error *err) FX_CHECK;
void chunk_queue_free(struct chunk_queue *queue); /* no thread uses it any more */

/* The reading thread: an empty slot, waited for; NULL after chunk_queue_stop. */
struct chunk_slot *chunk_queue_empty_slot(struct chunk_queue *queue);
void chunk_queue_push(struct chunk_queue *queue, struct chunk_slot *slot);
void chunk_queue_end(struct chunk_queue *queue);       /* nothing more will come */
void chunk_queue_wait_idle(struct chunk_queue *queue); /* until all slots are given back, or stopped */

/* A worker: the next chunk, in order; NULL when all is done or after chunk_queue_stop. */
struct chunk_slot *chunk_queue_pop(struct chunk_queue *queue);

/* Any of them: the slot is done with. */
void chunk_queue_give_back(struct chunk_queue *queue, struct chunk_slot *slot);

/* Something failed: all waiting ends. Any thread. */
void chunk_queue_stop(struct chunk_queue *queue);

#endif
