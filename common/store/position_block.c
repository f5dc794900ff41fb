#include "position_block.h"

#include "bytes.h"
#include "memory.h"
#include "packed_block.h"

enum { FORM_CODES = 65536 };

int position_block_init(struct position_block *block)
{
    *block = (struct position_block){NULL, NULL, 0, 0, false, NULL};
    block->index_of = memory_allocate_zeroed(FORM_CODES, sizeof *block->index_of);
    return block->index_of == NULL ? FX_ENOMEM : FX_OK;
}

void position_block_release(struct position_block *block)
{
    memory_free(block->gaps);
    memory_free(block->forms);
    memory_free(block->index_of);
}

void position_block_clear(struct position_block *block)
{
    block->count = 0;
    block->any_form = false;
}

static int grow(struct position_block *block, size_t wanted)
{
    size_t gaps = block->capacity, forms = block->capacity;
    if (memory_reserve(&block->gaps, &gaps, wanted, sizeof *block->gaps) != FX_OK)
        return FX_ENOMEM;
    /* Where this fails the gaps have more room than is known of. */
    int status = memory_reserve(&block->forms, &forms, gaps, sizeof *block->forms);
    block->capacity = status == FX_OK ? gaps : block->capacity;
    return status;
}

int position_block_add(struct position_block *block, const uint32_t *positions, const uint16_t *forms, uint32_t count)
{
    const size_t wanted = block->count + count;
    if (count == 0)
        return FX_OK;
    if (wanted > block->capacity && grow(block, wanted) != FX_OK)
        return FX_ENOMEM;
    uint32_t *gaps = block->gaps + block->count;
    uint16_t *codes = block->forms + block->count;
    uint32_t before = 0, any = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint16_t code = forms ? forms[i] : 0;
        gaps[i] = positions[i] - before;
        before = positions[i];
        codes[i] = code;
        any |= code;
    }
    block->any_form = block->any_form || any != 0;
    block->count = wanted;
    return FX_OK;
}

/* Appends `count` indexes as one stream of bits. */
static int append_indexes(struct buffer *out, const struct position_block *block, unsigned width)
{
    const size_t bytes = (block->count * width + 7) / 8;
    if (width == 0)
        return FX_OK;
    if (buffer_reserve(out, bytes) != FX_OK)
        return FX_ENOMEM;
    uint8_t *at = (uint8_t *)out->bytes + out->length;
    out->length += bytes;
    uint64_t word = 0;
    unsigned used = 0;
    for (size_t i = 0; i < block->count; i++) {
        word |= (uint64_t)(block->index_of[block->forms[i]] - 1U) << used;
        for (used += width; used >= 8; used -= 8, word >>= 8)
            *at++ = (uint8_t)word;
    }
    if (used > 0)
        *at = (uint8_t)word;
    return FX_OK;
}

static int append_forms(struct buffer *out, struct position_block *block)
{
    if (!block->any_form)
        return buffer_append_varint(out, 0);
    struct buffer codes = BUFFER_INIT;
    uint32_t distinct = 0;
    int status = FX_OK;
    for (size_t i = 0; i < block->count && status == FX_OK; i++) {
        if (block->index_of[block->forms[i]] != 0)
            continue;
        status = buffer_append_varint(&codes, block->forms[i]);
        /* 65,536 distinct codes would wrap: more than the 65,535 that a form table gives out. */
        block->index_of[block->forms[i]] = (uint16_t)(++distinct);
    }
    if (status == FX_OK)
        status = buffer_append_varint(out, distinct);
    if (status == FX_OK)
        status = buffer_append(out, codes.bytes, codes.length);
    if (status == FX_OK)
        status = append_indexes(out, block, distinct > 1 ? 32U - (unsigned)__builtin_clz(distinct - 1) : 0);
    for (size_t i = 0; i < block->count; i++)
        block->index_of[block->forms[i]] = 0;
    buffer_release(&codes);
    return status;
}

int position_block_encode(struct position_block *block, struct buffer *out)
{
    for (size_t i = 0; i < block->count; i += PACKED_VALUES) {
        const size_t left = block->count - i;
        if (buffer_reserve(out, PACKED_BYTES_MAX) != FX_OK)
            return FX_ENOMEM;
        out->length += packed_block_encode((uint8_t *)out->bytes + out->length, block->gaps + i,
                                           left < PACKED_VALUES ? (unsigned)left : PACKED_VALUES);
    }
    return append_forms(out, block);
}
