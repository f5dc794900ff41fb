#include "staging.h"

#include "error.h"
#include "memory.h"
#include "slice.h"
#include "store_key.h"

#include <stdlib.h>
#include <string.h>

struct staged_put {
    fx_slice key, value;
    size_t number; /* of two puts of a key the later counts */
    bool sealed;
};

static int put_extent(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice value, fx_error *err)
{
    struct store_key key;
    store_key_of_extent(&key, owner, stream, number);
    return staging_put(self, store_key_slice(&key), value, false, err);
}

static int put_block(void *self, uint32_t owner, unsigned unit, fx_slice last_term, fx_slice value, fx_error *err)
{
    if (last_term.len > BLOCK_TERM_MAX)
        return error_set(err, FX_EINVAL, "a term of %zu bytes is too long for a key", last_term.len);
    struct store_key key;
    store_key_of_block(&key, owner, unit, last_term);
    return staging_put(self, store_key_slice(&key), value, false, err);
}

void staging_init(struct staging *staging, struct environment *environment, size_t limit)
{
    *staging = (struct staging){.environment = environment, .limit = limit / 4};
    pthread_mutex_init(&staging->lock, NULL);
    pthread_cond_init(&staging->changed, NULL);
    staging->sink = (struct extent_sink){put_extent, put_block, staging};
}

static void clear(struct staged_batch *batch)
{
    batch->count = batch->used = batch->length = 0;
    arena_release(&batch->further);
}

static void release(struct staged_batch *batch)
{
    arena_release(&batch->further);
    memory_free(batch->block);
    memory_free(batch->puts);
}

static int copy(fx_slice *out, struct staged_batch *batch, size_t limit, fx_slice bytes)
{
    if (batch->block == NULL && (batch->block = memory_allocate(limit, 1)) == NULL)
        return FX_ENOMEM;
    batch->length += bytes.len;
    if (bytes.len > limit - batch->used)
        return arena_copy(out, &batch->further, bytes);
    char *at = batch->block + batch->used;
    if (bytes.len > 0)
        memcpy(at, bytes.ptr, bytes.len);
    batch->used += bytes.len;
    *out = (fx_slice){at, bytes.len};
    return FX_OK;
}

static int add(struct staging *staging, fx_slice key, fx_slice value, bool sealed)
{
    struct staged_batch *batch = &staging->filling;
    struct staged_put put = {.number = batch->count, .sealed = sealed};
    if (memory_reserve(&batch->puts, &batch->capacity, batch->count + 1, sizeof put) != FX_OK ||
        copy(&put.key, batch, staging->limit, key) != FX_OK || copy(&put.value, batch, staging->limit, value) != FX_OK)
        return FX_ENOMEM;
    batch->puts[batch->count++] = put;
    return FX_OK;
}

static int compare_puts(const void *a, const void *b)
{
    const struct staged_put *first = a;
    const struct staged_put *second = b;
    int order = slice_compare(first->key, second->key);
    return order != 0 ? order : (first->number > second->number) - (first->number < second->number);
}

/* Into the transaction that has been begun. */
static int apply(struct environment *environment, struct staged_batch *batch, fx_error *err)
{
    int status = FX_OK;
    if (batch->count > 0)
        qsort(batch->puts, batch->count, sizeof *batch->puts, compare_puts);
    for (size_t i = 0; i < batch->count && status == FX_OK; i++) {
        const struct staged_put *put = &batch->puts[i];
        status = put->sealed ? environment_put_sealed(environment, TABLE_MAIN, put->key, put->value, err)
                             : environment_put_plain(environment, TABLE_MAIN, put->key, put->value, err);
    }
    return status;
}

/* In a transaction of its own; the batch is empty afterwards, whatever the result. */
static int write_batch(struct environment *environment, struct staged_batch *batch, fx_error *err)
{
    if (batch->count == 0)
        return FX_OK;
    int status = environment_begin(environment, err);
    if (status == FX_OK) {
        status = apply(environment, batch, err);
        if (status == FX_OK)
            status = environment_commit(environment, false, err);
        else
            environment_abort(environment);
    }
    clear(batch);
    return status;
}

/* ---- the thread that writes; with the lock held unless it says otherwise ---- */

static int failure_of(const struct staging *staging, fx_error *err)
{
    if (staging->error.code < 0 && err != NULL)
        *err = staging->error;
    return staging->error.code;
}

static int note(struct staging *staging, int status, const fx_error *error)
{
    if (status < 0 && staging->error.code >= 0) {
        staging->error = *error;
        staging->error.code = status;
    }
    return status;
}

static void *write_batches(void *argument)
{
    struct staging *staging = argument;
    pthread_mutex_lock(&staging->lock);
    for (;;) {
        while (!staging->writing && !staging->ending)
            pthread_cond_wait(&staging->changed, &staging->lock);
        if (!staging->writing)
            break;
        fx_error error = {0};
        pthread_mutex_unlock(&staging->lock);
        const int status = write_batch(staging->environment, &staging->written, &error);
        pthread_mutex_lock(&staging->lock);
        (void)note(staging, status, &error);
        staging->writing = false;
        pthread_cond_broadcast(&staging->changed);
    }
    pthread_mutex_unlock(&staging->lock);
    return NULL;
}

static void wait_until_written(struct staging *staging)
{
    while (staging->writing)
        pthread_cond_wait(&staging->changed, &staging->lock);
}

static int flush(struct staging *staging)
{
    fx_error error = {0};
    wait_until_written(staging);
    if (staging->error.code < 0)
        return staging->error.code;
    return note(staging, write_batch(staging->environment, &staging->filling, &error), &error);
}

/* The batch is full. */
static int hand_over(struct staging *staging)
{
    while (staging->writing && staging->filling.length >= staging->limit)
        pthread_cond_wait(&staging->changed, &staging->lock);
    if (staging->filling.length < staging->limit) /* another has handed it over */
        return staging->error.code;
    if (!staging->started)
        staging->started = pthread_create(&staging->thread, NULL, write_batches, staging) == 0;
    if (!staging->started)
        return flush(staging);
    const struct staged_batch batch = staging->filling;
    staging->filling = staging->written;
    staging->written = batch;
    staging->writing = true;
    pthread_cond_broadcast(&staging->changed);
    return staging->error.code;
}

/* ---- for others ---- */

void staging_release(struct staging *staging)
{
    pthread_mutex_lock(&staging->lock);
    staging->ending = true;
    pthread_cond_broadcast(&staging->changed);
    pthread_mutex_unlock(&staging->lock);
    if (staging->started)
        pthread_join(staging->thread, NULL);
    release(&staging->filling);
    release(&staging->written);
    pthread_cond_destroy(&staging->changed);
    pthread_mutex_destroy(&staging->lock);
}

int staging_put(struct staging *staging, fx_slice key, fx_slice value, bool sealed, fx_error *err)
{
    pthread_mutex_lock(&staging->lock);
    int status = failure_of(staging, err);
    if (status == FX_OK && add(staging, key, value, sealed) != FX_OK)
        status = error_no_memory(err);
    if (status == FX_OK && staging->filling.length >= staging->limit && hand_over(staging) != FX_OK)
        status = failure_of(staging, err);
    pthread_mutex_unlock(&staging->lock);
    return status;
}

int staging_flush(struct staging *staging, fx_error *err)
{
    pthread_mutex_lock(&staging->lock);
    int status = flush(staging) == FX_OK ? FX_OK : failure_of(staging, err);
    pthread_mutex_unlock(&staging->lock);
    return status;
}

void staging_drop(struct staging *staging)
{
    staging_lock(staging);
    staging_clear(staging);
    staging_unlock(staging);
}

void staging_lock(struct staging *staging)
{
    pthread_mutex_lock(&staging->lock);
    wait_until_written(staging);
}

void staging_unlock(struct staging *staging)
{
    pthread_mutex_unlock(&staging->lock);
}

int staging_apply(struct staging *staging, fx_error *err)
{
    int status = failure_of(staging, err);
    return status == FX_OK ? apply(staging->environment, &staging->filling, err) : status;
}

void staging_clear(struct staging *staging)
{
    clear(&staging->filling);
}
