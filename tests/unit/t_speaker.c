/* speaker_table, speaker_resolve, speaker_title: one person under many names, and the titles the article gives. */
#include "quote_reading.h"

static void a_surname_means_the_full_name(void **state)
{
    (void)state;
    assert_speech("The founder is Ines Falk. Falk said the harbour was too small.",
                  "indirect|Ines Falk|Falk|said|the harbour was too small\n");
    assert_speech("A visitor, Kim Min-kyo, came by ship. \"It is small,\" Kim said.",
                  "direct|Kim Min-kyo|Kim|said|It is small,\n");
}

static void a_pronoun_means_the_last_fitting_person(void **state)
{
    (void)state;
    assert_speech("Ines Falk, chairwoman of the port, met John Adler. She said the harbour was too small.",
                  "indirect|Ines Falk|She|said|the harbour was too small\n");
    assert_speech("Anna Falk met John Adler. He said the harbour was too small.",
                  "indirect|John Adler|He|said|the harbour was too small\n");
}

static void a_title_stands_in_apposition(void **state)
{
    (void)state;
    assert_speakers("\"It is small,\" said Ines Falk, founder and CEO of Norland's Tolm Shipping.",
                    "Ines Falk|founder and CEO of Norland's Tolm Shipping\n");
    assert_speakers("Ines Falk, professor of Norland's Tolm University stressed that the harbour was small.",
                    "Ines Falk|professor of Norland's Tolm University\n");
}

static void a_title_stands_before_the_name(void **state)
{
    (void)state;
    assert_speakers("Norwegian Ambassador to South Korea Ines Falk said the harbour was small.",
                    "Ines Falk|Norwegian Ambassador to South Korea\n");
    assert_speakers("Economy minister Ines Falk said the harbour was small.", "Ines Falk|Economy minister\n");
}

static void a_name_stands_in_apposition_to_a_role(void **state)
{
    (void)state;
    assert_speakers("The port's director, Ines Falk, said the harbour was small.", "Ines Falk|port's director\n");
    assert_speakers("\"It is small,\" said its secretary general, Ines Falk. \"Very small.\"",
                    "Ines Falk|secretary general\n");
}

static void a_title_broken_over_lines_is_one_line(void **state)
{
    (void)state;
    assert_speakers("\"It is small,\" says Ines Falk, assistant  director\nfor ships at Tolm Port.",
                    "Ines Falk|assistant director for ships at Tolm Port\n");
}

static void the_first_of_two_speakers_is_named(void **state)
{
    (void)state;
    assert_speech("John Adler and his pilots said the harbour was small.",
                  "indirect|John Adler|John Adler|said|the harbour was small\n");
}

static void a_pronoun_after_speech_means_its_speaker(void **state)
{
    (void)state;
    assert_speech("John Adler said that Mr. Falk was late. He added that the harbour was small.",
                  "indirect|John Adler|John Adler|said|that Mr. Falk was late\n"
                  "indirect|John Adler|He|added|that the harbour was small\n");
}

static void prosecutors_speak_as_one_body(void **state)
{
    (void)state;
    assert_speech("Prosecutors said the harbour was small.",
                  "indirect|prosecutors|Prosecutors|said|the harbour was small\n");
}

static void a_role_means_the_person_who_has_it(void **state)
{
    (void)state;
    assert_speech("Ines Falk, mayor of Tolm, came late. John Adler came first. The mayor said the harbour was small.",
                  "indirect|Ines Falk|The mayor|said|the harbour was small\n");
}

static void a_speaker_is_put_out_once_in_order_of_speech(void **state)
{
    (void)state;
    assert_speakers(
        "John Adler met Ines Falk. \"It is small,\" Falk said. \"It is large,\" Adler said. Falk said it was small.",
        "Ines Falk|\nJohn Adler|\n");
}

static void sources_without_a_name_have_no_speaker(void **state)
{
    (void)state;
    assert_speech("A source said the harbour was too small.", "indirect|-|A source|said|the harbour was too small\n");
}

static void an_honorific_tells_the_gender(void **state)
{
    (void)state;
    assert_speech("Mr. Falk met Ms. Adler. She said the harbour was too small.",
                  "indirect|Adler|She|said|the harbour was too small\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_surname_means_the_full_name),
        cmocka_unit_test(a_pronoun_means_the_last_fitting_person),
        cmocka_unit_test(a_title_stands_in_apposition),
        cmocka_unit_test(a_title_stands_before_the_name),
        cmocka_unit_test(a_name_stands_in_apposition_to_a_role),
        cmocka_unit_test(a_title_broken_over_lines_is_one_line),
        cmocka_unit_test(the_first_of_two_speakers_is_named),
        cmocka_unit_test(a_pronoun_after_speech_means_its_speaker),
        cmocka_unit_test(prosecutors_speak_as_one_body),
        cmocka_unit_test(a_role_means_the_person_who_has_it),
        cmocka_unit_test(a_speaker_is_put_out_once_in_order_of_speech),
        cmocka_unit_test(sources_without_a_name_have_no_speaker),
        cmocka_unit_test(an_honorific_tells_the_gender),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
