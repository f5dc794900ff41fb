#include "stream.h"

#include "bytes.h"
#include "error.h"
#include "extent_checksum.h"
#include "memory.h"

void stream_writer_init(struct stream_writer *writer, const struct extent_sink *sink, uint32_t owner, unsigned stream)
{
    *writer = (struct stream_writer){.sink = sink, .owner = owner, .stream = stream};
}

void stream_writer_release(struct stream_writer *writer)
{
    memory_free(writer->data);
    writer->data = NULL;
    writer->used = 0;
    writer->capacity = 0;
}

uint64_t stream_writer_length(const struct stream_writer *writer)
{
    return (uint64_t)writer->extent * EXTENT_DATA_BYTES + writer->used;
}

/* Small segments have some thirty streams, most of them tiny: buffers grow instead of starting at an extent. */
static int grow(struct stream_writer *writer, size_t wanted, fx_error *err)
{
    size_t capacity = writer->capacity < 1024 ? 1024 : writer->capacity;
    while (capacity < wanted)
        capacity *= 2;
    if (capacity > EXTENT_VALUE_BYTES)
        capacity = EXTENT_VALUE_BYTES;
    uint8_t *data = memory_resize(writer->data, capacity, 1);
    if (data == NULL)
        return error_no_memory(err);
    writer->data = data;
    writer->capacity = capacity;
    return FX_OK;
}

static int reserve(struct stream_writer *writer, size_t more, fx_error *err)
{
    size_t wanted = writer->used + more;
    return wanted <= writer->capacity ? FX_OK : grow(writer, wanted, err);
}

static int push_extent(struct stream_writer *writer, fx_error *err)
{
    size_t pages = (writer->used + EXTENT_CHECK_PAGE - 1) / EXTENT_CHECK_PAGE;
    int status = reserve(writer, 4 * pages, err);
    if (status != FX_OK)
        return status;
    uint8_t *checksums = writer->data + writer->used;
    for (size_t page = 0; page < pages; page++) {
        size_t start = page * EXTENT_CHECK_PAGE;
        size_t length = writer->used - start < EXTENT_CHECK_PAGE ? writer->used - start : EXTENT_CHECK_PAGE;
        bytes_put_u32(checksums + 4 * page, extent_checksum(writer->owner, writer->stream, writer->extent,
                                                            (uint32_t)page, writer->data + start, length));
    }
    if (writer->extent == UINT32_MAX)
        return error_set(err, FX_ELIMIT, "a stream has too many extents");
    fx_slice value = {(const char *)writer->data, writer->used + 4 * pages};
    status = writer->sink->put_extent(writer->sink->self, writer->owner, writer->stream, writer->extent, value, err);
    if (status != FX_OK)
        return status;
    writer->extent++;
    writer->used = 0;
    return FX_OK;
}

int stream_append(struct stream_writer *writer, const void *bytes, size_t length, fx_error *err)
{
    const uint8_t *from = bytes;
    while (length > 0) {
        size_t room = EXTENT_DATA_BYTES - writer->used;
        size_t part = length < room ? length : room;
        int status = reserve(writer, part, err);
        if (status != FX_OK)
            return status;
        memcpy(writer->data + writer->used, from, part);
        writer->used += part;
        from += part;
        length -= part;
        if (writer->used == EXTENT_DATA_BYTES && (status = push_extent(writer, err)) != FX_OK)
            return status;
    }
    return FX_OK;
}

int stream_make_room(struct stream_writer *writer, size_t length, fx_error *err)
{
    size_t room = EXTENT_DATA_BYTES - writer->used;
    if (length > EXTENT_DATA_BYTES)
        return error_set(err, FX_EINVAL, "a piece of %zu bytes does not fit into an extent", length);
    if (length <= room)
        return FX_OK;
    int status = reserve(writer, room, err);
    if (status != FX_OK)
        return status;
    memset(writer->data + writer->used, 0, room);
    writer->used += room;
    return push_extent(writer, err);
}

int stream_append_whole(struct stream_writer *writer, const void *bytes, size_t length, uint64_t *address,
                        fx_error *err)
{
    int status = stream_make_room(writer, length, err);
    if (status != FX_OK)
        return status;
    if (address != NULL)
        *address = stream_writer_length(writer);
    return stream_append(writer, bytes, length, err);
}

int stream_append_u32(struct stream_writer *writer, uint32_t value, fx_error *err)
{
    uint8_t bytes[4];
    bytes_put_u32(bytes, value);
    return stream_append(writer, bytes, sizeof bytes, err);
}

int stream_append_u64(struct stream_writer *writer, uint64_t value, fx_error *err)
{
    uint8_t bytes[8];
    bytes_put_u64(bytes, value);
    return stream_append(writer, bytes, sizeof bytes, err);
}

int stream_writer_finish(struct stream_writer *writer, uint64_t *length, fx_error *err)
{
    if (length != NULL)
        *length = stream_writer_length(writer);
    int status = writer->used > 0 ? push_extent(writer, err) : FX_OK;
    stream_writer_release(writer);
    return status;
}
