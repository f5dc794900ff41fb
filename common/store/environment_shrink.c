#include "environment_lmdb.h"

#include "buffer.h"
#include "error.h"
#include "memory.h"
#include "slice.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* LMDB keeps the number of the newest transaction in lock.mdb, and a reader picks its meta page by it. A process that
 * still holds the old file must therefore never share lock.mdb with the new one. Every process that has the environment
 * open holds a shared fcntl lock on byte 0 of lock.mdb: with an exclusive one in our hands there is none, and those who
 * come meanwhile wait; the first of them sets lock.mdb up anew. One that opened data.mdb just before the rename sees
 * that it holds another file than the name stands for (environment_is_replaced), and opens again. */

struct names {
    struct buffer copy, lock;
};

static int make_names(struct names *names, const char *directory)
{
    int status = buffer_append_string(&names->copy, directory);
    if (status == FX_OK)
        status = buffer_append(&names->copy, "/data.mdb.new", sizeof "/data.mdb.new");
    if (status == FX_OK)
        status = buffer_append_string(&names->lock, directory);
    if (status == FX_OK)
        status = buffer_append(&names->lock, "/lock.mdb", sizeof "/lock.mdb");
    return status;
}

/* LMDB copies in one call, through its map, whose pages would count as memory of the process: all of the file. While
 * one thread copies, the other gives them back now and then. */
struct copying {
    struct environment *environment;
    int file;
    int code;
    atomic_bool done;
};

static void *copy_pages(void *argument)
{
    struct copying *copying = argument;
    copying->code = mdb_env_copyfd2(copying->environment->lmdb, copying->file, MDB_CP_COMPACT);
    atomic_store(&copying->done, true);
    return NULL;
}

static int copy_to(struct environment *environment, int file)
{
    const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    struct copying copying = {.environment = environment, .file = file};
    pthread_t thread;
    if (pthread_create(&thread, NULL, copy_pages, &copying) != 0)
        return ENOMEM;
    while (!atomic_load(&copying.done)) {
        nanosleep(&pause, NULL);
        environment_give_map_back(environment);
    }
    pthread_join(thread, NULL);
    return copying.code;
}

static int write_copy(struct environment *environment, const char *path, fx_error *err)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        return error_set_errno(err, FX_EIO, "cannot write %s", path);
    int code = copy_to(environment, file);
    int status = code == 0 ? FX_OK : environment_error(environment, code, "cannot copy", err);
    if (status == FX_OK && fsync(file) != 0)
        status = error_set_errno(err, FX_EIO, "cannot write %s", path);
    if (close(file) != 0 && status == FX_OK)
        status = error_set_errno(err, FX_EIO, "cannot write %s", path);
    return status;
}

/* With no environment open in this process: puts the copy in the place of the file unless somebody has it open. */
static int swap_files(const struct names *names, const char *data_path, const char *directory, bool *shrunk,
                      fx_error *err)
{
    int lock = open(names->lock.bytes, O_RDWR | O_CLOEXEC);
    if (lock < 0)
        return error_set_errno(err, FX_EIO, "cannot open %s", names->lock.bytes);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
    int status = FX_OK;
    if (fcntl(lock, F_SETLK, &whole) == 0) {
        if (rename(names->copy.bytes, data_path) == 0)
            *shrunk = true;
        else
            status = error_set_errno(err, FX_EIO, "cannot rename %s", names->copy.bytes);
        int parent = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (parent >= 0) {
            (void)fsync(parent);
            close(parent);
        }
    }
    close(lock);
    return status;
}

int environment_shrink(struct environment **environment, bool *shrunk, fx_error *err)
{
    struct environment *old = *environment;
    struct names names = {BUFFER_INIT, BUFFER_INIT};
    char *data_path = memory_copy_slice(slice_of(old->data_path));
    char *directory = memory_copy_slice(slice_of(old->directory));
    *shrunk = false;
    int status = FX_OK;
    if (data_path == NULL || directory == NULL || make_names(&names, directory) != FX_OK)
        status = error_no_memory(err);
    if (status == FX_OK)
        status = write_copy(old, names.copy.bytes, err);
    if (status == FX_OK) {
        environment_close(old);
        *environment = NULL;
        status = swap_files(&names, data_path, directory, shrunk, err);
        fx_error reopened;
        int opened = environment_open_writer(environment, directory, false, &reopened);
        if (status == FX_OK && opened != FX_OK) {
            status = opened;
            if (err != NULL)
                *err = reopened;
        }
    }
    if (!*shrunk && names.copy.length > 0)
        unlink(names.copy.bytes);
    memory_free(data_path);
    memory_free(directory);
    buffer_release(&names.copy);
    buffer_release(&names.lock);
    return status;
}
