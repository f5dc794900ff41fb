#include "environment_lmdb.h"

#include "error.h"
#include "memory.h"
#include "slice.h"
#include "store_key.h"

#include <sys/stat.h>

int environment_check_value(fx_slice key, fx_slice value, fx_slice *out, fx_error *err)
{
    *out = (fx_slice){NULL, 0};
    if (value.len >= VALUE_CHECKSUM_BYTES) {
        size_t length = value.len - VALUE_CHECKSUM_BYTES;
        if (bytes_get_u32((const uint8_t *)value.ptr + length) == value_checksum(key, value.ptr, length)) {
            *out = (fx_slice){value.ptr, length};
            return FX_OK;
        }
    }
    return error_set(err, FX_EDAMAGED, "a value of kind '%c' does not match its checksum",
                     key.len > 0 && key.ptr[0] > ' ' && key.ptr[0] <= '~' ? key.ptr[0] : '?');
}

static int get_raw(struct snapshot *snapshot, enum environment_table table, fx_slice key, fx_slice *value,
                   fx_error *err)
{
    *value = (fx_slice){NULL, 0};
    MDB_val name = value_of(key);
    MDB_val found;
    int code = mdb_get(snapshot->read, snapshot->environment->tables[table], &name, &found);
    if (code == MDB_NOTFOUND)
        return FX_END;
    if (code != 0)
        return environment_error(snapshot->environment, code, "cannot read", err);
    *value = slice_of_value(found);
    return FX_OK;
}

int snapshot_get(struct snapshot *snapshot, enum environment_table table, fx_slice key, fx_slice *value, fx_error *err)
{
    int status = get_raw(snapshot, table, key, value, err);
    return status == FX_OK ? environment_check_value(key, *value, value, err) : status;
}

static int fetch(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice *value, fx_error *err)
{
    struct store_key key;
    store_key_of_extent(&key, owner, stream, number);
    return get_raw(self, TABLE_MAIN, store_key_slice(&key), value, err);
}

static int seek_block(void *self, uint32_t owner, unsigned unit, fx_slice term, fx_slice *last_term, fx_slice *value,
                      fx_error *err)
{
    struct snapshot *snapshot = self;
    *last_term = *value = (fx_slice){NULL, 0};
    if (term.len > BLOCK_TERM_MAX) /* no term is longer; those that share its first bytes are smaller */
        term.len = BLOCK_TERM_MAX;
    struct store_key key;
    store_key_of_block(&key, owner, unit, term);
    MDB_cursor *cursor;
    int code = mdb_cursor_open(snapshot->read, snapshot->environment->tables[TABLE_MAIN], &cursor);
    if (code != 0)
        return environment_error(snapshot->environment, code, "cannot read", err);
    MDB_val name = value_of(store_key_slice(&key));
    MDB_val found;
    code = mdb_cursor_get(cursor, &name, &found, MDB_SET_RANGE);
    mdb_cursor_close(cursor);
    if (code == MDB_NOTFOUND)
        return FX_END;
    if (code != 0)
        return environment_error(snapshot->environment, code, "cannot read", err);
    fx_slice whole = slice_of_value(name);
    if (!slice_starts_with(whole, (fx_slice){(const char *)key.bytes, 6}))
        return FX_END;
    *last_term = slice_part(whole, 6, whole.len);
    *value = slice_of_value(found);
    return FX_OK;
}

int snapshot_open(struct snapshot **out, struct environment *environment, fx_error *err)
{
    *out = NULL;
    struct snapshot *snapshot = memory_allocate_zeroed(1, sizeof *snapshot);
    if (snapshot == NULL)
        return error_no_memory(err);
    snapshot->environment = environment;
    snapshot->source = (struct extent_source){fetch, seek_block, snapshot};
    int code = mdb_txn_begin(environment->lmdb, NULL, MDB_RDONLY, &snapshot->read);
    int status = FX_OK;
    if (code == MDB_MAP_RESIZED && !environment->writer) {
        status = environment_follow(environment, err);
        code = status == FX_OK ? mdb_txn_begin(environment->lmdb, NULL, MDB_RDONLY, &snapshot->read) : 0;
    }
    if (status == FX_OK && code != 0)
        status = environment_error(environment, code, "cannot read", err);
    if (status != FX_OK)
        memory_free(snapshot);
    else
        *out = snapshot;
    return status;
}

void snapshot_close(struct snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    mdb_txn_abort(snapshot->read);
    memory_free(snapshot);
}

const struct extent_source *snapshot_source(struct snapshot *snapshot)
{
    return &snapshot->source;
}

int snapshot_visit(struct snapshot *snapshot, enum environment_table table, fx_slice first, snapshot_visitor visit,
                   void *payload, fx_error *err)
{
    MDB_cursor *cursor;
    int code = mdb_cursor_open(snapshot->read, snapshot->environment->tables[table], &cursor);
    if (code != 0)
        return environment_error(snapshot->environment, code, "cannot read", err);
    MDB_val name = value_of(first);
    MDB_val found;
    int stopped = FX_OK;
    code = mdb_cursor_get(cursor, &name, &found, first.len > 0 ? MDB_SET_RANGE : MDB_FIRST);
    while (code == 0 && stopped == FX_OK) {
        stopped = visit(payload, slice_of_value(name), slice_of_value(found));
        if (stopped == FX_OK)
            code = mdb_cursor_get(cursor, &name, &found, MDB_NEXT);
    }
    mdb_cursor_close(cursor);
    if (code != 0 && code != MDB_NOTFOUND)
        return environment_error(snapshot->environment, code, "cannot read", err);
    return stopped;
}

bool snapshot_is_old(struct snapshot *snapshot)
{
    MDB_envinfo info;
    return mdb_env_info(snapshot->environment->lmdb, &info) == 0 && info.me_last_txnid != mdb_txn_id(snapshot->read);
}

/* Free pages stand in LMDB's table 0: each value is a count and that many page numbers. */
static int count_free(struct snapshot *snapshot, uint64_t *pages)
{
    MDB_cursor *cursor;
    *pages = 0;
    int code = mdb_cursor_open(snapshot->read, 0, &cursor);
    if (code != 0)
        return code;
    MDB_val name;
    MDB_val found;
    while ((code = mdb_cursor_get(cursor, &name, &found, MDB_NEXT)) == 0) {
        if (found.mv_size >= sizeof(uint64_t))
            *pages += bytes_get_u64(found.mv_data);
    }
    mdb_cursor_close(cursor);
    return code == MDB_NOTFOUND ? 0 : code;
}

int snapshot_usage(struct snapshot *snapshot, struct environment_usage *out, fx_error *err)
{
    *out = (struct environment_usage){.page_bytes = snapshot->environment->page_bytes};
    uint64_t free_pages;
    MDB_envinfo info;
    int code = count_free(snapshot, &free_pages);
    if (code == 0)
        code = mdb_env_info(snapshot->environment->lmdb, &info);
    if (code != 0)
        return environment_error(snapshot->environment, code, "cannot read", err);
    struct stat state;
    if (stat(snapshot->environment->data_path, &state) != 0)
        return error_set_errno(err, FX_EIO, "cannot look at %s", snapshot->environment->data_path);
    uint64_t pages = info.me_last_pgno + 1;
    out->file_bytes = (uint64_t)state.st_size;
    out->free_bytes = (free_pages < pages ? free_pages : pages) * out->page_bytes;
    out->used_bytes = pages * out->page_bytes - out->free_bytes;
    return FX_OK;
}

bool environment_is_replaced(const struct environment *environment)
{
    struct stat named;
    struct stat open;
    mdb_filehandle_t file;
    return stat(environment->data_path, &named) == 0 && mdb_env_get_fd(environment->lmdb, &file) == 0 &&
           fstat(file, &open) == 0 && (named.st_ino != open.st_ino || named.st_dev != open.st_dev);
}
