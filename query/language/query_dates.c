#include "civil_time.h"
#include "error.h"
#include "query_parse.h"
#include "slice.h"

int query_parse_day(fx_slice text, uint32_t offset, int64_t now, int64_t *from, int64_t *until, fx_error *err)
{
    if (civil_parse_day_range(from, until, text, now, NULL) == FX_OK)
        return FX_OK;
    return error_set_at(err, FX_EQUERY, offset, "\"%.*s\" is no day (2025-10-15, 2025-10, 2025, today, yesterday, -7d)",
                        text.len > 40 ? 40 : (int)text.len, text.ptr ? text.ptr : "");
}

static size_t find_dots(fx_slice text)
{
    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.ptr[i] == '.' && text.ptr[i + 1] == '.')
            return i;
    return text.len;
}

int query_parse_range(fx_slice text, uint32_t offset, int64_t now, int64_t *from, int64_t *until, fx_error *err)
{
    size_t dots = find_dots(text);
    if (dots == text.len)
        return query_parse_day(text, offset, now, from, until, err);
    int64_t ignored;
    int code = FX_OK;
    *from = INT64_MIN + 1; /* INT64_MIN stands for an unknown date, which no range holds */
    *until = INT64_MAX;
    if (dots > 0)
        code = query_parse_day(slice_part(text, 0, dots), offset, now, from, &ignored, err);
    if (code == FX_OK && dots + 2 < text.len)
        code = query_parse_day(slice_part(text, dots + 2, text.len), offset + (uint32_t)dots + 2, now, &ignored, until,
                               err);
    if (code == FX_OK && *from >= *until)
        code = error_set_at(err, FX_EQUERY, offset, "this range of days ends before it begins");
    return code;
}
