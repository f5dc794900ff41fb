#include "test_text.h"
#include "unit_test.h"

#include "civil_time.h"
#include "slice.h"

/* Day by day from 0001-01-01 in plain counting. */
static void every_day_of_the_calendar_goes_there_and_back(void **state)
{
    (void)state;
    int64_t seconds = -62135596800;
    for (int year = 1; year <= 9999; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        const int days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= days[month - 1]; day += year % 100 < 5 ? 1 : days[month - 1] - 1) {
                struct civil_time time = {year, month, day, 0, 0, 0};
                assert_true(civil_to_seconds(&time) == seconds + (day - 1) * (int64_t)CIVIL_DAY_SECONDS);
                struct civil_time back;
                civil_from_seconds(&back, seconds + (day - 1) * (int64_t)CIVIL_DAY_SECONDS + 86399);
                assert_int_equal(back.year, year);
                assert_int_equal(back.month, month);
                assert_int_equal(back.day, day);
                assert_int_equal(back.hour * 10000 + back.minute * 100 + back.second, 235959);
            }
            seconds += days[month - 1] * (int64_t)CIVIL_DAY_SECONDS;
        }
    }
}

static void times_are_printed_as_rfc_3339(void **state)
{
    (void)state;
    char time[CIVIL_TIME_SIZE], day[CIVIL_DAY_SIZE];
    civil_format_time(time, 1760569980);
    civil_format_day(day, 1760569980);
    assert_string_equal(time, "2025-10-15T23:13:00Z");
    assert_string_equal(day, "2025-10-15");
    civil_format_time(time, -1);
    assert_string_equal(time, "1969-12-31T23:59:59Z");
    civil_format_time(time, INT64_MIN);
    assert_string_equal(time, "0001-01-01T00:00:00Z");
    civil_format_time(time, INT64_MAX);
    assert_string_equal(time, "9999-12-31T23:59:59Z");
}

static void weekdays_go_round(void **state)
{
    (void)state;
    assert_int_equal(civil_weekday(0), 4);
    assert_int_equal(civil_weekday(-1), 3);
    assert_int_equal(civil_weekday(1760569980), 3); /* Wednesday */
}

static void check(const char *text, const char *expected, const struct time_zone *zone)
{
    int64_t seconds;
    fx_error err = {0};
    int status = civil_parse(&seconds, slice_of(text), zone, &err);
    if (expected == NULL) {
        if (status != FX_EINVAL)
            fail_msg("'%s' was read", text);
        assert_true(err.message[0] != '\0');
        return;
    }
    if (status != FX_OK)
        fail_msg("%s", err.message);
    char time[CIVIL_TIME_SIZE];
    civil_format_time(time, seconds);
    if (strcmp(time, expected) != 0)
        fail_msg("'%s' was read as %s, not %s", text, time, expected);
}

static void dates_are_read_as_articles_print_them(void **state)
{
    (void)state;
    static const char *const dates[][2] = {
        {"2025-10-15", "2025-10-15T00:00:00Z"},
        {"  2025-10-15T23:13:00Z ", "2025-10-15T23:13:00Z"},
        {"2025-10-15T23:13:00.250Z", "2025-10-15T23:13:00Z"},
        {"2025-10-15T23:13:00,250+09:00", "2025-10-15T14:13:00Z"},
        {"2025-10-15t23:13z", "2025-10-15T23:13:00Z"},
        {"2025-10-15 23:13:00", "2025-10-15T23:13:00Z"},
        {"2025-10-15 23:13:00+09", "2025-10-15T14:13:00Z"},
        {"2025-10-15 23:13:00 -0530", "2025-10-16T04:43:00Z"},
        {"20251015T231300Z", "2025-10-15T23:13:00Z"},
        {"20251015T2313+0900", "2025-10-15T14:13:00Z"},
        {"20251015", "2025-10-15T00:00:00Z"},
        {"2025-10", "2025-10-01T00:00:00Z"},
        {"2025-10-15T24:00:00Z", "2025-10-16T00:00:00Z"},
        {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},
        {"Wed, 15 Oct 2025 23:13:00 +0900", "2025-10-15T14:13:00Z"},
        {"Wed, 15 Oct 2025 23:13:00 GMT", "2025-10-15T23:13:00Z"},
        {"15 Oct 25 23:13 EDT", "2025-10-16T03:13:00Z"},
        {"Wed, 15 Oct 2025 23:13:00 +0900 (KST)", "2025-10-15T14:13:00Z"},
        {"26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01Z"},
        {"Oct 15, 2025 11:13 PM", "2025-10-15T23:13:00Z"},
        {"October 15, 2025", "2025-10-15T00:00:00Z"},
        {"Oct. 15, 2025, 11:13 a.m.", "2025-10-15T11:13:00Z"},
        {"15 October 2025", "2025-10-15T00:00:00Z"},
        {"Wednesday, the 15th of October 2025", "2025-10-15T00:00:00Z"},
        {"Wed 15 Oct 2025, 11:13 p.m. KST", "2025-10-15T14:13:00Z"},
        {"Oct 15, 2025 12:05 am", "2025-10-15T00:05:00Z"},
        {"Oct 15, 2025 12:05 pm", "2025-10-15T12:05:00Z"},
        {"Oct 15, 2025 at 7pm ET", "2025-10-15T23:00:00Z"},
        {"Jan 15, 2025 at 7pm ET", "2025-01-16T00:00:00Z"},
        {"Oct 15, 2025 12 noon", "2025-10-15T12:00:00Z"},
        {"Oct 15, 2025, midnight", "2025-10-15T00:00:00Z"},
        {"15 October 2025 11.13pm BST", "2025-10-15T22:13:00Z"},
        {"15 October 2025 11.13", "2025-10-15T11:13:00Z"},
        {"15 October 2025, 1430 GMT", "2025-10-15T14:30:00Z"},
        {"11:13 PM - October 15, 2025", "2025-10-15T23:13:00Z"},
        {"11:13 PM GMT+8, October 15, 2025", "2025-10-15T15:13:00Z"},
        {"2025/10/15", "2025-10-15T00:00:00Z"},
        {"2025/10/15 11:13 PM", "2025-10-15T23:13:00Z"},
        {"15.10.2025", "2025-10-15T00:00:00Z"},
        {"10.11.2025", "2025-11-10T00:00:00Z"},
        {"15/10/2025", "2025-10-15T00:00:00Z"},
        {"10/15/2025", "2025-10-15T00:00:00Z"},
        {"10/10/2025", "2025-10-10T00:00:00Z"},
        {"10/15/25", "2025-10-15T00:00:00Z"},
        {"15.10.25", "2025-10-15T00:00:00Z"},
        {"2025年10月15日 23:13", "2025-10-15T23:13:00Z"},
        {"2025년 10월 15일 23시 13분", "2025-10-15T23:13:00Z"},
        {"October 2025", "2025-10-01T00:00:00Z"},
        {"Oct 15, 2025 \xE2\x80\x93 11:13\xE2\x80\xAFPM", "2025-10-15T23:13:00Z"},
        {"29 Feb 2024", "2024-02-29T00:00:00Z"},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        check(dates[i][0], dates[i][1], NULL);
}

static void what_is_no_date_or_might_be_two_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "today",
        "10/11/2025",
        "Feb 30, 2025",
        "29 Feb 2025",
        "2025-13-01",
        "2025-00-10",
        "2025-10-00",
        "20251000",
        "0000-10-15",
        "10/11/25",
        "10/15/125",
        "Oct 15",
        "15",
        "11:13 PM",
        "25:00 15 Oct 2025",
        "Oct 15, 2025 13:61",
        "in the year 2025",
        "15 Oct 2025 x",
        "-",
        "2025-10-15T",
        "2025-10-15T23:13+25:00",
        "Oct 15, 2025 Oct 16, 2025",
        "1,2,3,4,5,6,7,8,9",
        "99999999999999999999",
        "2025-10-15\xFF",
        "13:00 am Oct 15, 2025",
        "Oct 2025 11:13",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check(texts[i], NULL, NULL);
}

static void a_zone_holds_only_where_the_text_names_none(void **state)
{
    (void)state;
    struct time_zone *zone;
    assert_int_equal(time_zone_open(&zone, "+09:00", NULL), FX_OK);
    check("Oct 15, 2025 11:13 PM", "2025-10-15T14:13:00Z", zone);
    check("2025-10-15", "2025-10-14T15:00:00Z", zone);
    check("2025-10-15T23:13:00Z", "2025-10-15T23:13:00Z", zone);
    time_zone_free(zone);
}

static void random_text_is_refused_or_read_but_never_harmful(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    static const char *const parts[] = {"2025", "10", "15",  "-",    ":",  "/",    ".",    " ",
                                        "T",    "Z",  "+09", "Oct",  "pm", "GMT",  ",",    "年",
                                        "0",    "99", "th",  "noon", "ET", "0001", "9999", "\xFF"};
    for (int round = 0; round < 50000; round++) {
        char text[128] = "";
        for (uint32_t n = test_random_below(&random, 9); n > 0; n--)
            test_append(text, sizeof text, parts[test_random_below(&random, sizeof parts / sizeof *parts)]);
        int64_t seconds;
        int status = civil_parse(&seconds, slice_of(text), NULL, NULL);
        assert_true(status == FX_OK || status == FX_EINVAL);
    }
}

static void check_range(const char *text, const char *from_expected, const char *until_expected)
{
    const int64_t now = 1760569980; /* 2025-10-15T23:13:00Z */
    int64_t from, until;
    fx_error err = {0};
    if (civil_parse_day_range(&from, &until, slice_of(text), now, &err) != FX_OK)
        fail_msg("%s", err.message);
    char day[CIVIL_DAY_SIZE];
    civil_format_day(day, from);
    assert_string_equal(day, from_expected);
    civil_format_day(day, until);
    assert_string_equal(day, until_expected);
    assert_true(from % CIVIL_DAY_SECONDS == 0 && until % CIVIL_DAY_SECONDS == 0);
}

static void days_are_given_as_users_write_them(void **state)
{
    (void)state;
    check_range("2025", "2025-01-01", "2026-01-01");
    check_range("2024", "2024-01-01", "2025-01-01");
    check_range("2025-10", "2025-10-01", "2025-11-01");
    check_range("2024-02", "2024-02-01", "2024-03-01");
    check_range("2025-10-15", "2025-10-15", "2025-10-16");
    check_range("today", "2025-10-15", "2025-10-16");
    check_range("yesterday", "2025-10-14", "2025-10-15");
    check_range("-7d", "2025-10-08", "2025-10-09");
    check_range("-2w", "2025-10-01", "2025-10-02");
    check_range("-8m", "2025-02-15", "2025-02-16");
    check_range("-1y", "2024-10-15", "2024-10-16");
    check_range("15 October 2025", "2025-10-15", "2025-10-16");
    int64_t from, until;
    assert_int_equal(civil_parse_day_range(&from, &until, SLICE("tomorrowish"), 0, NULL), FX_EINVAL);
    assert_int_equal(civil_parse_day_range(&from, &until, SLICE("-d"), 0, NULL), FX_EINVAL);
    assert_int_equal(civil_parse_day_range(&from, &until, SLICE("2025-13"), 0, NULL), FX_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_the_calendar_goes_there_and_back),
        cmocka_unit_test(times_are_printed_as_rfc_3339),
        cmocka_unit_test(weekdays_go_round),
        cmocka_unit_test(dates_are_read_as_articles_print_them),
        cmocka_unit_test(what_is_no_date_or_might_be_two_is_refused),
        cmocka_unit_test(a_zone_holds_only_where_the_text_names_none),
        cmocka_unit_test(random_text_is_refused_or_read_but_never_harmful),
        cmocka_unit_test(days_are_given_as_users_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
