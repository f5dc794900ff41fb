#include "test_corpus.h"
#include "test_text.h"

#include "corpus_text.h"
#include "newspaper_line.h"

static struct corpus_text *parser;
static struct arena arena;

static int begin(void **state)
{
    (void)state;
    arena = (struct arena)ARENA_INIT;
    return corpus_text_new(&parser, NULL);
}

static int end(void **state)
{
    (void)state;
    corpus_text_free(parser);
    arena_release(&arena);
    return 0;
}

static struct article parse(const char *text)
{
    struct article article;
    fx_error err = {0};
    if (corpus_text_parse(parser, slice_of(text), NULL, &arena, &article, &err) != FX_OK)
        fail_msg("%s", err.message);
    return article;
}

static void expect(fx_slice slice, const char *text)
{
    if (slice.len != strlen(text) || (slice.len > 0 && memcmp(slice.ptr, text, slice.len) != 0))
        fail_msg("'%.*s' is not '%s'", (int)slice.len, slice.ptr, text);
}

static void expect_heading(const struct article *article, uint32_t number, const char *text)
{
    assert_true(number < article->section_count);
    struct span span = article->sections[number].heading;
    expect(slice_part(article->text, span.start, span.end), text);
}

#define PROSE_A "The harbour of the town has been too small for the new ferries for years, the captains say."
#define PROSE_B "Now the council wants to dig a deeper one, though not everybody on the quay is glad of that."
#define PROSE_C "The work is to begin in spring and to end, if the weather lets it, two years after that."

static void a_newspaper_page_gives_all_its_parts(void **state)
{
    (void)state;
    struct article article = parse("IN-DEPTH\xC2\xA0/\xC2\xA0IN-DEPTH\n"
                                   "A harbour for larger ships\n"
                                   "Deep water, deep pockets\n"
                                   "Published: Oct 15, 2025 11:13 PM\n"
                                   "The old quay in autumn. Photo: A. Person/XY\n"
                                   "\n"
                                   "The old quay in autumn. Photo: A. Person/XY\n"
                                   "\n" PROSE_A "\xC2\xA0\n"
                                   "\n"
                                   "A ferry of the new kind\n"
                                   "\n"
                                   "A ferry of the new kind\n"
                                   "\n" PROSE_B "\n"
                                   "\n"
                                   "Digging deeper\n"
                                   "\n"
                                   "A digger at work (Photo by B. Person)\n"
                                   "\n" PROSE_C "\n"
                                   "\n"
                                   "Share this article\n"
                                   "\n"
                                   "000");
    expect(article.desk, "In-Depth");
    expect(article.title, "A harbour for larger ships");
    expect(article.deck, "Deep water, deep pockets");
    assert_true(article.has_published);
    assert_true(article.published == 1760569980);
    expect(article.text, PROSE_A "\n\n" PROSE_B "\n\nDigging deeper\n\n" PROSE_C);
    assert_int_equal(article.section_count, 1);
    expect_heading(&article, 0, "Digging deeper");
    assert_int_equal(article.sections[0].whole.end, article.text.len);
    assert_int_equal(article.caption_count, 3);
    expect(article.captions[0], "The old quay in autumn. Photo: A. Person/XY");
    expect(article.captions[1], "A ferry of the new kind");
    expect(article.captions[2], "A digger at work (Photo by B. Person)");
}

static void a_simple_text_is_a_title_and_paragraphs(void **state)
{
    (void)state;
    struct article article = parse("A harbour for larger ships\n\n" PROSE_A "\n\n" PROSE_B "\n");
    expect(article.title, "A harbour for larger ships");
    expect(article.text, PROSE_A "\n\n" PROSE_B);
    expect(article.deck, "");
    expect(article.desk, "");
    assert_false(article.has_published);
    assert_int_equal(article.section_count, 0);
}

static void wrapped_lines_are_joined_and_long_ones_stand_alone(void **state)
{
    (void)state;
    struct article article = parse("Title\r\n\r\nOne line and\r\nanother of one paragraph.\r\n\r\nA second.\r\n");
    expect(article.text, "One line and another of one paragraph.\n\nA second.");
    article = parse("Title\n" PROSE_A " " PROSE_B "\n" PROSE_C " " PROSE_A "\n");
    assert_int_equal(article.paragraph_count, 2);
}

static void bylines_and_dates_stand_in_any_order_behind_the_title(void **state)
{
    (void)state;
    struct article article = parse("BUSINESS\nTitle of it\n\nBy Jane Doe and Kim Min-ho in Seoul\n\n15 October 2025\n"
                                   "Updated: Oct 16, 2025\nSource: The Harbour Post\n\n" PROSE_A "\n");
    expect(article.desk, "Business");
    expect(article.title, "Title of it");
    expect(article.byline, "Jane Doe and Kim Min-ho");
    expect(article.source, "The Harbour Post");
    assert_true(article.published == 1760486400);
    expect(article.text, PROSE_A);
    expect(article.deck, "");
    article = parse("Title\nUpdated: Oct 16, 2025\n\n" PROSE_A);
    assert_true(article.published == 1760572800);
}

static void markdown_headings_are_headings(void **state)
{
    (void)state;
    struct article article =
        parse("# Title\n\n" PROSE_A "\n\n## What comes next?\n" PROSE_B "\n\n### Money\n\n" PROSE_C "\n");
    expect(article.title, "Title");
    assert_int_equal(article.section_count, 2);
    expect_heading(&article, 0, "What comes next?");
    expect_heading(&article, 1, "Money");
}

static void short_paragraphs_are_not_all_headings(void **state)
{
    (void)state;
    struct article article =
        parse("Title\n\n" PROSE_A "\n\n\"We shall see,\" he said.\n\n" PROSE_B "\n\nFirst thing\n\n"
              "Second thing\n\nthird thing\n\n" PROSE_C "\n\nThe end of it\n");
    assert_int_equal(article.section_count, 0);
}

static void headings_of_scripts_without_capitals_are_seen(void **state)
{
    (void)state;
    struct article article = parse("Title\n\n" PROSE_A "\n\n협력의 길\n\n" PROSE_B "\n\n合作之路\n\n" PROSE_C "\n");
    assert_int_equal(article.section_count, 2);
    expect_heading(&article, 0, "협력의 길");
    expect_heading(&article, 1, "合作之路");
}

static void junk_is_dropped_at_the_end_only(void **state)
{
    (void)state;
    struct article article =
        parse("Title\n\n" PROSE_A "\n\n12\n\n" PROSE_B "\n\nRead more: other news\n\nPrint\n\n(END)\n");
    expect(article.text, PROSE_A "\n\n12\n\n" PROSE_B);
}

static void what_is_no_text_is_refused_with_its_line(void **state)
{
    (void)state;
    struct article article;
    fx_error err;
    assert_int_equal(corpus_text_parse(parser, SLICE("one\ntwo\nth\xFFree"), NULL, &arena, &article, &err), FX_EINPUT);
    assert_int_equal(err.offset, 3);
    assert_string_equal(err.message, "invalid UTF-8");
    assert_int_equal(corpus_text_parse(parser, (fx_slice){"one\nt\0o", 7}, NULL, &arena, &article, &err), FX_EINPUT);
    assert_int_equal(err.offset, 2);
    assert_int_equal(corpus_text_parse(parser, SLICE(" \n\xC2\xA0\n"), NULL, &arena, &article, &err), FX_EINPUT);
}

static void kickers_captions_and_bylines_are_told_from_prose(void **state)
{
    (void)state;
    fx_slice part;
    assert_true(newspaper_line_kicker(&part, SLICE("CHINA / SOCIETY")));
    expect(part, "CHINA");
    assert_false(newspaper_line_kicker(&part, SLICE("Trade and/or aid")));
    assert_false(newspaper_line_kicker(&part, SLICE("This / that is the question, she said.")));
    assert_true(newspaper_line_is_caption(SLICE("Workers on the quay. Photo: VCG")));
    assert_true(newspaper_line_is_caption(SLICE("The quay (Photo by Jane Doe)")));
    assert_true(newspaper_line_is_caption(SLICE("File photo of the quay")));
    assert_false(newspaper_line_is_caption(SLICE("The photo shows a quay.")));
    assert_true(newspaper_line_byline(&part, SLICE("By Ana de la Cruz and Lee Jun")));
    expect(part, "Ana de la Cruz and Lee Jun");
    assert_false(newspaper_line_byline(&part, SLICE("By the time it ended")));
    assert_false(newspaper_line_byline(&part, SLICE("By Monday the council had voted")));
}

static void random_lines_give_spans_inside_the_text(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    static const char *const parts[] = {"\n",    "\n\n",     "A / B", "By Jane Doe", "Oct 15, 2025", PROSE_A,
                                        PROSE_B, "Heading",  "000",   "Photo: X",    "# T",          "## H",
                                        " ",     "\xC2\xA0", "Print", "협력",        "\r\n",         "x"};
    for (int round = 0; round < 3000; round++) {
        char text[4096] = "x";
        for (uint32_t n = test_random_below(&random, 30); n > 0; n--)
            test_append(text, sizeof text, parts[test_random_below(&random, sizeof parts / sizeof *parts)]);
        arena_clear(&arena);
        struct article article = parse(text);
        uint32_t at = 0;
        for (uint32_t i = 0; i < article.paragraph_count; i++) {
            assert_int_equal(article.paragraphs[i].start, at);
            assert_true(article.paragraphs[i].end > at);
            at = article.paragraphs[i].end + 2;
        }
        assert_int_equal(article.paragraph_count > 0 ? at - 2 : 0, article.text.len);
        for (uint32_t i = 0; i < article.section_count; i++)
            assert_true(article.sections[i].whole.end <= article.text.len &&
                        article.sections[i].heading.start == article.sections[i].whole.start);
    }
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_newspaper_page_gives_all_its_parts),
        EACH(a_simple_text_is_a_title_and_paragraphs),
        EACH(wrapped_lines_are_joined_and_long_ones_stand_alone),
        EACH(bylines_and_dates_stand_in_any_order_behind_the_title),
        EACH(markdown_headings_are_headings),
        EACH(short_paragraphs_are_not_all_headings),
        EACH(headings_of_scripts_without_capitals_are_seen),
        EACH(junk_is_dropped_at_the_end_only),
        EACH(what_is_no_text_is_refused_with_its_line),
        EACH(kickers_captions_and_bylines_are_told_from_prose),
        EACH(random_lines_give_spans_inside_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
