/* Typed access to stored bytes. Fixed integers are little-endian; keys that LMDB sorts use the big-endian pair.
 * A reader never goes past its end: after the first failure it stays failed and every read gives 0, so a decoder
 * reads a whole record and asks byte_reader_ok() once, before it uses a value as an index or a length. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include "fx.h"

#include <stdbool.h>
#include <string.h>

enum { BYTES_VARINT_MAX = 10 };

static inline void bytes_put_u16(uint8_t *at, uint16_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static inline void bytes_put_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static inline void bytes_put_u64(uint8_t *at, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static inline void bytes_put_u32_big(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static inline uint16_t bytes_get_u16(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline uint32_t bytes_get_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t bytes_get_u64(const uint8_t *at)
{
    return (uint64_t)bytes_get_u32(at) | (uint64_t)bytes_get_u32(at + 4) << 32;
}

static inline uint32_t bytes_get_u32_big(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

/* LEB128; `at` has room for BYTES_VARINT_MAX; returns the bytes written. */
static inline size_t bytes_put_varint(uint8_t *at, uint64_t value)
{
    size_t n = 0;
    while (value >= 0x80) {
        at[n++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    at[n++] = (uint8_t)value;
    return n;
}

struct byte_reader {
    const uint8_t *at;
    const uint8_t *end;
    bool failed;
};

static inline struct byte_reader byte_reader_of(const void *bytes, size_t length)
{
    const uint8_t *start = bytes;
    return (struct byte_reader){start, length > 0 ? start + length : start, false};
}

static inline bool byte_reader_ok(const struct byte_reader *reader)
{
    return !reader->failed;
}

static inline size_t byte_reader_left(const struct byte_reader *reader)
{
    return (size_t)(reader->end - reader->at);
}

/* `length` bytes, borrowed from the source; NULL where fewer are left. */
static inline const uint8_t *byte_reader_take(struct byte_reader *reader, size_t length)
{
    if (reader->failed || length > byte_reader_left(reader)) {
        reader->failed = true;
        return NULL;
    }
    const uint8_t *at = reader->at;
    reader->at += length;
    return at;
}

static inline uint8_t byte_reader_u8(struct byte_reader *reader)
{
    const uint8_t *at = byte_reader_take(reader, 1);
    return at ? *at : 0;
}

static inline uint16_t byte_reader_u16(struct byte_reader *reader)
{
    const uint8_t *at = byte_reader_take(reader, 2);
    return at ? bytes_get_u16(at) : 0;
}

static inline uint32_t byte_reader_u32(struct byte_reader *reader)
{
    const uint8_t *at = byte_reader_take(reader, 4);
    return at ? bytes_get_u32(at) : 0;
}

static inline uint64_t byte_reader_u64(struct byte_reader *reader)
{
    const uint8_t *at = byte_reader_take(reader, 8);
    return at ? bytes_get_u64(at) : 0;
}

static inline uint64_t byte_reader_varint(struct byte_reader *reader)
{
    if (reader->at < reader->end && *reader->at < 0x80 && !reader->failed) /* most are */
        return *reader->at++;
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = byte_reader_u8(reader);
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return reader->failed ? 0 : value;
    }
    reader->failed = true;
    return 0;
}

/* A varint that must fit 32 bits. */
static inline uint32_t byte_reader_varint32(struct byte_reader *reader)
{
    uint64_t value = byte_reader_varint(reader);
    if (value > UINT32_MAX) {
        reader->failed = true;
        return 0;
    }
    return (uint32_t)value;
}

/* A length (varint) and that many bytes, borrowed. */
static inline fx_slice byte_reader_slice(struct byte_reader *reader)
{
    uint64_t length = byte_reader_varint(reader);
    if (length > byte_reader_left(reader)) {
        reader->failed = true;
        return (fx_slice){NULL, 0};
    }
    const uint8_t *at = byte_reader_take(reader, (size_t)length);
    return (fx_slice){(const char *)at, at ? (size_t)length : 0};
}

#endif
