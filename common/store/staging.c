#include "staging.h"

#include "error.h"
#include "memory.h"
#include "slice.h"
#include "store_key.h"

#include <stdlib.h>

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
    *staging = (struct staging){.environment = environment, .limit = limit};
    pthread_mutex_init(&staging->lock, NULL);
    staging->sink = (struct extent_sink){put_extent, put_block, staging};
}

void staging_release(struct staging *staging)
{
    arena_release(&staging->bytes);
    memory_free(staging->puts);
    pthread_mutex_destroy(&staging->lock);
}

void staging_clear(struct staging *staging)
{
    staging->count = 0;
    arena_clear(&staging->bytes);
}

static int add(struct staging *staging, fx_slice key, fx_slice value, bool sealed)
{
    struct staged_put put = {.number = staging->count, .sealed = sealed};
    if (memory_reserve(&staging->puts, &staging->capacity, staging->count + 1, sizeof put) != FX_OK ||
        arena_copy(&put.key, &staging->bytes, key) != FX_OK || arena_copy(&put.value, &staging->bytes, value) != FX_OK)
        return FX_ENOMEM;
    staging->puts[staging->count++] = put;
    return FX_OK;
}

static int compare_puts(const void *a, const void *b)
{
    const struct staged_put *first = a;
    const struct staged_put *second = b;
    int order = slice_compare(first->key, second->key);
    return order != 0 ? order : (first->number > second->number) - (first->number < second->number);
}

int staging_apply(struct staging *staging, fx_error *err)
{
    if (staging->failed != FX_OK)
        return error_set(err, staging->failed, "an earlier write to the index failed");
    if (staging->count > 0)
        qsort(staging->puts, staging->count, sizeof *staging->puts, compare_puts);
    int status = FX_OK;
    for (size_t i = 0; i < staging->count && status == FX_OK; i++) {
        const struct staged_put *put = &staging->puts[i];
        status = put->sealed ? environment_put_sealed(staging->environment, TABLE_MAIN, put->key, put->value, err)
                             : environment_put_plain(staging->environment, TABLE_MAIN, put->key, put->value, err);
    }
    return status;
}

/* With the lock held. */
static int flush(struct staging *staging, fx_error *err)
{
    if (staging->failed != FX_OK)
        return error_set(err, staging->failed, "an earlier write to the index failed");
    if (staging->count == 0)
        return FX_OK;
    int status = environment_begin(staging->environment, err);
    if (status == FX_OK)
        status = staging_apply(staging, err);
    if (status == FX_OK)
        status = environment_commit(staging->environment, false, err);
    else
        environment_abort(staging->environment);
    staging->failed = status;
    staging->writes++;
    staging_clear(staging);
    return status;
}

int staging_flush(struct staging *staging, fx_error *err)
{
    pthread_mutex_lock(&staging->lock);
    int status = flush(staging, err);
    pthread_mutex_unlock(&staging->lock);
    return status;
}

int staging_put(struct staging *staging, fx_slice key, fx_slice value, bool sealed, fx_error *err)
{
    pthread_mutex_lock(&staging->lock);
    int status =
        staging->failed != FX_OK ? error_set(err, staging->failed, "an earlier write to the index failed") : FX_OK;
    if (status == FX_OK && add(staging, key, value, sealed) != FX_OK)
        status = error_no_memory(err);
    if (status == FX_OK && staging->bytes.total >= staging->limit)
        status = flush(staging, err);
    pthread_mutex_unlock(&staging->lock);
    return status;
}
