/* lexer: which words, where; the ASCII path against the state machine; hostile bytes. */
#include "unit_test.h"

#include "lexer_skip.h"
#include "memory.h"
#include "slice.h"
#include "word_break.h"

/* The lexemes of `text` joined by '|'; ideographs as <...>. */
static void assert_lexemes(const char *text, const char *expected)
{
    char out[512];
    size_t length = 0;
    struct lexer lexer;
    struct lexeme lexeme;
    lexer_init(&lexer, slice_of(text));
    while (lexer_next(&lexer, &lexeme)) {
        const char *form = lexeme.kind == LEXEME_CJK ? "%s<%.*s:%u>" : "%s%.*s";
        length +=
            (size_t)snprintf(out + length, sizeof out - length, form, length > 0 ? "|" : "",
                             (int)(lexeme.span.end - lexeme.span.start), text + lexeme.span.start, lexeme.positions);
        assert_true(length < sizeof out);
    }
    out[length] = '\0';
    assert_string_equal(out, expected);
}

static void words_of_english_news_are_found(void **state)
{
    (void)state;
    assert_lexemes("The U.S. and China's people-to-people ties, he said.",
                   "The|U.S|and|China's|people|to|people|ties|he|said");
    assert_lexemes("AT&T rose 3.5% to $1,000.25; COVID-19 fell.", "AT|T|rose|3.5|to|1,000.25|COVID|19|fell");
    assert_lexemes("O'Brien and O’Brien didn’t e-mail 'quoted' words'",
                   "O'Brien|and|O’Brien|didn’t|e|mail|quoted|words");
    assert_lexemes("(a) b_c _d_ x:y 10:30 1;2 1,x x,1 x.1 v2.0", "a|b_c|_d_|x:y|10|30|1;2|1|x|x|1|x|1|v2.0");
    assert_lexemes("end.”Next… (again) — “So”", "end|Next|again|So");
    assert_lexemes("", "");
    assert_lexemes(" .,;:'\"—!", "");
}

static void words_of_other_scripts_are_found(void **state)
{
    (void)state;
    assert_lexemes("Müller à Paris", "Müller|à|Paris");
    assert_lexemes("naïve e\u0301tude", "naïve|e\u0301tude");
    assert_lexemes("Привет, мир", "Привет|мир");
    assert_lexemes("中国、日本", "<中国:2>|<日本:2>");
    assert_lexemes("カタカナとひらがな", "<カタカナとひらがな:9>");
    assert_lexemes("AI반도체 2026년", "AI|<반도체:3>|2026|<년:1>");
    assert_lexemes("ｶﾞﾗｽ", "<ｶﾞﾗｽ:3>");
    assert_lexemes("צה\"ל", "צה\"ל");
    assert_lexemes("👍🏽 ok 🇩🇪", "ok");
}

static void ill_formed_bytes_end_a_word_and_are_skipped(void **state)
{
    (void)state;
    assert_lexemes("ab\xFF"
                   "cd\x80 \xC3",
                   "ab|cd");
    assert_lexemes("ab\xED\xA0\x80"
                   "cd",
                   "ab|cd");
}

/* The lexemes as word_break_next_lexical alone gives them. */
static bool slow_next(fx_slice text, size_t *at, struct lexeme *out)
{
    while (*at < text.len) {
        size_t start = *at;
        enum word_content content;
        *at = word_break_next_lexical(text, start, &content);
        if (content == CONTENT_ALPHANUMERIC) {
            *out = (struct lexeme){{(uint32_t)start, (uint32_t)*at}, LEXEME_WORD, 1};
            return true;
        }
        if (content < CONTENT_IDEOGRAPH || word_break_ideograph_end(text, start) == start)
            continue;
        *out = (struct lexeme){{(uint32_t)start, (uint32_t)start}, LEXEME_CJK, 0};
        while (out->span.end < text.len) {
            size_t end = word_break_ideograph_end(text, out->span.end);
            if (end == out->span.end)
                break;
            out->span.end = (uint32_t)end;
            out->positions++;
        }
        *at = out->span.end;
        return true;
    }
    return false;
}

static void assert_both_agree(fx_slice text)
{
    struct lexer lexer;
    struct lexeme fast, slow;
    size_t at = 0;
    lexer_init(&lexer, text);
    while (lexer_next(&lexer, &fast)) {
        assert_true(slow_next(text, &at, &slow));
        assert_memory_equal(&fast, &slow, sizeof fast);
    }
    assert_false(slow_next(text, &at, &slow));
}

/* Skipping some lexemes is as taking them one by one. */
static void assert_skipping_agrees(fx_slice text, struct test_random *random)
{
    struct lexer one, many;
    struct lexeme lexeme, other;
    lexer_init(&one, text);
    lexer_init(&many, text);
    for (bool more = true; more;) {
        const uint32_t most = test_random_below(random, 40), skipped = lexer_skip(&many, most);
        assert_true(skipped <= most);
        for (uint32_t i = 0; i < skipped; i++) {
            assert_true(lexer_next(&one, &lexeme));
            assert_int_equal(lexeme.positions, 1);
        }
        more = lexer_next(&one, &lexeme);
        assert_true(lexer_next(&many, &other) == more);
        if (more)
            assert_memory_equal(&lexeme, &other, sizeof lexeme);
    }
}

static void skipped_lexemes_are_those_that_would_have_come(void **state)
{
    (void)state;
    static const char *const parts[] = {"a ", "ab", "abc ", "words and ", " (",     "7",  "0 ", "'",
                                        ".",  ". ", ",",    ", ",         ":",      "_",  " ",  "-",
                                        "\n", "\"", "é",    "é ",         "\u0301", "中", "’",  "\xFF"};
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 20000; round++) {
        char text[400];
        size_t length = 0;
        const uint32_t kinds = test_random_below(&random, 3) == 0 ? sizeof parts / sizeof *parts : 12;
        for (uint32_t i = test_random_below(&random, 30); i > 0; i--) {
            const char *part = parts[test_random_below(&random, kinds)];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        assert_skipping_agrees((fx_slice){text, length}, &random);
    }
}

static void random_text_is_cut_as_the_state_machine_cuts_it(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "a",  "B", "7", "0",      "'",    ".",      ",",        ":",      ";",      "_",  " ",  "-",  "\"",
        "\n", "’", "…", "“",      "é",    "\u0301", "\u200D",   "ß",      "א",      "中", "カ", "한", "\u1161",
        "ก",  "😀", "🇩", "\u00AD", "\xFF", "\xC3",   "\xE2\x80", "\u00A0", "\u3000", "٣",  "٫"};
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 20000; round++) {
        char text[128] = "";
        size_t length = 0;
        for (uint32_t i = test_random_below(&random, 20); i > 0; i--) {
            const char *part = parts[test_random_below(&random, sizeof parts / sizeof *parts)];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        assert_both_agree((fx_slice){text, length});
    }
}

static void random_bytes_are_cut_as_the_state_machine_cuts_them(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 300; round++) {
        size_t length = test_random_below(&random, 1000);
        char *text = memory_allocate(length, 1); /* exact size: reading behind the end is seen */
        assert_non_null(text);
        for (size_t i = 0; i < length; i++)
            text[i] = (char)test_random_u64(&random);
        assert_both_agree((fx_slice){text, length});
        memory_free(text);
    }
}

/* 1 MB of one pattern repeated: must end in time, give spans in order, and stay within the text. */
static void walk_repeated(const char *pattern, size_t pattern_length)
{
    enum { SIZE = 1 << 20 };
    char *text = memory_allocate(SIZE, 1);
    assert_non_null(text);
    size_t length = 0;
    for (; length + pattern_length <= SIZE; length += pattern_length)
        memcpy(text + length, pattern, pattern_length);
    struct lexer lexer;
    struct lexeme lexeme;
    uint32_t before = 0;
    lexer_init(&lexer, (fx_slice){text, length});
    while (lexer_next(&lexer, &lexeme)) {
        assert_true(lexeme.span.start >= before && lexeme.span.end > lexeme.span.start);
        assert_true(lexeme.span.end <= length && lexeme.positions > 0);
        before = lexeme.span.end;
    }
    memory_free(text);
}

static void a_megabyte_of_one_pattern_takes_linear_time(void **state)
{
    (void)state;
    const fx_slice patterns[] = {SLICE("a"),
                                 SLICE("1"),
                                 SLICE("\0"),
                                 SLICE("'"),
                                 SLICE("\x80"),
                                 SLICE("é"),
                                 SLICE("中"),
                                 SLICE("A반"),
                                 SLICE("a."),
                                 SLICE("a’"),
                                 SLICE("\u0301"),
                                 SLICE("a_"),
                                 SLICE("_"),
                                 SLICE("\u200D"),
                                 SLICE("🇩"),
                                 SLICE("\xE2"),
                                 SLICE("a'\u0301\u0301\u0301"),
                                 SLICE("1,é"),
                                 SLICE("カ\u3099"),
                                 SLICE(" ")};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        walk_repeated(patterns[i].ptr, patterns[i].len);
}

static void a_run_of_ideographs_is_bounded(void **state)
{
    (void)state;
    enum { COUNT = 10000 };
    static char text[COUNT * 3];
    for (size_t i = 0; i < COUNT; i++)
        memcpy(text + 3 * i, "中", 3);
    struct lexer lexer;
    struct lexeme lexeme;
    uint32_t positions = 0;
    lexer_init(&lexer, (fx_slice){text, sizeof text});
    while (lexer_next(&lexer, &lexeme)) {
        assert_int_equal(lexeme.span.end - lexeme.span.start, 3 * lexeme.positions);
        assert_true(lexeme.positions <= 4096);
        positions += lexeme.positions;
    }
    assert_int_equal(positions, COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_english_news_are_found),
        cmocka_unit_test(words_of_other_scripts_are_found),
        cmocka_unit_test(ill_formed_bytes_end_a_word_and_are_skipped),
        cmocka_unit_test(skipped_lexemes_are_those_that_would_have_come),
        cmocka_unit_test(random_text_is_cut_as_the_state_machine_cuts_it),
        cmocka_unit_test(random_bytes_are_cut_as_the_state_machine_cuts_them),
        cmocka_unit_test(a_megabyte_of_one_pattern_takes_linear_time),
        cmocka_unit_test(a_run_of_ideographs_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
