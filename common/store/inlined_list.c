/* Lists that stand inside their dictionary entry: decoded whole when the cursor is opened. */
#include "bytes.h"
#include "error.h"
#include "impacts.h"
#include "postings_state.h"

/* Positions and forms of posting i, behind the `used` ones of those before it. */
static bool decode_positions(struct postings_state *state, struct byte_reader *reader, uint32_t count, uint32_t used,
                             bool has_forms)
{
    if (count > INLINED_BYTES_MAX - used)
        return false;
    uint64_t position = 0;
    for (uint32_t i = 0; i < count; i++) {
        position += byte_reader_varint32(reader);
        if (position > UINT32_MAX)
            return false;
        state->inlined_positions[used + i] = (uint32_t)position;
    }
    for (uint32_t i = 0; i < count; i++)
        state->inlined_forms[used + i] = has_forms ? (uint16_t)byte_reader_varint32(reader) : 0;
    state->inlined_any_form = state->inlined_any_form || has_forms;
    return !reader->failed;
}

static bool decode_posting(struct postings_state *state, struct byte_reader *reader, uint32_t i, uint32_t *used)
{
    const uint64_t document = (i > 0 ? state->documents[i - 1] : 0) + (uint64_t)byte_reader_varint32(reader);
    const uint32_t flags = byte_reader_varint32(reader);
    const uint32_t count = state->has_positions ? (flags >> 2) + 1 : 0;
    const bool boosted = state->has_positions ? (flags & 2) != 0 : (flags & 1) != 0;
    const uint32_t boost = boosted ? byte_reader_varint32(reader) : 0;
    if (reader->failed || document >= DOCUMENT_END || (i > 0 && document == state->documents[i - 1]) ||
        boost > UINT32_MAX - count)
        return false;
    state->documents[i] = (uint32_t)document;
    state->counts[i] = count;
    state->boosted[i] = count + boost;
    if (!state->has_positions)
        return true;
    const uint32_t start = *used;
    *used += count;
    return decode_positions(state, reader, count, start, (flags & 1) != 0);
}

int inlined_list_decode(struct postings_state *state, fx_slice bytes, uint32_t documents, uint32_t document_count,
                        fx_error *err)
{
    struct byte_reader reader = byte_reader_of(bytes.ptr, bytes.len);
    const uint32_t code = byte_reader_varint32(&reader);
    bool good = documents > 0 && documents <= INLINED_BYTES_MAX && bytes.len <= INLINED_BYTES_MAX;
    uint32_t used = 0, most = 0;
    for (uint32_t i = 0; i < documents && good; i++) {
        good = decode_posting(state, &reader, i, &used);
        if (good && state->boosted[i] > most)
            most = state->boosted[i];
    }
    if (!good || reader.failed || byte_reader_left(&reader) > 0 || code > IMPACT_CODE_MAX ||
        state->documents[documents - 1] >= document_count)
        return error_set(err, FX_EDAMAGED, "a posting list in a dictionary entry cannot be decoded");
    state->weighted = state->boosted;
    state->frequencies_ready = true;
    state->impacts[0] = state->leaf_impacts[0] = (struct impact){most, impact_code_length(code)};
    state->impact_count = state->leaf_impact_count = 1;
    return FX_OK;
}
