/* utf8: decoding against the definition, every code point and every pair of bytes. */
#include "unit_test.h"

#include "memory.h"
#include "slice.h"
#include "utf8.h"

static void every_code_point_survives_encoding_and_decoding(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
        char bytes[UTF8_BYTES_MAX];
        uint32_t decoded;
        size_t length = utf8_encode(code_point, bytes);
        assert_int_equal(utf8_decode(bytes, length, &decoded), length);
        bool is_surrogate = code_point >= 0xD800 && code_point < 0xE000;
        assert_int_equal(decoded, is_surrogate ? UTF8_REPLACEMENT : code_point);
        for (size_t cut = 1; cut < length; cut++) {
            assert_int_equal(utf8_decode(bytes, cut, &decoded), cut);
            assert_int_equal(decoded, UTF8_INVALID);
        }
    }
}

static void values_above_unicode_are_written_as_the_replacement(void **state)
{
    (void)state;
    char bytes[UTF8_BYTES_MAX];
    assert_int_equal(utf8_encode(0x110000, bytes), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
}

/* The parts that decoding makes of ill-formed bytes, as their lengths. */
static void assert_parts(fx_slice text, const char *expected)
{
    char out[32];
    size_t count = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t code_point;
        size_t bytes = utf8_decode(text.ptr + at, text.len - at, &code_point);
        out[count++] = (char)((code_point == UTF8_INVALID ? 'a' - 1 : '0') + (char)bytes);
        at += bytes;
    }
    out[count] = '\0';
    assert_string_equal(out, expected);
}

static void ill_formed_bytes_fall_into_maximal_subparts(void **state)
{
    (void)state;
    assert_parts(SLICE("a\x80z"), "1a1");
    assert_parts(SLICE("\xC0\xAF"), "aa");           /* overlong '/' */
    assert_parts(SLICE("\xE0\x80\xAF"), "aaa");      /* overlong */
    assert_parts(SLICE("\xF0\x80\x80\xAF"), "aaaa"); /* overlong */
    assert_parts(SLICE("\xED\xA0\x80"), "aaa");      /* surrogate */
    assert_parts(SLICE("\xF4\x90\x80\x80"), "aaaa"); /* U+110000 */
    assert_parts(SLICE("\xF5\xFF"), "aa");
    assert_parts(SLICE("\xE2\x80x"), "b1");   /* cut short by another character */
    assert_parts(SLICE("\xF0\x9F\x98"), "c"); /* cut short by the end */
    assert_parts(SLICE("\xF0\x9F\x98\x80"), "4");
}

static void the_valid_prefix_ends_at_the_first_ill_formed_byte(void **state)
{
    (void)state;
    assert_int_equal(utf8_valid_prefix(SLICE("plain ascii, longer than sixteen bytes\xFF.")), 38);
    assert_int_equal(utf8_valid_prefix(SLICE("caf\xC3\xA9 \xE2\x80")), 6);
    assert_true(utf8_is_valid(SLICE("Zürich 東京 😀")));
    assert_true(utf8_is_valid(SLICE("")));
    assert_true(utf8_is_valid(SLICE("a\0b")));
    assert_false(utf8_is_valid(SLICE("\xED\xBF\xBF")));
    assert_int_equal(utf8_ascii_prefix(SLICE("0123456789abcdef0123é")), 20);
}

static void a_cut_never_splits_a_character(void **state)
{
    (void)state;
    fx_slice text = SLICE("aé東😀");
    static const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (size_t limit = 0; limit < sizeof expected / sizeof *expected; limit++)
        assert_int_equal(utf8_cut(text, limit), expected[limit]);
    assert_int_equal(utf8_cut(SLICE("\x80\x80\x80\x80\x80\x80"), 5), 5);
}

/* Validity by the table of well-formed sequences (Unicode 15.0, table 3-7), written down as a plain search. */
static bool is_valid_by_definition(const unsigned char *text, size_t length)
{
    static const unsigned char rows[][8] = {
        {0x00, 0x7F},
        {0xC2, 0xDF, 0x80, 0xBF},
        {0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF},
        {0xE1, 0xEC, 0x80, 0xBF, 0x80, 0xBF},
        {0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF},
        {0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF},
    };
    static const size_t lengths[] = {1, 2, 3, 3, 3, 3, 4, 4, 4};
    for (size_t at = 0; at < length;) {
        size_t row = 0, taken = 0;
        for (; row < 9 && taken == 0; row++) {
            size_t matched = 0;
            while (matched < lengths[row] && at + matched < length && text[at + matched] >= rows[row][2 * matched] &&
                   text[at + matched] <= rows[row][2 * matched + 1])
                matched++;
            taken = matched == lengths[row] ? matched : 0;
        }
        if (taken == 0)
            return false;
        at += taken;
    }
    return true;
}

static void validity_is_that_of_the_definition_on_random_bytes(void **state)
{
    (void)state;
    static const unsigned char likely[] = {0x00, 'a',  0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2,
                                           0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5};
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 200000; round++) {
        unsigned char text[6];
        size_t length = test_random_below(&random, sizeof text + 1);
        for (size_t i = 0; i < length; i++)
            text[i] = likely[test_random_below(&random, sizeof likely)];
        assert_int_equal(utf8_is_valid((fx_slice){(const char *)text, length}), is_valid_by_definition(text, length));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_survives_encoding_and_decoding),
        cmocka_unit_test(values_above_unicode_are_written_as_the_replacement),
        cmocka_unit_test(ill_formed_bytes_fall_into_maximal_subparts),
        cmocka_unit_test(the_valid_prefix_ends_at_the_first_ill_formed_byte),
        cmocka_unit_test(a_cut_never_splits_a_character),
        cmocka_unit_test(validity_is_that_of_the_definition_on_random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
