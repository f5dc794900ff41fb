#include "error.h"
#include "query_parse.h"
#include "slice.h"

enum { DAY_SECONDS = 86400, DAYS_BACK_MAX = 1000000 };

/* Days since 1970-01-01 of a date of the proleptic Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level
 * Date Algorithms"). */
static int64_t days_from_civil(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    unsigned year_of_era = (unsigned)(year - era * 400);
    unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + (int64_t)day_of_era - 719468;
}

static unsigned days_in_month(int64_t year, unsigned month)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* `width` digits at text[*at], then *at behind them. */
static bool digits(fx_slice text, size_t *at, size_t width, unsigned *value)
{
    if (text.len - *at < width)
        return false;
    *value = 0;
    for (size_t end = *at + width; *at < end; ++*at) {
        char c = text.ptr[*at];
        if (c < '0' || c > '9')
            return false;
        *value = *value * 10 + (unsigned)(c - '0');
    }
    return true;
}

/* "2025", "2025-10", "2025-10-15". */
static bool parse_calendar(fx_slice text, int64_t *first, int64_t *behind)
{
    unsigned year, month = 0, day = 0;
    size_t at = 0;
    if (!digits(text, &at, 4, &year) || year == 0)
        return false;
    if (at < text.len && (text.ptr[at++] != '-' || !digits(text, &at, 2, &month) || month < 1 || month > 12))
        return false;
    if (at < text.len && (text.ptr[at++] != '-' || !digits(text, &at, 2, &day) || day < 1))
        return false;
    if (at != text.len || (day > 0 && day > days_in_month(year, month)))
        return false;
    *first = days_from_civil(year, month ? month : 1, day ? day : 1);
    *behind = day     ? *first + 1
              : month ? *first + (int64_t)days_in_month(year, month)
                      : days_from_civil((int64_t)year + 1, 1, 1);
    return true;
}

/* "today", "yesterday", "-7d": days counted in UTC. */
static bool parse_relative(fx_slice text, int64_t now, int64_t *first)
{
    int64_t today = now / DAY_SECONDS - (now % DAY_SECONDS < 0);
    if (slice_equal(text, SLICE("today")) || slice_equal(text, SLICE("yesterday"))) {
        *first = today - (text.ptr[0] == 'y');
        return true;
    }
    if (text.len < 3 || text.ptr[0] != '-' || text.ptr[text.len - 1] != 'd')
        return false;
    int64_t back = 0;
    for (size_t i = 1; i + 1 < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || back > DAYS_BACK_MAX)
            return false;
        back = back * 10 + (text.ptr[i] - '0');
    }
    *first = today - back;
    return true;
}

int query_parse_day(fx_slice text, uint32_t offset, int64_t now, int64_t *from, int64_t *until, fx_error *err)
{
    int64_t first, behind;
    if (parse_relative(text, now, &first))
        behind = first + 1;
    else if (!parse_calendar(text, &first, &behind))
        return error_set_at(err, FX_EQUERY, offset,
                            "\"%.*s\" is no day (2025-10-15, 2025-10, 2025, today, yesterday, -7d)",
                            text.len > 40 ? 40 : (int)text.len, text.ptr ? text.ptr : "");
    *from = first * DAY_SECONDS;
    *until = behind * DAY_SECONDS;
    return FX_OK;
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
