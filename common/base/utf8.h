/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. Every function takes lengths
 * and accepts any bytes. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "fx.h"

#include <stdbool.h>

enum { UTF8_BYTES_MAX = 4, UTF8_REPLACEMENT = 0xFFFD };

/* What decoding gives for bytes that are no character. Larger than any code point. */
#define UTF8_INVALID 0xFFFFFFFFU

/* Decodes the character at the front of `length` (> 0) bytes and returns its bytes, 1 to 4. Ill-formed bytes give
 * UTF8_INVALID and the length of their "maximal subpart" (Unicode 15.0, 3.9), so that decoding goes on behind them and
 * one U+FFFD stands for each. */
static inline size_t utf8_decode(const char *text, size_t length, uint32_t *code_point)
{
    const uint8_t *at = (const uint8_t *)text;
    uint32_t first = at[0];
    if (first < 0x80) {
        *code_point = first;
        return 1;
    }
    *code_point = UTF8_INVALID;
    if (first < 0xC2 || first > 0xF4 || length < 2)
        return 1;
    uint32_t second = at[1];
    if (first < 0xE0) {
        if ((second & 0xC0) != 0x80)
            return 1;
        *code_point = (first & 0x1F) << 6 | (second & 0x3F);
        return 2;
    }
    /* The range of the second byte excludes overlong forms, surrogates and what is above U+10FFFF. */
    uint32_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    uint32_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high)
        return 1;
    if (length < 3 || (at[2] & 0xC0) != 0x80)
        return 2;
    if (first < 0xF0) {
        *code_point = (first & 0x0F) << 12 | (second & 0x3F) << 6 | (at[2] & 0x3FU);
        return 3;
    }
    if (length < 4 || (at[3] & 0xC0) != 0x80)
        return 3;
    *code_point = (first & 0x07) << 18 | (second & 0x3F) << 12 | (at[2] & 0x3FU) << 6 | (at[3] & 0x3FU);
    return 4;
}

/* Writes a code point and returns its bytes; surrogates and values above U+10FFFF are written as U+FFFD. */
size_t utf8_encode(uint32_t code_point, char out[UTF8_BYTES_MAX]);

/* How many bytes at the front are ASCII. */
size_t utf8_ascii_prefix(fx_slice text);

/* How many bytes at the front are well-formed; text.len where all are. */
size_t utf8_valid_prefix(fx_slice text);
bool utf8_is_valid(fx_slice text);

/* The largest character boundary that is at most `limit`: where to cut well-formed text. */
size_t utf8_cut(fx_slice text, size_t limit);

#endif
