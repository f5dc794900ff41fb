/* The LMDB environment of an index directory: the only file of the project that knows LMDB. It checks what LMDB 0.9
 * does not (a foreign or truncated file, checksums of values) and turns LMDB's codes into ours.
 *
 * Threads: snapshots may be used by different threads, each by one at a time. A write transaction is begun, filled and
 * committed by one thread within one call of the caller (LMDB's writer mutex belongs to a thread). The map is only
 * moved by environment_open, environment_grow and environment_follow; what snapshots handed out is gone then, so these
 * are called while no snapshot is open. */
#ifndef STORE_ENVIRONMENT_H
#define STORE_ENVIRONMENT_H

#include "extent.h"

#include <stdbool.h>

struct environment;
struct snapshot;

enum environment_table { TABLE_MAIN, TABLE_FILES, TABLE_COUNT };

/* For reading. FX_ENOTFOUND: no index there; FX_EDAMAGED: not LMDB's, or cut short. Whether it holds an index shows
 * when a snapshot is opened. */
int environment_open_reader(struct environment **out, const char *directory, fx_error *err) FX_CHECK;
/* For writing, made where it is missing and `create` is set. The caller holds the writer's lock. All pages are checked
 * first (page_check.h), since LMDB would write on whatever they say. */
int environment_open_writer(struct environment **out, const char *directory, bool create, fx_error *err) FX_CHECK;
/* All snapshots are closed. */
void environment_close(struct environment *environment);

/* ---- reading ---- */

int snapshot_open(struct snapshot **out, struct environment *environment, fx_error *err) FX_CHECK;
void snapshot_close(struct snapshot *snapshot);

/* A value without its checksum, checked; borrowed until the snapshot is closed. FX_END: no such key. */
int snapshot_get(struct snapshot *snapshot, enum environment_table table, fx_slice key, fx_slice *value,
                 fx_error *err) FX_CHECK;
/* Extents and blocks of this snapshot; lives as long as it. */
const struct extent_source *snapshot_source(struct snapshot *snapshot);

/* All keys >= first in order, with their values as they stand (checksums included); stops when `visit` returns non-zero
 * and returns that. */
typedef int (*snapshot_visitor)(void *payload, fx_slice key, fx_slice value);
int snapshot_visit(struct snapshot *snapshot, enum environment_table table, fx_slice first, snapshot_visitor visit,
                   void *payload, fx_error *err) FX_CHECK;

/* Walks all pages of the file (page_check.h). */
int snapshot_check(struct snapshot *snapshot, fx_error *err) FX_CHECK;

/* FX_OK and the value without its checksum, or FX_EDAMAGED. */
int environment_check_value(fx_slice key, fx_slice value, fx_slice *out, fx_error *err) FX_CHECK;

/* True where a newer commit exists than the one this snapshot sees. */
bool snapshot_is_old(struct snapshot *snapshot);

struct environment_usage {
    uint64_t file_bytes; /* of data.mdb */
    uint64_t used_bytes; /* pages in use by this snapshot */
    uint64_t free_bytes; /* pages that can be reused */
    uint64_t page_bytes;
};
int snapshot_usage(struct snapshot *snapshot, struct environment_usage *out, fx_error *err) FX_CHECK;

/* True where data.mdb is another file by now than the one that is open (a compaction replaces it). */
bool environment_is_replaced(const struct environment *environment);

/* Readers: makes the map as large as the file has become. No snapshot is open. */
int environment_follow(struct environment *environment, fx_error *err) FX_CHECK;

/* ---- writing: begin, put and delete, then commit or abort ---- */

int environment_begin(struct environment *environment, fx_error *err) FX_CHECK;
int environment_put_sealed(struct environment *environment, enum environment_table table, fx_slice key, fx_slice value,
                           fx_error *err) FX_CHECK; /* appends the checksum */
int environment_put_plain(struct environment *environment, enum environment_table table, fx_slice key, fx_slice value,
                          fx_error *err) FX_CHECK; /* has its own */
/* Of a key that is not there: nothing happens. */
int environment_delete(struct environment *environment, enum environment_table table, fx_slice key,
                       fx_error *err) FX_CHECK;
/* All keys of "main" that begin with `prefix`, at most `limit` of them; *deleted tells how many. */
int environment_delete_prefix(struct environment *environment, fx_slice prefix, size_t limit, size_t *deleted,
                              fx_error *err) FX_CHECK;
/* `durable`: on disk when it returns. Otherwise ordered (a crash leaves this or an older state) but perhaps not there
 * yet; the next durable commit covers it. A failure leaves the last commit. */
int environment_commit(struct environment *environment, bool durable, fx_error *err) FX_CHECK;
void environment_abort(struct environment *environment);

/* Writers: makes the map larger where less than three quarters of it are free. No snapshot is open. */
int environment_grow(struct environment *environment, fx_error *err) FX_CHECK;

/* Writers: replaces data.mdb by a copy without free pages, if no other process has the environment open; *shrunk tells.
 * No snapshot is open. *environment is closed and opened anew; NULL after a failure. */
int environment_shrink(struct environment **environment, bool *shrunk, fx_error *err) FX_CHECK;

#endif
