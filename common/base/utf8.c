#include "utf8.h"

#include <string.h>

size_t utf8_encode(uint32_t code_point, char out[UTF8_BYTES_MAX])
{
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000))
        code_point = UTF8_REPLACEMENT;
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

size_t utf8_ascii_prefix(fx_slice text)
{
    size_t at = 0;
    for (; at + 16 <= text.len; at += 16) {
        uint64_t words[2];
        memcpy(words, text.ptr + at, sizeof words);
        if ((words[0] | words[1]) & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < text.len && (unsigned char)text.ptr[at] < 0x80)
        at++;
    return at;
}

size_t utf8_valid_prefix(fx_slice text)
{
    size_t at = 0;
    while (at < text.len) {
        if ((unsigned char)text.ptr[at] < 0x80) {
            at += utf8_ascii_prefix((fx_slice){text.ptr + at, text.len - at});
            continue;
        }
        uint32_t code_point;
        size_t bytes = utf8_decode(text.ptr + at, text.len - at, &code_point);
        if (code_point == UTF8_INVALID)
            return at;
        at += bytes;
    }
    return at;
}

bool utf8_is_valid(fx_slice text)
{
    return utf8_valid_prefix(text) == text.len;
}

size_t utf8_cut(fx_slice text, size_t limit)
{
    if (limit >= text.len)
        return text.len;
    /* A character has at most three continuation bytes; further back is ill-formed text, cut anywhere. */
    for (size_t back = 0; back < UTF8_BYTES_MAX && back <= limit; back++)
        if (((unsigned char)text.ptr[limit - back] & 0xC0) != 0x80)
            return limit - back;
    return limit;
}
