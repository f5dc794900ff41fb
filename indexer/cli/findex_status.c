#include "findex_status.h"

#include "display_width.h"
#include "slice.h"

#include <stdarg.h>
#include <stdio.h>

int findex_status_of(int code)
{
    switch (code) {
    case FX_OK:
    case FX_END:
        return STATUS_DONE;
    case FX_EINVAL:
    case FX_EQUERY:
        return STATUS_USAGE;
    case FX_EINPUT:
        return STATUS_SKIPPED;
    case FX_ENOTFOUND:
    case FX_EVERSION:
        return STATUS_NO_INDEX;
    case FX_EDAMAGED:
        return STATUS_DAMAGED;
    case FX_ELOCKED:
        return STATUS_LOCKED;
    case FX_ENOMEM:
    case FX_EFULL:
    case FX_ELIMIT:
        return STATUS_LIMIT;
    case FX_ESTOPPED:
        return STATUS_STOPPED;
    default:
        return STATUS_NOT_WRITTEN;
    }
}

/* Paths and ids may hold anything; a terminal must not obey them. */
void findex_complain(const char *format, ...)
{
    enum { TEXT_BYTES = 8192 };
    char text[TEXT_BYTES];
    struct buffer line = BUFFER_INIT;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (buffer_append_string(&line, "findex: ") == FX_OK && display_append_safe(&line, slice_of(text)) == FX_OK &&
        buffer_append_byte(&line, '\n') == FX_OK)
        fwrite(line.bytes, 1, line.length, stderr);
    buffer_release(&line);
}

int findex_fail(int code, const fx_error *error)
{
    findex_complain("%s", error->message[0] != '\0' ? error->message : fx_code_name(code));
    return findex_status_of(code);
}
