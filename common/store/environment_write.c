#include "environment_lmdb.h"

#include "buffer.h"
#include "error.h"
#include "memory.h"
#include "slice.h"
#include "store_key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Pages that a put or delete may copy or add beside those of its value: a path from the root and its splits. */
enum { PAGES_BESIDE = 8, DELETIONS_BETWEEN = 256, PAGES_OF_A_COMMIT = 256 };

/* Finds where LMDB has mapped the file, which it does not tell: before anything is written a key stands in the map, on
 * a page that begins with its own number. */
static void find_map(struct environment *environment)
{
    MDB_cursor *cursor;
    MDB_val key;
    environment->map = NULL;
    if (mdb_cursor_open(environment->write, environment->tables[TABLE_MAIN], &cursor) != 0)
        return;
    if (mdb_cursor_get(cursor, &key, NULL, MDB_FIRST) == 0) {
        uint64_t number;
        char *page = (char *)((uintptr_t)key.mv_data & ~((uintptr_t)environment->page_bytes - 1));
        memcpy(&number, page, sizeof number);
        environment->map = page - number * environment->page_bytes;
    }
    mdb_cursor_close(cursor);
}

void environment_give_map_back(const struct environment *environment)
{
    MDB_envinfo info;
    if (environment->map != NULL && mdb_env_info(environment->lmdb, &info) == 0)
        (void)madvise(environment->map, (info.me_last_pgno + 1) * environment->page_bytes, MADV_DONTNEED);
}

int environment_begin(struct environment *environment, fx_error *err)
{
    int code = mdb_txn_begin(environment->lmdb, NULL, 0, &environment->write);
    if (code != 0) {
        environment->write = NULL;
        return environment_error(environment, code, "cannot write to", err);
    }
    environment->new_pages = PAGES_OF_A_COMMIT;
    find_map(environment);
    return FX_OK;
}

static int reserve(struct environment *environment, enum environment_table table, fx_slice key, size_t length,
                   uint8_t **at, fx_error *err)
{
    MDB_val name = value_of(key);
    MDB_val place = {length, NULL};
    environment->new_pages += length / environment->page_bytes + PAGES_BESIDE;
    int code = mdb_put(environment->write, environment->tables[table], &name, &place, MDB_RESERVE);
    *at = code == 0 ? place.mv_data : NULL;
    return code == 0 ? FX_OK : environment_error(environment, code, "cannot write to", err);
}

int environment_put_sealed(struct environment *environment, enum environment_table table, fx_slice key, fx_slice value,
                           fx_error *err)
{
    uint8_t *at;
    int status = reserve(environment, table, key, value.len + VALUE_CHECKSUM_BYTES, &at, err);
    if (status != FX_OK)
        return status;
    if (value.len > 0)
        memcpy(at, value.ptr, value.len);
    bytes_put_u32(at + value.len, value_checksum(key, value.ptr, value.len));
    return FX_OK;
}

int environment_put_plain(struct environment *environment, enum environment_table table, fx_slice key, fx_slice value,
                          fx_error *err)
{
    uint8_t *at;
    int status = reserve(environment, table, key, value.len, &at, err);
    if (status == FX_OK && value.len > 0)
        memcpy(at, value.ptr, value.len);
    return status;
}

int environment_delete(struct environment *environment, enum environment_table table, fx_slice key, fx_error *err)
{
    MDB_val name = value_of(key);
    environment->new_pages += PAGES_BESIDE;
    int code = mdb_del(environment->write, environment->tables[table], &name, NULL);
    return code == 0 || code == MDB_NOTFOUND ? FX_OK : environment_error(environment, code, "cannot delete from", err);
}

int environment_delete_prefix(struct environment *environment, fx_slice prefix, size_t limit, size_t *deleted,
                              fx_error *err)
{
    MDB_cursor *cursor;
    *deleted = 0;
    int code = mdb_cursor_open(environment->write, environment->tables[TABLE_MAIN], &cursor);
    if (code != 0)
        return environment_error(environment, code, "cannot delete from", err);
    MDB_val name = value_of(prefix);
    MDB_val found;
    code = mdb_cursor_get(cursor, &name, &found, MDB_SET_RANGE);
    while (code == 0 && *deleted < limit && slice_starts_with(slice_of_value(name), prefix)) {
        code = mdb_cursor_del(cursor, 0);
        if (++*deleted % DELETIONS_BETWEEN == 0) /* each has looked at the first page of its value */
            environment_give_map_back(environment);
        environment->new_pages += PAGES_BESIDE;
        /* After a deletion the cursor stands on what followed, which NEXT gives. */
        if (code == 0)
            code = mdb_cursor_get(cursor, &name, &found, MDB_NEXT);
    }
    mdb_cursor_close(cursor);
    return code == 0 || code == MDB_NOTFOUND ? FX_OK : environment_error(environment, code, "cannot delete from", err);
}

/* LMDB may count pages at the end of the file to it without ever writing them (pages freed in the transaction that made
 * them). To hold the rule that a good file is as long as its head says (data_file.h), it is made long enough before the
 * commit, at no cost of disk, and trimmed after it. */
static void set_file_length(struct environment *environment, uint64_t more_pages)
{
    MDB_envinfo info;
    struct stat state;
    struct rlimit limit;
    mdb_filehandle_t file;
    if (mdb_env_info(environment->lmdb, &info) != 0 || mdb_env_get_fd(environment->lmdb, &file) != 0 ||
        fstat(file, &state) != 0)
        return;
    uint64_t wanted = (info.me_last_pgno + 1 + more_pages) * environment->page_bytes;
    bool must_grow = (uint64_t)state.st_size < wanted;
    if (more_pages > 0 && !must_grow)
        return;
    if (must_grow && getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur < wanted)
        return;
    if (wanted != (uint64_t)state.st_size && ftruncate(file, (off_t)wanted) != 0)
        return; /* not needed for anything but a sharper check */
}

int environment_commit(struct environment *environment, bool durable, fx_error *err)
{
    atomic_fetch_add(&environment->commits, 1);
    set_file_length(environment, environment->new_pages);
    int code = mdb_env_set_flags(environment->lmdb, MDB_NOMETASYNC, !durable);
    if (code != 0) {
        environment_abort(environment);
        return environment_error(environment, code, "cannot commit to", err);
    }
    code = mdb_txn_commit(environment->write);
    environment->write = NULL;
    /* Before the file gives back what was written in vain: then the disk would not look full any more. */
    int status = code == 0 ? FX_OK : environment_error(environment, code, "cannot commit to", err);
    set_file_length(environment, 0);
    environment_give_map_back(environment);
    return status;
}

void environment_abort(struct environment *environment)
{
    if (environment->write != NULL)
        mdb_txn_abort(environment->write);
    environment->write = NULL;
}
