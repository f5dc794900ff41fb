#include "option_parser.h"

#include <string.h>

enum { NAMES_COLUMN_MAX = 30 };

/* "  -n, --limit N" */
static int append_names(struct buffer *out, const struct option_spec *spec)
{
    int status = FX_OK;
    if (spec->short_name != '\0')
        status = buffer_append_format(out, "  -%c%s", spec->short_name, spec->long_name ? ", " : "");
    else
        status = buffer_append_string(out, "      ");
    if (status == FX_OK && spec->long_name != NULL)
        status = buffer_append_format(out, "--%s", spec->long_name);
    if (status != FX_OK || spec->argument == NULL)
        return status;
    if (spec->flags & OPTION_ARGUMENT_OPTIONAL)
        return buffer_append_format(out, spec->long_name ? "[=%s]" : "[%s]", spec->argument);
    return buffer_append_format(out, " %s", spec->argument);
}

static int pad_to(struct buffer *out, size_t line_start, size_t column)
{
    int status = FX_OK;
    while (status == FX_OK && out->length - line_start < column)
        status = buffer_append_byte(out, ' ');
    return status;
}

/* Words of `help` from `column` on, broken at spaces before `width` and at its own newlines. */
static int append_wrapped(struct buffer *out, const char *help, size_t line_start, size_t column, size_t width)
{
    int status = pad_to(out, line_start, column);
    while (status == FX_OK && *help != '\0') {
        size_t word = strcspn(help, " \n");
        size_t used = out->length - line_start;
        if (used > column && used + 1 + word > width) {
            status = buffer_append_byte(out, '\n');
            line_start = out->length;
            if (status == FX_OK)
                status = pad_to(out, line_start, column);
        } else if (used > column) {
            status = buffer_append_byte(out, ' ');
        }
        if (status == FX_OK)
            status = buffer_append(out, help, word);
        help += word;
        if (*help == '\n' && status == FX_OK) {
            status = buffer_append_byte(out, '\n');
            line_start = out->length;
            if (status == FX_OK)
                status = pad_to(out, line_start, column);
        }
        help += *help != '\0';
    }
    return status == FX_OK ? buffer_append_byte(out, '\n') : status;
}

static int append_spec(struct buffer *out, const struct option_spec *spec, size_t column, size_t width)
{
    size_t line_start = out->length;
    int status = append_names(out, spec);
    if (status == FX_OK && out->length - line_start + 2 > column) {
        status = buffer_append_byte(out, '\n');
        line_start = out->length;
    }
    if (status != FX_OK)
        return status;
    if (!(spec->flags & OPTION_REPEATABLE))
        return append_wrapped(out, spec->help, line_start, column, width);
    struct buffer help = BUFFER_INIT;
    status = buffer_append_format(&help, "%s (repeatable)%c", spec->help, '\0');
    if (status == FX_OK)
        status = append_wrapped(out, help.bytes, line_start, column, width);
    buffer_release(&help);
    return status;
}

int option_help(struct buffer *out, const struct option_spec *specs, size_t count, size_t width)
{
    size_t column = 0;
    int status = FX_OK;
    struct buffer names = BUFFER_INIT;
    for (size_t i = 0; i < count && status == FX_OK; i++) {
        buffer_clear(&names);
        status = append_names(&names, &specs[i]);
        if (names.length + 2 > column && names.length + 2 <= NAMES_COLUMN_MAX)
            column = names.length + 2;
    }
    buffer_release(&names);
    for (size_t i = 0; i < count && status == FX_OK; i++)
        status = append_spec(out, &specs[i], column, width);
    return status;
}
