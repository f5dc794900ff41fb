/* cue, speech_lexicon, cue_complement: verbs of saying, their forms, and what follows them. */
#include "unit_test.h"

#include "cue_complement.h"
#include "slice.h"

static const struct cue *verb_of(const char *lemma)
{
    uint32_t count;
    const struct cue *verbs = cue_verbs(&count);
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(verbs[i].lemma, lemma) == 0)
            return &verbs[i];
    fail_msg("no verb %s", lemma);
    return NULL;
}

static void assert_forms(const char *lemma, const char *third, const char *past, const char *ing)
{
    char form[CUE_FORM_MAX];
    cue_make_form(form, verb_of(lemma), CUE_FORM_THIRD);
    assert_string_equal(form, third);
    cue_make_form(form, verb_of(lemma), CUE_FORM_PAST);
    assert_string_equal(form, past);
    cue_make_form(form, verb_of(lemma), CUE_FORM_ING);
    assert_string_equal(form, ing);
}

static void forms_of_verbs_are_made_from_the_lemma(void **state)
{
    (void)state;
    assert_forms("say", "says", "said", "saying");
    assert_forms("deny", "denies", "denied", "denying");
    assert_forms("plan", "plans", "planned", "planning");
    assert_forms("admit", "admits", "admitted", "admitting");
    assert_forms("declare", "declares", "declared", "declaring");
    assert_forms("preach", "preaches", "preached", "preaching");
    assert_forms("stress", "stresses", "stressed", "stressing");
    assert_forms("foresee", "foresees", "foresaw", "foreseeing");
    assert_forms("explain", "explains", "explained", "explaining");
    assert_forms("answer", "answers", "answered", "answering");
    assert_forms("argue", "argues", "argued", "arguing");
}

static void the_tables_name_each_verb_once_for_each_particle(void **state)
{
    (void)state;
    uint32_t count;
    const struct cue *verbs = cue_verbs(&count);
    assert_true(count > 400);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = i + 1; k < count; k++) {
            const char *a = verbs[i].particle ? verbs[i].particle : "", *b = verbs[k].particle ? verbs[k].particle : "";
            assert_false(strcmp(verbs[i].lemma, verbs[k].lemma) == 0 && strcmp(a, b) == 0);
        }
}

static void verbs_with_a_particle_stand_behind_all_others(void **state)
{
    (void)state;
    uint32_t count;
    const struct cue *verbs = cue_verbs(&count);
    assert_non_null(verbs[count - 1].particle);
    for (uint32_t i = 1; i < count; i++)
        assert_true(verbs[i - 1].particle == NULL || verbs[i].particle != NULL);
}

static void the_lexicon_knows_forms_whatever_their_case(void **state)
{
    (void)state;
    struct speech_lexicon *lexicon;
    assert_int_equal(speech_lexicon_new(&lexicon, NULL), FX_OK);
    const struct speech_word *word = speech_lexicon_find(lexicon, SLICE("Said"));
    assert_non_null(word);
    assert_string_equal(speech_lexicon_verb(word->verb)->lemma, "say");
    assert_true(word->forms & CUE_FORM_PAST);
    word = speech_lexicon_find(lexicon, SLICE("claims"));
    assert_non_null(word);
    assert_true(word->verb != 0 && word->noun != 0);
    word = speech_lexicon_find(lexicon, SLICE("hasn’t"));
    assert_non_null(word);
    assert_true(word->classes & SPEECH_AUXILIARY);
    assert_null(speech_lexicon_find(lexicon, SLICE("xylophonically-unknown-word-of-great-length")));
    assert_null(speech_lexicon_find(lexicon, SLICE("qwzx")));
    speech_lexicon_free(lexicon);
}

/* The content behind the first cue of a sentence, or "-". */
static void assert_content(const char *sentence, const char *expected)
{
    struct speech_lexicon *lexicon;
    struct speech_tokens tokens = {0};
    fx_slice text = slice_of(sentence);
    char out[512] = "-";
    assert_int_equal(speech_lexicon_new(&lexicon, NULL), FX_OK);
    assert_int_equal(speech_tokens_read(&tokens, lexicon, text, (struct span){0, (uint32_t)text.len}, NULL), FX_OK);
    for (uint32_t i = 0; i < tokens.count; i++) {
        if (tokens.items[i].verb == 0)
            continue;
        uint32_t limit = (uint32_t)tokens.count - 1;
        const struct cue *cue = speech_lexicon_verb_before(tokens.items[i].verb, speech_token_text(&tokens, i + 1));
        struct cue_complement complement = cue_complement_read(&tokens, cue, i, limit);
        if (complement.kind != CUE_COMPLEMENT_NONE && complement.kind != CUE_COMPLEMENT_COLON) {
            uint32_t end = cue_content_end(&tokens, &complement, limit, true);
            snprintf(out, sizeof out, "%.*s",
                     (int)(tokens.items[end - 1].end - tokens.items[complement.content_first].start),
                     sentence + tokens.items[complement.content_first].start);
        }
        break;
    }
    assert_string_equal(out, expected);
    speech_tokens_release(&tokens);
    speech_lexicon_free(lexicon);
}

static void a_that_clause_is_the_content(void **state)
{
    (void)state;
    assert_content("Ines said that the road was closed.", "that the road was closed");
}

static void a_clause_without_that_is_the_content(void **state)
{
    (void)state;
    assert_content("Ines said the road was closed.", "the road was closed");
}

static void adjuncts_stand_between_cue_and_content(void **state)
{
    (void)state;
    assert_content("Ines said in a statement on Monday that the road was closed.", "that the road was closed");
    assert_content("Ines said Tuesday the road was closed.", "the road was closed");
}

static void an_addressee_is_no_content(void **state)
{
    (void)state;
    assert_content("Ines told the council that the road was closed.", "that the road was closed");
    assert_content("Ines told them the road was closed.", "the road was closed");
}

static void an_infinitive_is_the_content_of_a_wish(void **state)
{
    (void)state;
    assert_content("Ines wants to close the road.", "to close the road");
}

static void a_preposition_of_the_cue_leads_the_content(void **state)
{
    (void)state;
    assert_content("Ines complained about the noise.", "the noise");
}

static void a_particle_belongs_to_the_cue(void **state)
{
    (void)state;
    assert_content("Ines pointed out that the road was closed.", "that the road was closed");
}

static void a_second_predicate_of_the_speaker_ends_the_content(void **state)
{
    (void)state;
    assert_content("Ines said the road was closed and urged drivers to wait.", "the road was closed");
    assert_content("Ines said the road was closed, adding that it would stay so.", "the road was closed");
}

static void a_place_or_day_alone_is_no_content(void **state)
{
    (void)state;
    assert_content("\"It is closed,\" Ines said on Monday.", "-");
}

/* The memo keeps the last words by their bytes; a reader that has met none yet is the slow way. */
static void what_a_word_is_does_not_depend_on_the_words_before_it(void **state)
{
    (void)state;
    static const char *const words[] = {
        "said", "Said", "SAID",        "minister", "Ministers", "quickly",        "ly", "only", "12th",  "a",
        "the",  "The",  "\xC3\x89tat", "argues",   "Mr.",       "counter-argued", "is", "it's", "isn't", "Tuesday"};
    struct test_random random = test_random_new(__func__);
    struct speech_lexicon *lexicon;
    struct speech_tokens all = {0};
    char text[1 << 14] = "";
    size_t length = 0;
    assert_int_equal(speech_lexicon_new(&lexicon, NULL), FX_OK);
    while (length < sizeof text - 64) {
        if (test_random_below(&random, 2) == 0) {
            length +=
                (size_t)sprintf(text + length, "%s ", words[test_random_below(&random, sizeof words / sizeof *words)]);
            continue;
        }
        for (uint32_t letters = 1 + test_random_below(&random, 22); letters > 0; letters--)
            text[length++] = (char)("ABaeioulysz7"[test_random_below(&random, 12)]);
        text[length++] = ' ';
    }
    fx_slice whole = {text, length};
    assert_int_equal(speech_tokens_read(&all, lexicon, whole, (struct span){0, (uint32_t)length}, NULL), FX_OK);
    for (size_t i = 0; i < all.count; i++) {
        struct speech_token *token = &all.items[i];
        struct speech_tokens one = {0};
        fx_slice word = speech_token_text(&all, (uint32_t)i);
        assert_int_equal(speech_tokens_read(&one, lexicon, word, (struct span){0, (uint32_t)word.len}, NULL), FX_OK);
        if (one.count == 1) { /* "is" of "isn't" and the like are cut otherwise alone */
            assert_int_equal(token->classes, one.items[0].classes);
            assert_int_equal(token->verb, one.items[0].verb);
            assert_int_equal(token->noun, one.items[0].noun);
            assert_int_equal(token->forms, one.items[0].forms);
        }
        speech_tokens_release(&one);
    }
    speech_tokens_release(&all);
    speech_lexicon_free(lexicon);
}

static void cues_and_marks_that_divide_are_landmarks(void **state)
{
    (void)state;
    const char *text =
        "According to Falk, who rowed -- the claim that \"it is deep, he says\" (so it is) was doubtful; it rained.";
    struct speech_lexicon *lexicon;
    struct speech_tokens tokens = {0};
    size_t listed = 0;
    assert_int_equal(speech_lexicon_new(&lexicon, NULL), FX_OK);
    assert_int_equal(
        speech_tokens_read(&tokens, lexicon, slice_of(text), (struct span){0, (uint32_t)strlen(text)}, NULL), FX_OK);
    for (uint32_t i = 0; i < tokens.count; i++) {
        const struct speech_token *token = &tokens.items[i];
        bool landmark = (token->verb | token->noun | token->adjective) != 0 ||
                        speech_token_equals(&tokens, i, "according") || token->mark == SPEECH_MARK_COMMA ||
                        token->mark == SPEECH_MARK_DASH || token->mark == SPEECH_MARK_QUOTE_OPEN;
        if (landmark)
            assert_int_equal(tokens.landmarks[listed++], i);
    }
    assert_int_equal(tokens.landmark_count, listed);
    assert_true(listed >= 7);
    speech_tokens_release(&tokens);
    speech_lexicon_free(lexicon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_verbs_are_made_from_the_lemma),
        cmocka_unit_test(the_tables_name_each_verb_once_for_each_particle),
        cmocka_unit_test(verbs_with_a_particle_stand_behind_all_others),
        cmocka_unit_test(the_lexicon_knows_forms_whatever_their_case),
        cmocka_unit_test(what_a_word_is_does_not_depend_on_the_words_before_it),
        cmocka_unit_test(cues_and_marks_that_divide_are_landmarks),
        cmocka_unit_test(a_that_clause_is_the_content),
        cmocka_unit_test(a_clause_without_that_is_the_content),
        cmocka_unit_test(adjuncts_stand_between_cue_and_content),
        cmocka_unit_test(an_addressee_is_no_content),
        cmocka_unit_test(an_infinitive_is_the_content_of_a_wish),
        cmocka_unit_test(a_preposition_of_the_cue_leads_the_content),
        cmocka_unit_test(a_particle_belongs_to_the_cue),
        cmocka_unit_test(a_second_predicate_of_the_speaker_ends_the_content),
        cmocka_unit_test(a_place_or_day_alone_is_no_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
