/* unit_fields: the fields of articles, sections and quotes, in order. */
#include "unit_test.h"

#include "memory.h"
#include "slice.h"
#include "unit_fields.h"

/* "Lead one" "Lead two" | "Heading A" "Body a" | "Heading B" "Body b" "Tail", each paragraph apart by "\n\n". */
#define TEXT "Lead one\n\nLead two\n\nHeading A\n\nBody a\n\nHeading B\n\nBody b\n\nTail"

static const struct span paragraphs[] = {{0, 8}, {10, 18}, {20, 29}, {31, 37}, {39, 48}, {50, 56}, {58, 62}};
static const struct article_section sections[] = {{{20, 29}, {20, 37}}, {{39, 48}, {39, 62}}};
static const fx_slice captions[] = {{"Caption", 7}, {"", 0}, {"Other", 5}};

static struct article sample_article(void)
{
    return (struct article){.title = SLICE("Title"),
                            .deck = SLICE("Deck"),
                            .text = SLICE(TEXT),
                            .paragraphs = paragraphs,
                            .paragraph_count = 7,
                            .sections = sections,
                            .section_count = 2,
                            .captions = captions,
                            .caption_count = 3};
}

/* The fields as "kind:text@start" joined by '|', a head marked '*'. */
static void assert_fields(const struct article *article, const struct annotations *annotations, enum unit unit,
                          uint32_t number, const char *expected)
{
    static const char letters[] = "TDHBC";
    struct unit_fields fields = UNIT_FIELDS_INIT;
    char out[512] = "";
    size_t length = 0;
    assert_int_equal(unit_fields_make(&fields, article, annotations, unit, number), FX_OK);
    for (uint32_t i = 0; i < fields.count; i++) {
        const struct unit_field *field = &fields.fields[i];
        length +=
            (size_t)snprintf(out + length, sizeof out - length, "%s%c%s:%.*s", i > 0 ? "|" : "", letters[field->kind],
                             field->is_head ? "*" : "", (int)field->text.len, field->text.ptr);
        if (field->text_start != UINT32_MAX)
            assert_ptr_equal(field->text.ptr, article->text.ptr + field->text_start);
    }
    assert_string_equal(out, expected);
    unit_fields_release(&fields);
}

static void an_article_is_title_deck_paragraphs_and_captions(void **state)
{
    (void)state;
    struct article article = sample_article();
    assert_fields(&article, NULL, UNIT_ARTICLE, 0,
                  "T*:Title|D:Deck|B:Lead one|B:Lead two|H:Heading A|B:Body a|H:Heading B|B:Body b|B:Tail|C:Caption|"
                  "C:Other");
}

static void fields_of_the_title_stand_outside_the_text(void **state)
{
    (void)state;
    struct article article = sample_article();
    struct unit_fields fields = UNIT_FIELDS_INIT;
    assert_int_equal(unit_fields_make(&fields, &article, NULL, UNIT_ARTICLE, 0), FX_OK);
    assert_int_equal(fields.fields[0].text_start, UINT32_MAX);
    assert_int_equal(fields.fields[1].text_start, UINT32_MAX);
    assert_int_equal(fields.fields[2].text_start, 0);
    assert_int_equal(fields.fields[10].text_start, UINT32_MAX);
    unit_fields_release(&fields);
}

static void the_part_before_the_first_heading_is_section_zero(void **state)
{
    (void)state;
    struct article article = sample_article();
    assert_fields(&article, NULL, UNIT_SECTION, 0, "T*:Title|D:Deck|B:Lead one|B:Lead two");
    article.section_count = 0;
    article.paragraph_count = 2;
    assert_fields(&article, NULL, UNIT_SECTION, 0, "T*:Title|D:Deck|B:Lead one|B:Lead two");
}

static void a_section_is_its_heading_and_its_paragraphs(void **state)
{
    (void)state;
    struct article article = sample_article();
    assert_fields(&article, NULL, UNIT_SECTION, 1, "H*:Heading A|B:Body a");
    assert_fields(&article, NULL, UNIT_SECTION, 2, "H*:Heading B|B:Body b|B:Tail");
}

static void a_quote_is_one_field_a_paragraph(void **state)
{
    (void)state;
    struct article article = sample_article();
    struct quote quotes[] = {{.span = {1, 5}}, {.span = {5, 14}}, {.span = {50, 62}}, {.span = {8, 10}}};
    struct annotations annotations = {.quotes = quotes, .quote_count = 4};
    assert_fields(&article, &annotations, UNIT_QUOTE, 0, "B:ead ");
    assert_fields(&article, &annotations, UNIT_QUOTE, 1, "B:one|B:Lead");
    assert_fields(&article, &annotations, UNIT_QUOTE, 2, "B:Body b|B:Tail");
    assert_fields(&article, &annotations, UNIT_QUOTE, 3, "");
}

static void units_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    struct article article = sample_article();
    struct annotations none = {0};
    struct unit_fields fields = UNIT_FIELDS_INIT;
    assert_int_equal(unit_fields_make(&fields, &article, NULL, UNIT_SECTION, 3), FX_EINVAL);
    assert_int_equal(unit_fields_make(&fields, &article, &none, UNIT_QUOTE, 0), FX_EINVAL);
    unit_fields_release(&fields);
}

static void spans_outside_the_text_are_left_out(void **state)
{
    (void)state;
    struct article article = sample_article();
    static const struct span wild[] = {{0, 4}, {5, 5000}, {6000, 7000}};
    article.paragraphs = wild;
    article.paragraph_count = 3;
    article.section_count = article.caption_count = 0;
    assert_fields(&article, NULL, UNIT_ARTICLE, 0,
                  "T*:Title|D:Deck|B:Lead|B:one"
                  "\n\nLead two\n\nHeading A\n\nBody a"
                  "\n\nHeading B\n\nBody b\n\nTail");
}

static void a_failed_allocation_is_reported(void **state)
{
    (void)state;
    struct article article = sample_article();
    struct unit_fields fields = UNIT_FIELDS_INIT;
    memory_fail_at(1, true);
    assert_int_equal(unit_fields_make(&fields, &article, NULL, UNIT_ARTICLE, 0), FX_ENOMEM);
    memory_fail_at(0, false);
    unit_fields_release(&fields);
}

static void gaps_and_weights_follow_the_kind(void **state)
{
    (void)state;
    assert_int_equal(unit_field_gap(FIELD_BODY), POSITION_GAP_PARAGRAPH);
    assert_int_equal(unit_field_gap(FIELD_TITLE), POSITION_GAP_ZONE);
    assert_int_equal(unit_field_weight(FIELD_TITLE), FIELD_WEIGHT_TITLE);
    assert_int_equal(unit_field_weight(FIELD_HEADING), FIELD_WEIGHT_HEADING);
    assert_int_equal(unit_field_weight(FIELD_CAPTION), FIELD_WEIGHT_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_is_title_deck_paragraphs_and_captions),
        cmocka_unit_test(fields_of_the_title_stand_outside_the_text),
        cmocka_unit_test(the_part_before_the_first_heading_is_section_zero),
        cmocka_unit_test(a_section_is_its_heading_and_its_paragraphs),
        cmocka_unit_test(a_quote_is_one_field_a_paragraph),
        cmocka_unit_test(units_that_do_not_exist_are_refused),
        cmocka_unit_test(spans_outside_the_text_are_left_out),
        cmocka_unit_test(a_failed_allocation_is_reported),
        cmocka_unit_test(gaps_and_weights_follow_the_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
