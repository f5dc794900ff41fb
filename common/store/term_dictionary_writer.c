#include "bytes.h"
#include "error.h"
#include "slice.h"
#include "term_dictionary.h"
#include "term_dictionary_format.h"
#include "term_space.h"

void dictionary_writer_init(struct dictionary_writer *writer, const struct extent_sink *sink, uint32_t owner,
                            unsigned unit)
{
    memset(writer, 0, sizeof *writer);
    writer->sink = sink;
    writer->owner = owner;
    writer->unit = unit;
}

void dictionary_writer_release(struct dictionary_writer *writer)
{
    buffer_release(&writer->block);
    buffer_release(&writer->entry);
    buffer_release(&writer->groups);
}

static size_t shared_bytes(fx_slice a, fx_slice b)
{
    size_t n = a.len < b.len ? a.len : b.len, i = 0;
    while (i < n && a.ptr[i] == b.ptr[i])
        i++;
    return i;
}

static int flush(struct dictionary_writer *writer, fx_error *err)
{
    if (writer->block.length == 0)
        return FX_OK;
    const fx_slice last = {writer->last, writer->last_length};
    const uint32_t groups = (writer->in_block + DICTIONARY_GROUP - 1) / DICTIONARY_GROUP;
    if (buffer_append_slice(&writer->block, buffer_slice(&writer->groups)) != FX_OK ||
        buffer_append_byte(&writer->block, (char)groups) != FX_OK)
        return error_no_memory(err);
    const uint32_t checksum = dictionary_checksum(writer->owner, writer->unit, last, buffer_slice(&writer->block));
    if (buffer_append_u32(&writer->block, checksum) != FX_OK)
        return error_no_memory(err);
    int status = writer->sink->put_block(writer->sink->self, writer->owner, writer->unit, last,
                                         buffer_slice(&writer->block), err);
    buffer_clear(&writer->block);
    buffer_clear(&writer->groups);
    writer->in_block = 0;
    return status;
}

/* Varints go through one small array: an entry without its strings. */
struct entry_bytes {
    uint8_t bytes[16 * BYTES_VARINT_MAX];
    size_t length;
};

static void put(struct entry_bytes *out, uint64_t value)
{
    out->length += bytes_put_varint(out->bytes + out->length, value);
}

static unsigned kind_of(const struct term_entry *entry)
{
    if (entry->term.ptr[0] == TERM_FORM)
        return ENTRY_FORM;
    if (entry->address.inlined.len > 0)
        return ENTRY_INLINED;
    return entry->address.leaves > 0 ? ENTRY_LEAVES : ENTRY_ONE_BLOCK;
}

static void put_head(struct entry_bytes *out, const struct term_entry *entry, unsigned kind)
{
    const uint32_t documents = entry->documents;
    const bool counted = kind == ENTRY_FORM || entry->address.has_positions;
    out->bytes[out->length++] =
        (uint8_t)(kind | (entry->address.has_positions ? HAS_POSITIONS : 0) | (entry->parents ? HAS_PARENTS : 0) |
                  (documents < DOCUMENTS_MANY ? documents : DOCUMENTS_MANY) << DOCUMENTS_SHIFT);
    if (documents >= DOCUMENTS_MANY)
        put(out, documents - DOCUMENTS_MANY);
    if (counted)
        put(out, entry->occurrences - documents);
    if (entry->parents > 0)
        put(out, entry->parents);
}

static void put_address(struct entry_bytes *out, const struct postings_address *address)
{
    put(out, address->postings_length);
    if (address->has_positions)
        put(out, address->positions_length);
    if (address->leaves > 0) {
        put(out, address->leaves);
        put(out, address->directory_length);
    }
}

/* The entry behind its term, into writer->entry. */
static int encode_payload(struct dictionary_writer *writer, const struct term_entry *entry)
{
    struct buffer *out = &writer->entry;
    struct entry_bytes head = {.length = 0};
    const unsigned kind = kind_of(entry);
    fx_slice tail = {NULL, 0};
    put_head(&head, entry, kind);
    if (kind == ENTRY_FORM) {
        const size_t shared = shared_bytes(slice_part(entry->term, 1, entry->term.len), entry->stem);
        put(&head, shared);
        tail = slice_part(entry->stem, shared, entry->stem.len);
        head.bytes[head.length++] = (uint8_t)tail.len;
    } else if (kind == ENTRY_INLINED) {
        tail = entry->address.inlined;
        head.bytes[head.length++] = (uint8_t)tail.len;
    } else {
        put_address(&head, &entry->address);
    }
    buffer_clear(out);
    int status = buffer_append(out, head.bytes, head.length);
    if (status == FX_OK)
        status = buffer_append_slice(out, tail);
    if (status == FX_OK && kind == ENTRY_FORM)
        status = buffer_append_varint(out, entry->form);
    return status;
}

/* `shared`: bytes that the term shares with the one before in the block. */
static int append_term(struct dictionary_writer *writer, fx_slice term, size_t shared)
{
    struct entry_bytes head = {.length = 0};
    put(&head, shared);
    put(&head, term.len - shared);
    int status = buffer_append(&writer->block, head.bytes, head.length);
    if (status == FX_OK)
        status = buffer_append(&writer->block, term.ptr + shared, term.len - shared);
    return status;
}

static int check(const struct dictionary_writer *writer, const struct term_entry *entry, fx_error *err)
{
    const fx_slice last = {writer->last, writer->last_length};
    if (entry->term.len == 0 || entry->term.len > TERM_BYTES_MAX || entry->stem.len > TERM_BYTES_MAX)
        return error_set(err, FX_EINVAL, "a term of %zu bytes", entry->term.len);
    if (writer->terms > 0 && slice_compare(last, entry->term) >= 0)
        return error_set(err, FX_EINVAL, "terms do not ascend: '%.*s' after '%.*s'", (int)entry->term.len,
                         entry->term.ptr, (int)last.len, last.ptr);
    if (entry->documents == 0)
        return error_set(err, FX_EINVAL, "a term without documents");
    return FX_OK;
}

/* What the block would take at most with one more entry: its term's lengths and bytes, a group's head and offset, the
 * number of groups and the checksum. */
static size_t block_bytes_with(const struct dictionary_writer *writer, const struct term_entry *entry)
{
    return writer->block.length + 4 + entry->term.len + writer->entry.length + 2 * BYTES_VARINT_MAX +
           writer->groups.length + 2 + 1 + 4;
}

/* Where the group's lists begin; the block's own address stands in front of the first. */
static int begin_group(struct dictionary_writer *writer, const struct postings_address *address)
{
    if (writer->in_block == 0) {
        writer->postings = address->postings;
        writer->positions = address->positions;
        int status = buffer_append_varint(&writer->block, writer->postings);
        return status == FX_OK ? buffer_append_varint(&writer->block, writer->positions) : status;
    }
    uint8_t offset[2];
    bytes_put_u16(offset, (uint16_t)writer->block.length);
    int status = buffer_append(&writer->groups, offset, sizeof offset);
    if (status == FX_OK)
        status = buffer_append_varint(&writer->block, address->postings - writer->postings);
    if (status == FX_OK)
        status = buffer_append_varint(&writer->block, address->positions - writer->positions);
    return status;
}

int dictionary_writer_add(struct dictionary_writer *writer, const struct term_entry *entry, fx_error *err)
{
    int status = check(writer, entry, err);
    if (status != FX_OK)
        return status;
    if (encode_payload(writer, entry) != FX_OK)
        return error_no_memory(err);
    if (writer->block.length > 0 && block_bytes_with(writer, entry) > DICTIONARY_BLOCK_BYTES)
        status = flush(writer, err);
    if (status != FX_OK)
        return status;
    size_t shared = 0;
    if (writer->in_block % DICTIONARY_GROUP == 0)
        status = begin_group(writer, &entry->address);
    else
        shared = shared_bytes((fx_slice){writer->last, writer->last_length}, entry->term);
    if (status != FX_OK || append_term(writer, entry->term, shared) != FX_OK ||
        buffer_append_slice(&writer->block, buffer_slice(&writer->entry)) != FX_OK)
        return error_no_memory(err);
    memcpy(writer->last, entry->term.ptr, entry->term.len);
    writer->last_length = entry->term.len;
    writer->terms++;
    writer->in_block++;
    return FX_OK;
}

int dictionary_writer_finish(struct dictionary_writer *writer, fx_error *err)
{
    return flush(writer, err);
}
