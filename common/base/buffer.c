#include "buffer.h"

#include "bytes.h"
#include "memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int buffer_reserve(struct buffer *buffer, size_t more)
{
    size_t wanted;
    if (__builtin_add_overflow(buffer->length, more, &wanted))
        return FX_ENOMEM;
    return memory_reserve(&buffer->bytes, &buffer->capacity, wanted, 1);
}

int buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0)
        return FX_OK;
    if (buffer->capacity - buffer->length < length) {
        int status = buffer_reserve(buffer, length);
        if (status != FX_OK)
            return status;
    }
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    return FX_OK;
}

int buffer_append_slice(struct buffer *buffer, fx_slice text)
{
    return buffer_append(buffer, text.ptr, text.len);
}

int buffer_append_string(struct buffer *buffer, const char *text)
{
    return buffer_append(buffer, text, strlen(text));
}

int buffer_append_byte(struct buffer *buffer, char byte)
{
    return buffer_append(buffer, &byte, 1);
}

int buffer_append_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        return FX_EINVAL;
    int status = buffer_reserve(buffer, (size_t)length + 1);
    if (status != FX_OK)
        return status;
    va_start(arguments, format);
    vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
    return FX_OK;
}

int buffer_append_varint(struct buffer *buffer, uint64_t value)
{
    if (buffer->capacity - buffer->length < BYTES_VARINT_MAX && buffer_reserve(buffer, BYTES_VARINT_MAX) != FX_OK)
        return FX_ENOMEM;
    buffer->length += bytes_put_varint((uint8_t *)buffer->bytes + buffer->length, value);
    return FX_OK;
}

int buffer_append_u32(struct buffer *buffer, uint32_t value)
{
    uint8_t bytes[4];
    bytes_put_u32(bytes, value);
    return buffer_append(buffer, bytes, sizeof bytes);
}

int buffer_append_u64(struct buffer *buffer, uint64_t value)
{
    uint8_t bytes[8];
    bytes_put_u64(bytes, value);
    return buffer_append(buffer, bytes, sizeof bytes);
}

fx_slice buffer_slice(const struct buffer *buffer)
{
    return (fx_slice){buffer->bytes, buffer->length};
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
}

void buffer_release(struct buffer *buffer)
{
    memory_free(buffer->bytes);
    *buffer = (struct buffer)BUFFER_INIT;
}
