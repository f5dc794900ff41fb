#include "codebook.h"

#include "bytes.h"
#include "error.h"

int codebook_open(struct codebook *out, fx_slice bytes, fx_error *err)
{
    struct byte_reader reader = byte_reader_of(bytes.ptr, bytes.len);
    uint32_t next = 0; /* code */
    out->count = 0;
    out->first[0] = out->limit[0] = out->index[0] = 0;
    for (unsigned length = 1; length <= HUFFMAN_BITS_MAX; length++) {
        const uint32_t codes = byte_reader_u16(&reader);
        out->index[length] = out->count;
        out->first[length] = next;
        if ((uint64_t)codes << (HUFFMAN_BITS_MAX - length) > (UINT64_C(1) << HUFFMAN_BITS_MAX) - next)
            reader.failed = true;
        else
            next += codes << (HUFFMAN_BITS_MAX - length);
        out->limit[length] = next;
        out->count += codes;
    }
    out->slots = reader.at;
    if (reader.failed || out->count == 0 || out->count > CODEBOOK_CODES_MAX ||
        byte_reader_left(&reader) != (size_t)out->count * CODEBOOK_SLOT_BYTES)
        return error_set(err, FX_EDAMAGED, "the codebook of the records is no codebook");
    /* Bits that begin no code end the search too: what stands behind the last slot is damage. */
    out->limit[HUFFMAN_BITS_MAX] = UINT32_C(1) << HUFFMAN_BITS_MAX;
    unsigned length = 1;
    for (uint32_t prefix = 0; prefix < 1U << CODEBOOK_PREFIX_BITS; prefix++) {
        while (prefix << (HUFFMAN_BITS_MAX - CODEBOOK_PREFIX_BITS) >= out->limit[length])
            length++;
        out->shortest[prefix] = (uint8_t)length;
    }
    return FX_OK;
}

/* The next 64 bits, the first highest; bits behind the end are 0. */
static inline uint64_t load_bits(const uint8_t *at, const uint8_t *end)
{
    uint64_t word = 0;
    const size_t left = (size_t)(end - at);
    memcpy(&word, at, left < sizeof word ? left : sizeof word);
    return __builtin_bswap64(word);
}

static inline uint64_t load_whole(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return __builtin_bswap64(word);
}

/* The slot of the code that `bits` begin with; *length its bits. NULL: there is none. */
static inline const uint8_t *find_slot(const struct codebook *codebook, uint64_t bits, unsigned *length)
{
    const uint32_t code = (uint32_t)(bits >> (64 - HUFFMAN_BITS_MAX));
    unsigned n = codebook->shortest[code >> (HUFFMAN_BITS_MAX - CODEBOOK_PREFIX_BITS)];
    while (code >= codebook->limit[n])
        n++;
    *length = n;
    const uint32_t index = codebook->index[n] + ((code - codebook->first[n]) >> (HUFFMAN_BITS_MAX - n));
    return index < codebook->count ? codebook->slots + (size_t)index * CODEBOOK_SLOT_BYTES : NULL;
}

size_t codebook_decode(const struct codebook *codebook, fx_slice coded, char *out, size_t length)
{
    const uint8_t *const bytes = (const uint8_t *)coded.ptr, *const end = bytes + coded.len;
    const uint64_t all_bits = (uint64_t)coded.len * 8;
    uint64_t bit = 0;
    size_t done = 0;
    while (done < length && bit < all_bits) {
        const uint8_t *at = bytes + bit / 8;
        unsigned used;
        const uint64_t word = (end - at >= 8 ? load_whole(at) : load_bits(at, end)) << (bit % 8);
        const uint8_t *slot = find_slot(codebook, word, &used);
        bit += used;
        if (slot == NULL || slot[0] > CODEBOOK_STRING_MAX || bit > all_bits)
            break;
        memcpy(out + done, slot + 1, CODEBOOK_STRING_MAX);
        done += slot[0];
    }
    return done;
}
