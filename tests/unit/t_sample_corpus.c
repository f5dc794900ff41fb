/* The readers against the readings written by hand in tests/expected/readings.jsonl. */
#include "test_corpus.h"

#include "civil_time.h"
#include "memory.h"

#include <yajl/yajl_tree.h>

struct reading {
    yajl_val root;
    bool found;
};

struct readings {
    struct reading list[128];
    size_t count;
};

static void load(struct readings *out)
{
    *out = (struct readings){.count = 0};
    FILE *file = fopen(SOURCE_DIRECTORY "/tests/expected/readings.jsonl", "rb");
    assert_non_null(file);
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, file) > 0) {
        assert_true(out->count < sizeof out->list / sizeof *out->list);
        char problem[256] = "";
        yajl_val root = yajl_tree_parse(line, problem, sizeof problem);
        if (root == NULL)
            fail_msg("readings.jsonl: %s", problem);
        out->list[out->count++].root = root;
    }
    free(line);
    fclose(file);
    assert_true(out->count >= 40);
}

static void release(struct readings *readings)
{
    for (size_t i = 0; i < readings->count; i++)
        yajl_tree_free(readings->list[i].root);
}

static yajl_val member(yajl_val object, const char *name)
{
    const char *path[] = {name, NULL};
    return yajl_tree_get(object, path, yajl_t_any);
}

/* "" for an absent string. */
static const char *text_of(yajl_val object, const char *name)
{
    yajl_val value = member(object, name);
    return value != NULL && YAJL_IS_STRING(value) ? YAJL_GET_STRING(value) : "";
}

static bool same(fx_slice found, const char *expected)
{
    return slice_equal(found, slice_of(expected));
}

static void check_text(const char *id, const char *what, fx_slice found, const char *expected)
{
    if (!same(found, expected))
        fail_msg("%s: %s is '%.*s', not '%s'", id, what, (int)found.len, found.ptr != NULL ? found.ptr : "", expected);
}

static void check_published(const char *id, const struct article *article, const char *expected)
{
    char time[CIVIL_TIME_SIZE] = "";
    if (article->has_published)
        civil_format_time(time, article->published);
    check_text(id, "published", slice_of(time), expected);
}

static void check_headings(const char *id, const struct article *article, yajl_val expected)
{
    assert_true(YAJL_IS_ARRAY(expected));
    for (size_t i = 0; i < article->section_count && i < expected->u.array.len; i++) {
        struct span span = article->sections[i].heading;
        check_text(id, "heading", slice_part(article->text, span.start, span.end),
                   YAJL_GET_STRING(expected->u.array.values[i]));
    }
    if (article->section_count != expected->u.array.len)
        fail_msg("%s: %u sections, not %zu", id, (unsigned)article->section_count, expected->u.array.len);
}

static void check_captions(const char *id, const struct article *article, yajl_val expected)
{
    assert_true(YAJL_IS_ARRAY(expected));
    if (article->caption_count != expected->u.array.len)
        fail_msg("%s: %u captions, not %zu", id, (unsigned)article->caption_count, expected->u.array.len);
    for (size_t i = 0; i < expected->u.array.len; i++)
        check_text(id, "caption", article->captions[i], YAJL_GET_STRING(expected->u.array.values[i]));
}

/* The first words of everything said, and every name, must still be in the text: nothing of a body is lost. */
static void check_nothing_is_lost(const char *id, const struct article *article, yajl_val reading)
{
    yajl_val speakers = member(reading, "speakers");
    assert_true(YAJL_IS_ARRAY(speakers));
    for (size_t i = 0; i < speakers->u.array.len; i++) {
        yajl_val quotes = member(speakers->u.array.values[i], "quotes");
        for (size_t k = 0; k < quotes->u.array.len; k++) {
            const char *begins = text_of(quotes->u.array.values[k], "begins");
            bool there = memmem(article->text.ptr, article->text.len, begins, strlen(begins)) != NULL ||
                         memmem(article->title.ptr, article->title.len, begins, strlen(begins)) != NULL;
            if (!there)
                fail_msg("%s: '%s' is not in the text", id, begins);
        }
    }
}

static void check(const struct article *article, struct readings *readings, size_t root_length)
{
    char id[256];
    fx_slice name = article->id;
    if (name.len > root_length && memcmp(name.ptr, SOURCE_DIRECTORY "/corpus/", root_length) == 0)
        name = slice_part(name, root_length, name.len);
    snprintf(id, sizeof id, "%.*s", (int)name.len, name.ptr);
    for (size_t i = 0; i < readings->count; i++) {
        yajl_val reading = readings->list[i].root;
        if (strcmp(text_of(reading, "id"), id) != 0)
            continue;
        readings->list[i].found = true;
        check_text(id, "title", article->title, text_of(reading, "title"));
        check_text(id, "deck", article->deck, text_of(reading, "deck"));
        check_text(id, "desk", article->desk, text_of(reading, "desk"));
        check_text(id, "byline", article->byline, text_of(reading, "byline"));
        check_text(id, "source", article->source, text_of(reading, "source"));
        check_published(id, article, text_of(reading, "published"));
        check_headings(id, article, member(reading, "headings"));
        check_captions(id, article, member(reading, "captions"));
        check_nothing_is_lost(id, article, reading);
        return;
    }
    fail_msg("%s has no reading", id);
}

static void every_article_of_the_sample_corpus_is_read_as_expected(void **state)
{
    (void)state;
    struct readings readings;
    load(&readings);
    struct test_skips skips = {.text = ""};
    const char *const paths[] = {SOURCE_DIRECTORY "/corpus"};
    struct corpus_source_options source_options = {
        .paths = paths, .path_count = 1, .skip = test_on_skip, .payload = &skips};
    struct corpus_parser_options parser_options = {.skip = test_on_skip, .payload = &skips};
    struct corpus_source *source;
    struct corpus_parser *parser;
    assert_int_equal(corpus_source_open(&source, &source_options, NULL), FX_OK);
    assert_int_equal(corpus_parser_new(&parser, &parser_options, NULL), FX_OK);
    struct corpus_chunk chunk = CORPUS_CHUNK_INIT;
    while (corpus_source_next(source, &chunk, NULL) == FX_OK) {
        struct article article;
        corpus_parser_start(parser, &chunk);
        while (corpus_parser_next(parser, &article, NULL) == FX_OK)
            check(&article, &readings, strlen(SOURCE_DIRECTORY "/corpus/"));
    }
    assert_string_equal(skips.text, "");
    for (size_t i = 0; i < readings.count; i++)
        if (!readings.list[i].found)
            fail_msg("%s was not read", text_of(readings.list[i].root, "id"));
    corpus_chunk_release(&chunk);
    corpus_parser_free(parser);
    corpus_source_close(source);
    release(&readings);
}

/* Whichever allocation fails, it is reported, nothing leaks and nothing crashes. yajl's own are not ours. */
static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    const char *const paths[] = {SOURCE_DIRECTORY "/corpus/newspaper/robot-forum.txt",
                                 SOURCE_DIRECTORY "/corpus/wire.jsonl"};
    for (uint64_t n = 1; n < 400; n++) {
        struct corpus_source_options source_options = {.paths = paths, .path_count = 2};
        struct corpus_parser_options parser_options = {.time_zone = "Asia/Seoul"};
        struct corpus_source *source = NULL;
        struct corpus_parser *parser = NULL;
        struct corpus_chunk chunk = CORPUS_CHUNK_INIT;
        memory_fail_at(n, false);
        int status = corpus_source_open(&source, &source_options, NULL);
        if (status == FX_OK)
            status = corpus_parser_new(&parser, &parser_options, NULL);
        while (status == FX_OK && (status = corpus_source_next(source, &chunk, NULL)) == FX_OK) {
            struct article article;
            corpus_parser_start(parser, &chunk);
            while ((status = corpus_parser_next(parser, &article, NULL)) == FX_OK)
                continue;
            status = status == FX_END ? FX_OK : status;
        }
        bool failed = memory_allocations() >= n;
        memory_fail_at(0, false);
        corpus_chunk_release(&chunk);
        corpus_parser_free(parser);
        corpus_source_close(source);
        if (!failed) {
            assert_int_equal(status, FX_END);
            assert_true(n > 10);
            return;
        }
        assert_int_equal(status, FX_ENOMEM);
    }
    fail_msg("more allocations than expected");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_article_of_the_sample_corpus_is_read_as_expected),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
