/* Speakers told by layout: interviews, transcripts, signatures, announcements, headings. Lines are
 * kind|speaker|mention|cue|words. */
#include "quote_reading.h"

static void a_signature_may_stand_on_the_line_of_its_quotation(void **state)
{
    (void)state;
    assert_speech("“The harbour is deep and will stay so.” ― Ines Falk, Tolm",
                  "direct|Ines Falk|Ines Falk||The harbour is deep and will stay so.\n");
    assert_speech("\"The harbour is deep and will stay so.\" - Ines Falk",
                  "direct|Ines Falk|Ines Falk||The harbour is deep and will stay so.\n");
}

static void a_dash_before_a_clause_is_no_signature(void **state)
{
    (void)state;
    assert_speech("\"The harbour is deep,\" Ines Falk wrote - and John Adler left it at that.",
                  "direct|Ines Falk|Ines Falk|wrote|The harbour is deep,\n");
}

static void a_transcript_names_who_speaks(void **state)
{
    (void)state;
    assert_speech("Ines Falk met John Adler.\n\nFALK: The harbour is deep.\n\nADLER: It is not.",
                  "indirect|Ines Falk|FALK|:|The harbour is deep\nindirect|John Adler|ADLER|:|It is not\n");
}

static void a_quoted_transcript_loses_the_names_from_its_words(void **state)
{
    (void)state;
    assert_speech("Ines Falk met John Adler.\n\n\"FALK: The harbour is deep.\n\n\"ADLER: It is not.\"",
                  "direct|Ines Falk|FALK|:|The harbour is deep.\ndirect|John Adler|ADLER|:|It is not.\n");
}

static void an_interview_alternates_between_paper_and_person(void **state)
{
    (void)state;
    assert_speech("Ines Falk leads the port.\n\nTolm Courier: Is the harbour deep?\n\nFalk: \"It is.\"",
                  "indirect|Tolm Courier|Tolm Courier|:|Is the harbour deep\ndirect|Ines Falk|Falk|:|It is.\n");
}

static void questions_and_answers_need_no_names(void **state)
{
    (void)state;
    assert_speech("We met Ines Falk, head of the port.\n\nQ: Is it deep?\n\nA: \"Very deep.\"",
                  "direct|Ines Falk||:|Very deep.\n");
}

static void whoever_acts_in_an_announcement_speaks_in_the_next_paragraph(void **state)
{
    (void)state;
    assert_speech("When John Adler left, Ines Falk released the following words:\n\n\"We thank him.\"",
                  "direct|Ines Falk|Ines Falk||We thank him.\n");
}

static void whoever_acts_before_a_colon_speaks_behind_it(void **state)
{
    (void)state;
    assert_speech("Ines Falk sent a blunt message to John Adler: \"Go home now.\"",
                  "direct|Ines Falk|Ines Falk||Go home now.\n");
    assert_speech("Here is Ines Falk in 1992: \"Our harbour must be deep.\"",
                  "direct|Ines Falk|Ines Falk||Our harbour must be deep.\n");
}

static void a_headline_names_its_speaker_before_the_verb(void **state)
{
    (void)state;
    assert_speech("Ines Falk backs John Adler: \"It Is Time\"", "direct|Ines Falk|Ines Falk|:|It Is Time\n");
}

static void a_label_before_a_colon_is_no_speaker(void **state)
{
    (void)state;
    assert_speech("The Latest: Ines Falk said the harbour was shut.",
                  "indirect|Ines Falk|Ines Falk|said|the harbour was shut\n");
}

static void a_heading_in_marks_is_no_speech(void **state)
{
    (void)state;
    assert_speech("Ines Falk said the harbour was shut.\n\n'The Sea Is No Enemy'",
                  "indirect|Ines Falk|Ines Falk|said|the harbour was shut\n");
    assert_speech("Ines Falk said the harbour was shut.\n\n\"The Sea Is No Enemy\"",
                  "indirect|Ines Falk|Ines Falk|said|the harbour was shut\n");
}

static void the_name_of_a_programme_is_no_speech(void **state)
{
    (void)state;
    assert_speech("\"It is late,\" Ines Falk said on Tolm Radio's \"Morning Hour.\"",
                  "direct|Ines Falk|Ines Falk|said|It is late,\n");
    assert_speech("Ines Falk said on Tolm Radio's \"Morning Hour\" that it was late.",
                  "indirect|Ines Falk|Ines Falk|said|that it was late\n");
}

static void scare_quotes_are_no_speech(void **state)
{
    (void)state;
    assert_speech("The so-called \"deep harbour\" is shallow, and the \"experts\" left.", "");
}

static void a_quotation_that_is_never_closed_goes_on_to_the_next(void **state)
{
    (void)state;
    assert_speech("“We begin,” Ines Falk said. “We do.\n\n“And then we rest.”",
                  "direct|Ines Falk|Ines Falk|said|We begin,\n"
                  "direct|Ines Falk|Ines Falk|said|We do.\n"
                  "direct|Ines Falk|Ines Falk|said|And then we rest.\n");
}

static void marks_inside_a_quotation_belong_to_it(void **state)
{
    (void)state;
    assert_speech("\"He told me 'go home' twice,\" Ines Falk said.",
                  "direct|Ines Falk|Ines Falk|said|He told me 'go home' twice,\n");
    assert_speech("\"As the “Courier” wrote, it is late,\" Ines Falk said.",
                  "direct|Ines Falk|Ines Falk|said|As the “Courier” wrote, it is late,\n");
    assert_speech("\"It's the pilots' bus,\" Ines Falk said.",
                  "direct|Ines Falk|Ines Falk|said|It's the pilots' bus,\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signature_may_stand_on_the_line_of_its_quotation),
        cmocka_unit_test(a_dash_before_a_clause_is_no_signature),
        cmocka_unit_test(a_transcript_names_who_speaks),
        cmocka_unit_test(a_quoted_transcript_loses_the_names_from_its_words),
        cmocka_unit_test(an_interview_alternates_between_paper_and_person),
        cmocka_unit_test(questions_and_answers_need_no_names),
        cmocka_unit_test(whoever_acts_in_an_announcement_speaks_in_the_next_paragraph),
        cmocka_unit_test(whoever_acts_before_a_colon_speaks_behind_it),
        cmocka_unit_test(a_headline_names_its_speaker_before_the_verb),
        cmocka_unit_test(a_label_before_a_colon_is_no_speaker),
        cmocka_unit_test(a_heading_in_marks_is_no_speech),
        cmocka_unit_test(the_name_of_a_programme_is_no_speech),
        cmocka_unit_test(scare_quotes_are_no_speech),
        cmocka_unit_test(a_quotation_that_is_never_closed_goes_on_to_the_next),
        cmocka_unit_test(marks_inside_a_quotation_belong_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
