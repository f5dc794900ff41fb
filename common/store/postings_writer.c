#include "postings_writer.h"

#include "bytes.h"
#include "error.h"
#include "impacts.h"
#include "memory.h"
#include "position_block.h"
#include "postings_layout.h"

struct block {
    uint32_t count;
    uint32_t documents[BLOCK_POSTINGS], counts[BLOCK_POSTINGS], boosts[BLOCK_POSTINGS];
    uint32_t boosted;
    struct impact_front front;
    struct position_block positions;
};

struct pending_leaf {
    uint32_t blocks;
    uint32_t first[LEAF_BLOCKS], last[LEAF_BLOCKS], counts[LEAF_BLOCKS];
    uint32_t bytes[LEAF_BLOCKS], position_bytes[LEAF_BLOCKS], impact_bytes[LEAF_BLOCKS];
    uint64_t all_position_bytes;
    struct buffer data, impacts;
    struct impact_front front;
};

struct postings_writer {
    struct stream_writer *postings, *positions;
    uint64_t postings_start, positions_start; /* of the list */
    uint32_t documents, last, leaves;
    uint64_t occurrences;
    bool has_positions;
    struct block block;
    struct pending_leaf leaf;
    struct buffer directory, scratch;
    uint32_t directory_last;
};

int postings_writer_open(struct postings_writer **out, struct stream_writer *postings, struct stream_writer *positions,
                         fx_error *err)
{
    *out = NULL;
    struct postings_writer *writer = memory_allocate_zeroed(1, sizeof *writer);
    if (writer == NULL)
        return error_no_memory(err);
    writer->postings = postings;
    writer->positions = positions;
    if (position_block_init(&writer->block.positions) != FX_OK) {
        postings_writer_close(writer);
        return error_no_memory(err);
    }
    postings_writer_begin(writer);
    *out = writer;
    return FX_OK;
}

void postings_writer_close(struct postings_writer *writer)
{
    if (writer == NULL)
        return;
    position_block_release(&writer->block.positions);
    buffer_release(&writer->leaf.data);
    buffer_release(&writer->leaf.impacts);
    buffer_release(&writer->directory);
    buffer_release(&writer->scratch);
    memory_free(writer);
}

static void clear_block(struct block *block)
{
    block->count = 0;
    block->boosted = 0;
    block->front.count = 0;
    position_block_clear(&block->positions);
}

static void clear_leaf(struct pending_leaf *leaf)
{
    leaf->blocks = 0;
    leaf->all_position_bytes = 0;
    leaf->front.count = 0;
    buffer_clear(&leaf->data);
    buffer_clear(&leaf->impacts);
}

void postings_writer_begin(struct postings_writer *writer)
{
    writer->postings_start = stream_writer_length(writer->postings);
    writer->positions_start = stream_writer_length(writer->positions);
    writer->documents = writer->last = writer->leaves = writer->directory_last = 0;
    writer->occurrences = 0;
    writer->has_positions = false;
    clear_block(&writer->block);
    clear_leaf(&writer->leaf);
    buffer_clear(&writer->directory);
}

/* ---- blocks ---- */

static int append_packed(struct buffer *out, const uint32_t *values, uint32_t count)
{
    int status = buffer_reserve(out, PACKED_BYTES_MAX);
    if (status == FX_OK)
        out->length += packed_block_encode((uint8_t *)out->bytes + out->length, values, count);
    return status;
}

static int append_boosts(struct buffer *out, const struct block *block)
{
    int status = buffer_append_varint(out, block->boosted);
    for (uint32_t i = 0; i < block->count && block->boosted > 0 && status == FX_OK; i++) {
        if (block->boosts[i] == 0)
            continue;
        status = buffer_append_byte(out, (char)i);
        if (status == FX_OK)
            status = buffer_append_varint(out, block->boosts[i]);
    }
    return status;
}

static int append_block(struct buffer *out, const struct block *block, bool has_positions)
{
    uint32_t values[PACKED_VALUES];
    values[0] = 0;
    for (uint32_t i = 1; i < block->count; i++)
        values[i] = block->documents[i] - block->documents[i - 1] - 1;
    int status = append_packed(out, values, block->count);
    if (status == FX_OK && has_positions) {
        for (uint32_t i = 0; i < block->count; i++)
            values[i] = block->counts[i] - 1;
        status = append_packed(out, values, block->count);
    }
    return status == FX_OK ? append_boosts(out, block) : status;
}

/* Positions go straight to their stream: they need no skip data in front. *bytes: how many there were. */
static int write_positions(struct postings_writer *writer, uint64_t *bytes, fx_error *err)
{
    const uint64_t start = stream_writer_length(writer->positions);
    int status = FX_OK;
    if (writer->has_positions) {
        buffer_clear(&writer->scratch);
        if (position_block_encode(&writer->block.positions, &writer->scratch) != FX_OK)
            return error_no_memory(err);
        status = stream_append(writer->positions, writer->scratch.bytes, writer->scratch.length, err);
    }
    *bytes = stream_writer_length(writer->positions) - start;
    return status;
}

static int append_impacts(struct buffer *out, const struct impact_front *front, uint32_t *bytes)
{
    uint8_t encoded[IMPACTS_BYTES_MAX];
    *bytes = (uint32_t)impact_front_encode(encoded, front);
    return buffer_append(out, encoded, *bytes);
}

/* ---- leaves ---- */

static int append_head(struct buffer *out, const struct pending_leaf *leaf, bool has_positions)
{
    uint32_t missing[LEAF_BLOCKS], gaps[LEAF_BLOCKS], spans[LEAF_BLOCKS];
    for (uint32_t i = 0; i < leaf->blocks; i++) {
        missing[i] = BLOCK_POSTINGS - leaf->counts[i];
        gaps[i] = i > 0 ? leaf->first[i] - leaf->last[i - 1] - 1 : 0;
        spans[i] = leaf->last[i] - leaf->first[i];
    }
    const uint32_t *const columns[] = {missing, gaps, spans, leaf->bytes, leaf->position_bytes, leaf->impact_bytes};
    int status = buffer_append_byte(out, (char)leaf->blocks);
    for (unsigned i = 0; i < sizeof columns / sizeof *columns && status == FX_OK; i++)
        if (has_positions || columns[i] != leaf->position_bytes)
            status = append_packed(out, columns[i], leaf->blocks);
    return status == FX_OK ? buffer_append(out, leaf->impacts.bytes, leaf->impacts.length) : status;
}

static int append_entry(struct postings_writer *writer, uint32_t first, uint32_t last, uint64_t bytes,
                        uint64_t position_bytes)
{
    struct buffer *out = &writer->directory;
    int status = buffer_append_varint(out, first - writer->directory_last);
    if (status == FX_OK)
        status = buffer_append_varint(out, last - first);
    if (status == FX_OK)
        status = buffer_append_varint(out, bytes);
    if (status == FX_OK)
        status = buffer_append_varint(out, position_bytes);
    writer->directory_last = last;
    writer->leaves++;
    return status;
}

static int flush_leaf(struct postings_writer *writer, fx_error *err)
{
    struct pending_leaf *leaf = &writer->leaf;
    if (leaf->blocks == 0)
        return FX_OK;
    struct buffer *head = &writer->scratch;
    buffer_clear(head);
    int status = append_head(head, leaf, writer->has_positions);
    if (status == FX_OK)
        status = append_entry(writer, leaf->first[0], leaf->last[leaf->blocks - 1], head->length + leaf->data.length,
                              leaf->all_position_bytes);
    uint8_t impacts[1 + IMPACTS_BYTES_MAX];
    impacts[0] = (uint8_t)impact_front_encode(impacts + 1, &leaf->front);
    if (status == FX_OK)
        status = buffer_append(&writer->directory, impacts, 1 + (size_t)impacts[0]);
    if (status != FX_OK)
        return error_no_memory(err);
    status = stream_append(writer->postings, head->bytes, head->length, err);
    if (status == FX_OK)
        status = stream_append(writer->postings, leaf->data.bytes, leaf->data.length, err);
    clear_leaf(leaf);
    return status;
}

static int flush_block(struct postings_writer *writer, fx_error *err)
{
    struct pending_leaf *leaf = &writer->leaf;
    struct block *block = &writer->block;
    if (block->count == 0)
        return FX_OK;
    int status = leaf->blocks == LEAF_BLOCKS ? flush_leaf(writer, err) : FX_OK;
    uint64_t position_bytes = 0;
    if (status == FX_OK)
        status = write_positions(writer, &position_bytes, err);
    if (status != FX_OK)
        return status;
    if (position_bytes > UINT32_MAX)
        return error_set(err, FX_ELIMIT, "%u articles have more than 4 GiB of positions of one term", block->count);
    const uint32_t i = leaf->blocks++;
    const size_t start = leaf->data.length;
    if (append_block(&leaf->data, block, writer->has_positions) != FX_OK ||
        append_impacts(&leaf->impacts, &block->front, &leaf->impact_bytes[i]) != FX_OK)
        return error_no_memory(err);
    leaf->first[i] = block->documents[0];
    leaf->last[i] = block->documents[block->count - 1];
    leaf->counts[i] = block->count;
    leaf->bytes[i] = (uint32_t)(leaf->data.length - start);
    leaf->position_bytes[i] = (uint32_t)position_bytes;
    leaf->all_position_bytes += position_bytes;
    impact_front_merge(&leaf->front, &block->front);
    clear_block(block);
    return FX_OK;
}

/* ---- postings ---- */

static int check_posting(const struct postings_writer *writer, const struct posting_input *posting, fx_error *err)
{
    if (writer->documents > 0 && posting->document <= writer->last)
        return error_set(err, FX_EINVAL, "document %u comes after %u in a posting list", posting->document,
                         writer->last);
    if (writer->documents > 0 && (posting->count > 0) != writer->has_positions)
        return error_set(err, FX_EINVAL, "some postings of a list have positions and some have not");
    if (posting->count > UINT32_MAX - writer->block.positions.count)
        return error_set(err, FX_ELIMIT, "a block of postings with 2^32 occurrences");
    if (posting->count > UINT32_MAX - posting->boost)
        return error_set(err, FX_EINVAL, "the frequency of document %u does not fit 32 bits", posting->document);
    for (uint32_t i = 1; i < posting->count; i++)
        if (posting->positions[i] < posting->positions[i - 1])
            return error_set(err, FX_EINVAL, "positions of document %u do not ascend", posting->document);
    return FX_OK;
}

int postings_writer_add(struct postings_writer *writer, const struct posting_input *posting, fx_error *err)
{
    struct block *block = &writer->block;
    int status = check_posting(writer, posting, err);
    if (status == FX_OK && block->count == BLOCK_POSTINGS)
        status = flush_block(writer, err);
    if (status != FX_OK)
        return status;
    if (position_block_add(&block->positions, posting->positions, posting->forms, posting->count) != FX_OK)
        return error_no_memory(err);
    const uint32_t i = block->count++;
    block->documents[i] = posting->document;
    block->counts[i] = posting->count;
    block->boosts[i] = posting->boost;
    block->boosted += posting->boost > 0;
    impact_front_add(&block->front, BLOCK_IMPACTS_MAX, posting->count + posting->boost,
                     impact_length_code(posting->length));
    writer->has_positions = posting->count > 0;
    writer->last = posting->document;
    writer->documents++;
    writer->occurrences += posting->count;
    return FX_OK;
}

int postings_writer_add_leaf(struct postings_writer *writer, const struct leaf_copy *leaf, fx_error *err)
{
    if (writer->documents > 0 && (leaf->first <= writer->last || leaf->has_positions != writer->has_positions))
        return error_set(err, FX_EINVAL, "a leaf from document %u on does not fit behind document %u", leaf->first,
                         writer->last);
    int status = flush_block(writer, err);
    if (status == FX_OK)
        status = flush_leaf(writer, err);
    if (status != FX_OK)
        return status;
    if (append_entry(writer, leaf->first, leaf->last, leaf->postings.len, leaf->positions_length) != FX_OK ||
        buffer_append_byte(&writer->directory, (char)leaf->impacts.len) != FX_OK ||
        buffer_append_slice(&writer->directory, leaf->impacts) != FX_OK)
        return error_no_memory(err);
    writer->has_positions = leaf->has_positions;
    writer->last = leaf->last;
    writer->documents += leaf->documents;
    writer->occurrences += leaf->occurrences;
    return stream_append(writer->postings, leaf->postings.ptr, leaf->postings.len, err);
}

int postings_writer_copy_positions(struct postings_writer *writer, fx_slice bytes, fx_error *err)
{
    return stream_append(writer->positions, bytes.ptr, bytes.len, err);
}

/* ---- the end of a list ---- */

/* Into writer->scratch; stops early where it gets too long for a dictionary entry. */
static int append_inlined(struct postings_writer *writer)
{
    const struct block *block = &writer->block;
    struct buffer *out = &writer->scratch;
    buffer_clear(out);
    uint32_t code = block->front.pairs[0].length; /* fronts ascend: this is the shortest */
    int status = buffer_append_varint(out, code);
    const uint32_t *gaps = block->positions.gaps;
    const uint16_t *forms = block->positions.forms;
    for (uint32_t i = 0; i < block->count && status == FX_OK && out->length <= INLINED_BYTES_MAX; i++) {
        const uint32_t count = block->counts[i];
        bool has_forms = false;
        for (uint32_t j = 0; j < count && block->positions.any_form; j++)
            has_forms = has_forms || forms[j] != 0;
        const unsigned boosted = block->boosts[i] > 0;
        status = buffer_append_varint(out, block->documents[i] - (i > 0 ? block->documents[i - 1] : 0));
        if (status == FX_OK)
            status = buffer_append_varint(
                out, writer->has_positions ? (uint64_t)(count - 1) << 2 | boosted << 1 | has_forms : boosted);
        if (status == FX_OK && boosted)
            status = buffer_append_varint(out, block->boosts[i]);
        for (uint32_t j = 0; j < count && status == FX_OK && out->length <= INLINED_BYTES_MAX; j++)
            status = buffer_append_varint(out, gaps[j]);
        for (uint32_t j = 0; has_forms && j < count && status == FX_OK && out->length <= INLINED_BYTES_MAX; j++)
            status = buffer_append_varint(out, forms[j]);
        if (count > 0) {
            gaps += count;
            forms += count;
        }
    }
    return status;
}

static int finish_one_block(struct postings_writer *writer, fx_error *err)
{
    const struct block *block = &writer->block;
    uint64_t position_bytes;
    int status = write_positions(writer, &position_bytes, err);
    if (status != FX_OK)
        return status;
    struct buffer *out = &writer->scratch;
    uint8_t impacts[1 + IMPACTS_BYTES_MAX];
    impacts[0] = (uint8_t)impact_front_encode(impacts + 1, &block->front);
    buffer_clear(out);
    status = buffer_append_varint(out, block->documents[0]);
    if (status == FX_OK)
        status = buffer_append(out, impacts, 1 + (size_t)impacts[0]);
    if (status == FX_OK)
        status = append_block(out, block, writer->has_positions);
    if (status != FX_OK)
        return error_no_memory(err);
    return stream_append(writer->postings, out->bytes, out->length, err);
}

static int finish_leaves(struct postings_writer *writer, fx_error *err)
{
    int status = flush_block(writer, err);
    if (status == FX_OK)
        status = flush_leaf(writer, err);
    if (status == FX_OK && writer->directory.length > UINT32_MAX)
        status = error_set(err, FX_ELIMIT, "a posting list of %u leaves is too long", writer->leaves);
    if (status == FX_OK)
        status = stream_append(writer->postings, writer->directory.bytes, writer->directory.length, err);
    return status;
}

int postings_writer_finish(struct postings_writer *writer, struct written_list *out, fx_error *err)
{
    *out = (struct written_list){.documents = writer->documents, .occurrences = writer->occurrences};
    struct postings_address *address = &out->address;
    address->postings = writer->postings_start;
    address->positions = writer->positions_start;
    address->has_positions = writer->has_positions;
    if (writer->documents == 0)
        return error_set(err, FX_EINVAL, "a term without postings");
    int status;
    if (writer->leaves > 0 || writer->leaf.blocks > 0) {
        status = finish_leaves(writer, err);
        address->leaves = writer->leaves;
        address->directory_length = (uint32_t)writer->directory.length;
    } else {
        if (append_inlined(writer) != FX_OK)
            return error_no_memory(err);
        if (writer->scratch.length <= INLINED_BYTES_MAX) {
            address->inlined = buffer_slice(&writer->scratch);
            return FX_OK;
        }
        status = finish_one_block(writer, err);
    }
    address->postings_length = stream_writer_length(writer->postings) - writer->postings_start;
    address->positions_length = stream_writer_length(writer->positions) - writer->positions_start;
    return status;
}
