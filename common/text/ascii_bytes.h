/* ASCII letters and digits eight bytes at a time (SWAR: a 64-bit register as eight lanes). Most words of European text
 * are shorter than that, so one step finds a word's end without a branch a byte, which the processor could not predict.
 */
#ifndef TEXT_ASCII_BYTES_H
#define TEXT_ASCII_BYTES_H

#include <stdint.h>
#include <string.h>

#define ASCII_LANES(byte) ((uint64_t)(byte)*UINT64_C(0x0101010101010101))

/* Eight bytes, the first in the lowest lane. */
static inline uint64_t ascii_load(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static inline void ascii_store(char *at, uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    memcpy(at, &word, sizeof word);
}

/* The bytes of a word of up to eight, zeros behind them. Loads that overlap need no loop, whose end the processor could
 * not predict. */
static inline uint64_t ascii_load_part(const char *at, size_t length)
{
    if (length == 8)
        return ascii_load(at);
    if (length >= 4) {
        uint32_t halves[2];
        memcpy(&halves[0], at, 4);
        memcpy(&halves[1], at + length - 4, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        halves[0] = __builtin_bswap32(halves[0]);
        halves[1] = __builtin_bswap32(halves[1]);
#endif
        return halves[0] | (uint64_t)halves[1] << 8 * (length - 4);
    }
    if (length == 0)
        return 0;
    uint64_t first = (uint8_t)at[0], middle = (uint8_t)at[length / 2], last = (uint8_t)at[length - 1];
    return first | middle << 8 * (length / 2) | last << 8 * (length - 1);
}

/* The larger the later the bytes come in order: eight of them as they were loaded. */
static inline uint64_t ascii_order(uint64_t lanes)
{
    return __builtin_bswap64(lanes);
}

/* All bits of the first `count` (0 to 8) lanes. */
static inline uint64_t ascii_lanes_first(size_t count)
{
    return ~(~UINT64_C(0) << 4 * count << 4 * count);
}

/* The high bit of each lane whose byte, without its own high bit, lies in [first, last]. */
static inline uint64_t ascii_lanes_between(uint64_t word, unsigned first, unsigned last)
{
    uint64_t low = word & ASCII_LANES(0x7F);
    return (low + ASCII_LANES(0x80 - first)) & ~(low + ASCII_LANES(0x7F - last)) & ASCII_LANES(0x80);
}

/* The high bit of each lane that is not an ASCII letter. */
static inline uint64_t ascii_lanes_not_letter(uint64_t word)
{
    uint64_t letters = ascii_lanes_between(word | ASCII_LANES(0x20), 'a', 'z') & ~word;
    return ~letters & ASCII_LANES(0x80);
}

/* The high bit of each lane that is neither an ASCII letter nor a digit. */
static inline uint64_t ascii_lanes_not_alphanumeric(uint64_t word)
{
    return ascii_lanes_not_letter(word) & ~(ascii_lanes_between(word, '0', '9') & ~word);
}

/* The same with sixteen bytes in a vector; a byte that is no ASCII is negative. */
typedef int8_t ascii_vector __attribute__((vector_size(16)));

static inline ascii_vector ascii_load_vector(const char *at)
{
    ascii_vector bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* The first `length` (0 to 16) bytes, zeros behind them. Without a branch on the length, which no processor could
 * predict. */
static inline ascii_vector ascii_vector_first(ascii_vector bytes, size_t length)
{
    static const int8_t kept[2 * sizeof(ascii_vector)] = {-1, -1, -1, -1, -1, -1, -1, -1,
                                                          -1, -1, -1, -1, -1, -1, -1, -1};
    return bytes & ascii_load_vector((const char *)kept + sizeof(ascii_vector) - length);
}

/* All bits of the lanes whose byte lies in [first, last], which are ASCII. The greater ones and those that are no ASCII
 * become smaller than all of these when `last` is moved to the end of the signed bytes. */
static inline ascii_vector ascii_vector_between(ascii_vector bytes, int8_t first, int8_t last)
{
    typedef uint8_t lanes __attribute__((vector_size(16)));
    ascii_vector moved = (ascii_vector)((lanes)bytes + (uint8_t)(INT8_MAX - last));
    return moved >= (int8_t)(INT8_MAX - last + first);
}

/* Bit i is the highest of byte i. */
static inline unsigned ascii_vector_bits(ascii_vector lanes)
{
#if defined(__SSE2__)
    typedef char bytes __attribute__((vector_size(16)));
    return (unsigned)__builtin_ia32_pmovmskb128((bytes)lanes);
#else
    char bytes[16];
    memcpy(bytes, &lanes, sizeof bytes);
    unsigned bits = 0;
    for (unsigned i = 0; i < 16; i += 8) /* the product moves the bit of each lane to its place in the highest byte */
        bits |= (unsigned)((ascii_load(bytes + i) >> 7 & ASCII_LANES(1)) * UINT64_C(0x0102040810204080) >> 56) << i;
    return bits;
#endif
}

/* The number of the first lane with its bit set; `lanes` is not 0. */
static inline unsigned ascii_first_lane(uint64_t lanes)
{
    return (unsigned)__builtin_ctzll(lanes) / 8;
}

#endif
