/* word_break: the boundaries of UAX #29, against the Unicode Consortium's own test file (Debian: unicode-data). */
#include "unit_test.h"

#include "utf8.h"
#include "word_break.h"

#define TEST_FILE "/usr/share/unicode/auxiliary/WordBreakTest.txt"

enum { LINE_SIZE = 4096, BOUNDARIES_MAX = 256 };

struct sample {
    char text[LINE_SIZE];
    size_t length;
    size_t boundaries[BOUNDARIES_MAX]; /* after the start */
    size_t count;
};

/* A line such as "÷ 0061 × 0027 ÷ 0041 ÷ # comment". */
static void read_sample(struct sample *sample, char *line)
{
    line[strcspn(line, "#\n")] = '\0';
    sample->length = sample->count = 0;
    char *rest = line;
    for (char *word; (word = strsep(&rest, " \t")) != NULL;) {
        if (strcmp(word, "÷") == 0 && sample->length > 0)
            sample->boundaries[sample->count++] = sample->length;
        else if (strcmp(word, "÷") != 0 && strcmp(word, "×") != 0 && *word != '\0')
            sample->length += utf8_encode((uint32_t)strtoul(word, NULL, 16), sample->text + sample->length);
    }
}

static void all_samples_of_the_unicode_consortium_are_cut_alike(void **state)
{
    (void)state;
    FILE *file = fopen(TEST_FILE, "r");
    if (file == NULL)
        fail_msg("%s is missing: install unicode-data", TEST_FILE);
    static char line[LINE_SIZE];
    static struct sample sample;
    unsigned samples = 0;
    for (unsigned number = 1; fgets(line, sizeof line, file) != NULL; number++) {
        read_sample(&sample, line);
        if (sample.count == 0)
            continue;
        size_t at = 0;
        for (size_t i = 0; i < sample.count; i++) {
            at = word_break_next((fx_slice){sample.text, sample.length}, at);
            if (at != sample.boundaries[i])
                fail_msg("line %u: boundary %zu is at byte %zu, not %zu", number, i, sample.boundaries[i], at);
        }
        samples++;
    }
    fclose(file);
    assert_true(samples > 1800);
}

/* The text cut by word_break_next_lexical, its segments joined by '|'. */
static void assert_lexical(const char *text, const char *expected)
{
    char out[256];
    size_t length = 0, size = strlen(text);
    for (size_t at = 0; at < size;) {
        enum word_content content;
        size_t end = word_break_next_lexical((fx_slice){text, size}, at, &content);
        if (at > 0)
            out[length++] = '|';
        memcpy(out + length, text + at, end - at);
        length += end - at;
        at = end;
    }
    out[length] = '\0';
    assert_string_equal(out, expected);
}

static void ideographs_and_words_never_share_a_lexical_segment(void **state)
{
    (void)state;
    assert_lexical("AI반도체", "AI|반도체");
    assert_lexical("2026년", "2026|년");
    assert_lexical("A.한", "A|.|한");
    assert_lexical("カタカナ_x", "カタカナ|_x");
    assert_lexical("x_カ", "x_|カ");
    assert_lexical("don’t stop", "don’t| |stop");
}

static void an_ideograph_ends_behind_its_marks(void **state)
{
    (void)state;
    fx_slice halfwidth = {"ｶﾞﾗ", 9}, conjoining = {"\u1112\u1161\u11ab\u1100", 12}, latin = {"a", 1};
    assert_int_equal(word_break_ideograph_end(halfwidth, 0), 6);
    assert_int_equal(word_break_ideograph_end(conjoining, 0), 9);
    assert_int_equal(word_break_ideograph_end(latin, 0), 0);
}

static void ill_formed_bytes_stand_alone(void **state)
{
    (void)state;
    fx_slice text = {"ab\xFF\xC3"
                     "cd",
                     6};
    assert_int_equal(word_break_next(text, 0), 2);
    assert_int_equal(word_break_next(text, 2), 3);
    assert_int_equal(word_break_next(text, 3), 4);
    assert_int_equal(word_break_next(text, 4), 6);
}

static void properties_are_those_of_the_standard(void **state)
{
    (void)state;
    assert_int_equal(word_properties_break(word_properties_of('a')), BREAK_ALETTER);
    assert_int_equal(word_properties_break(word_properties_of(0x2019)), BREAK_MIDNUMLET);
    assert_int_equal(word_properties_break(word_properties_of(0xE0001)), BREAK_FORMAT);
    assert_int_equal(word_properties_break(word_properties_of(UTF8_INVALID)), BREAK_NEWLINE);
    assert_true(word_properties_pictographic(word_properties_of(0x1F600)));
    assert_false(word_properties_pictographic(word_properties_of('a')));
    assert_int_equal(word_properties_content(word_properties_of(0x4E2D)), CONTENT_IDEOGRAPH);
    assert_int_equal(word_properties_content(word_properties_of(0x0E01)), CONTENT_IDEOGRAPH); /* Thai ko kai */
    assert_int_equal(word_properties_content(word_properties_of(0x20000)), CONTENT_IDEOGRAPH);
    assert_int_equal(word_properties_content(word_properties_of('7')), CONTENT_ALPHANUMERIC);
    assert_int_equal(word_properties_content(word_properties_of(0x1161)), CONTENT_CONTINUED);
    assert_int_equal(word_properties_content(word_properties_of('-')), CONTENT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_samples_of_the_unicode_consortium_are_cut_alike),
        cmocka_unit_test(ideographs_and_words_never_share_a_lexical_segment),
        cmocka_unit_test(an_ideograph_ends_behind_its_marks),
        cmocka_unit_test(ill_formed_bytes_stand_alone),
        cmocka_unit_test(properties_are_those_of_the_standard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
