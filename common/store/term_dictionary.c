#include "term_dictionary.h"

#include "bytes.h"
#include "error.h"
#include "slice.h"
#include "term_dictionary_format.h"
#include "term_space.h"

#include <xxhash.h>

uint32_t dictionary_checksum(uint32_t owner, unsigned unit, fx_slice last_term, fx_slice bytes)
{
    const uint64_t seed = XXH3_64bits_withSeed(last_term.ptr, last_term.len, (uint64_t)owner << 8 | unit);
    return (uint32_t)XXH3_64bits_withSeed(bytes.ptr, bytes.len, seed);
}

static int damaged(fx_error *err)
{
    return error_set(err, FX_EDAMAGED, "a block of the term dictionary cannot be decoded");
}

int dictionary_block_open(struct dictionary_block *block, uint32_t owner, unsigned unit, fx_slice last_term,
                          fx_slice value, fx_error *err)
{
    const size_t length = value.len < 4 ? 0 : value.len - 4;
    if (value.len < 4 || bytes_get_u32((const uint8_t *)value.ptr + length) !=
                             dictionary_checksum(owner, unit, last_term, (fx_slice){value.ptr, length}))
        return error_set(err, FX_EDAMAGED, "segment %u, dictionary block up to '%.*s': checksum does not match", owner,
                         (int)last_term.len, last_term.ptr);
    return dictionary_block_reopen(block, value, err);
}

int dictionary_block_reopen(struct dictionary_block *block, fx_slice value, fx_error *err)
{
    const size_t length = value.len < 4 ? 0 : value.len - 4;
    block->begin = (const uint8_t *)value.ptr;
    block->groups = length > 0 ? block->begin[length - 1] : 0;
    if (block->groups == 0 || 1 + 2 * ((size_t)block->groups - 1) > length)
        return damaged(err);
    block->end = block->table = block->begin + length - 1 - 2 * ((size_t)block->groups - 1);
    struct byte_reader reader = byte_reader_of(block->begin, (size_t)(block->end - block->begin));
    block->first_postings = block->postings = byte_reader_varint(&reader);
    block->first_positions = block->positions = byte_reader_varint(&reader);
    block->at = reader.at;
    block->left_in_group = DICTIONARY_GROUP;
    block->term_length = 0;
    return reader.failed ? damaged(err) : FX_OK;
}

/* Reads the head of the group at reader->at; the block's first group has none. */
static void begin_group(struct dictionary_block *block, struct byte_reader *reader)
{
    block->postings = block->first_postings + byte_reader_varint(reader);
    block->positions = block->first_positions + byte_reader_varint(reader);
    block->left_in_group = DICTIONARY_GROUP;
    block->term_length = 0;
}

/* ---- entries ---- */

static void read_address(struct dictionary_block *block, struct byte_reader *reader, unsigned kind,
                         struct postings_address *address)
{
    if (kind == ENTRY_INLINED) {
        const size_t length = byte_reader_u8(reader);
        const uint8_t *bytes = byte_reader_take(reader, length);
        address->inlined = (fx_slice){(const char *)bytes, bytes ? length : 0};
        return;
    }
    address->postings_length = byte_reader_varint(reader);
    if (address->has_positions)
        address->positions_length = byte_reader_varint(reader);
    if (kind == ENTRY_LEAVES) {
        address->leaves = byte_reader_varint32(reader);
        address->directory_length = byte_reader_varint32(reader);
        reader->failed = reader->failed || address->leaves == 0;
    }
    block->postings += address->postings_length;
    block->positions += address->positions_length;
}

/* The term without its space byte; of an entry that is only passed over, nothing that may be as long as any. */
static fx_slice form_of(fx_slice term)
{
    return term.len > 0 ? slice_part(term, 1, term.len) : (fx_slice){NULL, TERM_BYTES_MAX};
}

static void read_stem(struct dictionary_block *block, struct byte_reader *reader, fx_slice form, struct term_entry *out)
{
    const uint64_t shared = byte_reader_varint(reader);
    const size_t further = byte_reader_u8(reader);
    const uint8_t *bytes = byte_reader_take(reader, further);
    if (bytes == NULL || shared > form.len || shared + further > sizeof block->stem) {
        reader->failed = true;
        return;
    }
    if (form.ptr != NULL) {
        memcpy(block->stem, form.ptr, (size_t)shared);
        memcpy(block->stem + shared, bytes, further);
        out->stem = (fx_slice){block->stem, (size_t)shared + further};
    }
    out->form = (uint16_t)byte_reader_varint32(reader);
}

/* All of an entry behind its term. out->term is set by the caller (for a form it is needed here). */
static void read_payload(struct dictionary_block *block, struct byte_reader *reader, struct term_entry *out)
{
    const uint8_t flags = byte_reader_u8(reader);
    const unsigned kind = flags & ENTRY_KIND;
    out->documents = flags >> DOCUMENTS_SHIFT;
    if (out->documents == DOCUMENTS_MANY) {
        const uint64_t documents = DOCUMENTS_MANY + (uint64_t)byte_reader_varint32(reader);
        out->documents = (uint32_t)documents;
        reader->failed = reader->failed || documents > UINT32_MAX;
    }
    out->address = (struct postings_address){
        .postings = block->postings, .positions = block->positions, .has_positions = (flags & HAS_POSITIONS) != 0};
    out->occurrences = 0;
    if (kind == ENTRY_FORM || out->address.has_positions)
        out->occurrences = out->documents + byte_reader_varint(reader);
    out->parents = flags & HAS_PARENTS ? byte_reader_varint32(reader) : 0;
    out->stem = (fx_slice){NULL, 0};
    out->form = 0;
    if (kind == ENTRY_FORM)
        read_stem(block, reader, form_of(out->term), out);
    else
        read_address(block, reader, kind, &out->address);
    reader->failed = reader->failed || out->documents == 0;
}

int dictionary_block_next(struct dictionary_block *block, struct term_entry *out, fx_error *err)
{
    if (block->at == block->end)
        return FX_END;
    struct byte_reader reader = byte_reader_of(block->at, (size_t)(block->end - block->at));
    if (block->left_in_group == 0)
        begin_group(block, &reader);
    const uint64_t shared = byte_reader_varint(&reader), further = byte_reader_varint(&reader);
    if (shared > block->term_length || further > TERM_BYTES_MAX - shared || shared + further == 0)
        return damaged(err);
    const uint8_t *bytes = byte_reader_take(&reader, (size_t)further);
    if (bytes == NULL)
        return damaged(err);
    memcpy(block->term + shared, bytes, (size_t)further);
    block->term_length = (size_t)(shared + further);
    out->term = (fx_slice){block->term, block->term_length};
    read_payload(block, &reader, out);
    if (reader.failed)
        return damaged(err);
    block->at = reader.at;
    block->left_in_group--;
    return FX_OK;
}

/* ---- finding ---- */

/* A reader at group `group` (not 0), at its head. */
static struct byte_reader group_reader(const struct dictionary_block *block, uint32_t group)
{
    const size_t length = (size_t)(block->end - block->begin), offset = bytes_get_u16(block->table + 2 * (group - 1));
    struct byte_reader reader = byte_reader_of(block->begin, length);
    byte_reader_take(&reader, offset);
    return reader;
}

/* Whether the first term of a group is <= term. */
static bool group_begins_at_or_before(const struct dictionary_block *block, uint32_t group, fx_slice term,
                                      struct byte_reader *reader)
{
    *reader = group_reader(block, group);
    byte_reader_varint(reader);
    byte_reader_varint(reader);
    const uint64_t shared = byte_reader_varint(reader);
    const fx_slice first = byte_reader_slice(reader);
    reader->failed = reader->failed || shared != 0;
    return slice_compare(first, term) <= 0;
}

int dictionary_block_seek(struct dictionary_block *block, fx_slice term, fx_error *err)
{
    struct byte_reader reader;
    uint32_t low = 0, high = block->groups; /* group `low` begins at or before the term (or is the first) */
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (group_begins_at_or_before(block, middle, term, &reader))
            low = middle;
        else
            high = middle;
        if (reader.failed)
            return damaged(err);
    }
    if (low == 0)
        return FX_OK;
    reader = group_reader(block, low);
    begin_group(block, &reader);
    block->at = reader.at;
    return reader.failed ? damaged(err) : FX_OK;
}

enum order { SMALLER, EQUAL, GREATER };

/* Compares an entry's term with `term` without rebuilding it: *matched bytes of `term` are those of the entry before,
 * which is smaller. An entry that shares more with its predecessor is smaller too; one that shares less is greater. */
static enum order compare_entry(uint64_t shared, const uint8_t *bytes, size_t further, fx_slice term, size_t *matched)
{
    if (shared != *matched)
        return shared < *matched ? GREATER : SMALLER;
    size_t i = 0;
    while (i < further && *matched < term.len && bytes[i] == (uint8_t)term.ptr[*matched]) {
        i++;
        ++*matched;
    }
    if (i == further)
        return *matched == term.len ? EQUAL : SMALLER;
    return *matched == term.len || bytes[i] > (uint8_t)term.ptr[*matched] ? GREATER : SMALLER;
}

int dictionary_block_find(struct dictionary_block *block, fx_slice term, struct term_entry *out, fx_error *err)
{
    int status = dictionary_block_seek(block, term, err);
    if (status != FX_OK)
        return status;
    struct byte_reader reader = byte_reader_of(block->at, (size_t)(block->end - block->at));
    size_t matched = 0;
    for (; block->left_in_group > 0 && byte_reader_left(&reader) > 0; block->left_in_group--) {
        const uint64_t shared = byte_reader_varint(&reader), further = byte_reader_varint(&reader);
        const uint8_t *bytes = further <= TERM_BYTES_MAX ? byte_reader_take(&reader, (size_t)further) : NULL;
        if (bytes == NULL)
            return damaged(err);
        const enum order order = compare_entry(shared, bytes, (size_t)further, term, &matched);
        if (order == GREATER)
            return FX_END;
        out->term = order == EQUAL ? term : (fx_slice){NULL, 0};
        read_payload(block, &reader, out);
        if (reader.failed)
            return damaged(err);
        if (order == EQUAL)
            return FX_OK;
    }
    return FX_END;
}
