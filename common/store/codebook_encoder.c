#include "codebook_encoder.h"

#include "bytes.h"
#include "codebook_parser.h"
#include "error.h"
#include "memory.h"

struct codebook_encoder {
    struct codebook_parser parser;
    uint32_t *codes; /* of each slot: code << 5 | bits */
};

enum { LENGTH_BITS = 5 };

static void assign_codes(uint32_t *codes, const struct codebook *codebook)
{
    unsigned bits = 1;
    for (uint32_t i = 0; i < codebook->count; i++) {
        while (bits < HUFFMAN_BITS_MAX && i >= codebook->index[bits + 1])
            bits++;
        const uint32_t first = codebook->first[bits] >> (HUFFMAN_BITS_MAX - bits);
        codes[i] = (first + i - codebook->index[bits]) << LENGTH_BITS | bits;
    }
}

int codebook_encoder_open(struct codebook_encoder **out, fx_slice bytes, fx_error *err)
{
    *out = NULL;
    struct codebook codebook;
    int status = codebook_open(&codebook, bytes, err);
    if (status != FX_OK)
        return status;
    struct codebook_encoder *encoder = memory_allocate_zeroed(1, sizeof *encoder);
    if (encoder == NULL)
        return error_no_memory(err);
    status = codebook_parser_open(&encoder->parser, codebook.slots, codebook.count, err);
    encoder->codes = memory_allocate(codebook.count, sizeof *encoder->codes);
    if (status == FX_OK && encoder->codes == NULL)
        status = error_no_memory(err);
    if (status != FX_OK) {
        codebook_encoder_close(encoder);
        return status;
    }
    assign_codes(encoder->codes, &codebook);
    *out = encoder;
    return FX_OK;
}

void codebook_encoder_close(struct codebook_encoder *encoder)
{
    if (encoder == NULL)
        return;
    codebook_parser_release(&encoder->parser);
    memory_free(encoder->codes);
    memory_free(encoder);
}

/* Returns how many bytes were written; `at` has room for eight more. */
static size_t write_codes(const uint32_t *codes, const uint16_t *slots, size_t count, uint8_t *at)
{
    const uint8_t *const begin = at;
    uint64_t word = 0; /* the first bit highest */
    unsigned used = 0;
    for (size_t i = 0; i < count;) {
        for (const size_t stop = i + 2 < count ? i + 2 : count; i < stop; i++) {
            const uint32_t code = codes[slots[i]];
            const unsigned bits = code & ((1U << LENGTH_BITS) - 1);
            used += bits;
            word |= (uint64_t)(code >> LENGTH_BITS) << (64 - used);
        }
        const uint64_t big = __builtin_bswap64(word);
        memcpy(at, &big, sizeof big);
        at += used / 8;
        word <<= used / 8 * 8;
        used %= 8;
    }
    return (size_t)(at - begin) + (used > 0);
}

int codebook_encode(const struct codebook_encoder *encoder, fx_slice text, struct buffer *scratch, struct buffer *out)
{
    buffer_clear(scratch);
    if (buffer_reserve(scratch, text.len * sizeof(uint16_t)) != FX_OK)
        return FX_ENOMEM;
    uint16_t *slots = (uint16_t *)(void *)scratch->bytes;
    const size_t count = codebook_parse(&encoder->parser, text, slots);
    if (buffer_reserve(out, count * HUFFMAN_BITS_MAX / 8 + sizeof(uint64_t)) != FX_OK)
        return FX_ENOMEM;
    out->length += write_codes(encoder->codes, slots, count, (uint8_t *)out->bytes + out->length);
    return FX_OK;
}
