/* sentence: where sentences of news prose end, and where a stop ends nothing. */
#include "unit_test.h"

#include "abbreviation.h"
#include "memory.h"
#include "sentence.h"
#include "slice.h"

/* The text has " | " where a sentence ends; between sentences stands one space. */
static void assert_sentences(const char *marked)
{
    char text[1024], out[1024] = "";
    size_t length = 0, out_length = 0;
    for (const char *at = marked; *at != '\0'; at++) {
        if (strncmp(at, " | ", 3) == 0)
            at += 2;
        else if (strncmp(at, "|", 1) == 0)
            continue; /* no space between */
        text[length++] = *at;
    }
    struct sentence_breaker breaker;
    struct span span;
    uint32_t before = 0;
    sentence_breaker_init(&breaker, (fx_slice){text, length}, (struct span){0, (uint32_t)length});
    while (sentence_breaker_next(&breaker, &span)) {
        assert_true(span.start >= before && span.end > span.start && span.end <= length);
        const char *joint = out_length == 0 ? "" : span.start == before ? "|" : " | ";
        out_length += (size_t)snprintf(out + out_length, sizeof out - out_length, "%s%.*s", joint,
                                       (int)(span.end - span.start), text + span.start);
        before = span.end;
    }
    assert_string_equal(out, marked);
}

static void plain_sentences_end_at_their_stops(void **state)
{
    (void)state;
    assert_sentences("One ended. | Another? | A third! | And the last");
    assert_sentences("No stop at all");
    assert_sentences("Wrapped\nline goes on. | Next\none.");
    assert_sentences("It cost 3.5 million. | That was $1,000.50 more. | 2025 was better.");
    assert_sentences("He paid. | $5 is left. | €6 too.");
}

static void titles_do_not_end_a_sentence(void **state)
{
    (void)state;
    assert_sentences("Mr. Smith met Mrs. Jones, Dr. No and Prof. Lee. | Gen. Mark Milley spoke.");
    assert_sentences("Sen. Warren, Rep. Kim and Gov. Moore agreed. | So did Lt. Col. Vindman.");
    assert_sentences("St. Louis beat Ft. Worth in Smith vs. Jones.");
}

static void abbreviations_are_told_from_other_words(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum abbreviation kind;
    } cases[] = {{"A.M", ABBREVIATION_TIME},   {"p.m", ABBREVIATION_TIME},        {"Mr", ABBREVIATION_TITLE},
                 {"ул", ABBREVIATION_TITLE},   {"vs", ABBREVIATION_TITLE},        {"c", ABBREVIATION_NUMBER},
                 {"No", ABBREVIATION_NUMBER},  {"Jeopardy", ABBREVIATION_ENDING}, {"Inc", ABBREVIATION_ENDING},
                 {"U.S", ABBREVIATION_ENDING}, {"", ABBREVIATION_NONE},           {"A", ABBREVIATION_NONE},
                 {"mr", ABBREVIATION_NONE},    {"Mrx", ABBREVIATION_NONE},        {"Jeopardys", ABBREVIATION_NONE},
                 {"яя", ABBREVIATION_NONE},    {"year", ABBREVIATION_NONE},       {"government", ABBREVIATION_NONE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(abbreviation_find(slice_of(cases[i].word)), cases[i].kind);
    assert_int_equal(abbreviation_find((fx_slice){NULL, 0}), ABBREVIATION_NONE);
}

static void abbreviations_end_a_sentence_before_a_likely_start(void **state)
{
    (void)state;
    assert_sentences("He left the U.S. | The next day he returned.");
    assert_sentences("The U.S. President met U.N. Secretary-General Guterres.");
    assert_sentences("She works for Apple Inc. | But he prefers Acme Corp. products.");
    assert_sentences("Shares of Toyota Motor Corp. Chairman Akio Toyoda rose.");
    assert_sentences("Robert Downey Jr. | He acted. | Sammy Davis Jr. Boulevard is long.");
    assert_sentences("It rained in Washington, D.C. | It snowed too.");
    assert_sentences("WASHINGTON, D.C. — The president spoke.");
}

static void times_and_dates_go_on(void **state)
{
    (void)state;
    assert_sentences("It began at 5 p.m. EST and ended at 6 a.m. Monday. | Police came at 7 p.m. | Nobody left.");
    assert_sentences("On Jan. 5 and Sept. 11 it rained. | He said No. | Room No. 5 was full.");
    assert_sentences("Vol. II follows Vol. 1.");
    assert_sentences("Am 3. Oktober wird gefeiert. | Danach nicht.");
}

static void initials_belong_to_a_name(void **state)
{
    (void)state;
    assert_sentences("J. K. Rowling and George W. Bush met J.R.R. Tolkien. | They talked.");
    assert_sentences("Choose plan B. | The other is worse.");
    assert_sentences("É. Zola wrote. | В. Путин приехал. | Все ушли.");
}

static void quotation_marks_and_brackets_belong_to_the_sentence_they_close(void **state)
{
    (void)state;
    assert_sentences("\"We won.\" | Then he left.");
    assert_sentences("“We won.” | Then he left. | “So did we.”");
    assert_sentences("“Who won?” he asked. | “We did!” she said. | “Really?” | The crowd went home.");
    assert_sentences("“Who won?” John Smith asked. | “We!” Mr. Lee said.");
    assert_sentences("He said: “Go.” | (They went.) | Nobody came.");
    assert_sentences("“One. | Two,” he said.");
    assert_sentences("„Wir kommen.“ | Dann ging er. | « Oui. » | Il part.");
    assert_sentences("Cited.[1] | Next. | (See above.)");
}

static void a_lower_case_letter_goes_on(void **state)
{
    (void)state;
    assert_sentences("The approx. number etc. and so on.");
    assert_sentences("Yahoo! said it. | Yahoo! Inc. fell. | Yahoo! | The end.");
    assert_sentences("It fell. | iPhone sales rose. | eBay too.");
    assert_sentences("Visit www.example.com. | It is new.");
}

static void ellipses_end_a_sentence_before_a_capital(void **state)
{
    (void)state;
    assert_sentences("Well ... maybe. | Well… maybe. | I wonder... | Maybe not… | So.");
    assert_sentences("We . . . the people.");
    assert_sentences("What?! | No way!!! | Yes.");
}

static void enumerators_belong_to_what_follows(void **state)
{
    (void)state;
    assert_sentences("1. The first item. | 2. The second.");
    assert_sentences("It was in 2003. | The next year came.");
}

static void stops_of_other_scripts_are_known(void **state)
{
    (void)state;
    assert_sentences("今日は晴れ。|明日は雨。|「そうだ。」|終わり！|なに？|はい");
    assert_sentences("هل جاء؟ | نعم جاء.");
    assert_sentences("यह पहला है। | यह दूसरा है।");
    assert_sentences("Это первое. | Это второе.");
}

static void only_the_paragraph_is_cut(void **state)
{
    (void)state;
    const char *text = "Before. A one. B two. After.";
    struct sentence_breaker breaker;
    struct span span;
    sentence_breaker_init(&breaker, slice_of(text), (struct span){7, 21});
    assert_true(sentence_breaker_next(&breaker, &span));
    assert_int_equal(span.start, 8);
    assert_int_equal(span.end, 14);
    assert_true(sentence_breaker_next(&breaker, &span));
    assert_int_equal(span.end, 21);
    assert_false(sentence_breaker_next(&breaker, &span));
    sentence_breaker_init(&breaker, slice_of(" \n\t "), (struct span){0, 4});
    assert_false(sentence_breaker_next(&breaker, &span));
}

static void a_blank_line_ends_a_sentence(void **state)
{
    (void)state;
    const char *text = "A heading\n\nA sentence. More";
    struct sentence_breaker breaker;
    struct span span;
    sentence_breaker_init(&breaker, slice_of(text), (struct span){0, (uint32_t)strlen(text)});
    assert_true(sentence_breaker_next(&breaker, &span));
    assert_int_equal(span.end, 9);
}

/* Spans ascend, hold all but white space, and the walk ends. */
static void walk(fx_slice text)
{
    struct sentence_breaker breaker;
    struct span span;
    uint32_t before = 0;
    sentence_breaker_init(&breaker, text, (struct span){0, (uint32_t)text.len});
    while (sentence_breaker_next(&breaker, &span)) {
        assert_true(span.start >= before && span.end > span.start && span.end <= text.len);
        for (uint32_t i = before; i < span.start; i++)
            assert_true((unsigned char)text.ptr[i] >= 0x80 || strchr(" \t\n\v\f\r", text.ptr[i]) != NULL);
        before = span.end;
    }
}

static void a_megabyte_of_one_pattern_takes_linear_time(void **state)
{
    (void)state;
    enum { SIZE = 1 << 20 };
    const fx_slice patterns[] = {
        SLICE("."),      SLICE(". "),  SLICE(" "),    SLICE("a"),    SLICE("A. "),  SLICE("\""),  SLICE(".\""),
        SLICE(".)"),     SLICE("\n"),  SLICE("\n\n"), SLICE("\x80"), SLICE("\xE2"), SLICE("…"),   SLICE("\0"),
        SLICE("?\" A "), SLICE(". ("), SLICE("U.S"),  SLICE("。"),   SLICE(".[1]"), SLICE("é. "), SLICE("\u3000")};
    char *text = memory_allocate(SIZE, 1);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        size_t length = 0;
        for (; length + patterns[i].len <= SIZE; length += patterns[i].len)
            memcpy(text + length, patterns[i].ptr, patterns[i].len);
        walk((fx_slice){text, length});
    }
    memory_free(text);
}

static void random_text_is_cut_soundly(void **state)
{
    (void)state;
    static const char *const parts[] = {".", "!", "?", "…",    "。",       "\"",       "”",   "“",  ")",
                                        "(", " ", " ", "\n",   "The",      "Mr",       "U.S", "a",  "B",
                                        "7", "é", "—", "\xFF", "\xE2\x80", "\xC2\xA0", "p.m", "No", "["};
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 20000; round++) {
        char text[256];
        size_t length = 0;
        for (uint32_t i = test_random_below(&random, 40); i > 0; i--) {
            const char *part = parts[test_random_below(&random, sizeof parts / sizeof *parts)];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        char *exact = memory_allocate(length, 1); /* reading behind the end is seen */
        assert_non_null(exact);
        memcpy(exact, text, length);
        walk((fx_slice){exact, length});
        memory_free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_sentences_end_at_their_stops),
        cmocka_unit_test(titles_do_not_end_a_sentence),
        cmocka_unit_test(abbreviations_are_told_from_other_words),
        cmocka_unit_test(abbreviations_end_a_sentence_before_a_likely_start),
        cmocka_unit_test(times_and_dates_go_on),
        cmocka_unit_test(initials_belong_to_a_name),
        cmocka_unit_test(quotation_marks_and_brackets_belong_to_the_sentence_they_close),
        cmocka_unit_test(a_lower_case_letter_goes_on),
        cmocka_unit_test(ellipses_end_a_sentence_before_a_capital),
        cmocka_unit_test(enumerators_belong_to_what_follows),
        cmocka_unit_test(stops_of_other_scripts_are_known),
        cmocka_unit_test(only_the_paragraph_is_cut),
        cmocka_unit_test(a_blank_line_ends_a_sentence),
        cmocka_unit_test(a_megabyte_of_one_pattern_takes_linear_time),
        cmocka_unit_test(random_text_is_cut_soundly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
