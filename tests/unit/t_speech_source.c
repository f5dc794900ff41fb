/* Subjects that do not stand right beside their verb, and what counts as a speaker. Lines are
 * kind|speaker|mention|cue|words. */
#include "quote_reading.h"

/* `text` holds one indirect quotation of Ines Falk, who stands there by name. */
static void assert_falk(const char *text, const char *cue)
{
    char expected[READING_MAX];
    snprintf(expected, sizeof expected, "indirect|Ines Falk|Ines Falk|%s|the harbour was deep\n", cue);
    assert_speech(text, expected);
}

static void a_participle_has_the_subject_of_its_clause(void **state)
{
    (void)state;
    assert_falk("Ines Falk smiled, saying the harbour was deep.", "saying");
    assert_falk("John Adler came while Ines Falk smiled, saying the harbour was deep.", "saying");
}

static void an_infinitive_has_the_object_before_it(void **state)
{
    (void)state;
    assert_falk("The vote led Ines Falk to say the harbour was deep.", "say");
    assert_falk("It was time for Ines Falk to say the harbour was deep.", "say");
}

static void an_insertion_parts_subject_and_verb(void **state)
{
    (void)state;
    assert_falk("Ines Falk, who lives in Tolm, Norland, said the harbour was deep.", "said");
    assert_falk("Ines Falk, a pilot from Tolm, Norland, said the harbour was deep.", "said");
    assert_falk("Ines Falk (Tolm), a supporter of the plan said the harbour was deep.", "said");
    assert_speech("Ines Falk, when asked about John Adler's storm, said the harbour was deep.",
                  "indirect|Ines Falk|Ines Falk|asked about|John Adler's storm\n"
                  "indirect|Ines Falk|Ines Falk|said|the harbour was deep\n");
}

static void a_phrase_before_who_leaves_it_the_subject(void **state)
{
    (void)state;
    assert_speech("Ines Falk, who in the past has said the harbour was deep, left.",
                  "indirect|Ines Falk|who|has said|the harbour was deep\n");
}

static void himself_and_herself_point_at_the_name(void **state)
{
    (void)state;
    assert_falk("Ines Falk herself said the harbour was deep.", "said");
}

static void the_first_of_a_list_speaks(void **state)
{
    (void)state;
    assert_falk("Ines Falk of Norland and John Adler of Tolm said the harbour was deep.", "said");
    assert_falk("It was late when Ines Falk and John Adler said the harbour was deep.", "said");
}

static void two_titles_before_a_name_are_no_list(void **state)
{
    (void)state;
    assert_falk("Port chairman and former pilot Ines Falk said the harbour was deep.", "said");
}

static void a_verb_that_is_no_cue_is_no_part_of_the_name(void **state)
{
    (void)state;
    assert_speech("\"It is deep,\" an angry Ines Falk retaliated.", "direct|Ines Falk|Ines Falk||It is deep,\n");
}

static void whoever_issues_many_posts_speaks_in_them(void **state)
{
    (void)state;
    assert_falk("Ines Falk put out a series of posts saying the harbour was deep.", "saying");
}

static void a_junior_has_the_name_of_the_family(void **state)
{
    (void)state;
    assert_speech("James Falk came. \"It is deep,\" James B. Falk Jr., the head of the port, said.",
                  "direct|James B. Falk Jr.|James B. Falk Jr.|said|It is deep,\n");
}

static void a_surname_may_be_a_common_word(void **state)
{
    (void)state;
    assert_speech("Mr. King said it was deep.", "indirect|King|King|said|it was deep\n");
    /* where the tagger knows the person; "May" without a verb of saying stays a month */
    assert_speech_named("Kristen May came. May said it was deep. In May it rained.", "Kristen May",
                        "indirect|Kristen May|May|said|it was deep\n");
}

static void a_name_before_a_noun_that_looks_like_a_verb_is_no_subject(void **state)
{
    (void)state;
    assert_speech("\"It is deep,\" said Ines Falk, an Anders volunteer in Tolm. \"Very deep.\"",
                  "direct|Ines Falk|Ines Falk|said|It is deep,\ndirect|Ines Falk|Ines Falk|said|Very deep.\n");
}

static void parties_and_offices_speak_as_one_body(void **state)
{
    (void)state;
    assert_speech("Some Republicans said it was deep.", "indirect|Republicans|Republicans|said|it was deep\n");
    assert_speech("Officials in Tolm said it was deep.", "indirect|officials|Officials|said|it was deep\n");
    assert_speech("The harbour police said it was deep.",
                  "indirect|harbour police|The harbour police|said|it was deep\n");
}

static void people_without_office_or_party_have_no_name(void **state)
{
    (void)state;
    assert_speech("Critics said it was deep.", "indirect|-|Critics|said|it was deep\n");
    assert_speech("Some officials said it was deep.", "indirect|-|Some officials|said|it was deep\n");
    assert_speech("Surveys said it was deep.", "indirect|-|Surveys|said|it was deep\n");
}

static void plural_nouns_are_no_verbs(void **state)
{
    (void)state;
    assert_speech("Multiple reports have shown how deep it was.",
                  "indirect|-|Multiple reports|have shown|how deep it was\n");
}

static void the_company_means_the_last_body_named(void **state)
{
    (void)state;
    assert_speech("Tolm Intelligence, which builds pumps, is small. The company said the harbour was deep.",
                  "indirect|Tolm Intelligence|The company|said|the harbour was deep\n");
}

static void organisations_speak(void **state)
{
    (void)state;
    assert_speech("\"It is deep,\" the Tolm Port Authority said in a statement. It added that ships were welcome.",
                  "direct|Tolm Port Authority|Tolm Port Authority|said|It is deep,\n"
                  "indirect|Tolm Port Authority|It|added|that ships were welcome\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_participle_has_the_subject_of_its_clause),
        cmocka_unit_test(an_infinitive_has_the_object_before_it),
        cmocka_unit_test(an_insertion_parts_subject_and_verb),
        cmocka_unit_test(a_phrase_before_who_leaves_it_the_subject),
        cmocka_unit_test(himself_and_herself_point_at_the_name),
        cmocka_unit_test(the_first_of_a_list_speaks),
        cmocka_unit_test(two_titles_before_a_name_are_no_list),
        cmocka_unit_test(a_verb_that_is_no_cue_is_no_part_of_the_name),
        cmocka_unit_test(whoever_issues_many_posts_speaks_in_them),
        cmocka_unit_test(a_junior_has_the_name_of_the_family),
        cmocka_unit_test(a_surname_may_be_a_common_word),
        cmocka_unit_test(a_name_before_a_noun_that_looks_like_a_verb_is_no_subject),
        cmocka_unit_test(parties_and_offices_speak_as_one_body),
        cmocka_unit_test(people_without_office_or_party_have_no_name),
        cmocka_unit_test(plural_nouns_are_no_verbs),
        cmocka_unit_test(the_company_means_the_last_body_named),
        cmocka_unit_test(organisations_speak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
