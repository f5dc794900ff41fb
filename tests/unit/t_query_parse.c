/* Every construct of the query language by its canonical text, every mistake by its place. */
#include "fx_search.h"
#include "query.h"
#include "slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const int64_t now = 1760570000; /* 2025-10-15T23:13:20Z */

static void assert_parsed_with(unsigned flags, const char *text, const char *expected)
{
    fx_query *query;
    fx_error err = {0};
    int code = fx_query_parse(&query, slice_of(text), flags, now, &err);
    if (code != FX_OK)
        fail_msg("%s: %s (at %u)", text, err.message, err.offset);
    fx_slice canonical = fx_query_text(query);
    if (!slice_equal(canonical, slice_of(expected)))
        fail_msg("%s: is %.*s, expected %s", text, (int)canonical.len, canonical.ptr, expected);
    fx_query_free(query);
}

static void assert_parsed(const char *text, const char *expected)
{
    assert_parsed_with(0, text, expected);
}

static void assert_wrong_with(unsigned flags, const char *text, uint32_t offset, const char *part)
{
    fx_query *query;
    fx_error err = {0};
    int code = fx_query_parse(&query, slice_of(text), flags, now, &err);
    assert_null(query);
    if (code != FX_EQUERY || err.offset != offset || strstr(err.message, part) == NULL)
        fail_msg("%s: code %d, offset %u, \"%s\"", text, code, err.offset, err.message);
}

static void assert_wrong(const char *text, uint32_t offset, const char *part)
{
    assert_wrong_with(0, text, offset, part);
}

static void words_stand_for_their_stems_and_are_joined_by_and(void **state)
{
    (void)state;
    assert_parsed("robotics cooperation", "(robot AND cooper)");
    assert_parsed("robotics AND cooperation", "(robot AND cooper)");
    assert_parsed("Robotics", "robot");
    assert_parsed("  robotics\tcooperation \n", "(robot AND cooper)");
    assert_parsed("robotics and cooperation", "(robot AND and AND cooper)");
    assert_parsed("=cooperation", "=cooperation");
    assert_parsed("Müller", "muller");
}

static void or_binds_weaker_than_and_and_parentheses_bind_most(void **state)
{
    (void)state;
    assert_parsed("a OR b c", "(a OR (b AND c))");
    assert_parsed("(a OR b) c", "((a OR b) AND c)");
    assert_parsed("a (b (c d))", "(a AND b AND c AND d)");
    assert_parsed("a OR b OR c", "(a OR b OR c)");
}

static void not_and_minus_negate_one_atom(void **state)
{
    (void)state;
    assert_parsed("a -b", "(a AND NOT b)");
    assert_parsed("a NOT b c", "(a AND NOT b AND c)");
    assert_parsed("NOT a", "NOT a");
    assert_parsed("a -\"b c\"", "(a AND NOT \"b c\")");
    assert_parsed("a -(b OR c)", "(a AND NOT (b OR c))");
    assert_parsed("a -desk:world", "(a AND NOT desk:world)");
    assert_parsed("a - b", "(a AND b)");
}

static void phrases_have_slop(void **state)
{
    (void)state;
    assert_parsed("\"robot arms\"", "\"robot arm\"");
    assert_parsed("\"robot arms\"~3", "\"robot arm\"~3");
    assert_parsed("\"robot\"", "robot");
    assert_parsed("\xE2\x80\x9Crobot arms\xE2\x80\x9D", "\"robot arm\"");
    assert_parsed("foo\"robot arms\"bar", "(foo AND \"robot arm\" AND bar)");
}

static void a_word_of_several_words_is_a_phrase(void **state)
{
    (void)state;
    assert_parsed("people-to-people", "\"peopl to peopl\"");
    assert_parsed("上海市", "\"上海 海市\"");
    assert_parsed("上海", "上海");
    assert_parsed("海", "海");
}

static void words_without_letters_are_left_out(void **state)
{
    (void)state;
    assert_parsed("a ... b", "(a AND b)");
    assert_parsed("a OR ---- OR b", "(a OR b)");
    assert_parsed("a NOT !!", "a");
    assert_wrong("...", 0, "nothing to search for");
    assert_wrong("  !! ??", 2, "nothing to search for");
    assert_wrong("a \"...\"", 2, "nothing to search for");
    assert_wrong("a desk:...", 2, "nothing to search for");
    assert_wrong("a NEAR ...", 7, "nothing to search for");
}

static void prefixes_and_fuzzy_words_keep_their_form(void **state)
{
    (void)state;
    assert_parsed("robotic*", "robotic*");
    assert_parsed("Robotics~", "robotics~1");
    assert_parsed("robotics~2", "robotics~2");
    assert_parsed("min-ky*", "\"min ky*\"");
    assert_parsed("\"robot arm*\"~2", "\"robot arm*\"~2");
    assert_parsed("*", "*");
    assert_wrong("robot~3", 6, "1 or 2");
    assert_wrong("robot~0", 6, "1 or 2");
    assert_wrong("ro*bot", 2, "end of a word");
    assert_wrong("min-kyo~1", 0, "one word");
}

static void near_and_adj_take_a_distance(void **state)
{
    (void)state;
    assert_parsed("a NEAR b", "(a NEAR/10 b)");
    assert_parsed("a NEAR/3 b", "(a NEAR/3 b)");
    assert_parsed("a ADJ b", "(a ADJ/0 b)");
    assert_parsed("a ADJ/2 \"b c\"", "(a ADJ/2 \"b c\")");
    assert_parsed("a NEAR b ADJ c", "((a NEAR/10 b) ADJ/0 c)");
    assert_parsed("(a OR b) NEAR/4 c d", "(((a OR b) NEAR/4 c) AND d)");
    assert_wrong("a NEAR/x b", 7, "number");
    assert_wrong("a NEAR/ b", 7, "number");
    assert_wrong("a NEAR/99999 b", 7, "number");
    assert_wrong("a NEAR", 6, "missing");
    assert_wrong("a NEAR desk:b", 7, "both sides");
    assert_wrong("a NEAR -b", 7, "both sides");
}

static void boosts_follow_an_atom_at_once(void **state)
{
    (void)state;
    assert_parsed("robot^2 arm", "(robot^2 AND arm)");
    assert_parsed("\"robot arm\"^0.5", "\"robot arm\"^0.5");
    assert_parsed("(a b)^3", "(a AND b)^3");
    assert_parsed("robot*^2", "robot*^2");
    assert_wrong("robot^x", 5, "weight");
    assert_wrong("robot^", 5, "weight");
    assert_wrong("robot^1e9", 5, "weight");
    assert_wrong("robot^-1", 5, "weight");
    assert_wrong("robot^2000", 5, "weight");
}

static void fields_hold_words_phrases_and_groups(void **state)
{
    (void)state;
    assert_parsed("title:robotics", "title:robot");
    assert_parsed("title:(robotics cooperation)", "title:(robot AND cooper)");
    assert_parsed("speaker:\"Kim Min-kyo\"", "speaker:\"kim min kyo\"");
    assert_parsed("speaker:Robotics", "speaker:robotics");
    assert_parsed("desk:In-Depth", "desk:\"in depth\"");
    assert_parsed("entity:(kim OR lee)", "entity:(kim OR lee)");
    assert_parsed("said:robots", "said:robot");
    assert_parsed("person:a organization:b place:c source:d author:e lang:en heading:f section:g",
                  "(person:a AND organization:b AND place:c AND source:d AND author:e AND lang:en AND heading:f AND "
                  "section:g)");
    assert_parsed("source:people*", "source:people*");
    assert_wrong("titel:a", 0, "title:");
    assert_wrong("b spekaer:a", 2, "speaker:");
    assert_wrong("org:a", 0, "organization:");
    assert_wrong("zzzzzz:a", 0, "quotation marks");
    assert_wrong("http://example.org", 0, "no field http");
    assert_wrong("title: robot", 6, "right behind");
    assert_wrong("title:", 6, "right behind");
    assert_wrong("title:)", 6, "right behind");
}

static void days_and_ranges_are_inclusive(void **state)
{
    (void)state;
    assert_parsed("date:2025-10-15", "date:2025-10-15");
    assert_parsed("date:2025-10", "date:2025-10-01..2025-10-31");
    assert_parsed("date:2024-02", "date:2024-02-01..2024-02-29");
    assert_parsed("date:2025", "date:2025-01-01..2025-12-31");
    assert_parsed("date:2025-10..", "date:2025-10-01..");
    assert_parsed("date:..2025-10", "date:..2025-10-31");
    assert_parsed("date:..", "date:..");
    assert_parsed("date:2024..2025-03", "date:2024-01-01..2025-03-31");
    assert_parsed("date:today", "date:2025-10-15");
    assert_parsed("date:yesterday", "date:2025-10-14");
    assert_parsed("date:-7d..today", "date:2025-10-08..2025-10-15");
    assert_parsed("date:(2024 OR 2025-01)", "(date:2024-01-01..2024-12-31 OR date:2025-01-01..2025-01-31)");
    assert_parsed("date:\"2025\" a", "(date:2025-01-01..2025-12-31 AND a)");
    assert_wrong("date:2025-13", 5, "no day");
    assert_wrong("date:2025-02-29", 5, "no day");
    assert_wrong("date:soon", 5, "no day");
    assert_wrong("a date:2025..soon", 13, "no day");
    assert_wrong("date:2025..2024", 5, "ends before");
    assert_parsed("date:20251015", "date:2025-10-15");
}

static void ids_are_taken_as_they_are(void **state)
{
    (void)state;
    assert_parsed("id:AB-1*", "id:\"AB-1*\"");
    assert_parsed("id:\"a b\"", "id:\"a b\"");
    assert_parsed("id:http://example.org/x?y=1#z", "id:\"http://example.org/x?y=1#z\"");
}

static void within_takes_a_scope(void **state)
{
    (void)state;
    assert_parsed("a WITHIN SENTENCE", "(a WITHIN SENTENCE)");
    assert_parsed("(a b) WITHIN PARAGRAPH", "((a AND b) WITHIN PARAGRAPH)");
    assert_parsed("a b WITHIN SECTION", "(a AND (b WITHIN SECTION))");
    assert_parsed("a WITHIN TITLE", "(a WITHIN TITLE)");
    assert_parsed("a WITHIN QUOTE", "(a WITHIN QUOTE)");
    assert_parsed("a WITHIN speaker:kim", "(a WITHIN speaker:kim)");
    assert_parsed("a WITHIN heading:robots", "(a WITHIN heading:robot)");
    assert_parsed("a WITHIN desk:b", "(a AND desk:b)");
    assert_parsed("a WITHIN date:2025", "(a AND date:2025-01-01..2025-12-31)");
    assert_parsed("a WITHIN SENTENCE WITHIN QUOTE", "((a WITHIN SENTENCE) WITHIN QUOTE)");
    assert_parsed("a NEAR b WITHIN SENTENCE", "((a NEAR/10 b) WITHIN SENTENCE)");
    assert_wrong("a WITHIN", 8, "SENTENCE");
    assert_wrong("a WITHIN sentence", 9, "SENTENCE");
    assert_wrong("WITHIN a", 0, "missing");
}

static void any_joins_words_by_or_and_keeps_what_excludes(void **state)
{
    (void)state;
    assert_parsed_with(FX_PARSE_ANY, "x y z", "(x OR y OR z)");
    assert_parsed_with(FX_PARSE_ANY, "x y AND z", "(x OR (y AND z))");
    assert_parsed_with(FX_PARSE_ANY, "x y -z", "((x OR y) AND NOT z)");
    assert_parsed_with(FX_PARSE_ANY, "\"x y\" z", "(\"x y\" OR z)");
}

static void plain_takes_words_only(void **state)
{
    (void)state;
    assert_parsed_with(FX_PARSE_PLAIN, "desk/robots* NOT (\"a", "(desk AND robot AND not AND a)");
    assert_parsed_with(FX_PARSE_PLAIN | FX_PARSE_ANY, "time-sharing talks", "(time OR share OR talk)");
    assert_parsed_with(FX_PARSE_PLAIN, "", "*");
    assert_wrong_with(FX_PARSE_PLAIN, "!!!", 0, "nothing to search for");
}

static void exact_keeps_every_form(void **state)
{
    (void)state;
    assert_parsed_with(FX_PARSE_EXACT, "Robotics \"robot arms\"", "(=robotics AND \"=robot =arms\")");
    assert_parsed_with(FX_PARSE_EXACT | FX_PARSE_PLAIN, "Robotics", "=robotics");
    assert_parsed_with(FX_PARSE_EXACT, "title:Robotics desk:Robotics", "(title:=robotics AND desk:robotics)");
}

static void unbalanced_queries_say_where(void **state)
{
    (void)state;
    assert_wrong("a \"b", 2, "never closed");
    assert_wrong("a (b", 2, "never closed");
    assert_wrong("a) b", 1, "never opened");
    assert_wrong(")", 0, "never opened");
    assert_wrong("a ()", 2, "nothing between");
    assert_wrong("a AND", 5, "missing");
    assert_wrong("a OR", 4, "missing");
    assert_wrong("OR a", 0, "missing");
    assert_wrong("AND a", 0, "missing");
    assert_wrong("NOT", 3, "missing");
    assert_wrong("\"a b\"~x", 6, "number");
}

static void deep_queries_are_refused_not_crashed_on(void **state)
{
    (void)state;
    char *text = malloc(400001);
    fx_query *query;
    fx_error err;
    assert_non_null(text);
    memset(text, '(', 400000);
    assert_int_equal(fx_query_parse(&query, (fx_slice){text, 400000}, 0, now, &err), FX_EQUERY);
    for (size_t i = 0; i < 400000; i += 8)
        memcpy(text + i, "a NEAR  ", 8);
    assert_int_equal(fx_query_parse(&query, (fx_slice){text, 399993}, 0, now, &err), FX_EQUERY);
    for (size_t i = 0; i < 400000; i += 2)
        memcpy(text + i, "a ", 2);
    assert_int_equal(fx_query_parse(&query, (fx_slice){text, 400000}, 0, now, &err), FX_OK);
    fx_query_free(query);
    free(text);
}

static void filters_of_a_field_are_alternatives_and_narrow_the_query(void **state)
{
    (void)state;
    fx_query *query;
    fx_error err;
    assert_int_equal(fx_query_parse(&query, SLICE("a OR b"), 0, now, &err), FX_OK);
    assert_int_equal(fx_query_filter(query, "desk", SLICE("World News"), &err), FX_OK);
    assert_int_equal(fx_query_filter(query, "desk", SLICE("sports"), &err), FX_OK);
    assert_int_equal(fx_query_filter(query, "speaker", SLICE("Kim"), &err), FX_OK);
    assert_int_equal(fx_query_between(query, "2025-10", "2025-10-15", &err), FX_OK);
    fx_slice text = fx_query_text(query);
    assert_true(slice_equal(text, SLICE("((a OR b) AND (desk:\"world news\" OR desk:sports) AND speaker:kim AND "
                                        "date:2025-10-01..2025-10-15)")));
    assert_int_equal(fx_query_filter(query, "desk", SLICE("..."), &err), FX_EQUERY);
    assert_int_equal(fx_query_filter(query, "dsek", SLICE("a"), &err), FX_EQUERY);
    assert_int_equal(fx_query_between(query, "soon", NULL, &err), FX_EQUERY);
    fx_query_free(query);
    assert_int_equal(fx_query_parse(&query, SLICE(""), 0, now, &err), FX_OK);
    assert_int_equal(query_ast(query)->kind, AST_ALL);
    assert_int_equal(fx_query_filter(query, "lang", SLICE("en"), &err), FX_OK);
    assert_true(slice_equal(fx_query_text(query), SLICE("lang:en")));
    fx_query_free(query);
}

/* Any bytes: an answer or an error inside the text, and what was understood means the same when read again. */
static void random_queries_parse_to_a_text_that_parses_to_itself(void **state)
{
    (void)state;
    static const char *const parts[] = {
        " a", " robots", " \"x y\"", " (",       ") ",         " OR ",     " AND ",   " NOT ",
        " -", "^2",      "~1",       " NEAR/2 ", " ADJ ",      " WITHIN ", " TITLE ", " QUOTE ",
        ":",  " title:", " desk:",   " date:",   " 2025-10 ",  "..",       "*",       " =",
        "\"", " ",       "\xFF",     " 上海",    " SENTENCE ", " said:"};
    srand(20251015);
    int parsed = 0;
    for (int round = 0; round < 20000; round++) {
        char text[256] = "";
        for (int i = rand() % 10; i >= 0; i--)
            strcat(text, parts[(size_t)rand() % (sizeof parts / sizeof parts[0])]);
        fx_query *query, *again;
        fx_error err = {0};
        if (fx_query_parse(&query, slice_of(text), 0, now, &err) != FX_OK) {
            assert_true(err.offset <= strlen(text));
            assert_int_not_equal(err.message[0], 0);
            continue;
        }
        fx_slice canonical = fx_query_text(query);
        parsed++;
        if (memchr(canonical.ptr, '=', canonical.len) == NULL) { /* an exact phrase has no notation of its own */
            if (fx_query_parse(&again, canonical, 0, now, &err) != FX_OK)
                fail_msg("%s: its text %.*s: %s", text, (int)canonical.len, canonical.ptr, err.message);
            if (!slice_equal(fx_query_text(again), canonical))
                fail_msg("%s: %.*s became %.*s", text, (int)canonical.len, canonical.ptr, (int)fx_query_text(again).len,
                         fx_query_text(again).ptr);
            fx_query_free(again);
        }
        fx_query_free(query);
    }
    assert_true(parsed > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_stand_for_their_stems_and_are_joined_by_and),
        cmocka_unit_test(or_binds_weaker_than_and_and_parentheses_bind_most),
        cmocka_unit_test(not_and_minus_negate_one_atom),
        cmocka_unit_test(phrases_have_slop),
        cmocka_unit_test(a_word_of_several_words_is_a_phrase),
        cmocka_unit_test(words_without_letters_are_left_out),
        cmocka_unit_test(prefixes_and_fuzzy_words_keep_their_form),
        cmocka_unit_test(near_and_adj_take_a_distance),
        cmocka_unit_test(boosts_follow_an_atom_at_once),
        cmocka_unit_test(fields_hold_words_phrases_and_groups),
        cmocka_unit_test(days_and_ranges_are_inclusive),
        cmocka_unit_test(ids_are_taken_as_they_are),
        cmocka_unit_test(within_takes_a_scope),
        cmocka_unit_test(any_joins_words_by_or_and_keeps_what_excludes),
        cmocka_unit_test(plain_takes_words_only),
        cmocka_unit_test(exact_keeps_every_form),
        cmocka_unit_test(unbalanced_queries_say_where),
        cmocka_unit_test(deep_queries_are_refused_not_crashed_on),
        cmocka_unit_test(filters_of_a_field_are_alternatives_and_narrow_the_query),
        cmocka_unit_test(random_queries_parse_to_a_text_that_parses_to_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
