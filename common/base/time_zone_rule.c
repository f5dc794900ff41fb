#include "time_zone_rule.h"

#include "civil_time.h"

/* A cursor over the rule's text; `ok` falls with the first thing that does not fit. */
struct cursor {
    fx_slice rest;
    bool ok;
};

static char peek(const struct cursor *cursor)
{
    return cursor->rest.len > 0 ? cursor->rest.ptr[0] : '\0';
}

static bool accept(struct cursor *cursor, char wanted)
{
    if (peek(cursor) != wanted || cursor->rest.len == 0)
        return false;
    cursor->rest.ptr++;
    cursor->rest.len--;
    return true;
}

static void expect(struct cursor *cursor, char wanted)
{
    if (!accept(cursor, wanted))
        cursor->ok = false;
}

static int number(struct cursor *cursor, int least, int most)
{
    int value = 0, digits = 0;
    while (peek(cursor) >= '0' && peek(cursor) <= '9' && digits < 4) {
        value = value * 10 + (peek(cursor) - '0');
        accept(cursor, peek(cursor));
        digits++;
    }
    if (digits == 0 || value < least || value > most) {
        cursor->ok = false;
        return least;
    }
    return value;
}

/* "EST" or "<+0330>": only its place matters. */
static void name(struct cursor *cursor)
{
    size_t length = 0;
    if (accept(cursor, '<')) {
        while (cursor->rest.len > 0 && peek(cursor) != '>')
            accept(cursor, peek(cursor));
        expect(cursor, '>');
        return;
    }
    while ((peek(cursor) >= 'A' && peek(cursor) <= 'Z') || (peek(cursor) >= 'a' && peek(cursor) <= 'z')) {
        accept(cursor, peek(cursor));
        length++;
    }
    if (length < 3)
        cursor->ok = false;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static int32_t clock_time(struct cursor *cursor, int hours_most)
{
    int sign = accept(cursor, '-') ? -1 : 1;
    if (sign == 1)
        accept(cursor, '+');
    int32_t seconds = number(cursor, 0, hours_most) * 3600;
    if (accept(cursor, ':'))
        seconds += number(cursor, 0, 59) * 60;
    if (accept(cursor, ':'))
        seconds += number(cursor, 0, 59);
    return sign * seconds;
}

static struct time_zone_change change(struct cursor *cursor)
{
    struct time_zone_change change = {.form = CHANGE_DAY_OF_YEAR, .second = 2 * 3600};
    expect(cursor, ',');
    if (accept(cursor, 'M')) {
        change.form = CHANGE_MONTH_WEEK;
        change.month = number(cursor, 1, 12);
        expect(cursor, '.');
        change.week = number(cursor, 1, 5);
        expect(cursor, '.');
        change.weekday = number(cursor, 0, 6);
    } else if (accept(cursor, 'J')) {
        change.form = CHANGE_JULIAN;
        change.day = number(cursor, 1, 365);
    } else {
        change.day = number(cursor, 0, 365);
    }
    if (accept(cursor, '/'))
        change.second = clock_time(cursor, 167);
    return change;
}

bool time_zone_rule_parse(struct time_zone_rule *out, fx_slice text)
{
    struct cursor cursor = {text, true};
    *out = (struct time_zone_rule){0};
    name(&cursor);
    out->standard_offset = -clock_time(&cursor, 24); /* POSIX counts west */
    if (cursor.ok && cursor.rest.len > 0) {
        out->has_daylight = true;
        name(&cursor);
        out->daylight_offset = out->standard_offset + 3600;
        if (peek(&cursor) != ',')
            out->daylight_offset = -clock_time(&cursor, 24);
        out->to_daylight = change(&cursor);
        out->to_standard = change(&cursor);
    }
    return cursor.ok && cursor.rest.len == 0;
}

/* The change's moment in the given year, as local seconds before the change. */
static int64_t moment(const struct time_zone_change *change, int year)
{
    struct civil_time time = {.year = year, .month = 1, .day = 1};
    int64_t start = civil_to_seconds(&time);
    int64_t days;
    if (change->form == CHANGE_MONTH_WEEK) {
        time.month = change->month;
        start = civil_to_seconds(&time);
        days = (change->weekday - civil_weekday(start) + 7) % 7 + 7 * (change->week - 1);
        if (days >= civil_days_in_month(year, change->month))
            days -= 7;
    } else {
        days = change->day;
        if (change->form == CHANGE_JULIAN && (days < 60 || civil_days_in_month(year, 2) == 28))
            days--;
    }
    return start + days * CIVIL_DAY_SECONDS + change->second;
}

int32_t time_zone_rule_offset(const struct time_zone_rule *rule, int64_t utc)
{
    if (!rule->has_daylight)
        return rule->standard_offset;
    struct civil_time local;
    civil_from_seconds(&local, utc + rule->standard_offset);
    int64_t begins = moment(&rule->to_daylight, local.year) - rule->standard_offset;
    int64_t ends = moment(&rule->to_standard, local.year) - rule->daylight_offset;
    bool daylight = begins < ends ? utc >= begins && utc < ends : utc >= begins || utc < ends;
    return daylight ? rule->daylight_offset : rule->standard_offset;
}
