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

static unsigned bits_of(uint32_t value)
{
    return value > 0 ? 32U - (unsigned)__builtin_clz(value) : 0;
}

static int append_start(struct facet_writer *writer, fx_error *err)
{
    const uint64_t start = stream_writer_length(&writer->facets);
    if (start > UINT32_MAX)
        return error_set(err, FX_ELIMIT, "the names of a segment's documents take more than 4 GiB");
    return stream_append_u32(&writer->starts, (uint32_t)start, err);
}

/* Differences of ascending names, the first from 0, as one stream of bits: smaller than varints where most take two
 * bytes, and when they are read none waits for the length of the one before. */
static int encode_names(struct buffer *out, const uint32_t *sorted, uint32_t count)
{
    uint32_t widest = 0, before = 0;
    buffer_clear(out);
    for (uint32_t i = 0; i < count; i++) {
        widest |= sorted[i] - before;
        before = sorted[i];
    }
    const unsigned width = bits_of(widest);
    int status = buffer_append_varint(out, count);
    if (status == FX_OK && count > 0)
        status = buffer_append_byte(out, (char)width);
    uint64_t word = 0;
    unsigned used = 0;
    before = 0;
    for (uint32_t i = 0; i < count && status == FX_OK; i++) {
        word |= (uint64_t)(sorted[i] - before) << used;
        before = sorted[i];
        for (used += width; used >= 8 && status == FX_OK; used -= 8, word >>= 8)
            status = buffer_append_byte(out, (char)word);
    }
    if (status == FX_OK && used > 0)
        status = buffer_append_byte(out, (char)word);
    return status;
}

/* The names in ascending order, mostly as they come; NULL: out of memory. */
static const uint32_t *sort_names(struct facet_writer *writer, const uint32_t *names, uint32_t count)
{
    uint32_t ascending = 1;
    while (ascending < count && names[ascending - 1] < names[ascending])
        ascending++;
    if (ascending >= count)
        return names;
    if (memory_reserve(&writer->sorted, &writer->capacity, count, sizeof *writer->sorted) != FX_OK)
        return NULL;
    memcpy(writer->sorted, names, count * sizeof *names);
    qsort(writer->sorted, count, sizeof *writer->sorted, compare);
    return writer->sorted;
}

int facet_writer_add(struct facet_writer *writer, const uint32_t *names, uint32_t count, fx_error *err)
{
    int status = writer->documents++ % FACET_GROUP == 0 ? append_start(writer, err) : FX_OK;
    if (status != FX_OK)
        return status;
    const uint32_t *sorted = sort_names(writer, names, count);
    if ((sorted == NULL && count > 0) || encode_names(&writer->encoded, sorted, count) != FX_OK)
        return error_no_memory(err);
    return stream_append(&writer->facets, writer->encoded.bytes, writer->encoded.length, err);
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
    column_init(&reader->starts, source, owner, STREAM_OF_UNIT(STREAM_FACET_STARTS, unit),
                (uint32_t)(((uint64_t)documents + FACET_GROUP - 1) / FACET_GROUP), 4, UINT32_MAX);
}

void facet_reader_release(struct facet_reader *reader)
{
    stream_reader_release(&reader->facets);
    column_release(&reader->starts);
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
    int status = column_open(&reader->starts, err);
    if (status != FX_OK)
        return status;
    const uint64_t start = column_u32(&reader->starts, group);
    const uint64_t end = last ? reader->bytes : column_u32(&reader->starts, group + 1);
    if (reader->starts.fault.code != FX_OK)
        return column_take_fault(&reader->starts, err);
    if (start > end || end > reader->bytes)
        return damaged(reader, document, err);
    const uint8_t *bytes;
    status = stream_piece(&reader->facets, start, end - start, &reader->copy, &bytes, err);
    if (status == FX_OK)
        *out = byte_reader_of(bytes, (size_t)(end - start));
    return status;
}

/* The names of one document, still packed. */
struct packed_names {
    uint32_t count;
    unsigned width;
    const uint8_t *bits;
};

static bool read_document(struct packed_names *out, struct byte_reader *group)
{
    out->count = byte_reader_varint32(group);
    out->width = out->count > 0 ? byte_reader_u8(group) : 0;
    if (group->failed || out->width > 32 || (out->count > 1 && out->width == 0))
        return false;
    out->bits = byte_reader_take(group, (size_t)(((uint64_t)out->count * out->width + 7) / 8));
    return out->bits != NULL || out->count == 0;
}

/* The eight bytes from `at` on, zeros behind the end. */
static inline uint64_t load_bits(const uint8_t *at, const uint8_t *end)
{
    uint64_t word = 0;
    memcpy(&word, at, end - at < (ptrdiff_t)sizeof word ? (size_t)(end - at) : sizeof word);
    return word;
}

/* Unpacks the names below `end_name`; returns how many. */
static uint32_t unpack_names(uint32_t *out, const struct packed_names *names, uint32_t end_name, const uint8_t *end)
{
    const unsigned width = names->width;
    const uint64_t mask = (UINT64_C(1) << width) - 1, left = (uint64_t)(end - names->bits);
    uint64_t name = 0, bit = 0;
    uint32_t n = 0;
    /* as long as eight bytes can be read */
    for (; n < names->count && bit / 8 + sizeof(uint64_t) <= left; bit += width) {
        uint64_t word;
        memcpy(&word, names->bits + bit / 8, sizeof word);
        name += word >> (bit % 8) & mask;
        if (name >= end_name)
            return n;
        out[n++] = (uint32_t)name;
    }
    for (; n < names->count; bit += width) {
        name += load_bits(names->bits + bit / 8, end) >> (bit % 8) & mask;
        if (name >= end_name)
            return n;
        out[n++] = (uint32_t)name;
    }
    return n;
}

int facet_reader_get(struct facet_reader *reader, uint32_t document, uint32_t end_name, const uint32_t **names,
                     uint32_t *count, fx_error *err)
{
    *names = NULL;
    *count = 0;
    if (document >= reader->documents)
        return damaged(reader, document, err);
    struct byte_reader group = {NULL, NULL, false};
    struct packed_names packed;
    int status = read_group(reader, document, &group, err);
    if (status != FX_OK)
        return status;
    for (uint32_t left = document % FACET_GROUP;; left--) {
        if (!read_document(&packed, &group))
            return damaged(reader, document, err);
        if (left == 0)
            break;
    }
    if (memory_reserve(&reader->names, &reader->capacity, packed.count, sizeof *reader->names) != FX_OK)
        return error_no_memory(err);
    *count = unpack_names(reader->names, &packed, end_name, group.end);
    if (*count > 0 && reader->names[*count - 1] >= reader->name_count)
        return damaged(reader, document, err);
    *names = reader->names;
    return FX_OK;
}
