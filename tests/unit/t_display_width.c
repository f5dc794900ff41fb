/* display_width: columns of a terminal, and text that cannot harm one. */
#include "unit_test.h"

#include "display_width.h"
#include "memory.h"
#include "slice.h"
#include "utf8.h"

static void wide_characters_take_two_columns_and_marks_none(void **state)
{
    (void)state;
    assert_int_equal(display_width(slice_of("")), 0);
    assert_int_equal(display_width(slice_of("plain")), 5);
    assert_int_equal(display_width(slice_of("Zürich")), 6);
    assert_int_equal(display_width(slice_of("Zu\u0308rich")), 6);
    assert_int_equal(display_width(slice_of("東京")), 4);
    assert_int_equal(display_width(slice_of("한국 AI")), 7);
    assert_int_equal(display_width(slice_of("ｶﾅ")), 2);
    assert_int_equal(display_width(slice_of("Ａ")), 2);
    assert_int_equal(display_width(slice_of("😀")), 2);
    assert_int_equal(display_width(slice_of("“—…”")), 4);
    assert_int_equal(display_width(slice_of("a\u200Bb")), 2);
    assert_int_equal(display_width(slice_of("a\xFF\xC3")), 3);
}

static void assert_cut(const char *text, size_t columns, const char *expected, size_t expected_columns)
{
    size_t used, length = display_width_cut(slice_of(text), columns, &used);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(text, expected, length);
    assert_int_equal(used, expected_columns);
    assert_int_equal(display_width_cut(slice_of(text), columns, NULL), length);
}

static void a_cut_fits_and_keeps_marks_with_their_base(void **state)
{
    (void)state;
    assert_cut("abcdef", 3, "abc", 3);
    assert_cut("abc", 10, "abc", 3);
    assert_cut("東京都", 5, "東京", 4);
    assert_cut("東京都", 1, "", 0);
    assert_cut("ae\u0301i", 2, "ae\u0301", 2);
    assert_cut("abc", 0, "", 0);
}

static void assert_safe(fx_slice text, const char *expected)
{
    struct buffer out = BUFFER_INIT;
    assert_int_equal(display_append_safe(&out, text), FX_OK);
    assert_int_equal(buffer_append_byte(&out, '\0'), FX_OK);
    assert_string_equal(out.bytes, expected);
    buffer_release(&out);
}

static void control_characters_become_visible(void **state)
{
    (void)state;
    assert_safe(SLICE("plain text"), "plain text");
    assert_safe(SLICE("a\tb\nc\r\nd"), "a b c  d");
    assert_safe(SLICE("\x1B[31mred\x1B]0;title\a"), "^[[31mred^[]0;title^G");
    assert_safe(SLICE("a\0b\x7F"), "a^@b^?");
    assert_safe(SLICE("a\xC2\x9B"
                      "31mb"),
                "a\uFFFD31mb");
    assert_safe(SLICE("a\u2028b\xC2\x85"
                      "c"),
                "a b c");
}

static void bidirectional_controls_and_ill_formed_bytes_are_replaced(void **state)
{
    (void)state;
    assert_safe(SLICE("a\u202Eb\u2066c\u200Fd"), "a\uFFFDb\uFFFDc\u200Fd");
    assert_safe(SLICE("a\xFFz\xE2\x80"), "a\uFFFDz\uFFFD");
    assert_safe(SLICE("\U000E0041"), "\uFFFD");
    assert_safe(SLICE("שלום 東京 😀 é"), "שלום 東京 😀 é");
}

static void random_bytes_come_out_harmless(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 2000; round++) {
        size_t length = test_random_below(&random, 100);
        char *text = memory_allocate(length, 1);
        assert_non_null(text);
        for (size_t i = 0; i < length; i++)
            text[i] = (char)test_random_u64(&random);
        struct buffer out = BUFFER_INIT;
        assert_int_equal(display_append_safe(&out, (fx_slice){text, length}), FX_OK);
        fx_slice safe = buffer_slice(&out);
        assert_true(utf8_is_valid(safe));
        for (size_t i = 0; i < safe.len; i++) {
            assert_true((unsigned char)safe.ptr[i] >= ' ' && safe.ptr[i] != 0x7F);
            assert_false((unsigned char)safe.ptr[i] == 0xC2 && (unsigned char)safe.ptr[i + 1] < 0xA0);
        }
        assert_true(display_width_cut((fx_slice){text, length}, 20, NULL) <= length);
        buffer_release(&out);
        memory_free(text);
    }
}

static void a_failed_allocation_is_reported(void **state)
{
    (void)state;
    struct buffer out = BUFFER_INIT;
    memory_fail_at(1, true);
    assert_int_equal(display_append_safe(&out, slice_of("text")), FX_ENOMEM);
    memory_fail_at(0, false);
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_characters_take_two_columns_and_marks_none),
        cmocka_unit_test(a_cut_fits_and_keeps_marks_with_their_base),
        cmocka_unit_test(control_characters_become_visible),
        cmocka_unit_test(bidirectional_controls_and_ill_formed_bytes_are_replaced),
        cmocka_unit_test(random_bytes_come_out_harmless),
        cmocka_unit_test(a_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
