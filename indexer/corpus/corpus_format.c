#include "corpus_format.h"

#include "error.h"
#include "slice.h"

#include <string.h>
#include <strings.h>
#include <yajl/yajl_parse.h>

/* Beginnings that say what a file is, though we do not read it. */
static const struct {
    const char *bytes;
    size_t length;
    const char *what;
} KNOWN[] = {
    {"\x1F\x8B", 2, "is compressed (gzip): unpack it first"},
    {"\x28\xB5\x2F\xFD", 4, "is compressed (zstd): unpack it first"},
    {"\xFD"
     "7zXZ",
     5, "is compressed (xz): unpack it first"},
    {"BZh", 3, "is compressed (bzip2): unpack it first"},
    {"PK\x03\x04", 4, "is a ZIP archive"},
    {"%PDF-", 5, "is a PDF document"},
    {"<?xml", 5, "is XML, which is not read"},
    {"<!DOCTYPE html", 14, "is an HTML page, which is not read"},
    {"<html", 5, "is an HTML page, which is not read"},
    {"\xFF\xFE", 2, "is UTF-16, not UTF-8"},
    {"\xFE\xFF", 2, "is UTF-16, not UTF-8"},
};

/* Without regard to the case of ASCII letters: "<!doctype html>". */
static bool same_bytes(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (a[i] != b[i] && strncasecmp(a + i, b + i, 1) != 0)
            return false;
    return true;
}

static const char *known_format(fx_slice text)
{
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (text.len >= KNOWN[i].length && same_bytes(text.ptr, KNOWN[i].bytes, KNOWN[i].length))
            return KNOWN[i].what;
    return NULL;
}

/* "[{": all articles in one value. A headline does not begin so. */
static bool is_json_array(fx_slice text)
{
    fx_slice inner = text.len > 0 && text.ptr[0] == '[' ? slice_trim(slice_part(text, 1, text.len)) : text;
    return inner.len != text.len && slice_starts_with(inner, SLICE("{"));
}

fx_slice corpus_format_skip_mark(fx_slice text)
{
    return slice_starts_with(text, SLICE("\xEF\xBB\xBF")) ? slice_part(text, 3, text.len) : text;
}

static bool has_json_name(fx_slice path)
{
    static const char *const endings[] = {".jsonl", ".json", ".ndjson"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t length = strlen(endings[i]);
        if (path.len >= length && strncasecmp(path.ptr + path.len - length, endings[i], length) == 0)
            return true;
    }
    return false;
}

/* A first line that is longer than what was read is taken for JSON by its first two marks. */
static bool is_json_object(fx_slice line, bool whole)
{
    yajl_handle parser = yajl_alloc(NULL, NULL, NULL);
    if (parser == NULL)
        return false;
    bool ok = yajl_parse(parser, (const unsigned char *)line.ptr, line.len) == yajl_status_ok;
    if (ok && whole)
        ok = yajl_complete_parse(parser) == yajl_status_ok;
    yajl_free(parser);
    return ok;
}

static bool looks_like_json_lines(fx_slice path, fx_slice text, bool whole)
{
    text = slice_trim(corpus_format_skip_mark(text));
    if (text.len == 0 || text.ptr[0] != '{')
        return false;
    if (has_json_name(path))
        return true;
    const char *newline = memchr(text.ptr, '\n', text.len);
    fx_slice line = {text.ptr, newline != NULL ? (size_t)(newline - text.ptr) : text.len};
    return is_json_object(line, newline != NULL || whole);
}

int corpus_format_detect(enum corpus_format *out, fx_slice path, fx_slice beginning, bool whole, fx_error *err)
{
    *out = CORPUS_TEXT;
    fx_slice text = slice_trim(corpus_format_skip_mark(beginning));
    const char *known = known_format(beginning);
    if (known == NULL)
        known = known_format(text);
    if (known == NULL && is_json_array(text))
        known = "is a JSON array, not JSON Lines: jq -c '.[]' makes them of it";
    if (known != NULL)
        return error_set(err, FX_EINPUT, "%s", known);
    if (looks_like_json_lines(path, beginning, whole)) {
        *out = CORPUS_JSONL;
        return FX_OK;
    }
    const char *nul = memchr(beginning.ptr, '\0', beginning.len);
    if (nul != NULL) {
        size_t line = 1;
        for (const char *at = beginning.ptr; at < nul; at++)
            line += *at == '\n';
        return error_set(err, FX_EINPUT, "binary file (line %zu: NUL byte)", line);
    }
    return FX_OK;
}
