/* Puts that wait for their transaction. Many threads hand over extents; LMDB wants one thread to begin, fill and commit
 * a transaction, and likes its keys sorted. So they are copied here until there are enough of them; then a thread of
 * our own writes them all, in order, in a transaction that nobody sees the effect of before a commit record lists its
 * owners. Those who put go on meanwhile, and wait only when the next batch is full before that is written. */
#ifndef STORE_STAGING_H
#define STORE_STAGING_H

#include "arena.h"
#include "environment.h"

#include <pthread.h>

struct staged_batch {
    char *block; /* keys and values; allocated at the first put, kept from batch to batch */
    size_t used;
    struct arena further; /* of what found no room there */
    size_t length;        /* bytes of both */
    struct staged_put *puts;
    size_t count, capacity;
};

struct staging {
    pthread_mutex_t lock; /* of all that follows */
    struct environment *environment;
    struct staged_batch filling;
    size_t limit;                /* bytes of a batch, about */
    pthread_cond_t changed;      /* `writing` or `ending` */
    struct staged_batch written; /* the thread's while `writing`, and so is the environment's write transaction */
    bool writing, ending, started;
    pthread_t thread;
    fx_error error; /* of the first write that failed, code < 0: nothing more is taken then */
    struct extent_sink sink;
};

/* Not to be moved afterwards. About `limit` bytes are held at most: two batches, and what LMDB copies of one. */
void staging_init(struct staging *staging, struct environment *environment, size_t limit);
void staging_release(struct staging *staging); /* drops what waits */

/* Thread-safe; key and value are copied. `sealed`: a checksum is put behind the value. A failure may be that of an
 * earlier put, whose message it repeats. */
int staging_put(struct staging *staging, fx_slice key, fx_slice value, bool sealed, fx_error *err) FX_CHECK;

/* Writes all that waits in a transaction of its own, not yet durable. */
int staging_flush(struct staging *staging, fx_error *err) FX_CHECK;

/* Forgets what waits and has not been written. */
void staging_drop(struct staging *staging);

/* For a transaction of the caller's: keeps other threads from putting, and waits until none of ours is written. */
void staging_lock(struct staging *staging);
void staging_unlock(struct staging *staging);

/* Locked: puts all that waits into the transaction that the caller has begun, and forgets it with staging_clear once
 * that is committed. */
int staging_apply(struct staging *staging, fx_error *err) FX_CHECK;
void staging_clear(struct staging *staging);

#endif
