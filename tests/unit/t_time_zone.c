#include "unit_test.h"

#include "buffer.h"
#include "civil_time.h"
#include "memory.h"
#include "slice.h"
#include "time_zone_rule.h"

static int64_t at(const char *text)
{
    int64_t seconds;
    assert_int_equal(civil_parse(&seconds, slice_of(text), NULL, NULL), FX_OK);
    return seconds;
}

static void fixed_offsets_are_read_in_their_usual_forms(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t offset;
    } zones[] = {{"UTC", 0},    {"Z", 0},           {"+09:00", 32400}, {"+0900", 32400}, {"+09", 32400},
                 {"+9", 32400}, {"-05:30", -19800}, {"-5:30", -19800}, {"+00:00", 0}};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct time_zone *zone;
        assert_int_equal(time_zone_open(&zone, zones[i].name, NULL), FX_OK);
        assert_int_equal(time_zone_offset(zone, 0), zones[i].offset);
        assert_true(time_zone_to_utc(zone, 100000) == 100000 - zones[i].offset);
        time_zone_free(zone);
    }
}

static void an_unknown_zone_is_named(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",  "Nowhere/Land", "../../etc/passwd", "/etc/passwd", "Asia", "+25:00", "+9:5",
        "+", "+12345",       "Asia/\nSeoul",     "+090"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct time_zone *zone;
        fx_error err = {0};
        if (time_zone_open(&zone, names[i], &err) != FX_EINVAL)
            fail_msg("'%s' was accepted", names[i]);
        assert_null(zone);
        assert_non_null(strstr(err.message, "time zone"));
    }
}

/* The file's own rules against libc's, in a process whose TZ is set for that. */
static void offsets_agree_with_libc_at_random_instants(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    static const char *const names[] = {"Asia/Seoul",        "America/New_York", "Europe/London", "Australia/Lord_Howe",
                                        "Africa/Casablanca", "America/Santiago", "Asia/Kathmandu"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct time_zone *zone;
        if (time_zone_open(&zone, names[i], NULL) != FX_OK) /* a system without tzdata */
            skip();
        setenv("TZ", names[i], 1);
        tzset();
        for (int round = 0; round < 3000; round++) {
            time_t instant = (time_t)(test_random_u64(&random) % 6311347200) - 1577923200; /* 1920 to 2120 */
            struct tm local;
            localtime_r(&instant, &local);
            if (time_zone_offset(zone, instant) != local.tm_gmtoff)
                fail_msg("%s at %lld: %d, libc says %ld", names[i], (long long)instant, time_zone_offset(zone, instant),
                         local.tm_gmtoff);
        }
        time_zone_free(zone);
    }
    unsetenv("TZ");
    tzset();
}

static void an_hour_shown_twice_is_the_earlier_and_a_skipped_one_counts_on(void **state)
{
    (void)state;
    struct time_zone *zone;
    if (time_zone_open(&zone, "America/New_York", NULL) != FX_OK)
        skip();
    assert_true(time_zone_to_utc(zone, at("2025-11-02 01:30")) == at("2025-11-02 05:30"));
    assert_true(time_zone_to_utc(zone, at("2025-03-09 02:30")) == at("2025-03-09 07:30"));
    assert_true(time_zone_to_utc(zone, at("2025-07-01 12:00")) == at("2025-07-01 16:00"));
    assert_true(time_zone_to_utc(zone, at("2225-07-01 12:00")) == at("2225-07-01 16:00")); /* behind the table */
    time_zone_free(zone);
}

static void a_rule_gives_daylight_saving_on_both_hemispheres(void **state)
{
    (void)state;
    struct time_zone_rule rule;
    assert_true(time_zone_rule_parse(&rule, SLICE("EST5EDT,M3.2.0,M11.1.0")));
    assert_int_equal(time_zone_rule_offset(&rule, at("2025-03-09 06:59:59")), -18000);
    assert_int_equal(time_zone_rule_offset(&rule, at("2025-03-09 07:00")), -14400);
    assert_int_equal(time_zone_rule_offset(&rule, at("2025-11-02 05:59:59")), -14400);
    assert_int_equal(time_zone_rule_offset(&rule, at("2025-11-02 06:00")), -18000);
    assert_true(time_zone_rule_parse(&rule, SLICE("AEST-10AEDT,M10.1.0,M4.1.0/3")));
    assert_int_equal(time_zone_rule_offset(&rule, at("2025-01-01")), 39600);
    assert_int_equal(time_zone_rule_offset(&rule, at("2025-07-01")), 36000);
    assert_true(time_zone_rule_parse(&rule, SLICE("<+0330>-3:30")));
    assert_int_equal(time_zone_rule_offset(&rule, 0), 12600);
    assert_true(time_zone_rule_parse(&rule, SLICE("ABC0DEF,J60/0,J365/23:30")));
    assert_int_equal(time_zone_rule_offset(&rule, at("2024-03-01")), 3600); /* J60 is 1 March in every year */
    assert_int_equal(time_zone_rule_offset(&rule, at("2024-02-29 12:00")), 0);
    static const char *const wrong[] = {"", "E5", "EST", "EST5EDT", "EST5EDT,M13.1.0,M1.1.0", "EST5x", "<+03"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(time_zone_rule_parse(&rule, slice_of(wrong[i])));
}

static void read_zone(struct buffer *out)
{
    FILE *file = fopen("/usr/share/zoneinfo/America/New_York", "rb");
    if (file == NULL)
        skip();
    assert_int_equal(buffer_reserve(out, 1 << 16), FX_OK);
    out->length = fread(out->bytes, 1, 1 << 16, file);
    fclose(file);
}

static void a_cut_file_is_refused_at_every_length(void **state)
{
    (void)state;
    struct buffer file = BUFFER_INIT;
    read_zone(&file);
    for (size_t length = 0; length < file.length; length++) {
        char *copy = memory_copy_slice((fx_slice){file.bytes, length}); /* so that a read too far is seen */
        struct time_zone *zone;
        assert_int_equal(time_zone_decode(&zone, (fx_slice){copy, length}, NULL), FX_EDAMAGED);
        memory_free(copy);
    }
    buffer_release(&file);
}

static void a_damaged_file_is_refused_or_read_but_never_harmful(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct buffer file = BUFFER_INIT;
    read_zone(&file);
    for (int round = 0; round < 3000; round++) {
        char *copy = memory_copy_slice(buffer_slice(&file));
        for (int i = 0; i < 3; i++)
            copy[test_random_below(&random, (uint32_t)file.length)] = (char)test_random_below(&random, 256);
        struct time_zone *zone;
        if (time_zone_decode(&zone, (fx_slice){copy, file.length}, NULL) == FX_OK)
            time_zone_to_utc(zone, (int64_t)(test_random_u64(&random) % 10000000000));
        time_zone_free(zone);
        memory_free(copy);
    }
    buffer_release(&file);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    for (uint64_t n = 1; n < 6; n++) {
        struct time_zone *zone;
        memory_fail_at(n, false);
        int status = time_zone_open(&zone, "Asia/Seoul", NULL);
        memory_fail_at(0, false);
        assert_true(status == FX_ENOMEM || status == FX_OK || status == FX_EINVAL);
        assert_true((zone != NULL) == (status == FX_OK));
        time_zone_free(zone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_offsets_are_read_in_their_usual_forms),
        cmocka_unit_test(an_unknown_zone_is_named),
        cmocka_unit_test(offsets_agree_with_libc_at_random_instants),
        cmocka_unit_test(an_hour_shown_twice_is_the_earlier_and_a_skipped_one_counts_on),
        cmocka_unit_test(a_rule_gives_daylight_saving_on_both_hemispheres),
        cmocka_unit_test(a_cut_file_is_refused_at_every_length),
        cmocka_unit_test(a_damaged_file_is_refused_or_read_but_never_harmful),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
