#include "chunk_queue.h"

#include "error.h"
#include "memory.h"

#include <pthread.h>

struct chunk_queue {
    pthread_mutex_t lock;
    pthread_cond_t filled, emptied;
    struct chunk_slot *slots;
    uint32_t slot_count;
    struct chunk_slot *empty;        /* a stack */
    struct chunk_slot *first, *last; /* waiting for a worker */
    uint32_t busy;                   /* slots not in `empty` */
    size_t bytes, byte_limit;        /* of the chunks pushed and not given back */
    uint32_t next_number;
    bool ended, stopped;
};

/* A slot's memory is kept for the next chunk unless a long article has blown it up. */
enum { KEEP_BYTES = 2 * CORPUS_CHUNK_BYTES };

int chunk_queue_new(struct chunk_queue **out, uint32_t slots, size_t bytes, fx_error *err)
{
    *out = NULL;
    struct chunk_queue *queue = memory_allocate_zeroed(1, sizeof *queue);
    struct chunk_slot *made = memory_allocate_zeroed(slots, sizeof *made);
    if (queue == NULL || made == NULL) {
        memory_free(queue);
        memory_free(made);
        return error_no_memory(err);
    }
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->filled, NULL);
    pthread_cond_init(&queue->emptied, NULL);
    queue->slots = made;
    queue->slot_count = slots;
    queue->byte_limit = bytes;
    for (uint32_t i = 0; i < slots; i++) {
        made[i].chunk = (struct corpus_chunk)CORPUS_CHUNK_INIT;
        made[i].next = queue->empty;
        queue->empty = &made[i];
    }
    *out = queue;
    return FX_OK;
}

void chunk_queue_free(struct chunk_queue *queue)
{
    if (queue == NULL)
        return;
    for (uint32_t i = 0; i < queue->slot_count; i++)
        corpus_chunk_release(&queue->slots[i].chunk);
    pthread_cond_destroy(&queue->filled);
    pthread_cond_destroy(&queue->emptied);
    pthread_mutex_destroy(&queue->lock);
    memory_free(queue->slots);
    memory_free(queue);
}

/* One chunk is always let through, however long it is. */
static bool is_full(const struct chunk_queue *queue)
{
    return queue->empty == NULL || (queue->bytes > queue->byte_limit && queue->busy > 0);
}

struct chunk_slot *chunk_queue_empty_slot(struct chunk_queue *queue)
{
    struct chunk_slot *slot = NULL;
    pthread_mutex_lock(&queue->lock);
    while (!queue->stopped && is_full(queue))
        pthread_cond_wait(&queue->emptied, &queue->lock);
    if (!queue->stopped) {
        slot = queue->empty;
        queue->empty = slot->next;
        queue->busy++;
        slot->next = NULL;
        slot->bytes = 0;
        slot->again = false;
    }
    pthread_mutex_unlock(&queue->lock);
    return slot;
}

void chunk_queue_push(struct chunk_queue *queue, struct chunk_slot *slot)
{
    pthread_mutex_lock(&queue->lock);
    slot->number = queue->next_number++;
    slot->bytes = slot->chunk.bytes.length;
    queue->bytes += slot->bytes;
    if (queue->last != NULL)
        queue->last->next = slot;
    else
        queue->first = slot;
    queue->last = slot;
    pthread_cond_signal(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
}

void chunk_queue_end(struct chunk_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->ended = true;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->lock);
}

void chunk_queue_stop(struct chunk_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->stopped = true;
    pthread_cond_broadcast(&queue->filled);
    pthread_cond_broadcast(&queue->emptied);
    pthread_mutex_unlock(&queue->lock);
}

void chunk_queue_wait_idle(struct chunk_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    while (!queue->stopped && queue->busy > 0)
        pthread_cond_wait(&queue->emptied, &queue->lock);
    pthread_mutex_unlock(&queue->lock);
}

struct chunk_slot *chunk_queue_pop(struct chunk_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    while (!queue->stopped && !queue->ended && queue->first == NULL)
        pthread_cond_wait(&queue->filled, &queue->lock);
    struct chunk_slot *slot = queue->stopped ? NULL : queue->first;
    if (slot != NULL) {
        queue->first = slot->next;
        if (queue->first == NULL)
            queue->last = NULL;
        slot->next = NULL;
    }
    pthread_mutex_unlock(&queue->lock);
    return slot;
}

void chunk_queue_give_back(struct chunk_queue *queue, struct chunk_slot *slot)
{
    if (slot->chunk.bytes.capacity > KEEP_BYTES)
        buffer_release(&slot->chunk.bytes);
    pthread_mutex_lock(&queue->lock);
    queue->bytes -= slot->bytes;
    queue->busy--;
    slot->next = queue->empty;
    queue->empty = slot;
    pthread_cond_broadcast(&queue->emptied);
    pthread_mutex_unlock(&queue->lock);
}
