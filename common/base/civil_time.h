/* Civil dates (proleptic Gregorian calendar, UTC, years 1 to 9999) and seconds since 1970-01-01T00:00:00Z; reading
 * dates as people write them. Nothing here asks libc for the time, a zone or a locale. */
#ifndef BASE_CIVIL_TIME_H
#define BASE_CIVIL_TIME_H

#include "time_zone.h"

#include <stdbool.h>

enum { CIVIL_DAY_SECONDS = 86400, CIVIL_TIME_SIZE = 21, CIVIL_DAY_SIZE = 11 };

struct civil_time {
    int year, month, day;     /* 1.., 1..12, 1..31 */
    int hour, minute, second; /* 0..23, 0..59, 0..59 */
};

/* False for what no calendar or clock shows, such as 30 February. */
bool civil_is_valid(const struct civil_time *time);
int civil_days_in_month(int year, int month);

/* 0 is Sunday. */
int civil_weekday(int64_t seconds);

int64_t civil_to_seconds(const struct civil_time *time); /* of a valid time */
/* Instants outside of the years 1 to 9999 become the nearest one inside. */
void civil_from_seconds(struct civil_time *out, int64_t seconds);
int64_t civil_day_start(int64_t seconds); /* 00:00:00 of that day */

/* "2025-10-15T23:13:00Z" and "2025-10-15", NUL-terminated. */
void civil_format_time(char out[CIVIL_TIME_SIZE], int64_t seconds);
void civil_format_day(char out[CIVIL_DAY_SIZE], int64_t seconds);

/* A date as articles print it, as an instant. `zone` (NULL: UTC) holds where the text names none. Read are ISO 8601
 * ("2025-10-15", "20251015T231300Z", "2025-10-15 23:13+09:00", "2025-10"), RFC 2822 ("Wed, 15 Oct 2025 23:13:00 +0900")
 * and newspapers' ways ("Oct 15, 2025 11:13 PM", "15 October 2025", "Wed 15 Oct 2025, 11:13 p.m. KST", "2025/10/15",
 * "15.10.2025", "2025年10月15日"). FX_EINVAL: no date, an impossible one, or one that may mean two days (10/11/2025).
 */
int civil_parse(int64_t *out, fx_slice text, const struct time_zone *zone, fx_error *err) FX_CHECK;

/* The days that a user's word for them covers, as instants [*from, *until) in UTC: "2025", "2025-10", "2025-10-15",
 * "today", "yesterday", "-7d" (the day 7 days ago; w, m, y likewise), or a single day as civil_parse reads it.
 * `now` gives today. */
int civil_parse_day_range(int64_t *from, int64_t *until, fx_slice text, int64_t now, fx_error *err) FX_CHECK;

#endif
