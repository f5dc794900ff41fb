/* Growable bytes. Appending can fail only for memory; the buffer then keeps what it had. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "fx.h"

struct buffer {
    char *bytes;
    size_t length;
    size_t capacity;
};

#define BUFFER_INIT                                                                                                    \
    {                                                                                                                  \
        NULL, 0, 0                                                                                                     \
    }

/* Room for `more` further bytes. */
int buffer_reserve(struct buffer *buffer, size_t more) FX_CHECK;
int buffer_append(struct buffer *buffer, const void *bytes, size_t length) FX_CHECK;
int buffer_append_slice(struct buffer *buffer, fx_slice text) FX_CHECK;
int buffer_append_string(struct buffer *buffer, const char *text) FX_CHECK;
int buffer_append_byte(struct buffer *buffer, char byte) FX_CHECK;
int buffer_append_format(struct buffer *buffer, const char *format, ...) FX_PRINTF(2, 3) FX_CHECK;

/* LEB128, little-endian base 128, and fixed little-endian integers: see bytes.h for reading them. */
int buffer_append_varint(struct buffer *buffer, uint64_t value) FX_CHECK;
int buffer_append_u32(struct buffer *buffer, uint32_t value) FX_CHECK;
int buffer_append_u64(struct buffer *buffer, uint64_t value) FX_CHECK;

fx_slice buffer_slice(const struct buffer *buffer); /* borrowed until the next append */
void buffer_clear(struct buffer *buffer);           /* length 0, memory kept */
void buffer_release(struct buffer *buffer);

#endif
