/* quote_mark: which stretches of a paragraph stand between quotation marks. */
#include "unit_test.h"

#include "quote_mark.h"
#include "slice.h"

/* Inner texts in brackets; "!" marks an unclosed one. */
static void assert_quoted(const char *text, const char *expected)
{
    struct quote_marks marks = {NULL, 0, 0};
    fx_slice body = slice_of(text);
    char out[2048] = "";
    size_t at = 0;
    assert_int_equal(quote_marks_scan(&marks, body, (struct span){0, (uint32_t)body.len}, NULL), FX_OK);
    for (size_t i = 0; i < marks.count; i++) {
        struct span inner = marks.items[i].inner;
        at += (size_t)snprintf(out + at, sizeof out - at, "[%.*s]%s", (int)(inner.end - inner.start),
                               text + inner.start, marks.items[i].closed ? "" : "!");
    }
    assert_string_equal(out, expected);
    quote_marks_release(&marks);
}

static void straight_marks_pair_up(void **state)
{
    (void)state;
    assert_quoted("\"We are late,\" said Ines. \"Very late.\"", "[We are late,][Very late.]");
}

static void typographic_marks_pair_up_and_nest(void **state)
{
    (void)state;
    assert_quoted("“He told me “go away” twice,” she said.", "[He told me “go away” twice,]");
}

static void german_and_french_marks_pair_up(void **state)
{
    (void)state;
    assert_quoted("„Das geht nicht“, sagte er.", "[Das geht nicht]");
    assert_quoted("«Jamais», dit-elle. »Nie«, sagte er.", "[Jamais][Nie]");
}

static void two_single_marks_are_a_double_one(void **state)
{
    (void)state;
    assert_quoted("''It rained,'' Mr. Otte said.", "[It rained,]");
    assert_quoted("``It rained,'' Mr. Otte said.", "[It rained,]");
}

static void an_opening_mark_may_be_typed_for_a_closing_one(void **state)
{
    (void)state;
    assert_quoted("“It is unusual,“ said Falk.", "[It is unusual,]");
}

static void three_single_marks_close_two_quotations(void **state)
{
    (void)state;
    assert_quoted("''She said: 'He is one of us,''' Mr. Otte said.", "[She said: 'He is one of us,]");
}

static void corner_brackets_are_quotation_marks(void **state)
{
    (void)state;
    assert_quoted("「行きます」と彼は言った。", "[行きます]");
}

static void apostrophes_are_no_quotations(void **state)
{
    (void)state;
    assert_quoted("It's the players' bus, rock 'n' roll of the '90s, isn't it?", "");
    assert_quoted("It’s the players’ bus.", "");
}

static void single_marks_quote_when_they_close(void **state)
{
    (void)state;
    assert_quoted("'It's too late,' he said.", "[It's too late,]");
    assert_quoted("‘We don’t know,’ she said.", "[We don’t know,]");
}

static void single_marks_inside_double_ones_are_content(void **state)
{
    (void)state;
    assert_quoted("\"She said 'no' and left,\" he said.", "[She said 'no' and left,]");
}

static void an_unclosed_mark_runs_to_the_end(void **state)
{
    (void)state;
    assert_quoted("“We begin tomorrow. And then we rest.", "[We begin tomorrow. And then we rest.]!");
    assert_quoted("\"We begin tomorrow. \"And then we rest.\"", "[We begin tomorrow. ]![And then we rest.]");
}

static void a_single_mark_that_never_closes_is_none(void **state)
{
    (void)state;
    assert_quoted("the 'old road to the sea", "");
}

static void inches_are_no_quotations(void **state)
{
    (void)state;
    assert_quoted("A 27\" screen is wide.", "");
}

/* Stretches ascend, do not touch and lie inside the paragraph, whatever the bytes. */
static void random_bytes_give_ordered_stretches(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\"", "'", "''", "“", "”",    "‘",    "’",  "„", "«",
                                         "»",  "a", " ",  ".", "\xE2", "\xC2", "「", "」"};
    uint32_t seed = 20251015;
    struct quote_marks marks = {NULL, 0, 0};
    for (int round = 0; round < 2000; round++) {
        char text[256];
        size_t n = 0;
        while (n < 200) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        assert_int_equal(quote_marks_scan(&marks, (fx_slice){text, n}, (struct span){3, (uint32_t)n}, NULL), FX_OK);
        uint32_t last = 3;
        for (size_t i = 0; i < marks.count; i++) {
            const struct quoted *quoted = &marks.items[i];
            assert_true(quoted->whole.start >= last && quoted->inner.start > quoted->whole.start);
            assert_true(quoted->inner.end > quoted->inner.start && quoted->whole.end >= quoted->inner.end);
            assert_true(quoted->whole.end <= n);
            last = quoted->whole.end;
        }
    }
    quote_marks_release(&marks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(straight_marks_pair_up),
        cmocka_unit_test(typographic_marks_pair_up_and_nest),
        cmocka_unit_test(german_and_french_marks_pair_up),
        cmocka_unit_test(two_single_marks_are_a_double_one),
        cmocka_unit_test(an_opening_mark_may_be_typed_for_a_closing_one),
        cmocka_unit_test(three_single_marks_close_two_quotations),
        cmocka_unit_test(corner_brackets_are_quotation_marks),
        cmocka_unit_test(apostrophes_are_no_quotations),
        cmocka_unit_test(single_marks_quote_when_they_close),
        cmocka_unit_test(single_marks_inside_double_ones_are_content),
        cmocka_unit_test(an_unclosed_mark_runs_to_the_end),
        cmocka_unit_test(a_single_mark_that_never_closes_is_none),
        cmocka_unit_test(inches_are_no_quotations),
        cmocka_unit_test(random_bytes_give_ordered_stretches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
