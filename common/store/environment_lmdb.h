/* What the files environment*.c share. Private to them: the only place where lmdb.h is included. */
#ifndef STORE_ENVIRONMENT_LMDB_H
#define STORE_ENVIRONMENT_LMDB_H

#include "environment.h"
#include "page_tree.h"

#include <lmdb.h>
#include <stdatomic.h>

struct environment {
    MDB_env *lmdb;
    MDB_dbi tables[TABLE_COUNT]; /* writers only */
    char *directory;
    char *data_path;
    uint32_t page_bytes;
    bool writer;
    MDB_txn *write;           /* NULL: none begun */
    char *map;                /* where LMDB has the file, as the last write transaction saw it; NULL: not known */
    uint64_t new_pages;       /* that the write transaction may add to the file, at most */
    _Atomic uint32_t commits; /* so far; snapshots give their pages back when it has changed */
};

/* LMDB's read transaction only keeps the pages of the snapshot from being written over; they are read by page_tree.c.
 */
struct snapshot {
    struct environment *environment;
    MDB_txn *read;
    struct page_file file;
    struct page_tree free_pages, names, tables[TABLE_COUNT];
    struct extent_source source;
    uint32_t commits; /* of the environment when pages were given back last */
};

extern const char *const environment_table_names[TABLE_COUNT];

/* A snapshot whose named tables have not been looked for. */
int snapshot_begin(struct snapshot **out, struct environment *environment, fx_error *err);

/* The pages LMDB has looked at, and those the kernel maps around them, would count as memory of the process for as long
 * as the map stands: in a long build the whole file. Given back they can be read as before. Any thread. */
void environment_give_map_back(const struct environment *environment);

/* Our code and message for LMDB's; `what` says what was tried. */
int environment_error(const struct environment *environment, int code, const char *what, fx_error *err);

static inline MDB_val value_of(fx_slice slice)
{
    return (MDB_val){slice.len, (void *)(uintptr_t)slice.ptr};
}

static inline fx_slice slice_of_value(MDB_val value)
{
    return (fx_slice){value.mv_data, value.mv_size};
}

#endif
