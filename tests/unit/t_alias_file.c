#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "alias_file.h"
#include "memory.h"
#include "slice.h"

#include <string.h>

static struct alias_file *parse(const char *text)
{
    struct alias_file *file;
    fx_error err = {0};
    assert_int_equal(alias_file_parse(&file, slice_of(text), "names.txt", &err), FX_OK);
    return file;
}

static void assert_wrong(const char *text, uint32_t line, const char *message)
{
    struct alias_file *file;
    fx_error err = {0};
    assert_int_equal(alias_file_parse(&file, slice_of(text), "names.txt", &err), FX_EINVAL);
    assert_null(file);
    assert_int_equal(err.offset, line);
    assert_non_null(strstr(err.message, message));
}

static void merged_names_are_shown_as_the_first(void **state)
{
    (void)state;
    struct alias_file *file = parse("# people\n\nmerge \"Kim Min-kyo\" = \"Min-kyo Kim\", \"Minkyo Kim\" # all one\n");
    struct alias_entry entry = alias_file_find(file, SLICE("MIN-KYO   KIM"));
    assert_true(slice_equal(entry.name, SLICE("Kim Min-kyo")));
    assert_int_equal(entry.alias_count, 2);
    assert_true(slice_equal(entry.aliases[1], SLICE("Minkyo Kim")));
    assert_int_equal(alias_file_find(file, SLICE("Kim")).name.len, 0);
    alias_file_close(file);
}

static void split_and_ignored_names_are_told(void **state)
{
    (void)state;
    struct alias_file *file = parse("split \"Washington\"\nignore \"Photo\"\nignore \"A \\\"B\\\" \\\\\"");
    assert_true(alias_file_find(file, SLICE("washington")).split);
    assert_false(alias_file_find(file, SLICE("washington")).ignored);
    assert_true(alias_file_find(file, SLICE("PHOTO")).ignored);
    assert_true(alias_file_find(file, SLICE("a \"b\" \\")).ignored);
    alias_file_close(file);
}

static void no_file_says_nothing(void **state)
{
    (void)state;
    struct alias_entry entry = alias_file_find(NULL, SLICE("Kim"));
    assert_int_equal(entry.name.len, 0);
    assert_false(entry.split || entry.ignored);
}

static void a_bad_line_is_named_with_its_number(void **state)
{
    (void)state;
    assert_wrong("\njoin \"A\" = \"B\"\n", 2, "names.txt:2: a line begins with merge, split, ignore or #");
    assert_wrong("merge \"A\"\n", 1, "wants =");
    assert_wrong("merge \"A\" = B\n", 1, "double quotation marks");
    assert_wrong("merge \"A\" = \"B\n", 1, "not closed");
    assert_wrong("ignore \"\"\n", 1, "empty");
    assert_wrong("ignore \"A\" \"B\"\n", 1, "more on the line");
    assert_wrong("ignore \"\\x\"\n", 1, "backslash");
}

static void lines_that_contradict_each_other_are_refused(void **state)
{
    (void)state;
    assert_wrong("merge \"A a\" = \"B\"\nmerge \"C\" = \"b\"\n", 2, "earlier line");
    assert_wrong("ignore \"A\"\nmerge \"A\" = \"B\"\n", 2, "earlier line");
    assert_wrong("split \"A\"\nignore \"A\"\n", 2, "earlier line");
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    struct alias_file *file;
    fx_error err = {0};
    assert_int_equal(alias_file_open(&file, "/nonexistent/aliases", &err), FX_ENOTFOUND);
    assert_non_null(strstr(err.message, "/nonexistent/aliases"));
}

static void every_failing_allocation_is_survived(void **state)
{
    (void)state;
    int status = FX_ENOMEM;
    for (uint64_t n = 1; status == FX_ENOMEM && n < 200; n++) {
        struct alias_file *file;
        fx_error err = {0};
        memory_fail_at(n, true);
        status = alias_file_parse(&file, SLICE("merge \"A\" = \"B\", \"C\"\nignore \"D\"\n"), "f", &err);
        memory_fail_at(0, false);
        alias_file_close(file);
    }
    assert_int_equal(status, FX_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merged_names_are_shown_as_the_first),
        cmocka_unit_test(split_and_ignored_names_are_told),
        cmocka_unit_test(no_file_says_nothing),
        cmocka_unit_test(a_bad_line_is_named_with_its_number),
        cmocka_unit_test(lines_that_contradict_each_other_are_refused),
        cmocka_unit_test(a_missing_file_is_named),
        cmocka_unit_test(every_failing_allocation_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
