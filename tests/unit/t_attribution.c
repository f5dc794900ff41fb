/* attribution: who said what, in sentences written for each construct. Lines are kind|speaker|mention|cue|words. */
#include "quote_reading.h"

#include "memory.h"

#include <stdlib.h>

static void the_speaker_stands_behind_the_quotation(void **state)
{
    (void)state;
    assert_speech("\"The harbour will open in May,\" Ines Falk said.",
                  "direct|Ines Falk|Ines Falk|said|The harbour will open in May,\n");
    assert_speech("“The harbour will open in May,” Ines Falk, head of the port of Tolm, told the Tolm Courier.",
                  "direct|Ines Falk|Ines Falk|told|The harbour will open in May,\n");
}

static void the_verb_stands_before_the_speaker(void **state)
{
    (void)state;
    assert_speech("\"The harbour will open in May,\" said Ines Falk, founder and head of Tolm Shipping.",
                  "direct|Ines Falk|Ines Falk|said|The harbour will open in May,\n");
}

static void the_speaker_stands_before_the_quotation(void **state)
{
    (void)state;
    assert_speech("Ines Falk said: \"The harbour will open in May.\"",
                  "direct|Ines Falk|Ines Falk|said:|The harbour will open in May.\n");
    assert_speech("Ines Falk, a doctor, said, “The harbour will open in May.”",
                  "direct|Ines Falk|Ines Falk|said|The harbour will open in May.\n");
}

static void a_name_stands_in_the_middle_of_the_quotation(void **state)
{
    (void)state;
    assert_speech("\"The harbour,\" Ines Falk said, \"will open in May.\"",
                  "direct|Ines Falk|Ines Falk|said|The harbour,\n"
                  "direct|Ines Falk|Ines Falk|said|will open in May.\n");
}

static void a_quotation_goes_on_behind_its_speaker(void **state)
{
    (void)state;
    assert_speech("\"The harbour will open,\" Ines Falk said. \"We have waited for years.\"",
                  "direct|Ines Falk|Ines Falk|said|The harbour will open,\n"
                  "direct|Ines Falk|Ines Falk|said|We have waited for years.\n");
}

static void a_quotation_goes_on_in_the_next_paragraph(void **state)
{
    (void)state;
    assert_speech("\"The harbour will open,\" Ines Falk said. \"We have waited for years.\n\n"
                  "\"Now we are ready.\"",
                  "direct|Ines Falk|Ines Falk|said|The harbour will open,\n"
                  "direct|Ines Falk|Ines Falk|said|We have waited for years.\n"
                  "direct|Ines Falk|Ines Falk|said|Now we are ready.\n");
}

static void a_cue_with_a_colon_announces_the_next_paragraph(void **state)
{
    (void)state;
    assert_speech("Ines Falk continued:\n\n\"We have waited for years.\"",
                  "direct|Ines Falk|Ines Falk|continued:|We have waited for years.\n");
}

static void indirect_speech_ends_with_its_clause(void **state)
{
    (void)state;
    assert_speech("Ines Falk said that the harbour would open in May.",
                  "indirect|Ines Falk|Ines Falk|said|that the harbour would open in May\n");
    assert_speech("The harbour will open in May, Ines Falk said on Monday.",
                  "indirect|Ines Falk|Ines Falk|said|The harbour will open in May\n");
    assert_speech("The harbour, Ines Falk said, would open in May.",
                  "indirect|Ines Falk|Ines Falk|said|The harbour\n"
                  "indirect|Ines Falk|Ines Falk|said|would open in May\n");
}

static void marks_around_a_part_make_mixed_speech(void **state)
{
    (void)state;
    assert_speech("Ines Falk said the harbour was \"not a toy\" for ministers.",
                  "mixed|Ines Falk|Ines Falk|said|the harbour was \"not a toy\" for ministers\n");
}

static void according_to_names_a_source(void **state)
{
    (void)state;
    assert_speech("According to Ines Falk, the harbour will open in May.",
                  "indirect|Ines Falk|Ines Falk|According to|the harbour will open in May\n");
    assert_speech("The harbour will open in May, according to Ines Falk.",
                  "indirect|Ines Falk|Ines Falk|according to|The harbour will open in May\n");
}

static void wishes_and_thoughts_are_attributed(void **state)
{
    (void)state;
    assert_speech("Ines Falk wants to open the harbour. She believes that it will pay.",
                  "indirect|Ines Falk|Ines Falk|wants|to open the harbour\n"
                  "indirect|Ines Falk|She|believes|that it will pay\n");
}

static void an_infinitive_may_be_a_cue_itself(void **state)
{
    (void)state;
    assert_speech("Ines Falk refused to discuss the depth of the harbour.",
                  "indirect|Ines Falk|Ines Falk|refused to discuss|the depth of the harbour\n");
    assert_speech("Ines Falk urged the pilots to report on each other.",
                  "indirect|Ines Falk|Ines Falk|urged|to report on each other\n");
}

static void one_speaker_has_two_predicates(void **state)
{
    (void)state;
    assert_speech(
        "Ines Falk said the harbour would open in May and warned of long queues, adding that nobody was ready.",
        "indirect|Ines Falk|Ines Falk|said|the harbour would open in May\n"
        "indirect|Ines Falk|Ines Falk|warned of|long queues\n"
        "indirect|Ines Falk|Ines Falk|adding|that nobody was ready\n");
}

static void a_relative_clause_has_its_antecedent_as_speaker(void **state)
{
    (void)state;
    assert_speech("The plan came from Ines Falk, who said the harbour was too small.",
                  "indirect|Ines Falk|who|said|the harbour was too small\n");
}

static void slogans_and_titles_are_no_speech(void **state)
{
    (void)state;
    assert_speech("Under the theme \"Harbours for a Smaller World,\" the fair drew many visitors.", "");
    assert_speech("In the yards, \"patience\" became a word of the day.", "");
    assert_speech("Her book \"The Long Quay\" sold well.", "");
    assert_speech("The \"golden role\" of the harbour was a topic for guests.", "");
}

static void an_interview_names_who_speaks(void **state)
{
    (void)state;
    assert_speech("Ines Falk: \"The harbour will open in May.\"",
                  "direct|Ines Falk|Ines Falk|:|The harbour will open in May.\n");
}

static void a_passive_names_its_source_with_by(void **state)
{
    (void)state;
    assert_speech("The new harbour was praised by Ines Falk.",
                  "indirect|Ines Falk|Ines Falk|was praised by|The new harbour\n");
}

static void a_noun_carries_a_claim(void **state)
{
    (void)state;
    assert_speech("Nobody followed Ines Falk's claim that the harbour was too small.",
                  "indirect|Ines Falk|Ines Falk|claim|that the harbour was too small\n");
}

static void a_question_mark_ends_a_quotation_before_its_speaker(void **state)
{
    (void)state;
    assert_speech("\"When will it open?\" Ines Falk asked.", "direct|Ines Falk|Ines Falk|asked|When will it open?\n");
    assert_speech("\"When will it open?\" asked Ines Falk.", "direct|Ines Falk|Ines Falk|asked|When will it open?\n");
}

static void nicknames_in_marks_are_no_speech(void **state)
{
    (void)state;
    assert_speech("Ines \"Shorty\" Falk left the harbour.", "");
}

static void a_fronted_clause_ends_at_its_comma(void **state)
{
    (void)state;
    assert_speech("While Ines Falk wants to open the harbour, the banks are waiting.",
                  "indirect|Ines Falk|Ines Falk|wants|to open the harbour\n");
    assert_speech("Ines Falk, who wants to open the harbour, left early.",
                  "indirect|Ines Falk|who|wants|to open the harbour\n");
}

static void an_inserted_participle_shares_the_subject(void **state)
{
    (void)state;
    assert_speech("Ines Falk, citing old maps, said that the harbour was deep.",
                  "indirect|Ines Falk|Ines Falk|citing|old maps\n"
                  "indirect|Ines Falk|Ines Falk|said|that the harbour was deep\n");
}

static void what_the_reporter_objects_is_no_content(void **state)
{
    (void)state;
    assert_speech("Ines Falk said the harbour was deep, although maps say otherwise.",
                  "indirect|Ines Falk|Ines Falk|said|the harbour was deep\n");
    assert_speech("Ines Falk said she would stay, but she has not signed.",
                  "indirect|Ines Falk|Ines Falk|said|she would stay\n");
}

static void another_speaker_ends_the_content(void **state)
{
    (void)state;
    assert_speech("Ines Falk said the harbour was deep, and John Adler, a pilot, said it was not.",
                  "indirect|Ines Falk|Ines Falk|said|the harbour was deep\n"
                  "indirect|John Adler|John Adler|said|it was not\n");
}

static void that_with_a_whole_quotation_is_direct_speech(void **state)
{
    (void)state;
    assert_speech("Ines Falk stressed that \"a deep harbour is worth much to both towns.\"",
                  "direct|Ines Falk|Ines Falk|stressed|a deep harbour is worth much to both towns.\n");
}

static void adjectives_carry_thoughts(void **state)
{
    (void)state;
    assert_speech("Ines Falk is convinced that the harbour is deep.",
                  "indirect|Ines Falk|Ines Falk|is convinced|that the harbour is deep\n");
}

static void a_name_given_to_something_is_said(void **state)
{
    (void)state;
    assert_speech("Ines Falk called it a disgrace. She called the office.",
                  "indirect|Ines Falk|Ines Falk|called|it a disgrace\n");
}

static void single_marks_carry_speech(void **state)
{
    (void)state;
    assert_speech("‘We don’t know,’ Ines Falk told the harbour board. ‘It’s deep.’",
                  "direct|Ines Falk|Ines Falk|told|We don’t know,\n"
                  "direct|Ines Falk|Ines Falk|told|It’s deep.\n");
}

static void german_speech_is_found(void **state)
{
    (void)state;
    assert_speech("„Der Hafen ist tief“, sagte Ines Falk.", "direct|Ines Falk|Ines Falk|sagte|Der Hafen ist tief\n");
}

static void somebody_beside_a_quotation_said_it(void **state)
{
    (void)state;
    assert_speech("\"You know, it happens, right?\" Ines Falk went on.",
                  "direct|Ines Falk|Ines Falk||You know, it happens, right?\n");
}

static void a_signature_names_the_speaker(void **state)
{
    (void)state;
    assert_speech("\"The harbour is deep and will stay so.\"\n\n- Ines Falk",
                  "direct|Ines Falk|Ines Falk||The harbour is deep and will stay so.\n");
}

static void answers_are_those_of_the_person_interviewed(void **state)
{
    (void)state;
    assert_speech("Anna Falk leads the port. We met Falk at noon.\n\nQ: Is it deep?\n\nA: Very deep.",
                  "indirect|Anna Falk||:|Very deep.\n");
}

static void a_document_speaks_for_its_author(void **state)
{
    (void)state;
    assert_speech("A report by the Tolm Institute found that the harbour was deep.",
                  "indirect|Tolm Institute|A report|found|that the harbour was deep\n");
}

static void who_issues_a_statement_speaks_in_it(void **state)
{
    (void)state;
    assert_speech("Ines Falk issued a statement saying that the harbour was deep.",
                  "indirect|Ines Falk|Ines Falk|saying|that the harbour was deep\n");
}

static void a_day_behind_the_verb_is_no_speaker(void **state)
{
    (void)state;
    assert_speech("\"It is deep,\" Ines Falk, head of the port, said Sunday.",
                  "direct|Ines Falk|Ines Falk|said|It is deep,\n");
}

static void somebody_is_quoted_as_saying(void **state)
{
    (void)state;
    assert_speech("Ines Falk was quoted as saying that the harbour was deep.",
                  "indirect|Ines Falk|Ines Falk|saying|that the harbour was deep\n");
}

/* Entities of the tagger rule over runs of capitals: name, kind and aliases are theirs. */
static void speakers_take_the_names_of_entities(void **state)
{
    (void)state;
    const char *text = "\"It is deep,\" said Deep Water of Tolm.";
    struct span paragraph = {0, (uint32_t)strlen(text)}, mention = {19, 37};
    fx_slice alias = SLICE("DWT");
    struct entity entity = {.name = SLICE("Deep Water of Tolm Ltd"),
                            .kind = NAME_ORGANIZATION,
                            .mentions = &mention,
                            .mention_count = 1,
                            .aliases = &alias,
                            .alias_count = 1};
    struct article article = {.text = slice_of(text), .paragraphs = &paragraph, .paragraph_count = 1};
    struct attribution *workspace;
    struct arena arena = ARENA_INIT;
    struct annotations found = {0};
    assert_int_equal(attribution_new(&workspace, NULL), FX_OK);
    assert_int_equal(attribution_run(workspace, &article, &entity, 1, &arena, &found, NULL), FX_OK);
    assert_int_equal(found.speaker_count, 1);
    assert_true(slice_equal(found.speakers[0].name, SLICE("Deep Water of Tolm Ltd")));
    assert_int_equal(found.speakers[0].alias_count, 1);
    assert_int_equal(found.quote_count, 1);
    assert_int_equal(found.quotes[0].mention.start, 19);
    assert_int_equal(found.quotes[0].mention.end, 37);
    assert_int_equal(found.quotes[0].rule, ATTRIBUTION_INVERTED);
    arena_release(&arena);
    attribution_free(workspace);
}

/* Each sentence has a speaker, some far from the last; the tagger knows them under other names. Entities come in a
 * random order. */
static void each_mention_is_found_in_whatever_order_entities_come(void **state)
{
    (void)state;
    enum { ENTITIES = 7, SENTENCES = 700 };
    static char text[SENTENCES * 64 + 40 * 1000];
    static struct span mentions[ENTITIES][SENTENCES / ENTITIES];
    struct test_random random = test_random_new(__func__);
    size_t length = 0;
    for (uint32_t i = 0; i < SENTENCES; i++) {
        uint32_t start = (uint32_t)length;
        length += (size_t)sprintf(text + length, "Tolm%u said that it was deep. ", i % ENTITIES);
        mentions[i % ENTITIES][i / ENTITIES] = (struct span){start, start + 5};
        if (test_random_below(&random, 20) == 0)
            for (uint32_t words = test_random_below(&random, 100); words > 0; words--)
                length += (size_t)sprintf(text + length, "in the rain%s", words == 1 ? ". " : ", ");
    }
    struct entity entities[ENTITIES];
    char names[ENTITIES][16];
    for (uint32_t i = 0; i < ENTITIES; i++) {
        snprintf(names[i], sizeof names[i], "Ines Falk%u", i);
        entities[i] = (struct entity){.name = slice_of(names[i]),
                                      .kind = NAME_PERSON,
                                      .mentions = mentions[i],
                                      .mention_count = SENTENCES / ENTITIES};
    }
    for (uint32_t i = ENTITIES; i > 1; i--) {
        uint32_t other = test_random_below(&random, i);
        struct entity moved = entities[i - 1];
        entities[i - 1] = entities[other];
        entities[other] = moved;
    }
    struct span paragraph = {0, (uint32_t)length};
    struct article article = {.text = {text, length}, .paragraphs = &paragraph, .paragraph_count = 1};
    struct attribution *workspace;
    struct arena arena = ARENA_INIT;
    struct annotations found = {0};
    assert_int_equal(attribution_new(&workspace, NULL), FX_OK);
    assert_int_equal(attribution_run(workspace, &article, entities, ENTITIES, &arena, &found, NULL), FX_OK);
    assert_int_equal(found.quote_count, SENTENCES);
    for (uint32_t i = 0; i < SENTENCES; i++) {
        struct span wanted = mentions[i % ENTITIES][i / ENTITIES];
        assert_int_equal(found.quotes[i].mention.start, wanted.start);
        assert_int_equal(found.quotes[i].mention.end, wanted.end);
        assert_true(slice_equal(found.speakers[found.quotes[i].speaker].name, slice_of(names[i % ENTITIES])));
    }
    arena_release(&arena);
    attribution_free(workspace);
}

static double bytes_of_arena_for_each_byte(const char *unit, size_t repeats)
{
    size_t length = strlen(unit) * repeats;
    char *text = memory_allocate(length + 1, 1);
    assert_non_null(text);
    for (size_t i = 0; i < repeats; i++)
        memcpy(text + i * strlen(unit), unit, strlen(unit));
    struct span paragraph = {0, (uint32_t)length};
    struct article article = {.text = {text, length}, .paragraphs = &paragraph, .paragraph_count = 1};
    struct attribution *workspace;
    struct arena arena = ARENA_INIT;
    struct annotations found = {0};
    assert_int_equal(attribution_new(&workspace, NULL), FX_OK);
    assert_int_equal(attribution_run(workspace, &article, NULL, 0, &arena, &found, NULL), FX_OK);
    for (uint32_t i = 1; i < found.quote_count; i++)
        assert_true(found.quotes[i].span.start >= found.quotes[i - 1].span.end);
    double bytes = (double)arena.total;
    arena_release(&arena);
    attribution_free(workspace);
    memory_free(text);
    return bytes / (double)length;
}

static void hostile_text_is_read_in_bounded_memory(void **state)
{
    (void)state;
    static const char *const units[] = {"\"",           "'", "A ",    "said ",      "he said, ",
                                        "\xFF\xE2\x80", "(", "Kim, ", ", and said "};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        assert_true(bytes_of_arena_for_each_byte(units[i], 200000 / strlen(units[i])) < 64);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    char text[] = "\"The harbour will open in May,\" Ines Falk said. She wants to \"see\" it.";
    struct span paragraph = {0, sizeof text - 1};
    struct article article = {.text = {text, sizeof text - 1}, .paragraphs = &paragraph, .paragraph_count = 1};
    bool done = false;
    for (uint64_t n = 1; !done && n < 5000; n++) {
        struct attribution *workspace = NULL;
        struct arena arena = ARENA_INIT;
        struct annotations found = {0};
        fx_error err;
        memory_fail_at(n, true);
        int rc = attribution_new(&workspace, &err);
        if (rc == FX_OK)
            rc = attribution_run(workspace, &article, NULL, 0, &arena, &found, &err);
        memory_fail_at(0, false);
        assert_true(rc == FX_OK || rc == FX_ENOMEM);
        done = rc == FX_OK;
        if (done)
            assert_int_equal(found.quote_count, 2);
        arena_release(&arena);
        attribution_free(workspace);
    }
    assert_true(done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_speaker_stands_behind_the_quotation),
        cmocka_unit_test(the_verb_stands_before_the_speaker),
        cmocka_unit_test(the_speaker_stands_before_the_quotation),
        cmocka_unit_test(a_name_stands_in_the_middle_of_the_quotation),
        cmocka_unit_test(a_quotation_goes_on_behind_its_speaker),
        cmocka_unit_test(a_quotation_goes_on_in_the_next_paragraph),
        cmocka_unit_test(a_cue_with_a_colon_announces_the_next_paragraph),
        cmocka_unit_test(indirect_speech_ends_with_its_clause),
        cmocka_unit_test(marks_around_a_part_make_mixed_speech),
        cmocka_unit_test(according_to_names_a_source),
        cmocka_unit_test(wishes_and_thoughts_are_attributed),
        cmocka_unit_test(an_infinitive_may_be_a_cue_itself),
        cmocka_unit_test(one_speaker_has_two_predicates),
        cmocka_unit_test(a_relative_clause_has_its_antecedent_as_speaker),
        cmocka_unit_test(slogans_and_titles_are_no_speech),
        cmocka_unit_test(an_interview_names_who_speaks),
        cmocka_unit_test(a_passive_names_its_source_with_by),
        cmocka_unit_test(a_noun_carries_a_claim),
        cmocka_unit_test(a_question_mark_ends_a_quotation_before_its_speaker),
        cmocka_unit_test(nicknames_in_marks_are_no_speech),
        cmocka_unit_test(a_fronted_clause_ends_at_its_comma),
        cmocka_unit_test(an_inserted_participle_shares_the_subject),
        cmocka_unit_test(what_the_reporter_objects_is_no_content),
        cmocka_unit_test(another_speaker_ends_the_content),
        cmocka_unit_test(that_with_a_whole_quotation_is_direct_speech),
        cmocka_unit_test(adjectives_carry_thoughts),
        cmocka_unit_test(a_name_given_to_something_is_said),
        cmocka_unit_test(single_marks_carry_speech),
        cmocka_unit_test(german_speech_is_found),
        cmocka_unit_test(somebody_beside_a_quotation_said_it),
        cmocka_unit_test(a_signature_names_the_speaker),
        cmocka_unit_test(answers_are_those_of_the_person_interviewed),
        cmocka_unit_test(a_document_speaks_for_its_author),
        cmocka_unit_test(who_issues_a_statement_speaks_in_it),
        cmocka_unit_test(a_day_behind_the_verb_is_no_speaker),
        cmocka_unit_test(somebody_is_quoted_as_saying),
        cmocka_unit_test(speakers_take_the_names_of_entities),
        cmocka_unit_test(each_mention_is_found_in_whatever_order_entities_come),
        cmocka_unit_test(hostile_text_is_read_in_bounded_memory),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
