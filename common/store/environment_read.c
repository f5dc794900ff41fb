#include "environment_lmdb.h"

#include "error.h"
#include "memory.h"
#include "page_check.h"
#include "slice.h"
#include "store_key.h"

#include <sys/mman.h>
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

/* A writer that merges reads long stretches once, and their pages would count as memory of the process for as long as
 * the map stands. After each commit (some 32 MiB written) they are given back; they can be read as before, the map
 * fetches them again. Each snapshot has a map of its own. */
static void give_pages_back(struct snapshot *snapshot)
{
    uint32_t commits = atomic_load_explicit(&snapshot->environment->commits, memory_order_relaxed);
    if (!snapshot->environment->writer || commits == snapshot->commits)
        return;
    snapshot->commits = commits;
    (void)madvise((void *)(uintptr_t)snapshot->file.map, snapshot->file.length, MADV_DONTNEED);
}

static int get_raw(struct snapshot *snapshot, enum environment_table table, fx_slice key, fx_slice *value,
                   fx_error *err)
{
    return page_tree_get(&snapshot->tables[table], key, value, err);
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
    give_pages_back(self);
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
    give_pages_back(snapshot);
    fx_slice whole;
    int status = page_tree_at_or_after(&snapshot->tables[TABLE_MAIN], store_key_slice(&key), &whole, value, err);
    if (status == FX_OK && !slice_starts_with(whole, (fx_slice){(const char *)key.bytes, 6}))
        status = FX_END;
    if (status == FX_OK)
        *last_term = slice_part(whole, 6, whole.len);
    else
        *value = (fx_slice){NULL, 0};
    return status;
}

/* LMDB's transaction and the trees it stands for. A commit may come in between, and a second one would write over the
 * head we look for: then once more. */
static int begin_read(struct snapshot *snapshot, fx_error *err)
{
    struct environment *environment = snapshot->environment;
    mdb_filehandle_t file;
    int status = FX_END;
    while (status == FX_END) {
        if (snapshot->read != NULL)
            mdb_txn_abort(snapshot->read);
        snapshot->read = NULL;
        int code = mdb_txn_begin(environment->lmdb, NULL, MDB_RDONLY, &snapshot->read);
        if (code == MDB_MAP_RESIZED && !environment->writer) {
            status = environment_follow(environment, err);
            if (status != FX_OK)
                return status;
            code = mdb_txn_begin(environment->lmdb, NULL, MDB_RDONLY, &snapshot->read);
        }
        if (code == 0)
            code = mdb_env_get_fd(environment->lmdb, &file);
        if (code != 0)
            return environment_error(environment, code, "cannot read", err);
        status = page_file_open(&snapshot->file, file, mdb_txn_id(snapshot->read), &snapshot->free_pages,
                                &snapshot->names, err);
    }
    return status;
}

int snapshot_begin(struct snapshot **out, struct environment *environment, fx_error *err)
{
    *out = NULL;
    struct snapshot *snapshot = memory_allocate_zeroed(1, sizeof *snapshot);
    if (snapshot == NULL)
        return error_no_memory(err);
    snapshot->environment = environment;
    snapshot->source = (struct extent_source){fetch, seek_block, snapshot};
    int status = begin_read(snapshot, err);
    if (status == FX_OK)
        *out = snapshot;
    else
        snapshot_close(snapshot);
    return status;
}

int snapshot_open(struct snapshot **out, struct environment *environment, fx_error *err)
{
    int status = snapshot_begin(out, environment, err);
    for (int table = 0; table < TABLE_COUNT && status == FX_OK; table++) {
        struct snapshot *snapshot = *out;
        status =
            page_tree_named(&snapshot->names, slice_of(environment_table_names[table]), &snapshot->tables[table], err);
    }
    if (status == FX_END)
        status = error_set(err, FX_ENOTFOUND, "%s holds no index", environment->directory);
    if (status != FX_OK) {
        snapshot_close(*out);
        *out = NULL;
    }
    return status;
}

void snapshot_close(struct snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    page_file_close(&snapshot->file);
    if (snapshot->read != NULL)
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
    struct page_cursor cursor;
    fx_slice key;
    fx_slice value;
    int status = page_cursor_seek(&cursor, &snapshot->tables[table], first, err);
    while (status == FX_OK && (status = page_cursor_next(&cursor, &key, &value, err)) == FX_OK) {
        int stopped = visit(payload, key, value);
        if (stopped != FX_OK)
            return stopped;
    }
    return status == FX_END ? FX_OK : status;
}

int snapshot_check(struct snapshot *snapshot, fx_error *err)
{
    return page_check(&snapshot->file, &snapshot->free_pages, &snapshot->names, NULL, err);
}

bool snapshot_is_old(struct snapshot *snapshot)
{
    MDB_envinfo info;
    return mdb_env_info(snapshot->environment->lmdb, &info) == 0 && info.me_last_txnid != mdb_txn_id(snapshot->read);
}

int snapshot_usage(struct snapshot *snapshot, struct environment_usage *out, fx_error *err)
{
    const struct page_file *file = &snapshot->file;
    uint64_t free_pages;
    *out = (struct environment_usage){.page_bytes = file->page_bytes};
    int status = page_check(file, &snapshot->free_pages, &snapshot->names, &free_pages, err);
    if (status != FX_OK)
        return status;
    out->file_bytes = file->length;
    out->free_bytes = free_pages * file->page_bytes;
    out->used_bytes = (file->page_count - free_pages) * file->page_bytes;
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
