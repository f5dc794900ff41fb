#include "record_numbers.h"

#include "packed_block.h"

static enum record_group group_of(unsigned column)
{
    if (column < COLUMN_MENTION_START)
        return GROUP_ENTITY;
    if (column < COLUMN_SPEAKER_NAME)
        return GROUP_MENTION;
    return column < COLUMN_QUOTE_START ? GROUP_SPEAKER : GROUP_QUOTE;
}

int record_numbers_reserve(struct record_numbers *numbers, struct arena *arena)
{
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        /* Blocks are decoded whole. */
        const size_t room = ((size_t)numbers->counts[group_of(i)] + PACKED_VALUES - 1) / PACKED_VALUES * PACKED_VALUES;
        numbers->columns[i] = NULL;
        if (room == 0)
            continue;
        numbers->columns[i] = arena_allocate_zeroed(arena, room, sizeof(uint32_t));
        if (numbers->columns[i] == NULL)
            return FX_ENOMEM;
    }
    return FX_OK;
}

static unsigned block_values(uint32_t count, uint32_t from)
{
    return count - from < PACKED_VALUES ? (unsigned)(count - from) : PACKED_VALUES;
}

int record_numbers_encode(const struct record_numbers *numbers, struct buffer *out)
{
    int status = FX_OK;
    for (unsigned i = 0; i < GROUP_COUNT && status == FX_OK; i++)
        status = buffer_append_varint(out, numbers->counts[i]);
    for (unsigned i = 0; i < COLUMN_COUNT && status == FX_OK; i++) {
        const uint32_t count = numbers->counts[group_of(i)];
        for (uint32_t at = 0; at < count && status == FX_OK; at += PACKED_VALUES) {
            status = buffer_reserve(out, PACKED_BYTES_MAX);
            if (status == FX_OK)
                out->length += packed_block_encode((uint8_t *)out->bytes + out->length, numbers->columns[i] + at,
                                                   block_values(count, at));
        }
    }
    return status;
}

int record_numbers_decode(struct record_numbers *out, struct byte_reader *in, size_t text_bytes, struct arena *arena)
{
    for (unsigned i = 0; i < GROUP_COUNT; i++) {
        out->counts[i] = byte_reader_varint32(in);
        if (in->failed || out->counts[i] > record_group_limit(text_bytes))
            return FX_EDAMAGED;
    }
    if (record_numbers_reserve(out, arena) != FX_OK)
        return FX_ENOMEM;
    for (unsigned i = 0; i < COLUMN_COUNT; i++) {
        const uint32_t count = out->counts[group_of(i)];
        for (uint32_t at = 0; at < count; at += PACKED_VALUES) {
            const uint8_t *next =
                packed_block_decode(out->columns[i] + at, block_values(count, at), in->at, in->end, NULL);
            if (next == NULL)
                return FX_EDAMAGED;
            in->at = next;
        }
    }
    return byte_reader_left(in) == 0 ? FX_OK : FX_EDAMAGED;
}
