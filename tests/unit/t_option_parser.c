#include "unit_test.h"

#include "option_parser.h"

static const struct option_spec SPECS[] = {
    {'n', 'n', "limit", "N", 0, "show at most N hits"},
    {'q', 'q', "quiet", NULL, 0, "print nothing"},
    {'c', 'c', "count", NULL, 0, "print the number of hits only"},
    {'i', 'i', "index", "DIR", OPTION_REPEATABLE, "the index"},
    {'p', 0, "purge", "all", OPTION_ARGUMENT_OPTIONAL, "also remove articles whose file has gone"},
    {'S', 0, "since", "D", 0, "from day D on"},
    {'s', 's', "sort", "score|date", 0, "the order of the hits, and some more words that make this line a long one"},
    {'x', 'x', NULL, NULL, 0, "first\nsecond"},
};
enum { SPEC_COUNT = sizeof SPECS / sizeof *SPECS };

/* What was read, as text: "n=5 q <operand> ...", or the error's message. */
static void check(const char *expected, const char *const *words)
{
    char *argv[16] = {(char *)(uintptr_t) "program"};
    int argc = 1;
    for (; words[argc - 1] != NULL; argc++)
        argv[argc] = (char *)(uintptr_t)words[argc - 1];
    struct option_parser parser;
    option_parser_init(&parser, SPECS, SPEC_COUNT, argc, argv);
    char text[512] = "";
    struct option_match match;
    fx_error err = {0};
    int status;
    while ((status = option_parser_next(&parser, &match, &err)) == FX_OK) {
        size_t used = strlen(text);
        if (match.spec == NULL)
            snprintf(text + used, sizeof text - used, "<%s> ", match.argument);
        else if (match.argument != NULL)
            snprintf(text + used, sizeof text - used, "%c=%s ", match.spec->id, match.argument);
        else
            snprintf(text + used, sizeof text - used, "%c ", match.spec->id);
    }
    if (status != FX_END) {
        assert_int_equal(status, FX_EINVAL);
        assert_null(match.spec);
        assert_string_equal(err.message, expected);
        return;
    }
    assert_string_equal(text, expected);
}

#define CHECK(expected, ...) check(expected, (const char *const[]){__VA_ARGS__, NULL})

static void options_are_read_in_all_their_spellings(void **state)
{
    (void)state;
    CHECK("n=5 ", "-n5");
    CHECK("n=5 ", "-n", "5");
    CHECK("n=5 ", "--limit=5");
    CHECK("n=5 ", "--limit", "5");
    CHECK("n=5 ", "--lim", "5");
    CHECK("q c n=5 ", "-qcn5");
    CHECK("q n=5 ", "-qn", "5");
    CHECK("n= ", "--limit=");
    CHECK("n=-5 ", "-n", "-5");
    CHECK("i=a i=b ", "-i", "a", "--index=b");
}

static void operands_stand_anywhere_and_a_double_dash_ends_options(void **state)
{
    (void)state;
    CHECK("<robotics> q <cooperation> ", "robotics", "-q", "cooperation");
    CHECK("q <-q> <--> ", "-q", "--", "-q", "--");
    CHECK("<-> <> ", "-", "");
    CHECK("", "--");
}

static void an_optional_argument_is_taken_only_when_joined(void **state)
{
    (void)state;
    CHECK("p <all> ", "--purge", "all");
    CHECK("p=all ", "--purge=all");
}

static void what_is_wrong_is_named_and_the_nearest_option_offered(void **state)
{
    (void)state;
    CHECK("unknown option '--limt'; did you mean '--limit'?", "--limt", "5");
    CHECK("unknown option '--qiuet'; did you mean '--quiet'?", "--qiuet");
    CHECK("unknown option '--frobnicate'", "--frobnicate");
    CHECK("unknown option '-z'", "-qz");
    CHECK("unknown option '-\xC3\xA9'", "-\xC3\xA9");
    CHECK("option '--s' may be '--since' or '--sort'", "--s=1");
    CHECK("option '--quiet' takes no argument", "--quiet=yes");
    CHECK("option '--limit' needs an argument: N", "--limit");
    CHECK("option '-n' needs an argument: N", "-qn");
}

static void help_is_a_table_of_two_columns(void **state)
{
    (void)state;
    struct buffer out = BUFFER_INIT;
    assert_int_equal(option_help(&out, SPECS, SPEC_COUNT, 72), FX_OK);
    assert_int_equal(buffer_append_byte(&out, '\0'), FX_OK);
    assert_string_equal(out.bytes, "  -n, --limit N          show at most N hits\n"
                                   "  -q, --quiet            print nothing\n"
                                   "  -c, --count            print the number of hits only\n"
                                   "  -i, --index DIR        the index (repeatable)\n"
                                   "      --purge[=all]      also remove articles whose file has gone\n"
                                   "      --since D          from day D on\n"
                                   "  -s, --sort score|date  the order of the hits, and some more words that\n"
                                   "                         make this line a long one\n"
                                   "  -x                     first\n"
                                   "                         second\n");
    buffer_release(&out);
}

static void numbers_and_sizes_are_checked(void **state)
{
    (void)state;
    uint64_t value;
    double number;
    fx_error err;
    assert_int_equal(option_unsigned(&value, "10", 0, 100, "--limit", NULL), FX_OK);
    assert_int_equal(value, 10);
    assert_int_equal(option_unsigned(&value, "101", 0, 100, "--limit", &err), FX_EINVAL);
    assert_string_equal(err.message, "--limit: '101' is no whole number from 0 to 100");
    static const char *const wrong[] = {"", "-1", "1x", " 1", "99999999999999999999", "0x10"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(option_unsigned(&value, wrong[i], 0, UINT64_MAX, "-n", NULL), FX_EINVAL);
    assert_int_equal(option_size(&value, "256M", "--memory", NULL), FX_OK);
    assert_int_equal(value, 256 << 20);
    assert_int_equal(option_size(&value, "2GiB", "--memory", NULL), FX_OK);
    assert_true(value == 2ULL << 30);
    assert_int_equal(option_size(&value, "4096", "--memory", NULL), FX_OK);
    assert_int_equal(value, 4096);
    static const char *const no_size[] = {"", "M", "1X", "1MM", "99999999999T", "-1M"};
    for (size_t i = 0; i < sizeof no_size / sizeof *no_size; i++)
        assert_int_equal(option_size(&value, no_size[i], "--memory", NULL), FX_EINVAL);
    assert_int_equal(option_number(&number, "0.75", 0, 1, "--b", NULL), FX_OK);
    assert_true(number == 0.75);
    assert_int_equal(option_number(&number, ".5", 0, 1, "--b", NULL), FX_OK);
    assert_int_equal(option_number(&number, "-2", -3, 1, "--b", NULL), FX_OK);
    assert_true(number == -2);
    static const char *const no_number[] = {"", ".", "-", "1.2.3", "nan", "2", "0,5", "1e9"};
    for (size_t i = 0; i < sizeof no_number / sizeof *no_number; i++)
        assert_int_equal(option_number(&number, no_number[i], 0, 1, "--b", NULL), FX_EINVAL);
}

static void the_nearest_word_is_near(void **state)
{
    (void)state;
    static const char *const commands[] = {"update", "remove", "analyze", "stats", "verify", "compact", "dump"};
    enum { COUNT = sizeof commands / sizeof *commands };
    assert_string_equal(option_nearest("updaet", commands, COUNT), "update");
    assert_string_equal(option_nearest("analyse", commands, COUNT), "analyze");
    assert_string_equal(option_nearest("stat", commands, COUNT), "stats");
    assert_null(option_nearest("search", commands, COUNT));
    assert_null(option_nearest("x", commands, COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_are_read_in_all_their_spellings),
        cmocka_unit_test(operands_stand_anywhere_and_a_double_dash_ends_options),
        cmocka_unit_test(an_optional_argument_is_taken_only_when_joined),
        cmocka_unit_test(what_is_wrong_is_named_and_the_nearest_option_offered),
        cmocka_unit_test(help_is_a_table_of_two_columns),
        cmocka_unit_test(numbers_and_sizes_are_checked),
        cmocka_unit_test(the_nearest_word_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
