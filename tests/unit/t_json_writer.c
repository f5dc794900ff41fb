#include "unit_test.h"

#include "json_writer.h"
#include "memory.h"
#include "slice.h"
#include "utf8.h"

#include <locale.h>
#include <math.h>

static struct buffer out;
static struct json_writer writer;

static int begin_empty(void **state)
{
    (void)state;
    out = (struct buffer)BUFFER_INIT;
    json_writer_init(&writer, &out);
    return 0;
}

static int release(void **state)
{
    (void)state;
    buffer_release(&out);
    return 0;
}

static void expect(const char *json)
{
    assert_int_equal(json_writer_status(&writer), FX_OK);
    assert_int_equal(buffer_append_byte(&out, '\0'), FX_OK);
    assert_string_equal(out.bytes, json);
    buffer_clear(&out);
}

static void commas_stand_between_members_only(void **state)
{
    (void)state;
    json_begin_object(&writer);
    json_key_string(&writer, "id", SLICE("x"));
    json_key(&writer, "spans");
    json_begin_array(&writer);
    for (int i = 0; i < 2; i++) {
        json_begin_array(&writer);
        json_integer(&writer, i);
        json_integer(&writer, -i);
        json_end_array(&writer);
    }
    json_end_array(&writer);
    json_key(&writer, "empty");
    json_begin_object(&writer);
    json_end_object(&writer);
    json_key_string_if_any(&writer, "absent", (fx_slice){NULL, 0});
    json_key_boolean(&writer, "exact", true);
    json_key(&writer, "speaker");
    json_null(&writer);
    json_end_object(&writer);
    expect("{\"id\":\"x\",\"spans\":[[0,0],[1,-1]],\"empty\":{},\"exact\":true,\"speaker\":null}");
}

static void control_characters_are_escaped_and_other_text_stays(void **state)
{
    (void)state;
    json_string(&writer, SLICE("a\"b\\c/\b\t\n\v\f\r\x01\x1b[31m\x7f \xC2\x9B \xC2\xA0"
                               "é 协力 \xF0\x9F\x98\x80 \xE2\x80\xA8"));
    expect("\"a\\\"b\\\\c/\\b\\t\\n\\u000b\\f\\r\\u0001\\u001b[31m\\u007f \\u009b \xC2\xA0"
           "é 协力 \xF0\x9F\x98\x80 \xE2\x80\xA8\"");
    json_string(&writer, (fx_slice){"\0x", 2});
    expect("\"\\u0000x\"");
}

static void ill_formed_bytes_become_one_replacement_character_each(void **state)
{
    (void)state;
    json_string(&writer, SLICE("a\xFF\xC3(\xED\xA0\x80z\xE4\xBD"));
    expect("\"a\xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD\"");
}

static void any_bytes_give_valid_utf8_without_raw_controls(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 2000; round++) {
        char bytes[64];
        size_t length = test_random_below(&random, sizeof bytes);
        for (size_t i = 0; i < length; i++)
            bytes[i] = (char)test_random_below(&random, 256);
        json_string(&writer, (fx_slice){bytes, length});
        assert_int_equal(json_writer_status(&writer), FX_OK);
        assert_true(utf8_is_valid(buffer_slice(&out)));
        assert_true(out.length >= 2 && out.bytes[0] == '"' && out.bytes[out.length - 1] == '"');
        for (size_t i = 0; i < out.length; i++)
            assert_true((unsigned char)out.bytes[i] >= 0x20 && out.bytes[i] != 0x7F);
        buffer_clear(&out);
    }
}

static void doubles_are_short_and_read_back_exactly(void **state)
{
    (void)state;
    const double values[] = {0, 1, -1, 0.5, 0.98, 12.84, 1e300, 5e-324, 1.0 / 3, 1234567890123.0};
    const char *texts[] = {
        "0", "1", "-1", "0.5", "0.98", "12.84", "1e+300", "4.94066e-324", "0.3333333333333333", "1234567890123"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        json_double(&writer, values[i]);
        expect(texts[i]);
    }
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 2000; round++) {
        uint64_t bits = test_random_u64(&random);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        json_double(&writer, value);
        assert_int_equal(buffer_append_byte(&out, '\0'), FX_OK);
        assert_true(strtod(out.bytes, NULL) == value);
        buffer_clear(&out);
    }
}

static void rounding_drops_trailing_zeros(void **state)
{
    (void)state;
    const double values[] = {12.8449, 0.5, 3, 2.9999, -0.0001, 1e20, 0.1 + 0.2};
    const char *texts[] = {"12.84", "0.5", "3", "3", "0", "1e+20", "0.3"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        json_rounded(&writer, values[i], 2);
        expect(texts[i]);
    }
}

static void values_that_are_no_number_are_null(void **state)
{
    (void)state;
    json_begin_array(&writer);
    json_double(&writer, (double)NAN);
    json_double(&writer, (double)INFINITY);
    json_rounded(&writer, -(double)INFINITY, 2);
    json_end_array(&writer);
    expect("[null,null,null]");
}

static void the_locale_does_not_change_the_decimal_point(void **state)
{
    (void)state;
    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL && setlocale(LC_NUMERIC, "fr_FR.UTF-8") == NULL)
        skip();
    json_double(&writer, 0.25);
    json_rounded(&writer, 12.84, 1);
    setlocale(LC_NUMERIC, "C");
    expect("0.2512.8");
}

static void a_call_out_of_place_is_remembered(void **state)
{
    (void)state;
    json_begin_object(&writer);
    json_integer(&writer, 1);
    json_end_object(&writer);
    assert_int_equal(json_writer_status(&writer), FX_EINVAL);

    json_writer_init(&writer, &out);
    json_begin_array(&writer);
    json_end_object(&writer);
    assert_int_equal(json_writer_status(&writer), FX_EINVAL);

    json_writer_init(&writer, &out);
    for (int i = 0; i < 100; i++)
        json_begin_array(&writer);
    assert_int_equal(json_writer_status(&writer), FX_EINVAL);
}

static void want_of_memory_is_reported_at_the_end(void **state)
{
    (void)state;
    memory_fail_at(1, true);
    json_begin_array(&writer);
    json_string(&writer, SLICE("x"));
    json_end_array(&writer);
    memory_fail_at(0, false);
    assert_int_equal(json_writer_status(&writer), FX_ENOMEM);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, begin_empty, release)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(commas_stand_between_members_only),
        EACH(control_characters_are_escaped_and_other_text_stays),
        EACH(ill_formed_bytes_become_one_replacement_character_each),
        EACH(any_bytes_give_valid_utf8_without_raw_controls),
        EACH(doubles_are_short_and_read_back_exactly),
        EACH(rounding_drops_trailing_zeros),
        EACH(values_that_are_no_number_are_null),
        EACH(the_locale_does_not_change_the_decimal_point),
        EACH(a_call_out_of_place_is_remembered),
        EACH(want_of_memory_is_reported_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
