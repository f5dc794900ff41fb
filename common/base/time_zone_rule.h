/* The POSIX TZ rule at the end of a TZif file ("EST5EDT,M3.2.0,M11.1.0"): what holds behind its last transition. */
#ifndef BASE_TIME_ZONE_RULE_H
#define BASE_TIME_ZONE_RULE_H

#include "fx.h"

#include <stdbool.h>

/* A day of the year on which clocks change, as one of POSIX's three forms, and the second of that day. */
struct time_zone_change {
    enum { CHANGE_MONTH_WEEK, CHANGE_JULIAN, CHANGE_DAY_OF_YEAR } form;
    int month, week, weekday; /* CHANGE_MONTH_WEEK: week 5 is the last one; weekday 0 is Sunday */
    int day;                  /* CHANGE_JULIAN: 1..365, 29 February never counted; CHANGE_DAY_OF_YEAR: 0..365 */
    int32_t second;           /* of local time; may be negative or beyond a day (RFC 9636) */
};

struct time_zone_rule {
    int32_t standard_offset, daylight_offset; /* seconds east of UTC */
    bool has_daylight;
    struct time_zone_change to_daylight, to_standard;
};

/* False where the text is no such rule. */
bool time_zone_rule_parse(struct time_zone_rule *out, fx_slice text);
int32_t time_zone_rule_offset(const struct time_zone_rule *rule, int64_t utc);

#endif
