#include "unit_test.h"

#include "corpus_format.h"
#include "slice.h"

static void expect(const char *path, const char *text, size_t length, int status, enum corpus_format format)
{
    enum corpus_format found;
    fx_error err = {0};
    int got = corpus_format_detect(&found, slice_of(path), (fx_slice){text, length}, true, &err);
    if (got != status || (status == FX_OK && found != format))
        fail_msg("'%s' %.40s: status %d, format %d", path, text, got, (int)found);
    if (status != FX_OK)
        assert_true(err.message[0] != '\0');
}

#define EXPECT(path, text, status, format) expect(path, text, sizeof(text) - 1, status, format)

static void json_lines_are_known_by_their_content(void **state)
{
    (void)state;
    EXPECT("a.txt", "{\"title\":\"x\"}\n{\"title\":\"y\"}\n", FX_OK, CORPUS_JSONL);
    EXPECT("a", "\n  {\"title\":\"x\"}", FX_OK, CORPUS_JSONL);
    EXPECT("a", "\xEF\xBB\xBF{\"title\":\"x\"}", FX_OK, CORPUS_JSONL);
    EXPECT("a.txt", "{curly} braces begin this headline\n", FX_OK, CORPUS_TEXT);
    EXPECT("a.txt", "{\"title\":\"x\"} and more\n", FX_OK, CORPUS_TEXT);
    EXPECT("a.txt", "{\"title\":", FX_OK, CORPUS_TEXT);
}

static void a_name_helps_only_what_begins_like_json(void **state)
{
    (void)state;
    EXPECT("a.jsonl", "{broken\n{\"title\":\"y\"}\n", FX_OK, CORPUS_JSONL);
    EXPECT("a.NDJSON", "{broken", FX_OK, CORPUS_JSONL);
    EXPECT("a.json", "A headline\n\nText.\n", FX_OK, CORPUS_TEXT);
    EXPECT("a.jsonl", "", FX_OK, CORPUS_TEXT);
}

static void a_first_line_longer_than_what_was_read_is_judged_by_its_beginning(void **state)
{
    (void)state;
    enum corpus_format format;
    fx_slice beginning = SLICE("{\"body\":\"a very long");
    assert_int_equal(corpus_format_detect(&format, SLICE("a"), beginning, false, NULL), FX_OK);
    assert_int_equal(format, CORPUS_JSONL);
}

static void what_is_no_text_is_refused_by_what_it_is(void **state)
{
    (void)state;
    EXPECT("a", "\x1F\x8B\x08\x00", FX_EINPUT, CORPUS_TEXT);
    EXPECT("a", "\x28\xB5\x2F\xFD\x24", FX_EINPUT, CORPUS_TEXT);
    EXPECT("a", "PK\x03\x04", FX_EINPUT, CORPUS_TEXT);
    EXPECT("a.txt", "%PDF-1.7", FX_EINPUT, CORPUS_TEXT);
    EXPECT("a.txt", "\xEF\xBB\xBF\n<!doctype HTML><p>x", FX_EINPUT, CORPUS_TEXT);
    EXPECT("a.txt", "<html lang=en>", FX_EINPUT, CORPUS_TEXT);
    EXPECT("a", "<?xml version=\"1.0\"?><nitf/>", FX_EINPUT, CORPUS_TEXT);
    EXPECT("a.json", "[{\"title\":\"x\"}]", FX_EINPUT, CORPUS_TEXT);
    EXPECT("a.json", " [\n  {\"title\":\"x\"}]", FX_EINPUT, CORPUS_TEXT);
    EXPECT("a.txt", "[Updated] A headline\n\nText.\n", FX_OK, CORPUS_TEXT);
    EXPECT("a.txt", "<strong words> in a headline\n\nText.\n", FX_OK, CORPUS_TEXT);
    EXPECT("a.txt", "\xFF\xFEh\0i\0", FX_EINPUT, CORPUS_TEXT);
    enum corpus_format format;
    fx_error err;
    assert_int_equal(corpus_format_detect(&format, SLICE("a"), (fx_slice){"one\ntwo\n\0", 9}, true, &err), FX_EINPUT);
    assert_string_equal(err.message, "binary file (line 3: NUL byte)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_lines_are_known_by_their_content),
        cmocka_unit_test(a_name_helps_only_what_begins_like_json),
        cmocka_unit_test(a_first_line_longer_than_what_was_read_is_judged_by_its_beginning),
        cmocka_unit_test(what_is_no_text_is_refused_by_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
