#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "memory.h"
#include "score_memo.h"
#include "slice.h"
#include "tagger.h"
#include "tagger_sequence.h"
#include "viterbi.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct tagger_model model;

static int open_model(void **state)
{
    (void)state;
    size_t length;
    const void *bytes = tagger_model_bytes(&length);
    return tagger_model_open(&model, bytes, length, NULL);
}

static void tag(struct tagger *tagger, fx_slice text, const struct name_mention **mentions, uint32_t *count)
{
    struct span paragraph = {0, (uint32_t)text.len};
    assert_int_equal(tagger_run(tagger, text, &paragraph, 1, mentions, count, NULL), FX_OK);
}

static void assert_names(const char *text, const char *expected)
{
    char shown[1024] = "";
    size_t at = 0;
    struct tagger *tagger;
    const struct name_mention *mentions;
    uint32_t count;
    assert_int_equal(tagger_new(&tagger, &model, NULL), FX_OK);
    tag(tagger, slice_of(text), &mentions, &count);
    for (uint32_t i = 0; i < count; i++)
        at += (size_t)snprintf(shown + at, sizeof shown - at, "%s%c:%.*s", i ? "; " : "", "polx"[mentions[i].kind],
                               (int)(mentions[i].span.end - mentions[i].span.start), text + mentions[i].span.start);
    tagger_free(tagger);
    assert_string_equal(shown, expected);
}

static void persons_organisations_and_places_are_told_apart(void **state)
{
    (void)state;
    assert_names("Angela Merkel met officials of the World Bank in Berlin on Monday.",
                 "p:Angela Merkel; o:World Bank; l:Berlin");
}

static void forms_of_address_stand_outside_of_names(void **state)
{
    (void)state;
    assert_names("The minister said Mr. Johnson would travel to France.", "p:Johnson; l:France");
}

static void nationalities_are_other_names(void **state)
{
    (void)state;
    assert_names("A French diplomat left Japan.", "x:French; l:Japan");
    assert_names("He told a South Korean reporter that he would return to South Korea.",
                 "x:South Korean; l:South Korea");
}

static void peoples_are_no_places(void **state)
{
    (void)state;
    assert_names("The delegates met some Costa Ricans and New Zealanders at a hotel in Fiji.",
                 "x:Costa Ricans; x:New Zealanders; l:Fiji");
    assert_names("For the Puerto Ricans in Boston life is hard.", "x:Puerto Ricans; l:Boston");
}

static void words_spelt_as_firms_coin_their_names_are_organisations(void **state)
{
    (void)state;
    assert_names("The founder of South Korea's BigWave Robotics spoke.", "l:South Korea; o:BigWave Robotics");
    assert_names("The dean has a PhD and two MPs listened.", "");
}

static void a_text_without_capitals_names_nobody(void **state)
{
    (void)state;
    assert_names("nothing of the kind was said by anyone, 12 times.", "");
    assert_names("", "");
}

static void lines_of_capitals_are_read(void **state)
{
    (void)state;
    assert_names("TALKS BETWEEN CHINA AND JAPAN TO RESUME", "l:CHINA; l:JAPAN");
}

/* The best sequence found by trying all of them. */
static int32_t best_by_trying(const uint8_t *roles, int16_t (*scores)[LABEL_ROWS], uint32_t count)
{
    int32_t best = INT32_MIN;
    uint32_t total = 1;
    for (uint32_t i = 0; i < count; i++)
        total *= LABEL_COUNT;
    for (uint32_t code = 0; code < total; code++) {
        int32_t sum = 0;
        uint32_t rest = code, before = LABEL_OUTSIDE;
        for (uint32_t i = 0; i < count; i++, rest /= LABEL_COUNT) {
            uint32_t label = rest % LABEL_COUNT;
            sum += model.transitions[roles[i]][before][label];
            sum += label > 0 ? scores[i][label - 1] : 0;
            before = label;
        }
        best = sum > best ? sum : best;
    }
    return best;
}

static void decoding_finds_the_best_of_all_sequences(void **state)
{
    (void)state;
    unsigned seed = 5;
    struct viterbi viterbi;
    printf("seed %u\n", seed);
    srand(seed);
    viterbi_init(&viterbi, &model);
    for (int round = 0; round < 40; round++) {
        uint8_t roles[4];
        int16_t scores[4][LABEL_ROWS];
        uint8_t labels[4];
        uint32_t count = 1 + (uint32_t)rand() % 4;
        for (uint32_t i = 0; i < count; i++) {
            roles[i] = (uint8_t)(rand() % ROLE_COUNT);
            for (int label = 0; label < LABEL_ROWS; label++)
                scores[i][label] = (int16_t)(rand() % 800 - 400);
        }
        viterbi_decode(&viterbi, roles, scores, count, LABEL_OUTSIDE, labels);
        int32_t sum = 0;
        for (uint32_t i = 0; i < count; i++) {
            sum += model.transitions[roles[i]][i > 0 ? labels[i - 1] : LABEL_OUTSIDE][labels[i]];
            sum += labels[i] > 0 ? scores[i][labels[i] - 1] : 0;
        }
        assert_int_equal(sum, best_by_trying(roles, scores, count));
    }
}

/* A memo much too small for its keys, each of which comes again now and then, against a look at the model each time. */
static void a_sum_from_a_memo_is_the_sum_of_the_weights(void **state)
{
    (void)state;
    enum { BITS = 4 };
    static const score_memo_features groups[] = {outline_features, list_features};
    struct score_memo_entry memos[2][1 << BITS] = {0};
    unsigned seed = 7;
    uint32_t differing = 0;
    printf("seed %u\n", seed);
    srand(seed);
    for (int round = 0; round < 20000; round++) {
        struct name_word words[5] = {0};
        struct name_note notes[5] = {0};
        struct name_context context = {words + 2, notes + 2, 1, (uint8_t)(rand() % 4)};
        for (int i = 0; i < 5; i++)
            words[i] = (struct name_word){.kind = (uint8_t)(rand() % 3), .classes = (uint16_t)(rand() % 3)};
        notes[2].run_classes = (uint16_t)(rand() % 3);
        int group = round % 2;
        struct feature_key key = group == 0 ? outline_key(&context, 0) : list_key(&context, 0);
        uint64_t features[KEY_FEATURES];
        struct feature_place places[KEY_FEATURES];
        uint32_t count = groups[group](key, features);
        tagger_model_fetch(&model, features, count, places);
        score_lanes wanted = tagger_model_sum(&model, places, count);
        score_lanes sum = score_memo_sum(memos[group], BITS, key, groups[group], &model);
        assert_memory_equal(&sum, &wanted, sizeof sum);
        differing += memcmp(&sum, &(score_lanes){0}, sizeof sum) != 0;
    }
    assert_true(differing > 10000); /* the model says something of most keys */
}

/* Names of any bytes lie in order within the text; the same text gives the same names whatever was read before. */
static void random_bytes_are_survived_and_leave_no_trace(void **state)
{
    (void)state;
    enum { LENGTH = 20000 };
    static const char alphabet[] = "AbcDe. -'\n,USof\xC3\xA9\xE2\x80\x99\xFF\"1";
    char *bytes = malloc(LENGTH);
    struct tagger *tagger;
    const struct name_mention *mentions;
    uint32_t count, again;
    unsigned seed = 11;
    printf("seed %u\n", seed);
    srand(seed);
    assert_int_equal(tagger_new(&tagger, &model, NULL), FX_OK);
    fx_slice news = SLICE("Ann Lee of Acme Corp. met Bob Smith in Oslo.");
    tag(tagger, news, &mentions, &again);
    for (int round = 0; round < 6; round++) {
        for (size_t i = 0; i < LENGTH; i++)
            bytes[i] = round % 2 ? (char)rand() : alphabet[(size_t)rand() % (sizeof alphabet - 1)];
        tag(tagger, (fx_slice){bytes, LENGTH}, &mentions, &count);
        for (uint32_t i = 0; i < count; i++) {
            assert_true(mentions[i].span.start < mentions[i].span.end && mentions[i].span.end <= LENGTH);
            assert_true(i == 0 || mentions[i].span.start >= mentions[i - 1].span.end);
        }
        tag(tagger, news, &mentions, &count);
        assert_int_equal(count, again);
    }
    tagger_free(tagger);
    free(bytes);
}

/* More different words than the table holds, between them one sentence: it is tagged as at first. */
static void words_are_known_alike_when_the_table_was_full(void **state)
{
    (void)state;
    enum { WORDS = 1000, ROUNDS = 150 };
    char text[WORDS * 16];
    struct tagger *tagger;
    const struct name_mention *mentions;
    uint32_t first, count;
    fx_slice news = SLICE("Ann Lee of Acme Corp. met Bob Smith in Oslo.");
    struct span spans[16];
    assert_int_equal(tagger_new(&tagger, &model, NULL), FX_OK);
    tag(tagger, news, &mentions, &first);
    assert_in_range(first, 1, sizeof spans / sizeof *spans);
    for (uint32_t i = 0; i < first; i++)
        spans[i] = mentions[i].span;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        size_t at = 0;
        for (uint32_t i = 0; i < WORDS; i++)
            at += (size_t)snprintf(text + at, sizeof text - at, "B%x ", round * WORDS + i);
        tag(tagger, (fx_slice){text, at}, &mentions, &count);
        tag(tagger, news, &mentions, &count);
        assert_int_equal(count, first);
        for (uint32_t i = 0; i < count; i++)
            assert_memory_equal(&mentions[i].span, &spans[i], sizeof *spans);
    }
    tagger_free(tagger);
}

static void a_million_capitals_are_read(void **state)
{
    (void)state;
    enum { LENGTH = 1000000 };
    char *bytes = malloc(LENGTH);
    struct tagger *tagger;
    const struct name_mention *mentions;
    uint32_t count;
    assert_int_equal(tagger_new(&tagger, &model, NULL), FX_OK);
    memset(bytes, 'A', LENGTH);
    tag(tagger, (fx_slice){bytes, LENGTH}, &mentions, &count);
    assert_true(count <= 1);
    for (size_t i = 1; i < LENGTH; i += 2)
        bytes[i] = ' ';
    tag(tagger, (fx_slice){bytes, LENGTH}, &mentions, &count);
    assert_true(count <= LENGTH / 2);
    tagger_free(tagger);
    free(bytes);
}

/* Any change to a byte is noticed; nothing is read past the end of a cut model. */
static void a_damaged_or_cut_model_is_refused(void **state)
{
    (void)state;
    size_t length;
    const void *bytes = tagger_model_bytes(&length);
    static struct tagger_model opened;
    for (size_t cut = 0; cut < 64; cut++) {
        char *copy = malloc(cut + 1);
        memcpy(copy, bytes, cut);
        assert_int_equal(tagger_model_open(&opened, copy, cut, NULL), FX_EDAMAGED);
        free(copy);
    }
    char *copy = malloc(length);
    for (size_t at = 0; at < length; at += length / 7) {
        memcpy(copy, bytes, length);
        copy[at] = (char)(copy[at] ^ 4);
        assert_int_equal(tagger_model_open(&opened, copy, length, NULL), FX_EDAMAGED);
    }
    assert_int_equal(tagger_model_open(&opened, bytes, length - 1, NULL), FX_EDAMAGED);
    free(copy);
}

/* With the kind as its seed XXH3 gives "Nav", a word with a capital in front, the hash of "NaN", a word of another
 * kind. */
static void words_of_three_letters_are_not_taken_for_each_other(void **state)
{
    (void)state;
    struct tagger_sequence *sequence = memory_allocate_zeroed(1, sizeof *sequence);
    assert_non_null(sequence);
    tagger_sequence_init(sequence, &model);
    for (int i = 0; i < 2; i++) {
        fx_slice text = i == 0 ? SLICE("Nav") : SLICE("NaN");
        struct token_reader reader;
        token_reader_init(&reader, text, (struct span){0, (uint32_t)text.len});
        assert_true(tagger_sequence_read(sequence, &reader));
        const struct name_word *word = &sequence->words[SEQUENCE_EDGE];
        assert_int_equal(word->kind, i == 0 ? TOKEN_TITLE : TOKEN_MIXED);
        assert_true(word->lower == (i == 0 ? gazetteer_hash("nav", 3) : gazetteer_hash("nan", 3)));
    }
    memory_free(sequence);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_organisations_and_places_are_told_apart),
        cmocka_unit_test(forms_of_address_stand_outside_of_names),
        cmocka_unit_test(nationalities_are_other_names),
        cmocka_unit_test(peoples_are_no_places),
        cmocka_unit_test(words_spelt_as_firms_coin_their_names_are_organisations),
        cmocka_unit_test(a_text_without_capitals_names_nobody),
        cmocka_unit_test(lines_of_capitals_are_read),
        cmocka_unit_test(decoding_finds_the_best_of_all_sequences),
        cmocka_unit_test(a_sum_from_a_memo_is_the_sum_of_the_weights),
        cmocka_unit_test(random_bytes_are_survived_and_leave_no_trace),
        cmocka_unit_test(words_of_three_letters_are_not_taken_for_each_other),
        cmocka_unit_test(words_are_known_alike_when_the_table_was_full),
        cmocka_unit_test(a_million_capitals_are_read),
        cmocka_unit_test(a_damaged_or_cut_model_is_refused),
    };
    return cmocka_run_group_tests(tests, open_model, NULL);
}
