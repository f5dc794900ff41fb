#include "bytes.h"
#include "error.h"
#include "memory.h"
#include "name_columns.h"

#include <stdlib.h>

enum { FACET_GROUP = 8 };

void facet_writer_init(struct facet_writer *writer, const struct extent_sink *sink, uint32_t owner, unsigned unit)
{
    stream_writer_init(&writer->facets, sink, owner, STREAM_OF_UNIT(STREAM_FACETS, unit));
    stream_writer_init(&writer->starts, sink, owner, STREAM_OF_UNIT(STREAM_FACET_STARTS, unit));
    writer->documents = 0;
    writer->sorted = NULL;
    writer->capacity = 0;
    writer->encoded = (struct buffer)BUFFER_INIT;
}

void facet_writer_release(struct facet_writer *writer)
{
    stream_writer_release(&writer->facets);
    stream_writer_release(&writer->starts);
    memory_free(writer->sorted);
    buffer_release(&writer->encoded);
    writer->sorted = NULL;
    writer->capacity = 0;
}

static int compare(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int append_start(struct facet_writer *writer, fx_error *err)
{
    const uint64_t start = stream_writer_length(&writer->facets);
    if (start > UINT32_MAX)
        return error_set(err, FX_ELIMIT, "the names of a segment's documents take more than 4 GiB");
    return stream_append_u32(&writer->starts, (uint32_t)start, err);
}

static int encode_names(struct buffer *out, const uint32_t *sorted, uint32_t count)
{
    int status = FX_OK;
    uint32_t before = 0;
    buffer_clear(out);
    for (uint32_t i = 0; i < count && status == FX_OK; i++) {
        status = buffer_append_varint(out, sorted[i] - before);
        before = sorted[i];
    }
    return status;
}

int facet_writer_add(struct facet_writer *writer, const uint32_t *names, uint32_t count, fx_error *err)
{
    int status = writer->documents++ % FACET_GROUP == 0 ? append_start(writer, err) : FX_OK;
    if (status != FX_OK)
        return status;
    if (memory_reserve(&writer->sorted, &writer->capacity, count, sizeof *writer->sorted) != FX_OK)
        return error_no_memory(err);
    if (count > 0) {
        memcpy(writer->sorted, names, count * sizeof *names);
        qsort(writer->sorted, count, sizeof *writer->sorted, compare);
    }
    if (encode_names(&writer->encoded, writer->sorted, count) != FX_OK)
        return error_no_memory(err);
    uint8_t length[BYTES_VARINT_MAX];
    status = stream_append(&writer->facets, length, bytes_put_varint(length, writer->encoded.length), err);
    if (status == FX_OK)
        status = stream_append(&writer->facets, writer->encoded.bytes, writer->encoded.length, err);
    return status;
}

int facet_writer_finish(struct facet_writer *writer, uint64_t *bytes, fx_error *err)
{
    *bytes = 0;
    int status = stream_writer_finish(&writer->facets, bytes, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->starts, NULL, err);
    facet_writer_release(writer);
    return status;
}

void facet_reader_init(struct facet_reader *reader, const struct extent_source *source, uint32_t owner, unsigned unit,
                       uint32_t documents, uint32_t name_count, uint64_t bytes)
{
    *reader =
        (struct facet_reader){.documents = documents, .bytes = bytes, .name_count = name_count, .copy = BUFFER_INIT};
    stream_reader_init(&reader->facets, source, owner, STREAM_OF_UNIT(STREAM_FACETS, unit), bytes);
    stream_reader_init(&reader->starts, source, owner, STREAM_OF_UNIT(STREAM_FACET_STARTS, unit),
                       4 * (((uint64_t)documents + FACET_GROUP - 1) / FACET_GROUP));
}

void facet_reader_release(struct facet_reader *reader)
{
    stream_reader_release(&reader->facets);
    stream_reader_release(&reader->starts);
    memory_free(reader->names);
    buffer_release(&reader->copy);
}

static int damaged(const struct facet_reader *reader, uint32_t document, fx_error *err)
{
    return error_set(err, FX_EDAMAGED, "segment %u: the names of document %u cannot be decoded", reader->facets.owner,
                     document);
}

/* The bytes of the group that holds a document. */
static int read_group(struct facet_reader *reader, uint32_t document, struct byte_reader *out, fx_error *err)
{
    const uint32_t group = document / FACET_GROUP;
    const bool last = group == (reader->documents - 1) / FACET_GROUP;
    uint8_t ends[8] = {0};
    int status = stream_read(&reader->starts, 4 * (uint64_t)group, last ? 4 : sizeof ends, ends, err);
    if (status != FX_OK)
        return status;
    const uint64_t start = bytes_get_u32(ends), end = last ? reader->bytes : bytes_get_u32(ends + 4);
    if (start > end || end > reader->bytes)
        return damaged(reader, document, err);
    const uint8_t *bytes;
    status = stream_piece(&reader->facets, start, end - start, &reader->copy, &bytes, err);
    if (status == FX_OK)
        *out = byte_reader_of(bytes, (size_t)(end - start));
    return status;
}

int facet_reader_get(struct facet_reader *reader, uint32_t document, uint32_t end_name, const uint32_t **names,
                     uint32_t *count, fx_error *err)
{
    *names = NULL;
    *count = 0;
    if (document >= reader->documents)
        return damaged(reader, document, err);
    struct byte_reader group = {NULL, NULL, false};
    int status = read_group(reader, document, &group, err);
    if (status != FX_OK)
        return status;
    for (uint32_t before = document % FACET_GROUP; before > 0; before--)
        (void)byte_reader_slice(&group);
    const fx_slice list = byte_reader_slice(&group);
    if (group.failed)
        return damaged(reader, document, err);
    if (memory_reserve(&reader->names, &reader->capacity, list.len, sizeof *reader->names) != FX_OK)
        return error_no_memory(err);
    struct byte_reader values = byte_reader_of(list.ptr, list.len);
    uint64_t name = 0;
    uint32_t n = 0;
    while (byte_reader_left(&values) > 0) {
        name += byte_reader_varint32(&values);
        if (values.failed || name >= reader->name_count)
            return damaged(reader, document, err);
        if (name >= end_name)
            break;
        reader->names[n++] = (uint32_t)name;
    }
    *names = reader->names;
    *count = n;
    return FX_OK;
}
