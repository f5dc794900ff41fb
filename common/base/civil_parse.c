#include "civil_time.h"

#include "civil_token.h"
#include "error.h"
#include "slice.h"
#include "utf8.h"

/* What has been read of a date so far; 0 (or -1 for the clock) where it is still open. */
struct reading {
    const struct civil_token *at;
    int year, month, day;
    int hour, minute, second; /* hour -1: no time of day */
    bool next_day;            /* 24:00 */
    bool has_zone, us_zone;
    int zone_minutes;
    bool zone_may_follow; /* the last token ended a time of day: a sign now begins an offset */
    const char *problem;  /* why this is no date; NULL while it may be one */
};

static bool fail(struct reading *reading, const char *problem)
{
    if (reading->problem == NULL)
        reading->problem = problem;
    return false;
}

static bool is_mark(const struct civil_token *token, char mark)
{
    return token->kind == CIVIL_TOKEN_MARK && token->mark == mark;
}

static bool set_date(struct reading *reading, int year, int month, int day)
{
    if (reading->year || reading->month || reading->day)
        return fail(reading, "more than one date");
    reading->year = year;
    reading->month = month;
    reading->day = day;
    return true;
}

static bool set_time(struct reading *reading, int hour, int minute, int second)
{
    if (reading->hour >= 0)
        return fail(reading, "more than one time of day");
    if (second == 60) /* a leap second: our days have none */
        second = 59;
    if (hour == 24 && minute == 0 && second == 0) {
        hour = 0;
        reading->next_day = true;
    }
    reading->hour = hour;
    reading->minute = minute;
    reading->second = second;
    reading->zone_may_follow = true;
    if (hour > 23 || minute > 59 || second > 59)
        return fail(reading, "impossible time of day");
    return true;
}

static enum civil_word_kind word_kind(const struct civil_token *token, int *value)
{
    *value = 0;
    return token->kind == CIVIL_TOKEN_WORD ? civil_word_find(value, token->word) : CIVIL_WORD_UNKNOWN;
}

static bool before_meridiem(const struct civil_token *token)
{
    int value;
    enum civil_word_kind kind = word_kind(token, &value);
    return kind == CIVIL_WORD_MERIDIEM || kind == CIVIL_WORD_HOUR; /* "12 noon" */
}

/* 23:13, 23:13:05, 23:13:05.250 */
static bool read_clock(struct reading *reading)
{
    const struct civil_token *at = reading->at;
    int hour = at[0].value, minute = at[2].value, second = 0;
    reading->at += 3;
    if (is_mark(&at[3], ':') && at[4].kind == CIVIL_TOKEN_NUMBER) {
        second = at[4].value;
        reading->at += 2;
        if ((is_mark(reading->at, '.') || is_mark(reading->at, ',')) && reading->at[1].kind == CIVIL_TOKEN_NUMBER &&
            !reading->at[1].spaced)
            reading->at += 2;
    }
    if (at[0].digits > 2 || at[2].digits != 2)
        return fail(reading, "impossible time of day");
    return set_time(reading, hour, minute, second);
}

/* Three numbers with one separator: the year is where four digits stand. */
static bool read_numeric_date(struct reading *reading)
{
    const struct civil_token *at = reading->at;
    int first = at[0].value, second = at[2].value, third = at[4].value;
    reading->at += 5;
    if (first == 0 || second == 0 || third == 0)
        return fail(reading, "impossible date");
    if (at[0].digits == 4)
        return set_date(reading, first, second, third);
    if (at[4].digits == 2)
        third += third < 50 ? 2000 : 1900;
    else if (at[4].digits != 4)
        return fail(reading, "a year needs four digits");
    if (at[1].mark == '.' || first > 12 || first == second) /* points: day first, everywhere they are used */
        return set_date(reading, third, second, first);
    if (second > 12)
        return set_date(reading, third, first, second);
    return fail(reading, "day and month cannot be told apart");
}

/* Two numbers: 2025-10, 10/2025, or the 11.13 of "11.13pm". */
static bool read_numeric_pair(struct reading *reading)
{
    const struct civil_token *at = reading->at;
    reading->at += 3;
    if (at[1].mark == '.' && at[0].digits <= 2 && at[2].digits == 2 && (before_meridiem(&at[3]) || reading->year))
        return set_time(reading, at[0].value, at[2].value, 0);
    if (at[0].value == 0 || at[2].value == 0)
        return fail(reading, "impossible date");
    if (at[0].digits == 4 && at[2].digits == 2)
        return set_date(reading, at[0].value, at[2].value, 0);
    if (at[2].digits == 4 && at[0].digits <= 2)
        return set_date(reading, at[2].value, at[0].value, 0);
    return fail(reading, "not a date");
}

/* A number that stands by itself: its length and what is known say what it is. */
static bool read_lone_number(struct reading *reading)
{
    const struct civil_token *at = reading->at++;
    int value = at->value;
    if (at->digits == 8 && (value / 100 % 100 == 0 || value % 100 == 0))
        return fail(reading, "impossible date");
    if (at->digits == 8)
        return set_date(reading, value / 10000, value / 100 % 100, value % 100);
    if (before_meridiem(&at[1]) && at->digits <= 2)
        return set_time(reading, value, 0, 0);
    if (at->digits == 6 && reading->year)
        return set_time(reading, value / 10000, value / 100 % 100, value % 100);
    if (at->digits == 4 && reading->year)
        return set_time(reading, value / 100, value % 100, 0);
    if (at->digits == 4) {
        reading->year = value;
        return true;
    }
    if (at->digits > 2)
        return fail(reading, "not a date");
    if (reading->day == 0) {
        reading->day = value;
        return value > 0 || fail(reading, "impossible date");
    }
    if (reading->year == 0 && reading->month != 0 && at->digits == 2) {
        reading->year = value + (value < 50 ? 2000 : 1900); /* RFC 2822, 4.3 */
        return true;
    }
    return fail(reading, "not a date");
}

/* 2025年 10月 15日, 23时13分 */
static bool read_unit(struct reading *reading)
{
    int value = reading->at[0].value;
    char unit = reading->at[1].mark;
    reading->at += 2;
    int *field = unit == 'y' ? &reading->year : unit == 'M' ? &reading->month : &reading->day;
    if (unit == 'h')
        return set_time(reading, value, 0, 0);
    if (unit == 'm') {
        reading->minute = value;
        return (reading->hour >= 0 && value <= 59) || fail(reading, "impossible time of day");
    }
    if (*field != 0)
        return fail(reading, "more than one date");
    *field = value;
    return value > 0 || fail(reading, "impossible date");
}

static bool read_number(struct reading *reading)
{
    const struct civil_token *at = reading->at;
    if (at[1].kind == CIVIL_TOKEN_UNIT)
        return read_unit(reading);
    /* "15. Oktober" and a full stop at the end are no separators. */
    bool pair = at[1].kind == CIVIL_TOKEN_MARK && at[2].kind == CIVIL_TOKEN_NUMBER;
    if (pair && at[1].mark == ':')
        return read_clock(reading);
    pair = pair && !at[1].spaced && !at[2].spaced && (at[1].mark == '-' || at[1].mark == '/' || at[1].mark == '.');
    if (pair && is_mark(&at[3], at[1].mark) && at[4].kind == CIVIL_TOKEN_NUMBER && !at[4].spaced)
        return read_numeric_date(reading);
    if (pair)
        return read_numeric_pair(reading);
    return read_lone_number(reading);
}

/* +09:00, -0500, +9 */
static bool read_offset(struct reading *reading)
{
    const struct civil_token *at = reading->at;
    int sign = at[0].mark == '-' ? -1 : 1;
    int hours = at[1].value, minutes = 0;
    reading->at += 2;
    if (at[1].digits == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (is_mark(&at[2], ':') && at[3].kind == CIVIL_TOKEN_NUMBER) {
        minutes = at[3].value;
        reading->at += 2;
    }
    if (hours > 23 || minutes > 59)
        return fail(reading, "impossible offset from UTC");
    reading->has_zone = true;
    reading->us_zone = false;
    reading->zone_minutes = sign * (hours * 60 + minutes);
    reading->zone_may_follow = false;
    return true;
}

static bool apply_meridiem(struct reading *reading, int add)
{
    if (reading->hour > 12) /* "23:13 PM" is written often enough, and can mean one thing only */
        return add == 12 || fail(reading, "impossible time of day");
    if (reading->hour < 0 || reading->hour == 0)
        return fail(reading, "impossible time of day");
    reading->hour = reading->hour % 12 + add;
    return true;
}

static bool read_word(struct reading *reading)
{
    int value;
    const struct civil_token *at = reading->at++;
    enum civil_word_kind kind = word_kind(at, &value);
    bool after_time = reading->zone_may_follow;
    reading->zone_may_follow = false;
    switch (kind) {
    case CIVIL_WORD_MONTH:
        if (reading->month != 0)
            return fail(reading, "more than one date");
        reading->month = value;
        return true;
    case CIVIL_WORD_MERIDIEM:
        reading->zone_may_follow = true;
        return apply_meridiem(reading, value);
    case CIVIL_WORD_HOUR:
        if (reading->hour < 0)
            return set_time(reading, value, 0, 0);
        reading->hour = reading->hour == 12 ? value : reading->hour;
        return true;
    case CIVIL_WORD_ZONE:
    case CIVIL_WORD_US_ZONE:
        if (!reading->has_zone) { /* the name in "+0900 (KST)" adds nothing */
            reading->has_zone = true;
            reading->us_zone = kind == CIVIL_WORD_US_ZONE;
            reading->zone_minutes = value;
            reading->zone_may_follow = true; /* GMT+8 */
        }
        return reading->hour >= 0 || fail(reading, "not a date");
    case CIVIL_WORD_WEEKDAY:
    case CIVIL_WORD_FILLER:
    case CIVIL_WORD_ORDINAL:
        reading->zone_may_follow = after_time && kind == CIVIL_WORD_FILLER;
        return true;
    default:
        /* The T of ISO 8601 joins a date and a time. */
        return (strcmp(at->word, "t") == 0 && reading->day != 0 && reading->at->kind == CIVIL_TOKEN_NUMBER) ||
               fail(reading, "not a date");
    }
}

static bool read_token(struct reading *reading)
{
    const struct civil_token *at = reading->at;
    bool sign = is_mark(at, '+') || is_mark(at, '-');
    if (sign && reading->zone_may_follow && at[1].kind == CIVIL_TOKEN_NUMBER && !at[1].spaced)
        return read_offset(reading);
    if (at->kind == CIVIL_TOKEN_NUMBER) {
        reading->zone_may_follow = false;
        return read_number(reading);
    }
    if (at->kind == CIVIL_TOKEN_WORD)
        return read_word(reading);
    if (at->kind == CIVIL_TOKEN_UNIT || is_mark(at, '+'))
        return fail(reading, "not a date");
    reading->at++; /* commas, dashes and the like say nothing */
    return true;
}

static int read_date(struct reading *reading, fx_slice text, fx_error *err)
{
    struct civil_token tokens[CIVIL_TOKENS_MAX];
    *reading = (struct reading){.at = tokens, .hour = -1};
    if (!civil_tokenize(tokens, text))
        fail(reading, "not a date");
    while (reading->problem == NULL && reading->at->kind != CIVIL_TOKEN_END)
        read_token(reading);
    reading->at = NULL;
    if (reading->problem == NULL && (reading->year == 0 || (reading->month == 0 && reading->day != 0)))
        fail(reading, "not a date");
    if (reading->problem == NULL && reading->hour >= 0 && reading->day == 0)
        fail(reading, "a time of day without a day");
    struct civil_time time = {
        reading->year, reading->month ? reading->month : 1, reading->day ? reading->day : 1, 0, 0, 0};
    if (reading->problem == NULL && !civil_is_valid(&time))
        fail(reading, "impossible date");
    if (reading->problem != NULL)
        return error_set(err, FX_EINVAL, "'%.*s': %s", (int)utf8_cut(text, 100), text.ptr ? text.ptr : "",
                         reading->problem);
    return FX_OK;
}

/* Daylight saving of the United States, for "ET": since 2007 from the second Sunday of March to the first of November,
 * before from the first Sunday of April to the last of October, at two o'clock. */
static int us_daylight_minutes(int64_t local, int year)
{
    struct civil_time time = {.year = year, .month = year >= 2007 ? 3 : 4, .day = year >= 2007 ? 8 : 1, .hour = 2};
    int64_t begins = civil_to_seconds(&time);
    begins += (7 - civil_weekday(begins)) % 7 * CIVIL_DAY_SECONDS;
    time.month = year >= 2007 ? 11 : 10;
    time.day = year >= 2007 ? 1 : 25;
    int64_t ends = civil_to_seconds(&time);
    ends += (7 - civil_weekday(ends)) % 7 * CIVIL_DAY_SECONDS;
    return local >= begins && local < ends ? 60 : 0;
}

int civil_parse(int64_t *out, fx_slice text, const struct time_zone *zone, fx_error *err)
{
    *out = 0;
    struct reading reading;
    int status = read_date(&reading, text, err);
    if (status != FX_OK)
        return status;
    struct civil_time time = {reading.year,
                              reading.month ? reading.month : 1,
                              reading.day ? reading.day : 1,
                              reading.hour < 0 ? 0 : reading.hour,
                              reading.minute,
                              reading.second};
    int64_t local = civil_to_seconds(&time) + (reading.next_day ? CIVIL_DAY_SECONDS : 0);
    if (!reading.has_zone)
        *out = time_zone_to_utc(zone, local);
    else
        *out = local - 60 * (reading.zone_minutes + (reading.us_zone ? us_daylight_minutes(local, reading.year) : 0));
    return FX_OK;
}

/* "-7d", "-2w", "-3m", "-1y": the day that long ago; a month that is too short gives its last day. */
static bool days_ago(int64_t *from, fx_slice text, int64_t today)
{
    if (text.len < 3 || text.len > 7 || text.ptr[0] != '-')
        return false;
    int count = 0;
    for (size_t i = 1; i + 1 < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        count = count * 10 + (text.ptr[i] - '0');
    }
    struct civil_time time;
    civil_from_seconds(&time, today);
    int months = time.year * 12 + time.month - 1;
    switch (text.ptr[text.len - 1]) {
    case 'd':
    case 'w':
        *from = today - count * (int64_t)CIVIL_DAY_SECONDS * (text.ptr[text.len - 1] == 'w' ? 7 : 1);
        return true;
    case 'm':
    case 'y':
        months -= count * (text.ptr[text.len - 1] == 'y' ? 12 : 1);
        if (months < 12)
            return false;
        time.year = months / 12;
        time.month = months % 12 + 1;
        if (time.day > civil_days_in_month(time.year, time.month))
            time.day = civil_days_in_month(time.year, time.month);
        *from = civil_to_seconds(&time);
        return true;
    default:
        return false;
    }
}

int civil_parse_day_range(int64_t *from, int64_t *until, fx_slice text, int64_t now, fx_error *err)
{
    *from = *until = 0;
    text = slice_trim(text);
    int64_t today = civil_day_start(now);
    if (slice_equal(text, SLICE("today")))
        *from = today;
    else if (slice_equal(text, SLICE("yesterday")))
        *from = today - CIVIL_DAY_SECONDS;
    else if (!days_ago(from, text, today)) {
        struct reading reading;
        int status = read_date(&reading, text, err);
        if (status != FX_OK)
            return status;
        int64_t start;
        status = civil_parse(&start, text, NULL, err);
        if (status != FX_OK)
            return status;
        *from = civil_day_start(start);
        int days = 1;
        if (reading.month == 0)
            days = 337 + civil_days_in_month(reading.year, 2);
        else if (reading.day == 0)
            days = civil_days_in_month(reading.year, reading.month);
        *until = *from + days * (int64_t)CIVIL_DAY_SECONDS;
        return FX_OK;
    }
    *until = *from + CIVIL_DAY_SECONDS;
    return FX_OK;
}
