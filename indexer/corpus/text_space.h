/* White space as texts hold it: ASCII's, the no-break and typographic spaces, the byte order mark inside a text. */
#ifndef CORPUS_TEXT_SPACE_H
#define CORPUS_TEXT_SPACE_H

#include "slice.h"

static inline bool is_ascii_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Bytes of the space at the front, 0 where there is none: U+00A0, U+2000 to U+200B, U+202F, U+3000, U+FEFF. */
static inline size_t wide_space_at(const char *at, size_t left)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (left >= 2 && byte[0] == 0xC2 && byte[1] == 0xA0)
        return 2;
    if (left < 3)
        return 0;
    if (byte[0] == 0xE2 && byte[1] == 0x80 && ((byte[2] >= 0x80 && byte[2] <= 0x8B) || byte[2] == 0xAF))
        return 3;
    return (byte[0] == 0xE3 && byte[1] == 0x80 && byte[2] == 0x80) ||
                   (byte[0] == 0xEF && byte[1] == 0xBB && byte[2] == 0xBF)
               ? 3
               : 0;
}

/* Without white space of any kind at both ends. */
static inline fx_slice trim_spaces(fx_slice text)
{
    for (;;) {
        size_t bytes = text.len == 0 ? 0 : is_ascii_space(text.ptr[0]) ? 1 : wide_space_at(text.ptr, text.len);
        if (bytes == 0)
            break;
        text.ptr += bytes;
        text.len -= bytes;
    }
    for (;;) {
        size_t bytes = 0;
        if (text.len > 0 && is_ascii_space(text.ptr[text.len - 1]))
            bytes = 1;
        else if (text.len >= 3 && wide_space_at(text.ptr + text.len - 3, 3) == 3)
            bytes = 3;
        else if (text.len >= 2 && wide_space_at(text.ptr + text.len - 2, 2) == 2)
            bytes = 2;
        if (bytes == 0)
            return text;
        text.len -= bytes;
    }
}

#endif
