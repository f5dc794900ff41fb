#include "test_corpus.h"
#include "test_text.h"

#include "memory.h"

static struct corpus_parser *parser;
static struct corpus_chunk chunk;
static struct test_skips skips;

static int begin(void **state)
{
    (void)state;
    skips = (struct test_skips){.text = ""};
    chunk = (struct corpus_chunk)CORPUS_CHUNK_INIT;
    struct corpus_parser_options options = {.skip = test_on_skip, .payload = &skips};
    return corpus_parser_new(&parser, &options, NULL);
}

static int end(void **state)
{
    (void)state;
    corpus_parser_free(parser);
    corpus_chunk_release(&chunk);
    return 0;
}

static void start(const char *lines, size_t length)
{
    chunk.format = CORPUS_JSONL;
    chunk.first_line = 1;
    buffer_clear(&chunk.path);
    buffer_clear(&chunk.bytes);
    assert_int_equal(buffer_append_string(&chunk.path, "news/a.jsonl"), FX_OK);
    assert_int_equal(buffer_append(&chunk.bytes, lines, length), FX_OK);
    corpus_parser_start(parser, &chunk);
}

static struct article next(void)
{
    struct article article;
    assert_int_equal(corpus_parser_next(parser, &article, NULL), FX_OK);
    return article;
}

static void expect_end(void)
{
    struct article article;
    assert_int_equal(corpus_parser_next(parser, &article, NULL), FX_END);
}

static struct article only(const char *line)
{
    start(line, strlen(line));
    return next();
}

static void expect(fx_slice slice, const char *text)
{
    if (slice.len != strlen(text) || (slice.len > 0 && memcmp(slice.ptr, text, slice.len) != 0))
        fail_msg("'%.*s' is not '%s'", (int)slice.len, slice.ptr, text);
}

static void every_known_key_has_its_place(void **state)
{
    (void)state;
    struct article article = only(
        "{\"id\":\"7\",\"url\":\"http://x/7\",\"title\":\" A\\n title \",\"deck\":\"D\",\"body\":\"One.\\n\\nTwo.\","
        "\"date\":\"Oct 15, 2025 11:13 PM\",\"section\":\"World\",\"source\":\"The Paper\",\"author\":\"Jane Doe\","
        "\"lang\":\"en\",\"extra\":{\"title\":[1,{\"body\":2}]}}\n");
    expect(article.id, "7");
    expect(article.url, "http://x/7");
    expect(article.title, "A title");
    expect(article.deck, "D");
    expect(article.text, "One.\n\nTwo.");
    expect(article.desk, "World");
    expect(article.source, "The Paper");
    expect(article.byline, "Jane Doe");
    expect(article.lang, "en");
    expect(article.path, "news/a.jsonl");
    assert_true(article.has_published);
    assert_true(article.published == 1760569980);
    assert_int_equal(article.paragraph_count, 2);
    assert_int_equal(article.paragraphs[1].start, 6);
    assert_int_equal(article.paragraphs[1].end, 10);
    expect_end();
    assert_string_equal(skips.text, "");
}

static void an_id_is_the_url_or_the_line_where_none_is_given(void **state)
{
    (void)state;
    const char lines[] =
        "{\"title\":\"a\",\"url\":\"u\"}\n\n{\"title\":\"b\",\"id\":\"\"}\n{\"title\":\"c\",\"id\":12}";
    start(lines, sizeof lines - 1);
    expect(next().id, "u");
    expect(next().id, "news/a.jsonl#3");
    expect(next().id, "12");
    expect_end();
}

static void paragraphs_are_parted_by_blank_lines_and_nothing_but_space_is_lost(void **state)
{
    (void)state;
    struct article article = only("{\"body\":\"\\n  One\\r\\nstill one.  \\r\\n \\t\\r\\n\\n\\nTwo\xC2\xA0\\n\\n "
                                  "\xE3\x80\x80 \\n  Three  3  .\"}");
    expect(article.text, "One still one.\n\nTwo\n\nThree  3  .");
    assert_int_equal(article.paragraph_count, 3);
}

static void the_last_of_two_equal_keys_counts_and_body_goes_before_text(void **state)
{
    (void)state;
    struct article article = only("{\"title\":\"a\",\"title\":\"b\",\"text\":\"T.\",\"body\":\"x\",\"body\":\"B.\"}");
    expect(article.title, "b");
    expect(article.text, "B.");
    expect(only("{\"body\":\"\",\"text\":\"T.\"}").text, "T.");
    expect(only("{\"body\":\"B.\",\"body\":null,\"text\":\"T.\"}").text, "T.");
}

static void several_authors_are_joined(void **state)
{
    (void)state;
    expect(only("{\"title\":\"a\",\"author\":[\"Jane Doe\",\"Kim Min\"]}").byline, "Jane Doe, Kim Min");
    expect(only("{\"title\":\"a\",\"author\":[]}").byline, "");
    expect(only("{\"title\":\"a\",\"author\":\"x\",\"author\":[\"y\"]}").byline, "y");
}

static void escapes_are_decoded(void **state)
{
    (void)state;
    expect(only("{\"title\":\"\\u00e9\\uD83D\\uDE00\\\"\\\\\\/\"}").title, "\xC3\xA9\xF0\x9F\x98\x80\"\\/");
}

static void a_date_that_cannot_be_read_costs_only_the_date(void **state)
{
    (void)state;
    struct article article = only("{\"title\":\"a\",\"date\":\"some day\"}");
    assert_false(article.has_published);
    assert_int_equal(skips.count, 0);
}

static void a_wrong_line_is_named_and_the_others_are_read(void **state)
{
    (void)state;
    const char lines[] = "{\"title\":\"first\"}\n"
                         "no json\n"
                         "{\"title\":\"open\"\n"
                         "{\"title\":\"a\"}{\"title\":\"b\"}\n"
                         "[\"title\"]\n"
                         "\"title\"\n"
                         "{\"title\":5}\n"
                         "{\"title\":\"a\",\"body\":{}}\n"
                         "{\"title\":\"a\",\"section\":[\"b\"]}\n"
                         "{\"title\":\"a\\u0000b\"}\n"
                         "{\"source\":\"x\"}\n"
                         "{\"title\":\"\xFF\"}\n"
                         "{\"title\":\"a\",\"author\":[\"b\",1]}\n"
                         "{}\n"
                         "{\"title\":\"a\"} tru\n"
                         "{\"title\":\"last\"}\n";
    start(lines, sizeof lines - 1);
    expect(next().title, "first");
    expect(next().title, "last");
    expect_end();
    assert_int_equal(skips.count, 14);
    static const char *const wanted[] = {"a.jsonl:2: not JSON: ",
                                         "a.jsonl:3: not JSON: the line ends inside a value\n",
                                         "a.jsonl:4: more than one value on the line\n",
                                         "a.jsonl:5: ",
                                         "a.jsonl:6: not a JSON object\n",
                                         "a.jsonl:7: \"title\" is a number, not text\n",
                                         "a.jsonl:8: \"body\" is an object, not text\n",
                                         "a.jsonl:9: \"section\" is an array, not text\n",
                                         "a.jsonl:10: \"title\" holds a NUL character\n",
                                         "a.jsonl:11: neither title nor body\n",
                                         "a.jsonl:12: not JSON: ",
                                         "a.jsonl:13: \"author\" holds something that is not text\n",
                                         "a.jsonl:14: neither title nor body\n",
                                         "a.jsonl:15: not JSON: "};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (strstr(skips.text, wanted[i]) == NULL)
            fail_msg("'%s' is not in:\n%s", wanted[i], skips.text);
}

static void a_short_line_between_long_paragraphs_is_a_sub_heading(void **state)
{
    (void)state;
#define PROSE                                                                                                          \
    "The council of the town met on Monday to speak about the new bridge, which will cost more than the old one did, " \
    "and to hear what the engineers had found out about the ground below it."
    struct article article =
        only("{\"body\":\"" PROSE "\\n\\nA bridge too dear\\n\\n" PROSE "\\n\\nAD\\n\\n" PROSE "\"}");
    assert_int_equal(article.section_count, 1);
    struct article_section section = article.sections[0];
    expect(slice_part(article.text, section.heading.start, section.heading.end), "A bridge too dear");
    assert_int_equal(section.whole.start, section.heading.start);
    assert_int_equal(section.whole.end, article.text.len);
    assert_int_equal(only("{\"body\":\"Short.\\n\\nNo heading\\n\\n" PROSE "\"}").section_count, 0);
    assert_int_equal(only("{\"body\":\"" PROSE "\\n\\nJane\\n\\n" PROSE "\\n\\nJane\\n\\n" PROSE "\"}").section_count,
                     0);
}

static void random_bytes_give_articles_or_reasons_and_no_harm(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    static const char *const parts[] = {
        "{",  "}",  "[", "]",    "\"title\":",  "\"body\":", "\"a\"",    "\"x\\n\\ny\"", ",",       ":",
        "\\", "\"", "1", "null", "\"author\":", "\n",        "\xE5\x8D", "\\u0000",      "\\ud800", " "};
    for (int round = 0; round < 3000; round++) {
        char lines[512] = "";
        for (uint32_t n = test_random_below(&random, 30); n > 0; n--)
            test_append(lines, sizeof lines, parts[test_random_below(&random, sizeof parts / sizeof *parts)]);
        skips.text[0] = '\0';
        start(lines, strlen(lines));
        struct article article;
        while (corpus_parser_next(parser, &article, NULL) == FX_OK)
            assert_true(article.id.len > 0 && (article.title.len > 0 || article.text.len > 0));
    }
}

static void an_array_nested_a_million_deep_is_survived(void **state)
{
    (void)state;
    struct buffer line = BUFFER_INIT;
    assert_int_equal(buffer_append_string(&line, "{\"x\":"), FX_OK);
    for (int i = 0; i < 1000000; i++)
        assert_int_equal(buffer_append_byte(&line, '['), FX_OK);
    start(line.bytes, line.length);
    expect_end();
    assert_int_equal(skips.count, 1);
    buffer_release(&line);
}

static void what_a_dump_tells_of_the_layout_is_taken_over_and_nothing_guessed(void **state)
{
    (void)state;
    struct article article = only(
        "{\"body\":\"One.\\n\\nA small head\\n\\n" PROSE "\",\"fsearch\":{\"path\":\"news/b.txt\",\"x\":[{\"captions\":"
        "[\"no\"]}],\"headings\":[1,7,\"2\",-1],\"captions\":[\"First\\n photo\",\"\",3,\"Second\"]},\"title\":\"T\"}");
    expect(article.title, "T");
    expect(article.path, "news/a.jsonl"); /* the file it is read from now */
    assert_int_equal(article.section_count, 1);
    struct article_section section = article.sections[0];
    expect(slice_part(article.text, section.heading.start, section.heading.end), "A small head");
    assert_int_equal(article.caption_count, 2);
    expect(article.captions[0], "First photo");
    expect(article.captions[1], "Second");
    assert_int_equal(
        only("{\"body\":\"" PROSE "\\n\\nA bridge too dear\\n\\n" PROSE "\",\"fsearch\":{}}").section_count, 0);
    assert_int_equal(
        only("{\"body\":\"" PROSE "\\n\\nA bridge too dear\\n\\n" PROSE "\",\"fsearch\":[1]}").section_count, 1);
}

static void a_line_of_standard_input_may_say_where_it_was_once_read(void **state)
{
    (void)state;
    start("{\"title\":\"a\",\"fsearch\":{\"path\":\"news/b.txt\"}}\n{\"title\":\"b\"}\n", 59);
    buffer_clear(&chunk.path);
    expect(next().path, "news/b.txt");
    expect(next().path, "");
}

static void a_number_is_an_id_and_seconds_or_milliseconds_a_date(void **state)
{
    (void)state;
    expect(only("{\"title\":\"a\",\"id\":17}").id, "17");
    static const char *const same[] = {"1760569980", "\"1760569980\"", "1760569980000", "\"2025-10-15T23:13:00Z\""};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char line[128];
        snprintf(line, sizeof line, "{\"title\":\"a\",\"date\":%s}", same[i]);
        struct article article = only(line);
        assert_true(article.has_published);
        assert_int_equal(article.published, 1760569980);
    }
    assert_false(only("{\"title\":\"a\",\"date\":1.5}").has_published);
    assert_false(only("{\"title\":\"a\",\"date\":-5}").has_published);
    assert_false(only("{\"title\":\"a\",\"date\":999999999999999999999}").has_published);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(every_known_key_has_its_place),
        EACH(an_id_is_the_url_or_the_line_where_none_is_given),
        EACH(paragraphs_are_parted_by_blank_lines_and_nothing_but_space_is_lost),
        EACH(the_last_of_two_equal_keys_counts_and_body_goes_before_text),
        EACH(several_authors_are_joined),
        EACH(escapes_are_decoded),
        EACH(a_date_that_cannot_be_read_costs_only_the_date),
        EACH(a_wrong_line_is_named_and_the_others_are_read),
        EACH(a_short_line_between_long_paragraphs_is_a_sub_heading),
        EACH(what_a_dump_tells_of_the_layout_is_taken_over_and_nothing_guessed),
        EACH(a_line_of_standard_input_may_say_where_it_was_once_read),
        EACH(a_number_is_an_id_and_seconds_or_milliseconds_a_date),
        EACH(random_bytes_give_articles_or_reasons_and_no_harm),
        EACH(an_array_nested_a_million_deep_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
