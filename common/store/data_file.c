#include "data_file.h"

#include "bytes.h"
#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The head of liblmdb 0.9: pages 0 and 1 are meta pages, written in turn; the one with the higher transaction counts.
 * Offsets are from the start of the page, for 64-bit machines. */
enum {
    PAGE_FLAGS = 10,
    META_MAGIC = 16,
    META_VERSION = 20,
    META_PAGE_SIZE = 40,
    META_LAST_PAGE = 136,
    META_TRANSACTION = 144,
    META_BYTES = 152,
    PAGE_IS_META = 8,
    LMDB_VERSION = 1,
};
#define LMDB_MAGIC 0xBEEFC0DEu

struct meta {
    uint64_t last_page, transaction;
    uint32_t page_bytes;
};

static int read_meta(struct meta *out, int file, off_t at, const char *path, fx_error *err)
{
    uint8_t bytes[META_BYTES];
    ssize_t got = pread(file, bytes, sizeof bytes, at);
    if (got < 0)
        return error_set_errno(err, FX_EIO, "cannot read %s", path);
    if (got < (ssize_t)sizeof bytes)
        return error_set(err, FX_EDAMAGED, "%s is truncated: its head is missing", path);
    out->page_bytes = bytes_get_u32(bytes + META_PAGE_SIZE);
    out->last_page = bytes_get_u64(bytes + META_LAST_PAGE);
    out->transaction = bytes_get_u64(bytes + META_TRANSACTION);
    bool size_is_sane =
        out->page_bytes >= 512 && out->page_bytes <= 32768 && (out->page_bytes & (out->page_bytes - 1)) == 0;
    if ((bytes_get_u16(bytes + PAGE_FLAGS) & PAGE_IS_META) == 0 || bytes_get_u32(bytes + META_MAGIC) != LMDB_MAGIC ||
        bytes_get_u32(bytes + META_VERSION) != LMDB_VERSION || !size_is_sane || out->last_page > UINT64_MAX >> 17)
        return error_set(err, FX_EDAMAGED, "%s is not an index, or its head is damaged", path);
    return FX_OK;
}

static int check(int file, const char *path, struct data_file_head *out, fx_error *err)
{
    struct stat state;
    if (fstat(file, &state) != 0)
        return error_set_errno(err, FX_EIO, "cannot look at %s", path);
    if (!S_ISREG(state.st_mode))
        return error_set(err, FX_EDAMAGED, "%s is not a regular file", path);
    if (state.st_size == 0)
        return FX_END;
    struct meta first;
    struct meta second;
    int status = read_meta(&first, file, 0, path, err);
    if (status == FX_OK)
        status = read_meta(&second, file, (off_t)first.page_bytes, path, err);
    if (status != FX_OK)
        return status;
    if (first.page_bytes != second.page_bytes)
        return error_set(err, FX_EDAMAGED, "the head of %s is damaged", path);
    /* Again, since a writer may have made the file longer before it wrote the head that was read. */
    if (fstat(file, &state) != 0)
        return error_set_errno(err, FX_EIO, "cannot look at %s", path);
    const struct meta *newer = second.transaction > first.transaction ? &second : &first;
    out->page_bytes = newer->page_bytes;
    out->transaction = newer->transaction;
    out->file_bytes = (uint64_t)state.st_size;
    out->needed_bytes = (newer->last_page + 1) * newer->page_bytes;
    if (out->file_bytes < out->needed_bytes)
        return error_set(err, FX_EDAMAGED, "%s is truncated: it has %llu bytes of %llu", path,
                         (unsigned long long)out->file_bytes, (unsigned long long)out->needed_bytes);
    return FX_OK;
}

int data_file_check(const char *path, struct data_file_head *out, fx_error *err)
{
    *out = (struct data_file_head){0};
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0)
        return error_set_errno(err, FX_EIO, "cannot open %s", path);
    int status = check(file, path, out, err);
    close(file);
    return status;
}
