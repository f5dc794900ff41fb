#include "postings_layout.h"

#include "bytes.h"
#include "error.h"
#include "impacts.h"

static int damaged_directory(fx_error *err)
{
    return error_set(err, FX_EDAMAGED, "the directory of a posting list cannot be decoded");
}

int postings_decode_directory(struct leaf_entry *entries, const struct postings_address *address, const uint8_t *bytes,
                              uint32_t document_count, fx_error *err)
{
    struct byte_reader reader = byte_reader_of(bytes, address->directory_length);
    uint64_t last = 0, postings = 0, positions = 0;
    for (uint32_t i = 0; i < address->leaves; i++) {
        const uint32_t gap = byte_reader_varint32(&reader);
        const uint64_t first = last + gap;
        last = first + byte_reader_varint32(&reader);
        const uint64_t length = byte_reader_varint(&reader), positions_length = byte_reader_varint(&reader);
        const uint32_t impacts_length = byte_reader_u8(&reader);
        const uint8_t *impacts = byte_reader_take(&reader, impacts_length);
        if (reader.failed || last >= document_count || (i > 0 && gap == 0) ||
            length > address->postings_length - postings || length > UINT32_MAX ||
            positions_length > address->positions_length - positions)
            return damaged_directory(err);
        entries[i] = (struct leaf_entry){.first = (uint32_t)first,
                                         .last = (uint32_t)last,
                                         .postings = address->postings + postings,
                                         .positions = address->positions + positions,
                                         .length = (uint32_t)length,
                                         .positions_length = positions_length,
                                         .impacts = impacts,
                                         .impacts_length = impacts_length};
        postings += length;
        positions += positions_length;
    }
    return byte_reader_left(&reader) == 0 ? FX_OK : damaged_directory(err);
}

/* ---- leaves ---- */

static int damaged_leaf(fx_error *err)
{
    return error_set(err, FX_EDAMAGED, "the head of a leaf of a posting list cannot be decoded");
}

/* Lays the blocks' documents out from `entry->first` and checks that they end at `entry->last`. */
static bool place_documents(struct leaf *leaf, const struct leaf_entry *entry, const uint32_t *missing,
                            const uint32_t *gaps, const uint32_t *spans)
{
    uint64_t next = entry->first;
    for (uint32_t i = 0; i < leaf->blocks; i++) {
        const uint64_t first = next + gaps[i], last = first + spans[i];
        if (missing[i] >= BLOCK_POSTINGS || last > entry->last)
            return false;
        leaf->counts[i] = BLOCK_POSTINGS - missing[i];
        leaf->first[i] = (uint32_t)first;
        leaf->last[i] = (uint32_t)last;
        next = last + 1;
    }
    for (uint32_t i = leaf->blocks; i < LEAF_BLOCKS; i++)
        leaf->last[i] = DOCUMENT_END;
    return gaps[0] == 0 && next == (uint64_t)entry->last + 1;
}

/* The blocks stand at the end of the leaf, `least` bytes behind its beginning or more. */
static bool place_blocks(struct leaf *leaf, const uint32_t *bytes, size_t least)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < leaf->blocks; i++)
        sum += bytes[i];
    if (sum > leaf->length - least)
        return false;
    uint32_t start = (uint32_t)(leaf->length - sum);
    for (uint32_t i = 0; i < leaf->blocks; i++) {
        leaf->starts[i] = start;
        start += bytes[i];
    }
    leaf->starts[leaf->blocks] = start;
    return true;
}

int postings_load_leaf(struct leaf *leaf, uint32_t number, const struct leaf_entry *entry, bool has_positions,
                       struct stream_reader *reader, fx_error *err)
{
    leaf->number = UINT32_MAX;
    int status = stream_piece(reader, entry->postings, entry->length, &leaf->copy, &leaf->bytes, err);
    if (status != FX_OK)
        return status;
    leaf->length = entry->length;
    const uint8_t *at = leaf->bytes, *const end = at + leaf->length;
    leaf->blocks = leaf->length > 0 ? *at++ : 0;
    if (leaf->blocks == 0 || leaf->blocks > LEAF_BLOCKS)
        return damaged_leaf(err);
    enum { MISSING, GAPS, SPANS, BYTES, COLUMNS };
    uint32_t columns[COLUMNS][PACKED_VALUES];
    for (unsigned i = 0; i < COLUMNS; i++) {
        at = packed_block_decode(columns[i], leaf->blocks, at, end, NULL);
        if (at == NULL)
            return damaged_leaf(err);
    }
    leaf->positions_column = has_positions ? at : NULL;
    leaf->impacts_column = has_positions ? packed_block_skip(leaf->blocks, at, end) : at;
    leaf->positions = entry->positions;
    leaf->positions_length = entry->positions_length;
    leaf->impacts_ready = leaf->positions_ready = false;
    if (leaf->impacts_column == NULL ||
        !place_blocks(leaf, columns[BYTES], (size_t)(leaf->impacts_column - leaf->bytes)) ||
        !place_documents(leaf, entry, columns[MISSING], columns[GAPS], columns[SPANS]))
        return damaged_leaf(err);
    leaf->number = number;
    return FX_OK;
}

int postings_leaf_impacts(struct leaf *leaf, uint32_t block, const uint8_t **bytes, size_t *length, fx_error *err)
{
    if (!leaf->impacts_ready) {
        uint32_t column[PACKED_VALUES];
        const uint8_t *at =
            packed_block_decode(column, leaf->blocks, leaf->impacts_column, leaf->bytes + leaf->starts[0], NULL);
        if (at == NULL)
            return damaged_leaf(err);
        uint64_t start = (uint64_t)(at - leaf->bytes);
        for (uint32_t i = 0; i < leaf->blocks && start <= leaf->starts[0]; i++) {
            leaf->impact_starts[i] = (uint32_t)start;
            start += column[i];
        }
        if (start != leaf->starts[0])
            return damaged_leaf(err);
        leaf->impact_starts[leaf->blocks] = (uint32_t)start;
        leaf->impacts_ready = true;
    }
    *bytes = leaf->bytes + leaf->impact_starts[block];
    *length = leaf->impact_starts[block + 1] - leaf->impact_starts[block];
    return FX_OK;
}

int postings_leaf_positions(struct leaf *leaf, uint32_t block, uint64_t *address, uint64_t *length, fx_error *err)
{
    if (!leaf->positions_ready) {
        uint32_t column[PACKED_VALUES];
        if (packed_block_decode(column, leaf->blocks, leaf->positions_column, leaf->bytes + leaf->starts[0], NULL) ==
            NULL)
            return damaged_leaf(err);
        uint64_t start = leaf->positions;
        for (uint32_t i = 0; i < leaf->blocks; i++) {
            leaf->position_starts[i] = start;
            start += column[i];
        }
        if (start - leaf->positions != leaf->positions_length)
            return damaged_leaf(err);
        leaf->position_starts[leaf->blocks] = start;
        leaf->positions_ready = true;
    }
    *address = leaf->position_starts[block];
    *length = leaf->position_starts[block + 1] - leaf->position_starts[block];
    return FX_OK;
}

/* ---- blocks ---- */

/* Gaps of so few bits cannot sum past 2^32, so that comparing the last document proves all. */
enum { SAFE_GAP_BITS = 24 };

static bool ascending(const uint32_t *documents, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        if (documents[i] <= documents[i - 1])
            return false;
    return true;
}

const uint8_t *postings_decode_documents(uint32_t *documents, uint32_t count, uint32_t first, uint32_t last,
                                         const uint8_t *at, const uint8_t *end)
{
    unsigned bits;
    at = packed_block_decode(documents, count, at, end, &bits);
    if (at == NULL || documents[0] != 0)
        return NULL;
    packed_block_sum_gaps(documents, count, first - 1);
    if ((last != DOCUMENT_END && documents[count - 1] != last) ||
        ((bits > SAFE_GAP_BITS || last == DOCUMENT_END) && !ascending(documents, count)))
        return NULL;
    for (uint32_t i = count; i < PACKED_VALUES; i++)
        documents[i] = DOCUMENT_END;
    return at;
}

const uint8_t *postings_decode_frequencies(uint32_t *counts, uint32_t *weighted, const uint32_t **weighted_out,
                                           uint32_t count, bool has_positions, const uint8_t *at, const uint8_t *end)
{
    *weighted_out = counts;
    if (has_positions) {
        at = packed_block_decode(counts, count, at, end, NULL);
        if (at == NULL)
            return NULL;
        for (uint32_t i = 0; i < PACKED_VALUES; i++) /* whole, so that it needs no tail */
            counts[i] += 1;
    } else {
        memset(counts, 0, PACKED_VALUES * sizeof *counts);
    }
    struct byte_reader reader = byte_reader_of(at, (size_t)(end - at));
    const uint32_t boosts = byte_reader_varint32(&reader);
    if (boosts > 0) {
        memcpy(weighted, counts, PACKED_VALUES * sizeof *weighted);
        *weighted_out = weighted;
    }
    for (uint32_t i = 0; i < boosts && !reader.failed; i++) {
        const uint8_t index = byte_reader_u8(&reader);
        const uint32_t boost = byte_reader_varint32(&reader);
        if (index >= count)
            return NULL;
        weighted[index] += boost;
    }
    return reader.failed ? NULL : reader.at;
}

bool postings_decode_frequency(uint32_t *counted, uint32_t *boost, uint32_t index, uint32_t count, bool has_positions,
                               const uint8_t *at, const uint8_t *end)
{
    *counted = *boost = 0;
    if (has_positions) {
        if (!packed_block_get(counted, index, count, at, end))
            return false;
        *counted += 1;
        at = packed_block_skip(count, at, end);
    }
    struct byte_reader reader = byte_reader_of(at, (size_t)(end - at));
    for (uint32_t boosts = byte_reader_varint32(&reader); boosts > 0 && !reader.failed; boosts--) {
        const uint8_t which = byte_reader_u8(&reader);
        const uint32_t value = byte_reader_varint32(&reader);
        if (which == index)
            *boost = value;
    }
    return !reader.failed;
}
