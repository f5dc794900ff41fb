#include "complaint.h"

#include "display_width.h"
#include "slice.h"

#include <stdarg.h>
#include <stdio.h>

static void put(const struct buffer *line)
{
    fwrite(line->bytes, 1, line->length, stderr);
}

void complain(const char *format, ...)
{
    char text[1024];
    struct buffer line = BUFFER_INIT;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (buffer_append_string(&line, "fsearch: ") == FX_OK && display_append_safe(&line, slice_of(text)) == FX_OK &&
        buffer_append_byte(&line, '\n') == FX_OK)
        put(&line);
    buffer_release(&line);
}

void complain_caret(fx_slice text, size_t offset)
{
    struct buffer line = BUFFER_INIT;
    size_t at = offset < text.len ? offset : text.len;
    int status = buffer_append_string(&line, "  ");
    if (status == FX_OK)
        status = display_append_safe(&line, slice_part(text, 0, at));
    size_t column = display_width(buffer_slice(&line));
    if (status == FX_OK)
        status = display_append_safe(&line, slice_part(text, at, text.len));
    if (status == FX_OK)
        status = buffer_append_byte(&line, '\n');
    for (size_t i = 0; status == FX_OK && i < column; i++)
        status = buffer_append_byte(&line, ' ');
    if (status == FX_OK && buffer_append_string(&line, "^\n") == FX_OK)
        put(&line);
    buffer_release(&line);
}
