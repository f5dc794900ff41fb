#include "environment.h"

#include "buffer.h"
#include "data_file.h"
#include "environment_lmdb.h"
#include "error.h"
#include "memory.h"
#include "slice.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

/* The map of a writer only reserves addresses, and moving it later means that every snapshot is closed: it is made
 * larger than any index of news will be, and smaller where the machine refuses (ulimit -v). */
#define MAP_BYTES_WANTED (UINT64_C(64) << 30)
#define MAP_BYTES_LEAST  (UINT64_C(256) << 20)
enum { READERS_MAX = 510, READER_SLACK_BYTES = 16 << 20, REPLACED_ATTEMPTS = 100 };

const char *const environment_table_names[TABLE_COUNT] = {"main", "files"};

/* LMDB 0.9 reports a short write as EIO: ask the file system what it meant. */
static bool disk_is_full(const struct environment *environment)
{
    struct statvfs state;
    struct rlimit limit;
    struct stat file;
    if (statvfs(environment->directory, &state) == 0 && (uint64_t)state.f_bavail * state.f_frsize < (1U << 20))
        return true;
    return getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
           stat(environment->data_path, &file) == 0 && (uint64_t)file.st_size + (64U << 20) > limit.rlim_cur;
}

int environment_error(const struct environment *environment, int code, const char *what, fx_error *err)
{
    const char *where = environment->directory;
    switch (code) {
    case MDB_MAP_FULL:
        return error_set(err, FX_EFULL, "%s %s: the address space that the process may use is full", what, where);
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_PANIC:
    case MDB_BAD_TXN:
    case MDB_BAD_VALSIZE:
    case MDB_INCOMPATIBLE:
    case MDB_CURSOR_FULL:
        return error_set(err, FX_EDAMAGED, "%s %s: %s", what, where, mdb_strerror(code));
    case MDB_VERSION_MISMATCH:
        return error_set(err, FX_EVERSION, "%s %s: written by another version of LMDB", what, where);
    case MDB_READERS_FULL:
        return error_set(err, FX_ELIMIT, "%s %s: %d readers are at work already", what, where, READERS_MAX);
    case ENOMEM:
        return error_no_memory(err);
    default:
        break;
    }
    if (code == EIO && disk_is_full(environment))
        code = ENOSPC;
    errno = code > 0 ? code : EIO;
    return error_set_errno(err, FX_EIO, "%s %s", what, where);
}

static int make_names(struct environment *environment, const char *directory)
{
    environment->directory = memory_copy_slice(slice_of(directory));
    struct buffer path = BUFFER_INIT;
    if (environment->directory == NULL || buffer_append_string(&path, directory) != FX_OK ||
        buffer_append_string(&path, "/data.mdb") != FX_OK || buffer_append_byte(&path, '\0') != FX_OK) {
        buffer_release(&path);
        return FX_ENOMEM;
    }
    environment->data_path = path.bytes;
    return FX_OK;
}

static uint64_t map_bytes(const struct data_file_head *head, bool writer)
{
    if (!writer)
        return (head->needed_bytes + READER_SLACK_BYTES) & ~UINT64_C(0xFFFF);
    uint64_t wanted = head->needed_bytes * 4;
    return wanted > MAP_BYTES_WANTED ? wanted : MAP_BYTES_WANTED;
}

/* A fresh handle each time, since after a failure LMDB's may only be closed. */
static int open_once(struct environment *environment, uint64_t map, unsigned flags)
{
    int code = mdb_env_create(&environment->lmdb);
    if (code != 0)
        return code;
    code = mdb_env_set_maxdbs(environment->lmdb, TABLE_COUNT);
    if (code == 0)
        code = mdb_env_set_maxreaders(environment->lmdb, READERS_MAX);
    if (code == 0)
        code = mdb_env_set_mapsize(environment->lmdb, map);
    if (code == 0)
        code = mdb_env_open(environment->lmdb, environment->directory, flags, 0666);
    if (code != 0) {
        mdb_env_close(environment->lmdb);
        environment->lmdb = NULL;
    }
    return code;
}

static int open_lmdb(struct environment *environment, const struct data_file_head *head, fx_error *err)
{
    unsigned flags = MDB_NOTLS | (environment->writer ? 0 : MDB_RDONLY);
    uint64_t map = map_bytes(head, environment->writer);
    int code = open_once(environment, map, flags);
    while (code == ENOMEM && environment->writer && map / 2 > MAP_BYTES_LEAST && map / 2 > head->needed_bytes * 2) {
        map /= 2;
        code = open_once(environment, map, flags);
    }
    /* An index on read-only media or of another user: nobody can be told that we read, and none writes, we hope; what
     * is overwritten meanwhile fails its checksum. */
    if (!environment->writer && (code == EACCES || code == EROFS || code == EPERM))
        code = open_once(environment, map, flags | MDB_NOLOCK);
    return code == 0 ? FX_OK : environment_error(environment, code, "cannot open the index", err);
}

static int foreign(const struct environment *environment, fx_error *err)
{
    return error_set(err, FX_ENOTFOUND, "%s holds no index", environment->directory);
}

/* Handles of the named tables live as long as the environment once their transaction is committed. */
static int open_tables(struct environment *environment, fx_error *err)
{
    MDB_txn *txn;
    int code = mdb_txn_begin(environment->lmdb, NULL, 0, &txn);
    if (code != 0)
        return environment_error(environment, code, "cannot write to", err);
    for (int table = 0; table < TABLE_COUNT && code == 0; table++)
        code = mdb_dbi_open(txn, environment_table_names[table], MDB_CREATE, &environment->tables[table]);
    if (code == 0)
        code = mdb_txn_commit(txn);
    else
        mdb_txn_abort(txn);
    return code == 0 ? FX_OK : environment_error(environment, code, "cannot open", err);
}

/* Before the first write: a file that holds anything holds our tables, and its pages are what they should be. */
static int check_pages(struct environment *environment, fx_error *err)
{
    struct snapshot *snapshot;
    struct page_tree tree;
    int status = snapshot_begin(&snapshot, environment, err);
    if (status != FX_OK)
        return status;
    if (snapshot->names.entries > 0) {
        status = page_tree_named(&snapshot->names, slice_of(environment_table_names[TABLE_MAIN]), &tree, err);
        if (status == FX_END)
            status = foreign(environment, err);
    }
    if (status == FX_OK)
        status = snapshot_check(snapshot, err);
    snapshot_close(snapshot);
    return status;
}

/* A compaction renames another file to data.mdb (environment_shrink.c). Who opened the old one just before, or meets a
 * lock.mdb that a holder of the old one has set up, finds numbers of transactions that do not fit the file. */
static bool is_of_one_piece(struct environment *environment, const struct data_file_head *before)
{
    struct data_file_head after;
    MDB_txn *txn;
    if (environment_is_replaced(environment) || mdb_txn_begin(environment->lmdb, NULL, MDB_RDONLY, &txn) != 0)
        return false;
    uint64_t seen = mdb_txn_id(txn);
    mdb_txn_abort(txn);
    /* LMDB tells the lock file of a commit a moment after the data file. */
    return data_file_check(environment->data_path, &after, NULL) != FX_OK ||
           (seen + 1 >= before->transaction && seen <= after.transaction);
}

static int wait_for_piece(struct environment *environment, struct data_file_head *head, fx_error *err)
{
    for (int attempt = 0; attempt < REPLACED_ATTEMPTS; attempt++) {
        int status = open_lmdb(environment, head, err);
        if (status != FX_OK || is_of_one_piece(environment, head))
            return status;
        mdb_env_close(environment->lmdb);
        environment->lmdb = NULL;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        status = data_file_check(environment->data_path, head, err);
        if (status < 0)
            return status;
    }
    return error_set(err, FX_EIO, "%s is still read as it was before a compaction: try again", environment->directory);
}

static int open_environment(struct environment *environment, bool create, fx_error *err)
{
    struct data_file_head head;
    fx_error cause = {0};
    int status = data_file_check(environment->data_path, &head, &cause);
    if (status == FX_ENOTFOUND && !create)
        return foreign(environment, err);
    if (status == FX_END && !create)
        return error_set(err, FX_EDAMAGED, "%s is truncated: it is empty", environment->data_path);
    if (status < 0 && status != FX_ENOTFOUND) {
        if (err != NULL)
            *err = cause;
        return status;
    }
    status = wait_for_piece(environment, &head, err);
    MDB_stat state;
    if (status == FX_OK && mdb_env_stat(environment->lmdb, &state) == 0)
        environment->page_bytes = state.ms_psize;
    if (status != FX_OK || !environment->writer)
        return status;
    int dead;
    (void)mdb_reader_check(environment->lmdb, &dead); /* slots of readers that were killed */
    status = check_pages(environment, err);
    return status == FX_OK ? open_tables(environment, err) : status;
}

static int open_as(struct environment **out, const char *directory, bool writer, bool create, fx_error *err)
{
    *out = NULL;
    struct environment *environment = memory_allocate_zeroed(1, sizeof *environment);
    if (environment == NULL)
        return error_no_memory(err);
    environment->writer = writer;
    int status = make_names(environment, directory) == FX_OK ? FX_OK : error_no_memory(err);
    if (status == FX_OK)
        status = open_environment(environment, create, err);
    if (status == FX_OK)
        *out = environment;
    else
        environment_close(environment);
    return status;
}

int environment_open_reader(struct environment **out, const char *directory, fx_error *err)
{
    return open_as(out, directory, false, false, err);
}

int environment_open_writer(struct environment **out, const char *directory, bool create, fx_error *err)
{
    return open_as(out, directory, true, create, err);
}

void environment_close(struct environment *environment)
{
    if (environment == NULL)
        return;
    environment_abort(environment);
    if (environment->lmdb != NULL)
        mdb_env_close(environment->lmdb);
    memory_free(environment->directory);
    memory_free(environment->data_path);
    memory_free(environment);
}

static int set_map(struct environment *environment, uint64_t bytes, fx_error *err)
{
    environment->map = NULL; /* it may go elsewhere */
    int code = mdb_env_set_mapsize(environment->lmdb, bytes);
    return code == 0 ? FX_OK : environment_error(environment, code, "cannot map", err);
}

int environment_follow(struct environment *environment, fx_error *err)
{
    struct data_file_head head;
    int status = data_file_check(environment->data_path, &head, err);
    if (status != FX_OK)
        return status == FX_END ? error_set(err, FX_EDAMAGED, "%s is truncated", environment->data_path) : status;
    return set_map(environment, map_bytes(&head, false), err);
}

int environment_grow(struct environment *environment, fx_error *err)
{
    MDB_envinfo info;
    int code = mdb_env_info(environment->lmdb, &info);
    if (code != 0)
        return environment_error(environment, code, "cannot read", err);
    uint64_t used = (info.me_last_pgno + 1) * (uint64_t)environment->page_bytes;
    if (used <= info.me_mapsize / 4)
        return FX_OK;
    /* Where addresses are scarce, the map stays as it is, and is as good as before. */
    fx_error refused;
    if (set_map(environment, info.me_mapsize * 2, &refused) != FX_OK)
        return set_map(environment, info.me_mapsize, err);
    return FX_OK;
}
