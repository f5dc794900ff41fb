#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* vsnprintf cuts at a byte; a message must stay valid UTF-8, so the cut moves back to a character's start. */
static void cut_at_character(char *message, size_t size, size_t wanted)
{
    if (wanted < size)
        return;
    size_t end = size - 1;
    size_t start = end;
    while (start > 0 && ((unsigned char)message[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)message[start - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (end - (start - 1) < need)
        message[start - 1] = '\0';
}

static void write_message(fx_error *err, const char *format, va_list arguments)
{
    int wanted = vsnprintf(err->message, sizeof err->message, format, arguments);
    if (wanted > 0)
        cut_at_character(err->message, sizeof err->message, (size_t)wanted);
}

int error_set(fx_error *err, int code, const char *format, ...)
{
    if (err == NULL)
        return code;
    va_list arguments;
    va_start(arguments, format);
    write_message(err, format, arguments);
    va_end(arguments);
    err->code = code;
    err->offset = 0;
    return code;
}

int error_set_at(fx_error *err, int code, uint32_t offset, const char *format, ...)
{
    if (err == NULL)
        return code;
    va_list arguments;
    va_start(arguments, format);
    write_message(err, format, arguments);
    va_end(arguments);
    err->code = code;
    err->offset = offset;
    return code;
}

static int code_of_errno(int number, int otherwise)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return FX_EFULL;
    case ENOMEM:
        return FX_ENOMEM;
    case ENOENT:
        return FX_ENOTFOUND;
    default:
        return otherwise;
    }
}

int error_set_errno(fx_error *err, int code, const char *format, ...)
{
    int number = errno;
    code = code_of_errno(number, code);
    if (err == NULL)
        return code;
    va_list arguments;
    va_start(arguments, format);
    write_message(err, format, arguments);
    va_end(arguments);
    size_t used = strlen(err->message);
    char reason[128];
    /* The GNU strerror_r may return a static string instead of filling the buffer. */
    const char *text = strerror_r(number, reason, sizeof reason);
    int wanted = snprintf(err->message + used, sizeof err->message - used, ": %s", text);
    if (wanted > 0)
        cut_at_character(err->message, sizeof err->message, used + (size_t)wanted);
    err->code = code;
    err->offset = 0;
    return code;
}

int error_no_memory(fx_error *err)
{
    return error_set(err, FX_ENOMEM, "out of memory");
}

int error_prefix(fx_error *err, int code, const char *format, ...)
{
    if (err == NULL)
        return code;
    fx_error old = *err;
    va_list arguments;
    va_start(arguments, format);
    write_message(err, format, arguments);
    va_end(arguments);
    size_t used = strlen(err->message);
    int wanted = snprintf(err->message + used, sizeof err->message - used, ": %s", old.message);
    if (wanted > 0)
        cut_at_character(err->message, sizeof err->message, used + (size_t)wanted);
    return old.code != FX_OK ? old.code : code;
}

void error_clear(fx_error *err)
{
    if (err != NULL)
        *err = (fx_error){0};
}
