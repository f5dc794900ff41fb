#include "civil_time.h"

static const int64_t FIRST_SECOND = -62135596800; /* 0001-01-01T00:00:00Z */
static const int64_t LAST_SECOND = 253402300799;  /* 9999-12-31T23:59:59Z */

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int civil_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

bool civil_is_valid(const struct civil_time *time)
{
    return time->year >= 1 && time->year <= 9999 && time->month >= 1 && time->month <= 12 && time->day >= 1 &&
           time->day <= civil_days_in_month(time->year, time->month) && time->hour >= 0 && time->hour <= 23 &&
           time->minute >= 0 && time->minute <= 59 && time->second >= 0 && time->second <= 59;
}

/* Days since 1970-01-01. Years are counted from 1 March, so that the leap day is a year's last: H. Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
static int64_t days_of(int year, int month, int day)
{
    int64_t shifted = month <= 2 ? year - 1 : year;
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t year_of_era = shifted - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int64_t civil_to_seconds(const struct civil_time *time)
{
    return days_of(time->year, time->month, time->day) * CIVIL_DAY_SECONDS + time->hour * 3600 + time->minute * 60 +
           time->second;
}

static int64_t floor_days(int64_t seconds)
{
    int64_t days = seconds / CIVIL_DAY_SECONDS;
    return seconds % CIVIL_DAY_SECONDS < 0 ? days - 1 : days;
}

int64_t civil_day_start(int64_t seconds)
{
    return floor_days(seconds) * CIVIL_DAY_SECONDS;
}

int civil_weekday(int64_t seconds)
{
    int64_t from_thursday = (floor_days(seconds) + 4) % 7; /* 1970-01-01 was a Thursday */
    return (int)(from_thursday < 0 ? from_thursday + 7 : from_thursday);
}

/* The inverse: civil_from_days of the same source. */
void civil_from_seconds(struct civil_time *out, int64_t seconds)
{
    if (seconds < FIRST_SECOND)
        seconds = FIRST_SECOND;
    if (seconds > LAST_SECOND)
        seconds = LAST_SECOND;
    int64_t days = floor_days(seconds);
    int64_t rest = seconds - days * CIVIL_DAY_SECONDS;
    days += 719468; /* from 0000-03-01; not negative in our range */
    int64_t era = days / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    out->day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    out->month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    out->year = (int)(year_of_era + era * 400 + (out->month <= 2 ? 1 : 0));
    out->hour = (int)(rest / 3600);
    out->minute = (int)(rest / 60 % 60);
    out->second = (int)(rest % 60);
}

static void put_digits(char *at, int value, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

static void put_day(char *out, const struct civil_time *time)
{
    put_digits(out, time->year, 4);
    out[4] = '-';
    put_digits(out + 5, time->month, 2);
    out[7] = '-';
    put_digits(out + 8, time->day, 2);
}

void civil_format_day(char out[CIVIL_DAY_SIZE], int64_t seconds)
{
    struct civil_time time;
    civil_from_seconds(&time, seconds);
    put_day(out, &time);
    out[10] = '\0';
}

void civil_format_time(char out[CIVIL_TIME_SIZE], int64_t seconds)
{
    struct civil_time time;
    civil_from_seconds(&time, seconds);
    put_day(out, &time);
    out[10] = 'T';
    put_digits(out + 11, time.hour, 2);
    out[13] = ':';
    put_digits(out + 14, time.minute, 2);
    out[16] = ':';
    put_digits(out + 17, time.second, 2);
    out[19] = 'Z';
    out[20] = '\0';
}
