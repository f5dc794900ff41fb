#include "character_class.h"

#include "ascii_bytes.h"

#define S CHARACTER_SPACE
#define L CHARACTER_LOWER
#define U CHARACTER_UPPER
#define D CHARACTER_DIGIT
#define P CHARACTER_PERIOD
#define A CHARACTER_APOSTROPHE
#define H CHARACTER_HYPHEN
#define N CHARACTER_AMPERSAND
#define M CHARACTER_MARK

const uint8_t character_class_ascii[128] = {
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, /* controls */
    S, M, M, M, M, M, N, A, M, M, M, M, M, H, P, M, D, D, D, D, D, D, D, D, D, D, M, M, M, M, M, M, /* SP to ? */
    M, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, M, M, M, M, M, /* @ to _ */
    M, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, M, M, M, M, S, /* ` to DEL */
};

/* The code point at `at` and its length; 0 with length 1 where the bytes are no UTF-8. */
static uint32_t decode(const unsigned char *at, size_t left, uint32_t *length)
{
    uint32_t c = at[0];
    uint32_t need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    *length = 1;
    if (c < 0xC2 || c > 0xF4 || left < need)
        return 0;
    c &= 0x7FU >> need;
    for (uint32_t i = 1; i < need; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (at[i] & 0x3FU);
    }
    *length = need;
    return c;
}

/* How far the small letter of a two-byte capital lies, 0 for a character that is no capital. */
static uint32_t lower_distance(uint32_t c)
{
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
        return 0x20;
    if (c >= 0x400 && c <= 0x40F)
        return 0x50;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
        return c & 1;
    if ((c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14A && c <= 0x177) || (c >= 0x460 && c <= 0x481) ||
        (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F))
        return (c & 1) ^ 1;
    return 0;
}

static enum character_class class_of(uint32_t c)
{
    if (c < 0xC0)
        return c == 0xA0 || c == 0xAD                          ? CHARACTER_SPACE
               : c == 0xAA || c == 0xB5 || c == 0xBA || c == 0 ? CHARACTER_LOWER
                                                               : CHARACTER_MARK;
    if (c < 0x2000)
        return c == 0xD7 || c == 0xF7                 ? CHARACTER_MARK
               : lower_distance(c) != 0 || c == 0x130 ? CHARACTER_UPPER
                                                      : CHARACTER_LOWER;
    if (c < 0x2070) {
        if (c <= 0x200B || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F)
            return CHARACTER_SPACE;
        if (c == 0x2019)
            return CHARACTER_APOSTROPHE;
        return c == 0x2010 || c == 0x2011 ? CHARACTER_HYPHEN : CHARACTER_MARK;
    }
    if (c < 0x2C00 || (c >= 0x3001 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF0F) || c >= 0x1F000)
        return CHARACTER_MARK;
    return c == 0x3000 || c == 0xFEFF ? CHARACTER_SPACE : CHARACTER_LOWER;
}

enum character_class character_class_beyond_ascii(const char *at, const char *end, uint32_t *length)
{
    return class_of(decode((const unsigned char *)at, (size_t)(end - at), length));
}

/* The small letters of the ASCII with which `bytes` begin, eight at a time while there is room for eight; returns how
 * many. */
static size_t lower_ascii(char *out, size_t capacity, const char *bytes, size_t length)
{
    size_t made = 0;
    while (made < length && capacity - made >= 8) {
        size_t size = length - made < 8 ? length - made : 8;
        uint64_t word = ascii_load_part(bytes + made, size);
        if ((word & ASCII_LANES(0x80)) != 0)
            break;
        ascii_store(out + made, word | ascii_lanes_between(word, 'A', 'Z') >> 2);
        made += size;
    }
    return made;
}

size_t character_lower(char *out, size_t capacity, const char *bytes, size_t length)
{
    size_t made = lower_ascii(out, capacity, bytes, length);
    for (size_t i = made; i < length;) {
        unsigned char c = (unsigned char)bytes[i];
        uint32_t size = 1, point = c < 0x80 ? 0 : decode((const unsigned char *)bytes + i, length - i, &size);
        if (made + size > capacity)
            break;
        uint32_t distance = size == 2 ? lower_distance(point) : 0;
        if (c < 0x80) {
            out[made] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        } else if (distance != 0) {
            point += distance;
            out[made] = (char)(0xC0 | point >> 6);
            out[made + 1] = (char)(0x80 | (point & 0x3F));
        } else {
            for (uint32_t k = 0; k < size; k++)
                out[made + k] = bytes[i + k];
        }
        made += size;
        i += size;
    }
    return made;
}
