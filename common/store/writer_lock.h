/* The lock that makes a writer the only one of an index: an fcntl OFD lock on INDEX/writer.lock, which the kernel drops
 * when the process ends, however it ends. The file is never deleted (a lock on a deleted name protects nothing); its
 * content only tells others who holds it. */
#ifndef STORE_WRITER_LOCK_H
#define STORE_WRITER_LOCK_H

#include "fx.h"

struct writer_lock;

/* FX_ELOCKED: "another writer holds the index: pid 123 since 2026-05-01T03:00:00Z (findex update /news)". */
int writer_lock_take(struct writer_lock **out, const char *directory, fx_error *err) FX_CHECK;
void writer_lock_release(struct writer_lock *lock);

#endif
