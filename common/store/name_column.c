#include "bytes.h"
#include "error.h"
#include "name_columns.h"
#include "slice.h"

#include <xxhash.h>

enum { GROUP = 16 };
enum { STYLE_SAME, STYLE_CAPITALS, STYLE_OWN, STYLE_SHIFT = 4 };

uint64_t name_hash(fx_slice folded)
{
    return XXH3_64bits(folded.ptr, folded.len);
}

/* ---- writing ---- */

void name_writer_init(struct name_writer *writer, const struct extent_sink *sink, uint32_t owner)
{
    *writer = (struct name_writer){.count = 0, .folded = BUFFER_INIT, .entry = BUFFER_INIT};
    stream_writer_init(&writer->names, sink, owner, STREAM_NAMES);
    stream_writer_init(&writer->starts, sink, owner, STREAM_NAME_STARTS);
    stream_writer_init(&writer->hashes, sink, owner, STREAM_NAME_HASHES);
}

void name_writer_release(struct name_writer *writer)
{
    stream_writer_release(&writer->names);
    stream_writer_release(&writer->starts);
    stream_writer_release(&writer->hashes);
    buffer_release(&writer->folded);
    buffer_release(&writer->entry);
}

static bool is_capital_of(char display, char folded)
{
    return folded >= 'a' && folded <= 'z' && display == folded - 'a' + 'A';
}

static unsigned style_of(const struct name_entry *name)
{
    if (slice_equal(name->folded, name->display))
        return STYLE_SAME;
    if (name->folded.len != name->display.len)
        return STYLE_OWN;
    for (size_t i = 0; i < name->folded.len; i++)
        if (name->display.ptr[i] != name->folded.ptr[i] && !is_capital_of(name->display.ptr[i], name->folded.ptr[i]))
            return STYLE_OWN;
    return STYLE_CAPITALS;
}

static int append_capitals(struct buffer *out, const struct name_entry *name)
{
    int status = FX_OK;
    for (size_t i = 0; i < name->folded.len && status == FX_OK; i += 8) {
        unsigned bits = 0;
        for (size_t j = i; j < name->folded.len && j < i + 8; j++)
            if (name->display.ptr[j] != name->folded.ptr[j])
                bits |= 1U << (j - i);
        status = buffer_append_byte(out, (char)bits);
    }
    return status;
}

static int encode(struct buffer *out, const struct name_entry *name, size_t shared)
{
    const unsigned style = style_of(name);
    buffer_clear(out);
    int status = buffer_append_byte(out, (char)((unsigned)name->kind | style << STYLE_SHIFT));
    if (status == FX_OK)
        status = buffer_append_varint(out, name->documents);
    if (status == FX_OK)
        status = buffer_append_varint(out, shared);
    if (status == FX_OK)
        status = buffer_append_varint(out, name->folded.len - shared);
    if (status == FX_OK)
        status = buffer_append_slice(out, slice_part(name->folded, shared, name->folded.len));
    if (status == FX_OK && style == STYLE_CAPITALS)
        status = append_capitals(out, name);
    if (status == FX_OK && style == STYLE_OWN)
        status = buffer_append_varint(out, name->display.len);
    if (status == FX_OK && style == STYLE_OWN)
        status = buffer_append_slice(out, name->display);
    return status;
}

static int compare_names(enum facet_kind kind_a, fx_slice a, enum facet_kind kind_b, fx_slice b)
{
    return kind_a != kind_b ? (kind_a < kind_b ? -1 : 1) : slice_compare(a, b);
}

int name_writer_add(struct name_writer *writer, const struct name_entry *name, fx_error *err)
{
    const fx_slice before = buffer_slice(&writer->folded);
    if (writer->count > 0 && compare_names(writer->kind, before, name->kind, name->folded) >= 0)
        return error_set(err, FX_EINVAL, "names do not ascend: '%.*s' after '%.*s'", (int)name->folded.len,
                         name->folded.ptr, (int)before.len, before.ptr);
    size_t shared = 0;
    if (writer->count % GROUP == 0) {
        const uint64_t start = stream_writer_length(&writer->names);
        if (start > UINT32_MAX)
            return error_set(err, FX_ELIMIT, "the names of a segment take more than 4 GiB");
        int status = stream_append_u32(&writer->starts, (uint32_t)start, err);
        if (status != FX_OK)
            return status;
    } else {
        while (shared < before.len && shared < name->folded.len && before.ptr[shared] == name->folded.ptr[shared])
            shared++;
    }
    if (encode(&writer->entry, name, shared) != FX_OK)
        return error_no_memory(err);
    buffer_clear(&writer->folded);
    if (buffer_append_slice(&writer->folded, name->folded) != FX_OK)
        return error_no_memory(err);
    writer->kind = name->kind;
    writer->count++;
    int status = stream_append_u64(&writer->hashes, name_hash(name->folded), err);
    if (status == FX_OK)
        status = stream_append(&writer->names, writer->entry.bytes, writer->entry.length, err);
    return status;
}

int name_writer_finish(struct name_writer *writer, uint64_t *bytes, fx_error *err)
{
    *bytes = 0;
    int status = stream_writer_finish(&writer->names, bytes, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->starts, NULL, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->hashes, NULL, err);
    name_writer_release(writer);
    return status;
}

/* ---- reading ---- */

void name_reader_init(struct name_reader *reader, const struct extent_source *source, uint32_t owner, uint32_t count,
                      uint64_t bytes)
{
    *reader = (struct name_reader){.count = count, .next = UINT32_MAX};
    stream_reader_init(&reader->names, source, owner, STREAM_NAMES, bytes);
    stream_reader_init(&reader->starts, source, owner, STREAM_NAME_STARTS, 4 * (((uint64_t)count + GROUP - 1) / GROUP));
}

void name_reader_release(struct name_reader *reader)
{
    stream_reader_release(&reader->names);
    stream_reader_release(&reader->starts);
    buffer_release(&reader->folded);
    buffer_release(&reader->display);
    buffer_release(&reader->copy);
}

static int damaged(const struct name_reader *reader, fx_error *err)
{
    return error_set(err, FX_EDAMAGED, "segment %u: its names cannot be decoded", reader->names.owner);
}

/* Turns to the first name of a group. */
static int open_group(struct name_reader *reader, uint32_t group, fx_error *err)
{
    uint8_t ends[8];
    const bool last = group == (reader->count - 1) / GROUP;
    reader->next = UINT32_MAX;
    int status = stream_read(&reader->starts, 4 * (uint64_t)group, last ? 4 : 8, ends, err);
    if (status != FX_OK)
        return status;
    const uint64_t start = bytes_get_u32(ends), end = last ? reader->names.length : bytes_get_u32(ends + 4);
    if (start > end)
        return damaged(reader, err);
    status = stream_piece(&reader->names, start, end - start, &reader->copy, &reader->at, err);
    if (status != FX_OK)
        return status;
    reader->end = reader->at + (end - start);
    buffer_clear(&reader->folded);
    reader->next = group * GROUP;
    reader->group = group;
    return FX_OK;
}

static int decode_display(struct name_reader *reader, unsigned style, const uint8_t *capitals, fx_slice own,
                          fx_error *err)
{
    fx_slice display = style == STYLE_OWN ? own : buffer_slice(&reader->folded);
    buffer_clear(&reader->display);
    if (buffer_append_slice(&reader->display, display) != FX_OK)
        return error_no_memory(err);
    for (size_t i = 0; style == STYLE_CAPITALS && i < display.len; i++)
        if (capitals[i / 8] >> (i % 8) & 1)
            reader->display.bytes[i] = (char)(reader->display.bytes[i] - 'a' + 'A');
    return FX_OK;
}

static int decode_next(struct name_reader *reader, bool with_display, struct name_entry *out, fx_error *err)
{
    struct byte_reader bytes = byte_reader_of(reader->at, (size_t)(reader->end - reader->at));
    const uint8_t head = byte_reader_u8(&bytes);
    const unsigned kind = head & ((1U << STYLE_SHIFT) - 1), style = head >> STYLE_SHIFT;
    out->documents = byte_reader_varint32(&bytes);
    const uint64_t shared = byte_reader_varint(&bytes);
    const fx_slice further = byte_reader_slice(&bytes);
    if (bytes.failed || kind >= FACET_KIND_COUNT || style > STYLE_OWN || shared > reader->folded.length)
        return damaged(reader, err);
    reader->folded.length = (size_t)shared;
    if (buffer_append_slice(&reader->folded, further) != FX_OK)
        return error_no_memory(err);
    const uint8_t *capitals =
        style == STYLE_CAPITALS ? byte_reader_take(&bytes, (reader->folded.length + 7) / 8) : NULL;
    const fx_slice own = style == STYLE_OWN ? byte_reader_slice(&bytes) : (fx_slice){NULL, 0};
    if (bytes.failed)
        return damaged(reader, err);
    int status = with_display ? decode_display(reader, style, capitals, own, err) : FX_OK;
    if (status != FX_OK)
        return status;
    out->kind = (enum facet_kind)kind;
    out->folded = buffer_slice(&reader->folded);
    out->display = with_display ? buffer_slice(&reader->display) : (fx_slice){NULL, 0};
    reader->at = bytes.at;
    reader->next++;
    return FX_OK;
}

static int get(struct name_reader *reader, uint32_t number, bool with_display, struct name_entry *out, fx_error *err)
{
    *out = (struct name_entry){0};
    if (number >= reader->count)
        return error_set(err, FX_EINVAL, "name %u of %u", number, reader->count);
    int status = FX_OK;
    if (reader->next > number || reader->group != number / GROUP)
        status = open_group(reader, number / GROUP, err);
    while (status == FX_OK && reader->next <= number)
        status = decode_next(reader, with_display && reader->next == number, out, err);
    if (status != FX_OK)
        reader->next = UINT32_MAX;
    return status;
}

int name_reader_get(struct name_reader *reader, uint32_t number, struct name_entry *out, fx_error *err)
{
    return get(reader, number, true, out, err);
}

int name_reader_folded(struct name_reader *reader, uint32_t number, struct name_entry *out, fx_error *err)
{
    return get(reader, number, false, out, err);
}

int name_reader_lower_bound(struct name_reader *reader, enum facet_kind kind, fx_slice folded, uint32_t *number,
                            fx_error *err)
{
    /* Groups whose first name is smaller hold the answer or end just before it. */
    struct name_entry name;
    uint32_t low = 0, high = reader->count / GROUP + (reader->count % GROUP != 0);
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        int status = name_reader_folded(reader, middle * GROUP, &name, err);
        if (status != FX_OK)
            return status;
        if (compare_names(name.kind, name.folded, kind, folded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *number = low > 0 ? (low - 1) * GROUP : 0;
    for (; *number < reader->count; ++*number) {
        int status = name_reader_folded(reader, *number, &name, err);
        if (status != FX_OK)
            return status;
        if (compare_names(name.kind, name.folded, kind, folded) >= 0)
            break;
    }
    return FX_OK;
}
