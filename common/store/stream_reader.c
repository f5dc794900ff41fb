#include "stream.h"

#include "bytes.h"
#include "error.h"
#include "extent_checksum.h"
#include "memory.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "columns are used as they are stored");
_Static_assert(EXTENT_DATA_BYTES <= 64 * EXTENT_CHECK_PAGE, "one bit a page");

void stream_reader_init(struct stream_reader *reader, const struct extent_source *source, uint32_t owner,
                        unsigned stream, uint64_t length)
{
    *reader = (struct stream_reader){.source = source, .owner = owner, .stream = stream, .length = length};
    uint64_t extents = length / EXTENT_DATA_BYTES + (length % EXTENT_DATA_BYTES != 0);
    /* A recorded length beyond this is damage; the first access then says so, since no extent is ever found. */
    reader->extent_count = extents < UINT32_MAX ? (uint32_t)extents : UINT32_MAX;
}

void stream_reader_release(struct stream_reader *reader)
{
    memory_free(reader->extents);
    memory_free(reader->array);
    reader->extents = NULL;
    reader->array = NULL;
}

size_t extent_data_length(size_t value_length)
{
    /* data + 4 * ceil(data / PAGE) = value: a whole page costs PAGE + 4, so the division gives the pages. */
    size_t pages = (value_length + EXTENT_CHECK_PAGE + 3) / (EXTENT_CHECK_PAGE + 4);
    if (pages == 0 || value_length <= 4 * pages || value_length > EXTENT_VALUE_BYTES)
        return 0;
    size_t data = value_length - 4 * pages;
    return (data + EXTENT_CHECK_PAGE - 1) / EXTENT_CHECK_PAGE == pages ? data : 0;
}

static size_t data_length(const struct stream_reader *reader, uint32_t extent)
{
    uint64_t start = (uint64_t)extent * EXTENT_DATA_BYTES;
    uint64_t left = reader->length - start;
    return left < EXTENT_DATA_BYTES ? (size_t)left : EXTENT_DATA_BYTES;
}

/* A length that was made up by damage must not make us allocate for it: the last extent has to be there. */
int stream_open_extents(struct stream_reader *reader, fx_error *err)
{
    fx_slice value;
    if (reader->extents != NULL || reader->extent_count == 0)
        return FX_OK;
    uint32_t last = reader->extent_count - 1;
    int status = reader->source->fetch(reader->source->self, reader->owner, reader->stream, last, &value, err);
    if (status == FX_END)
        return error_set(err, FX_EDAMAGED, "owner %u, stream %u: extent %u is missing", reader->owner, reader->stream,
                         last);
    if (status != FX_OK)
        return status;
    reader->extents = memory_allocate_zeroed(reader->extent_count, sizeof *reader->extents);
    return reader->extents == NULL ? error_no_memory(err) : FX_OK;
}

static int fetch_extent(struct stream_reader *reader, uint32_t number, fx_error *err)
{
    int status = stream_open_extents(reader, err);
    if (status != FX_OK || reader->extents[number].data != NULL)
        return status;
    fx_slice value;
    status = reader->source->fetch(reader->source->self, reader->owner, reader->stream, number, &value, err);
    if (status == FX_END)
        return error_set(err, FX_EDAMAGED, "owner %u, stream %u: extent %u is missing", reader->owner, reader->stream,
                         number);
    if (status != FX_OK)
        return status;
    if (extent_data_length(value.len) != data_length(reader, number))
        return error_set(err, FX_EDAMAGED, "owner %u, stream %u, extent %u: %zu bytes stand where %zu of data belong",
                         reader->owner, reader->stream, number, value.len, data_length(reader, number));
    reader->extents[number].data = (const uint8_t *)value.ptr;
    return FX_OK;
}

static int check_page(struct stream_reader *reader, uint32_t number, uint32_t page, fx_error *err)
{
    struct stream_extent *extent = &reader->extents[number];
    size_t data = data_length(reader, number);
    size_t start = (size_t)page * EXTENT_CHECK_PAGE;
    size_t length = data - start < EXTENT_CHECK_PAGE ? data - start : EXTENT_CHECK_PAGE;
    uint32_t stored = bytes_get_u32(extent->data + data + 4 * (size_t)page);
    if (stored != extent_checksum(reader->owner, reader->stream, number, page, extent->data + start, length))
        return error_set(err, FX_EDAMAGED, "owner %u, stream %u, extent %u, page %u: checksum does not match",
                         reader->owner, reader->stream, number, page);
    extent->checked |= UINT64_C(1) << page;
    return FX_OK;
}

/* Pages [first, last] of an extent. */
static int check_pages(struct stream_reader *reader, uint32_t number, uint32_t first, uint32_t last, fx_error *err)
{
    uint64_t wanted = (UINT64_MAX >> (63 - last)) & (UINT64_MAX << first);
    uint64_t missing = wanted & ~reader->extents[number].checked;
    for (; missing != 0; missing &= missing - 1) {
        int status = check_page(reader, number, (uint32_t)__builtin_ctzll(missing), err);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

size_t stream_contiguous(const struct stream_reader *reader, uint64_t address)
{
    if (address >= reader->length)
        return 0;
    uint32_t number = (uint32_t)(address / EXTENT_DATA_BYTES);
    return data_length(reader, number) - (size_t)(address % EXTENT_DATA_BYTES);
}

static int outside(const struct stream_reader *reader, uint64_t address, size_t length, fx_error *err)
{
    return error_set(err, FX_EDAMAGED, "owner %u, stream %u: %zu bytes at %llu, but it ends at %llu", reader->owner,
                     reader->stream, length, (unsigned long long)address, (unsigned long long)reader->length);
}

int stream_view(struct stream_reader *reader, uint64_t address, size_t length, const uint8_t **out, fx_error *err)
{
    *out = NULL;
    if (address > reader->length || length > reader->length - address || reader->extent_count == UINT32_MAX)
        return outside(reader, address, length, err);
    if (length == 0) {
        *out = (const uint8_t *)"";
        return FX_OK;
    }
    size_t offset = (size_t)(address % EXTENT_DATA_BYTES);
    if (length > EXTENT_DATA_BYTES - offset)
        return error_set(err, FX_EINVAL, "owner %u, stream %u: %zu bytes at %llu stand in two extents", reader->owner,
                         reader->stream, length, (unsigned long long)address);
    uint32_t number = (uint32_t)(address / EXTENT_DATA_BYTES);
    int status = fetch_extent(reader, number, err);
    if (status == FX_OK)
        status = check_pages(reader, number, (uint32_t)(offset / EXTENT_CHECK_PAGE),
                             (uint32_t)((offset + length - 1) / EXTENT_CHECK_PAGE), err);
    if (status == FX_OK)
        *out = reader->extents[number].data + offset;
    return status;
}

int stream_read(struct stream_reader *reader, uint64_t address, size_t length, void *out, fx_error *err)
{
    uint8_t *to = out;
    if (address > reader->length || length > reader->length - address)
        return outside(reader, address, length, err);
    while (length > 0) {
        size_t part = stream_contiguous(reader, address);
        if (part > length)
            part = length;
        const uint8_t *from;
        int status = stream_view(reader, address, part, &from, err);
        if (status != FX_OK)
            return status;
        memcpy(to, from, part);
        to += part;
        address += part;
        length -= part;
    }
    return FX_OK;
}

static int assemble(struct stream_reader *reader, fx_error *err)
{
    /* Before memory is asked for, the recorded length must prove itself. */
    int status = fetch_extent(reader, reader->extent_count - 1, err);
    if (status != FX_OK)
        return status;
    void *array = memory_allocate((size_t)reader->length, 1);
    if (array == NULL)
        return error_no_memory(err);
    status = stream_read(reader, 0, (size_t)reader->length, array, err);
    if (status != FX_OK)
        memory_free(array);
    else
        reader->array = array;
    return status;
}

int stream_array(struct stream_reader *reader, size_t size, uint64_t count, const void **out, fx_error *err)
{
    *out = NULL;
    uint64_t bytes;
    if (__builtin_mul_overflow(count, (uint64_t)size, &bytes) || bytes != reader->length)
        return error_set(err, FX_EDAMAGED, "owner %u, stream %u: %llu bytes stand where %llu values of %zu belong",
                         reader->owner, reader->stream, (unsigned long long)reader->length, (unsigned long long)count,
                         size);
    if (reader->array == NULL && reader->extent_count <= 1) {
        const uint8_t *view;
        int status = stream_view(reader, 0, (size_t)bytes, &view, err);
        if (status != FX_OK)
            return status;
        if (bytes == 0 || (uintptr_t)view % size == 0) {
            *out = view;
            return FX_OK;
        }
    }
    int status = reader->array == NULL ? assemble(reader, err) : FX_OK;
    if (status == FX_OK)
        *out = reader->array;
    return status;
}

int stream_check(struct stream_reader *reader, fx_error *err)
{
    if (reader->extent_count == UINT32_MAX)
        return outside(reader, reader->length, 0, err);
    for (uint32_t number = 0; number < reader->extent_count; number++) {
        const uint8_t *view;
        int status = stream_view(reader, (uint64_t)number * EXTENT_DATA_BYTES, data_length(reader, number), &view, err);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}
