#include "packed_block.h"

#include "bytes.h"

enum { EXCEPTIONS = 0x40, EXCEPTIONS_MAX = 31, ROWS = PACKED_VALUES / 4, LENGTHS = 33 };

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "packed words are used as they are stored");

/* Four lanes; SSE2 on x86-64, NEON on arm64, plain code elsewhere: the compiler's business. */
typedef uint32_t lanes __attribute__((vector_size(16)));

static inline lanes load(const uint8_t *at)
{
    lanes value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline void store(uint32_t *at, lanes value)
{
    memcpy(at, &value, sizeof value);
}

static inline unsigned bit_length(uint32_t value)
{
    return 63U - (unsigned)__builtin_clzll((uint64_t)value << 1 | 1);
}

/* ---- whole blocks ---- */

/* Always called with a constant width: the loop unrolls to straight code without a branch. */
static inline __attribute__((always_inline)) void unpack(uint32_t *out, const uint8_t *in, const unsigned width)
{
    const uint32_t low = width == 32 ? UINT32_MAX : (UINT32_C(1) << width) - 1;
    const lanes mask = {low, low, low, low};
#pragma GCC unroll 32
    for (unsigned row = 0; row < ROWS; row++) {
        const unsigned word = row * width / 32, shift = row * width % 32;
        lanes value = {0, 0, 0, 0};
        if (width > 0)
            value = load(in + 16 * (size_t)word) >> shift;
        if (shift + width > 32)
            value |= load(in + 16 * ((size_t)word + 1)) << (32 - shift);
        store(out + 4 * (size_t)row, value & mask);
    }
}

#define UNPACK(width)                                                                                                  \
    static void unpack_##width(uint32_t *out, const uint8_t *in)                                                       \
    {                                                                                                                  \
        unpack(out, in, width);                                                                                        \
    }

UNPACK(0)
UNPACK(1)
UNPACK(2)
UNPACK(3)
UNPACK(4)
UNPACK(5)
UNPACK(6)
UNPACK(7)
UNPACK(8)
UNPACK(9)
UNPACK(10)
UNPACK(11)
UNPACK(12)
UNPACK(13)
UNPACK(14)
UNPACK(15)
UNPACK(16)
UNPACK(17)
UNPACK(18)
UNPACK(19)
UNPACK(20)
UNPACK(21)
UNPACK(22)
UNPACK(23)
UNPACK(24)
UNPACK(25)
UNPACK(26)
UNPACK(27)
UNPACK(28)
UNPACK(29)
UNPACK(30)
UNPACK(31)
UNPACK(32)

static void (*const unpackers[33])(uint32_t *out, const uint8_t *in) = {
    unpack_0,  unpack_1,  unpack_2,  unpack_3,  unpack_4,  unpack_5,  unpack_6,  unpack_7,  unpack_8,
    unpack_9,  unpack_10, unpack_11, unpack_12, unpack_13, unpack_14, unpack_15, unpack_16, unpack_17,
    unpack_18, unpack_19, unpack_20, unpack_21, unpack_22, unpack_23, unpack_24, unpack_25, unpack_26,
    unpack_27, unpack_28, unpack_29, unpack_30, unpack_31, unpack_32};

static size_t pack_rows(uint8_t *out, const uint32_t *values, unsigned width)
{
    const uint32_t low = width == 32 ? UINT32_MAX : (UINT32_C(1) << width) - 1;
    const lanes mask = {low, low, low, low};
    lanes word = {0, 0, 0, 0};
    unsigned used = 0; /* bits of `word` */
    uint8_t *at = out;
    for (unsigned row = 0; row < ROWS && width > 0; row++) {
        lanes value;
        memcpy(&value, values + 4 * (size_t)row, sizeof value);
        value &= mask;
        word |= value << used;
        used += width;
        if (used >= 32) {
            memcpy(at, &word, sizeof word);
            at += sizeof word;
            used -= 32;
            word = used ? value >> (width - used) : (lanes){0, 0, 0, 0};
        }
    }
    return (size_t)(at - out);
}

/* ---- short blocks ---- */

static size_t stream_bytes(unsigned count, unsigned width)
{
    return ((size_t)count * width + 7) / 8;
}

static size_t pack_stream(uint8_t *out, const uint32_t *values, unsigned count, unsigned width)
{
    const uint64_t mask = (UINT64_C(1) << width) - 1;
    uint64_t word = 0;
    unsigned used = 0;
    uint8_t *at = out;
    for (unsigned i = 0; i < count; i++) {
        word |= (values[i] & mask) << used;
        used += width;
        if (used >= 32) {
            memcpy(at, &word, 4);
            at += 4;
            word >>= 32;
            used -= 32;
        }
    }
    const unsigned left = (used + 7) / 8;
    memcpy(at, &word, left);
    return (size_t)(at - out) + left;
}

static inline uint64_t load_u64(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Reads eight bytes at a time: `in` is followed by at least eight more that may be read. */
static void unpack_stream(uint32_t *values, unsigned count, const uint8_t *in, unsigned width)
{
    const uint64_t mask = (UINT64_C(1) << width) - 1;
    unsigned i = 0;
    if (width <= 8) /* eight values begin and end at a byte */
        for (; i + 8 <= count; i += 8, in += width) {
            const uint64_t word = load_u64(in);
            for (unsigned j = 0; j < 8; j++)
                values[i + j] = (uint32_t)(word >> (j * width) & mask);
        }
    size_t bit = 0;
    for (; i < count; i++, bit += width)
        values[i] = (uint32_t)(load_u64(in + bit / 8) >> (bit % 8) & mask);
}

/* ---- exceptions ---- */

static size_t body_bytes(unsigned count, unsigned width)
{
    return count == PACKED_VALUES ? 16 * (size_t)width : stream_bytes(count, width);
}

/* The number of values of each length. Neighbours are counted apart: they are mostly of one length, and one counter
 * would wait for itself. */
static void count_lengths(uint8_t of_length[4][LENGTHS], const uint32_t *values, unsigned count)
{
    unsigned i = 0;
    for (; i + 4 <= count; i += 4)
        for (unsigned j = 0; j < 4; j++)
            of_length[j][bit_length(values[i + j])]++;
    for (; i < count; i++)
        of_length[0][bit_length(values[i])]++;
}

/* The width that makes the block smallest; *exceptions: how many values have more bits. */
static unsigned choose_width(const uint32_t *values, unsigned count, unsigned *exceptions)
{
    uint8_t of_length[4][LENGTHS] = {{0}};
    uint8_t longer[LENGTHS + 28] = {0}; /* by width: how many values have more bits */
    uint32_t all = 0;
    for (unsigned i = 0; i < count; i++)
        all |= values[i];
    count_lengths(of_length, values, count);
    unsigned best = bit_length(all);
    size_t smallest = body_bytes(count, best);
    *exceptions = 0;
    for (unsigned width = best; width-- > 0;) {
        longer[width] = (uint8_t)(longer[width + 1] + of_length[0][width + 1] + of_length[1][width + 1] +
                                  of_length[2][width + 1] + of_length[3][width + 1]);
        if (longer[width] > EXCEPTIONS_MAX)
            break;
        /* Of each an index, and a byte of its varint for each seven bits begun. */
        const size_t bytes = body_bytes(count, width) + 2 + 2U * longer[width] + longer[width + 7] +
                             longer[width + 14] + longer[width + 21] + longer[width + 28];
        if (bytes < smallest) {
            smallest = bytes;
            best = width;
            *exceptions = longer[width];
        }
    }
    return best;
}

/* Writes what stands above `width` bits, where `exceptions` values have more; returns the bytes used. */
static size_t encode_exceptions(uint8_t *out, const uint32_t *values, unsigned count, unsigned width,
                                unsigned exceptions)
{
    if (exceptions == 0)
        return 0;
    unsigned found = 0;
    for (unsigned i = 0; found < exceptions && i < count; i++) {
        out[2 + found] = (uint8_t)i; /* overwritten unless it is one */
        found += values[i] >> width != 0;
    }
    uint8_t *at = out + 2 + exceptions;
    for (unsigned i = 0; i < exceptions; i++)
        at += bytes_put_varint(at, values[out[2 + i]] >> width);
    out[0] = (uint8_t)exceptions;
    out[1] = (uint8_t)(at - out - 2);
    return (size_t)(at - out);
}

static bool patch_exceptions(uint32_t *values, unsigned count, unsigned width, unsigned *bits, const uint8_t *at,
                             unsigned exceptions, size_t bytes)
{
    struct byte_reader reader = byte_reader_of(at, bytes);
    const uint8_t *indexes = byte_reader_take(&reader, exceptions);
    if (indexes == NULL || width >= 32)
        return false;
    for (unsigned i = 0; i < exceptions; i++) {
        const uint64_t high = byte_reader_varint(&reader) << width;
        if (reader.failed || indexes[i] >= count || high > UINT32_MAX)
            return false;
        values[indexes[i]] |= (uint32_t)high;
        const unsigned length = bit_length((uint32_t)high);
        if (length > *bits)
            *bits = length;
    }
    return byte_reader_left(&reader) == 0;
}

/* ---- public ---- */

size_t packed_block_encode(uint8_t *out, const uint32_t *values, unsigned count)
{
    unsigned exceptions;
    const unsigned width = choose_width(values, count, &exceptions);
    const size_t exception_bytes = encode_exceptions(out + 1, values, count, width, exceptions);
    out[0] = (uint8_t)(width | (exceptions ? EXCEPTIONS : 0));
    uint8_t *body = out + 1 + exception_bytes;
    const size_t bytes =
        count == PACKED_VALUES ? pack_rows(body, values, width) : pack_stream(body, values, count, width);
    return 1 + exception_bytes + bytes;
}

struct parts {
    unsigned width, exceptions;
    size_t exception_bytes;
    const uint8_t *exception_at, *body, *end;
};

static inline bool read_header(struct parts *parts, unsigned count, const uint8_t *at, const uint8_t *end)
{
    *parts = (struct parts){0, 0, 0, NULL, NULL, NULL};
    if (end - at < 1)
        return false;
    const uint8_t header = *at++;
    parts->width = header & 0x3F;
    if (parts->width > 32 || (header & 0x80))
        return false;
    if (header & EXCEPTIONS) {
        if (end - at < 2)
            return false;
        parts->exceptions = at[0];
        parts->exception_bytes = at[1];
        parts->exception_at = at + 2;
        if ((size_t)(end - parts->exception_at) < parts->exception_bytes)
            return false;
        at = parts->exception_at + parts->exception_bytes;
    }
    const size_t bytes = body_bytes(count, parts->width);
    if ((size_t)(end - at) < bytes)
        return false;
    parts->body = at;
    parts->end = at + bytes;
    return true;
}

static inline uint32_t load_u32(const uint8_t *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Adds the high bits of value `index` where it is an exception. */
static bool get_exception(uint32_t *value, unsigned index, const struct parts *parts)
{
    struct byte_reader reader = byte_reader_of(parts->exception_at, parts->exception_bytes);
    const uint8_t *indexes = byte_reader_take(&reader, parts->exceptions);
    const uint8_t *found = indexes ? memchr(indexes, (int)index, parts->exceptions) : NULL;
    if (found == NULL)
        return indexes != NULL;
    uint64_t high = 0;
    for (const uint8_t *i = indexes; i <= found; i++)
        high = byte_reader_varint32(&reader);
    *value |= (uint32_t)(high << parts->width);
    return !reader.failed;
}

bool packed_block_get(uint32_t *value, unsigned index, unsigned count, const uint8_t *at, const uint8_t *end)
{
    struct parts parts;
    *value = 0;
    if (index >= count || count > PACKED_VALUES || !read_header(&parts, count, at, end))
        return false;
    const uint64_t mask = (UINT64_C(1) << parts.width) - 1;
    uint64_t word = 0;
    if (count == PACKED_VALUES) {
        const unsigned bit = index / 4 * parts.width, shift = bit % 32;
        const uint8_t *lane = parts.body + 16 * (size_t)(bit / 32) + 4 * (size_t)(index % 4);
        if (parts.width > 0)
            word = load_u32(lane) >> shift;
        if (shift + parts.width > 32)
            word |= (uint64_t)load_u32(lane + 16) << (32 - shift);
    } else {
        const size_t bit = (size_t)index * parts.width;
        const uint8_t *from = parts.body + bit / 8;
        uint8_t padded[8] = {0};
        const size_t left = (size_t)(parts.end - from);
        memcpy(padded, from, left < 8 ? left : 8);
        word = load_u64(padded) >> (bit % 8);
    }
    *value = (uint32_t)(word & mask);
    return parts.exceptions == 0 || get_exception(value, index, &parts);
}

const uint8_t *packed_block_skip(unsigned count, const uint8_t *at, const uint8_t *end)
{
    struct parts parts;
    return read_header(&parts, count, at, end) ? parts.end : NULL;
}

const uint8_t *packed_block_decode(uint32_t *values, unsigned count, const uint8_t *at, const uint8_t *end,
                                   unsigned *bits)
{
    struct parts parts;
    if (count == 0 || count > PACKED_VALUES || !read_header(&parts, count, at, end))
        return NULL;
    if (count == PACKED_VALUES) {
        unpackers[parts.width](values, parts.body);
    } else if (end - parts.end >= 8) {
        unpack_stream(values, count, parts.body, parts.width);
    } else {
        uint8_t padded[4 * PACKED_VALUES + 8] = {0};
        memcpy(padded, parts.body, (size_t)(parts.end - parts.body));
        unpack_stream(values, count, padded, parts.width);
    }
    unsigned most = parts.width;
    if (parts.exceptions > 0 && !patch_exceptions(values, count, parts.width, &most, parts.exception_at,
                                                  parts.exceptions, parts.exception_bytes))
        return NULL;
    if (bits)
        *bits = most;
    return parts.end;
}

void packed_block_sum_gaps(uint32_t *values, unsigned count, uint32_t start)
{
    const lanes zero = {0, 0, 0, 0}, one = {1, 1, 1, 1};
    lanes before = {start, start, start, start};
    for (unsigned i = 0; i < count; i += 4) {
        lanes value;
        memcpy(&value, values + i, sizeof value);
        value += one;
        value += __builtin_shufflevector(zero, value, 0, 4, 5, 6);
        value += __builtin_shufflevector(zero, value, 0, 1, 4, 5);
        store(values + i, value + before);
        /* from row to row only this addition waits for the one before */
        before += __builtin_shufflevector(value, value, 3, 3, 3, 3);
    }
}
