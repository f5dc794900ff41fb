#include "output.h"

#include "display_width.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FLUSH_BYTES = 64 * 1024 };

void output_init(struct output *output, int descriptor)
{
    *output = (struct output){.pending = BUFFER_INIT, .descriptor = descriptor};
}

void output_release(struct output *output)
{
    buffer_release(&output->pending);
}

void output_flush(struct output *output)
{
    const char *at = output->pending.bytes;
    size_t left = output->pending.length;
    while (left > 0 && !output->closed && output->failure == 0) {
        ssize_t wrote = write(output->descriptor, at, left);
        if (wrote >= 0) {
            at += wrote;
            left -= (size_t)wrote;
        } else if (errno == EPIPE) {
            output->closed = true;
        } else if (errno != EINTR) {
            output->failure = errno;
        }
    }
    buffer_clear(&output->pending);
}

void output_write(struct output *output, const void *bytes, size_t length)
{
    if (buffer_append(&output->pending, bytes, length) != FX_OK && output->failure == 0)
        output->failure = ENOMEM;
    if (output->pending.length >= FLUSH_BYTES)
        output_flush(output);
}

void output_slice(struct output *output, fx_slice text)
{
    output_write(output, text.ptr, text.len);
}

void output_safe(struct output *output, fx_slice text)
{
    if (display_append_safe(&output->pending, text) != FX_OK && output->failure == 0)
        output->failure = ENOMEM;
}

void output_string(struct output *output, const char *text)
{
    output_write(output, text, strlen(text));
}

void output_format(struct output *output, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length > 0)
        output_write(output, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}
