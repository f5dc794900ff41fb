/* Puts that wait for their transaction. Many threads hand over extents; LMDB wants one thread to begin, fill and commit
 * a transaction, and likes its keys sorted. So they are copied here until there are enough of them; then the thread
 * that brought the last one writes them all, in order, in a transaction of its own that nobody sees the effect of
 * before a commit record lists its owners. */
#ifndef STORE_STAGING_H
#define STORE_STAGING_H

#include "arena.h"
#include "environment.h"

#include <pthread.h>

struct staged_put;

struct staging {
    pthread_mutex_t lock; /* of all that follows, and of the environment's write transaction */
    struct environment *environment;
    struct arena bytes;
    struct staged_put *puts;
    size_t count, capacity;
    size_t limit;    /* bytes that wait at most, about */
    int failed;      /* the code of the first write that failed: nothing more is taken then */
    uint64_t writes; /* transactions so far */
    struct extent_sink sink;
};

/* Not to be moved afterwards. */
void staging_init(struct staging *staging, struct environment *environment, size_t limit);
void staging_release(struct staging *staging); /* drops what waits */

/* Thread-safe; key and value are copied. `sealed`: a checksum is put behind the value. */
int staging_put(struct staging *staging, fx_slice key, fx_slice value, bool sealed, fx_error *err) FX_CHECK;

/* Writes all that waits in a transaction of its own, not yet durable. */
int staging_flush(struct staging *staging, fx_error *err) FX_CHECK;

/* Puts all that waits into the transaction that the caller has begun, and forgets it with staging_clear once that is
 * committed. The caller is the only thread that uses `staging` meanwhile. */
int staging_apply(struct staging *staging, fx_error *err) FX_CHECK;
void staging_clear(struct staging *staging);

#endif
