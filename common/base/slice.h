/* Small helpers on fx_slice. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include "fx.h"

#include <stdbool.h>
#include <string.h>

#define SLICE(literal) ((fx_slice){(literal), sizeof(literal) - 1})

static inline fx_slice slice_of(const char *text)
{
    return (fx_slice){text, text ? strlen(text) : 0};
}

/* Bytes [start, end) of a slice; the caller knows that start <= end <= len. */
static inline fx_slice slice_part(fx_slice text, size_t start, size_t end)
{
    return (fx_slice){text.ptr + start, end - start};
}

static inline bool slice_equal(fx_slice a, fx_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Byte order, a prefix first: the order of every sorted structure of the index. */
static inline int slice_compare(fx_slice a, fx_slice b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static inline bool slice_starts_with(fx_slice text, fx_slice prefix)
{
    return text.len >= prefix.len && (prefix.len == 0 || memcmp(text.ptr, prefix.ptr, prefix.len) == 0);
}

static inline bool slice_ends_with(fx_slice text, fx_slice suffix)
{
    return text.len >= suffix.len &&
           (suffix.len == 0 || memcmp(text.ptr + text.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

/* Without ASCII white space at both ends. */
static inline fx_slice slice_trim(fx_slice text)
{
    while (text.len > 0 && strchr(" \t\r\n\f\v", text.ptr[0]) != NULL && text.ptr[0] != '\0') {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && strchr(" \t\r\n\f\v", text.ptr[text.len - 1]) != NULL && text.ptr[text.len - 1] != '\0')
        text.len--;
    return text;
}

#endif
