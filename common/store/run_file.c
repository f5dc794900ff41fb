#include "run_file.h"

#include "arena.h"
#include "buffer.h"
#include "bytes.h"
#include "error.h"
#include "memory.h"
#include "slice.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Values begin at multiples of 8, so that columns can be used in place. */
enum { VALUE_ALIGNMENT = 8, WRITE_BYTES = 1 << 20 };

struct run_value {
    fx_slice last_term; /* of a block; empty for extents */
    uint64_t offset;
    size_t length;
    uint32_t owner, number;
    unsigned stream; /* unit of a block */
    bool is_block;
};

struct run_file {
    int descriptor;
    struct buffer waiting; /* not written yet */
    uint64_t written;
    struct run_value *values;
    size_t count, capacity;
    struct arena terms;
    const char *map; /* NULL until sealed */
    struct extent_sink sink;
    struct extent_source source;
};

static int write_waiting(struct run_file *file, fx_error *err)
{
    size_t done = 0;
    while (done < file->waiting.length) {
        ssize_t part = pwrite(file->descriptor, file->waiting.bytes + done, file->waiting.length - done,
                              (off_t)(file->written + done));
        if (part < 0 && errno == EINTR)
            continue;
        if (part <= 0) {
            errno = part == 0 ? ENOSPC : errno;
            return error_set_errno(err, FX_EIO, "cannot write a temporary file of the index");
        }
        done += (size_t)part;
    }
    file->written += done;
    buffer_clear(&file->waiting);
    return FX_OK;
}

static int put(struct run_file *file, struct run_value value, fx_slice bytes, fx_error *err)
{
    static const char zeros[VALUE_ALIGNMENT];
    value.offset = file->written + file->waiting.length;
    value.length = bytes.len;
    size_t padding = (VALUE_ALIGNMENT - bytes.len % VALUE_ALIGNMENT) % VALUE_ALIGNMENT;
    if (memory_reserve(&file->values, &file->capacity, file->count + 1, sizeof value) != FX_OK ||
        arena_copy(&value.last_term, &file->terms, value.last_term) != FX_OK ||
        buffer_append_slice(&file->waiting, bytes) != FX_OK || buffer_append(&file->waiting, zeros, padding) != FX_OK)
        return error_no_memory(err);
    file->values[file->count++] = value;
    return file->waiting.length >= WRITE_BYTES ? write_waiting(file, err) : FX_OK;
}

static int put_extent(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice value, fx_error *err)
{
    return put(self, (struct run_value){.owner = owner, .stream = stream, .number = number}, value, err);
}

static int put_block(void *self, uint32_t owner, unsigned unit, fx_slice last_term, fx_slice value, fx_error *err)
{
    struct run_value block = {.owner = owner, .stream = unit, .last_term = last_term, .is_block = true};
    return put(self, block, value, err);
}

static int compare_values(const void *a, const void *b)
{
    const struct run_value *x = a;
    const struct run_value *y = b;
    if (x->is_block != y->is_block)
        return x->is_block ? 1 : -1;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    if (x->stream != y->stream)
        return x->stream < y->stream ? -1 : 1;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return slice_compare(x->last_term, y->last_term);
}

/* The first value >= `wanted`; NULL behind the last. */
static const struct run_value *lower_bound(const struct run_file *file, const struct run_value *wanted)
{
    size_t low = 0;
    size_t high = file->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_values(&file->values[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < file->count ? &file->values[low] : NULL;
}

static int fetch(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice *value, fx_error *err)
{
    (void)err;
    const struct run_file *file = self;
    struct run_value wanted = {.owner = owner, .stream = stream, .number = number};
    const struct run_value *found = lower_bound(file, &wanted);
    *value = (fx_slice){NULL, 0};
    if (found == NULL || compare_values(found, &wanted) != 0)
        return FX_END;
    *value = (fx_slice){file->map + found->offset, found->length};
    return FX_OK;
}

static int seek_block(void *self, uint32_t owner, unsigned unit, fx_slice term, fx_slice *last_term, fx_slice *value,
                      fx_error *err)
{
    (void)err;
    const struct run_file *file = self;
    struct run_value wanted = {.owner = owner, .stream = unit, .last_term = term, .is_block = true};
    const struct run_value *found = lower_bound(file, &wanted);
    *last_term = *value = (fx_slice){NULL, 0};
    if (found == NULL || found->owner != owner || found->stream != unit)
        return FX_END;
    *last_term = found->last_term;
    *value = (fx_slice){file->map + found->offset, found->length};
    return FX_OK;
}

/* A file without a name where the file system knows such (O_TMPFILE), else one whose name is taken away at once. */
static int open_nameless(const char *directory)
{
    int file = open(directory, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return file;
    struct buffer path = BUFFER_INIT;
    if (buffer_append_string(&path, directory) == FX_OK &&
        buffer_append(&path, "/run-XXXXXX", sizeof "/run-XXXXXX") == FX_OK) {
        file = mkostemp(path.bytes, O_CLOEXEC);
        if (file >= 0)
            unlink(path.bytes);
    } else {
        errno = ENOMEM;
    }
    buffer_release(&path);
    return file;
}

static int open_file(struct run_file *file, const char *directory, fx_error *err)
{
    struct buffer path = BUFFER_INIT;
    int status = FX_OK;
    if (buffer_append_string(&path, directory) != FX_OK || buffer_append(&path, "/tmp", sizeof "/tmp") != FX_OK)
        status = error_no_memory(err);
    else if (mkdir(path.bytes, 0777) != 0 && errno != EEXIST)
        status = error_set_errno(err, FX_EIO, "cannot make the directory %s", path.bytes);
    else if ((file->descriptor = open_nameless(path.bytes)) < 0)
        status = error_set_errno(err, FX_EIO, "cannot make a temporary file in %s", path.bytes);
    buffer_release(&path);
    return status;
}

int run_file_open(struct run_file **out, const char *directory, fx_error *err)
{
    *out = NULL;
    struct run_file *file = memory_allocate_zeroed(1, sizeof *file);
    if (file == NULL)
        return error_no_memory(err);
    file->descriptor = -1;
    file->sink = (struct extent_sink){put_extent, put_block, file};
    file->source = (struct extent_source){fetch, seek_block, file};
    int status = open_file(file, directory, err);
    if (status == FX_OK)
        *out = file;
    else
        run_file_close(file);
    return status;
}

void run_file_close(struct run_file *file)
{
    if (file == NULL)
        return;
    if (file->map != NULL && file->written > 0)
        munmap((void *)(uintptr_t)file->map, (size_t)file->written);
    if (file->descriptor >= 0)
        close(file->descriptor);
    buffer_release(&file->waiting);
    arena_release(&file->terms);
    memory_free(file->values);
    memory_free(file);
}

const struct extent_sink *run_file_sink(struct run_file *file)
{
    return &file->sink;
}

int run_file_seal(struct run_file *file, fx_error *err)
{
    int status = write_waiting(file, err);
    buffer_release(&file->waiting);
    if (status != FX_OK)
        return status;
    file->map = "";
    if (file->written > 0) {
        void *map = mmap(NULL, (size_t)file->written, PROT_READ, MAP_SHARED, file->descriptor, 0);
        if (map == MAP_FAILED) {
            file->map = NULL;
            return error_set_errno(err, FX_EIO, "cannot map a temporary file of the index");
        }
        file->map = map;
    }
    if (file->count > 0)
        qsort(file->values, file->count, sizeof *file->values, compare_values);
    return FX_OK;
}

const struct extent_source *run_file_source(struct run_file *file)
{
    return &file->source;
}
