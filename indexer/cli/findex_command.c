#include "findex_command.h"

#include "findex_progress.h"
#include "findex_signals.h"
#include "slice.h"

#include <stdio.h>
#include <string.h>

void findex_fill_options(fx_index_options *out, const struct findex_options *options)
{
    *out = (fx_index_options)FX_INDEX_OPTIONS_INIT;
    out->workers = options->workers;
    out->memory = options->memory;
    out->time_zone = options->time_zone;
    out->language = options->language;
    out->alias_file = options->aliases;
    out->no_extraction = options->no_extraction;
    out->stop = &findex_stop;
    out->on_skip = findex_tell_skip;
}

void findex_tell_skip(void *payload, fx_slice path, uint32_t line, const char *reason)
{
    (void)payload;
    if (path.len == 0)
        path = SLICE("standard input");
    findex_progress_clear();
    if (line > 0)
        findex_complain("skipped %.*s:%u: %s", (int)path.len, path.ptr, line, reason);
    else
        findex_complain("skipped %.*s: %s", (int)path.len, path.ptr, reason);
}

bool findex_has_directory(const struct findex_options *options)
{
    if (options->directory != NULL)
        return true;
    findex_complain("which index? give -i DIR, or set FSEARCH_INDEX or HOME");
    return false;
}

const char *findex_number(char *out, uint64_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    char *at = out;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            *at++ = ',';
        *at++ = digits[i];
    }
    *at = '\0';
    return out;
}

const char *findex_bytes(char *out, uint64_t bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    if (bytes < 1000) {
        snprintf(out, 32, "%u B", (unsigned)bytes);
        return out;
    }
    double value = (double)bytes / 1000;
    size_t unit = 0;
    while (value >= 1000 && unit + 1 < sizeof units / sizeof *units) {
        value /= 1000;
        unit++;
    }
    snprintf(out, 32, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    return out;
}
