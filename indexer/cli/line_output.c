#include "line_output.h"

#include "findex_status.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FLUSH_BYTES = 64 * 1024, LINE_BYTES = 512 };

void line_output_init(struct line_output *output, int descriptor)
{
    *output = (struct line_output){.descriptor = descriptor};
}

static void flush(struct line_output *output)
{
    size_t done = 0;
    while (done < output->pending.length && !output->closed && output->failure == 0) {
        ssize_t wrote = write(output->descriptor, output->pending.bytes + done, output->pending.length - done);
        if (wrote >= 0)
            done += (size_t)wrote;
        else if (errno == EPIPE)
            output->closed = true;
        else if (errno != EINTR)
            output->failure = errno;
    }
    buffer_clear(&output->pending);
}

int line_output_line(void *payload, fx_slice line)
{
    struct line_output *output = payload;
    if (buffer_append_slice(&output->pending, line) != FX_OK || buffer_append_byte(&output->pending, '\n') != FX_OK)
        output->failure = ENOMEM;
    if (output->prompt || output->pending.length >= FLUSH_BYTES)
        flush(output);
    return output->closed || output->failure != 0;
}

void line_output_format(struct line_output *output, const char *format, ...)
{
    char line[LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length > 0)
        (void)line_output_line(output, (fx_slice){line, strnlen(line, sizeof line)});
}

int line_output_finish(struct line_output *output, int status)
{
    flush(output);
    buffer_release(&output->pending);
    if (output->failure == 0)
        return status;
    findex_complain("cannot write to standard output: %s", strerror(output->failure));
    return STATUS_NOT_WRITTEN;
}
