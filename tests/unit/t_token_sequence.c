#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "memory.h"
#include "slice.h"
#include "token_sequence.h"
#include "word_hash.h"

#include <stdio.h>
#include <stdlib.h>

enum { TOKENS = 256, SHOWN = 4096 };

/* The tokens of a text, divided by "|". */
static void show(fx_slice text, char out[SHOWN])
{
    struct token tokens[TOKENS];
    struct token_reader reader;
    size_t at = 0;
    token_reader_init(&reader, text, (struct span){0, (uint32_t)text.len});
    uint32_t count = token_reader_fill(&reader, tokens, TOKENS);
    out[0] = '\0';
    for (uint32_t i = 0; i < count; i++)
        at += (size_t)snprintf(out + at, SHOWN - at, "%s%.*s", i ? "|" : "", (int)(tokens[i].end - tokens[i].start),
                               text.ptr + tokens[i].start);
}

static void assert_tokens(const char *text, const char *expected)
{
    char shown[SHOWN];
    show(slice_of(text), shown);
    assert_string_equal(shown, expected);
}

static struct token first_token(const char *text)
{
    struct token token;
    struct token_reader reader;
    token_reader_init(&reader, slice_of(text), (struct span){0, (uint32_t)slice_of(text).len});
    assert_int_equal(token_reader_fill(&reader, &token, 1), 1);
    return token;
}

static void words_and_marks_are_tokens_of_their_own(void **state)
{
    (void)state;
    assert_tokens("Ms Lee (43), a chemist, left.", "Ms|Lee|(|43|)|,|a|chemist|,|left|.");
    assert_tokens("", "");
    assert_tokens(" \t\n ", "");
}

static void hyphens_apostrophes_and_ampersands_stay_within_names(void **state)
{
    (void)state;
    assert_tokens("Min-kyo O'Brien of AT&T", "Min-kyo|O'Brien|of|AT&T");
    assert_tokens("Jean\xE2\x80\x99s d\xE2\x80\x99Ivoire", "Jean|\xE2\x80\x99s|d\xE2\x80\x99Ivoire");
}

static void possessives_and_contractions_are_cut_off(void **state)
{
    (void)state;
    assert_tokens("Chad's men; they'll go, we're told", "Chad|'s|men|;|they|'ll|go|,|we|'re|told");
}

static void what_a_participle_adds_to_a_name_is_cut_off(void **state)
{
    (void)state;
    assert_tokens("the U.S.-led, Oslo-based, Kabul-backed Kim-run team",
                  "the|U.S.|-led|,|Oslo|-based|,|Kabul|-backed|Kim|"
                  "-run|team");
    assert_tokens("a well-based claim", "a|well-based|claim");
}

static void abbreviations_keep_their_full_stop_within_a_sentence(void **state)
{
    (void)state;
    assert_tokens("Gen. J. F. Lee of the U.S. met Acme Corp. on time.",
                  "Gen.|J.|F.|Lee|of|the|U.S.|met|Acme|Corp.|on|time|.");
    assert_tokens("He works at Acme Corp.", "He|works|at|Acme|Corp|.");
}

static void numbers_are_whole(void **state)
{
    (void)state;
    assert_tokens("On 1996-12-06 it was 3,500.25 at 10:30, 2-1.", "On|1996-12-06|it|was|3,500.25|at|10:30|,|2-1|.");
}

static void a_name_ends_before_the_stop_of_an_abbreviation_but_not_of_initials(void **state)
{
    (void)state;
    struct token corp = first_token("Corp. of"), us = first_token("U.S. of"), initial = first_token("J. Lee");
    assert_int_equal(token_name_end(&corp), 4);
    assert_int_equal(token_name_end(&us), 4);
    assert_int_equal(token_name_end(&initial), 2);
}

static void kinds_tell_capitals(void **state)
{
    (void)state;
    assert_int_equal(first_token("paris").kind, TOKEN_LOWER);
    assert_int_equal(first_token("Paris").kind, TOKEN_TITLE);
    assert_int_equal(first_token("Jean-Claude").kind, TOKEN_TITLE);
    assert_int_equal(first_token("NATO").kind, TOKEN_UPPER);
    assert_int_equal(first_token("U.S.").kind, TOKEN_DOTTED);
    assert_int_equal(first_token("McDonald").kind, TOKEN_MIXED);
    assert_int_equal(first_token("\xC3\x89lys\xC3\xA9"
                                 "e")
                         .kind,
                     TOKEN_TITLE);
    assert_int_equal(first_token("1996").kind, TOKEN_NUMBER);
    assert_int_equal(first_token("(").kind, TOKEN_PUNCTUATION);
}

static void the_first_word_after_a_stop_begins_a_sentence(void **state)
{
    (void)state;
    struct token tokens[TOKENS];
    struct token_reader reader;
    fx_slice text = SLICE("He left. \"Why?\" she said");
    token_reader_init(&reader, text, (struct span){0, (uint32_t)text.len});
    assert_int_equal(token_reader_fill(&reader, tokens, TOKENS), 9);
    assert_int_equal(tokens[0].begins, 1);
    assert_int_equal(tokens[1].begins, 0);
    assert_int_equal(tokens[4].begins, 1);
}

/* Tokens of any bytes lie in order within the text, are not empty, and leave out nothing but space. */
static void random_bytes_make_ordered_tokens_whatever_the_size_of_the_array(void **state)
{
    (void)state;
    static const char alphabet[] = "aZ1.-' &\n,\xC3\xA9\xE2\x80\x99\xFF\x80\"sS";
    unsigned seed = 20261;
    printf("seed %u\n", seed);
    srand(seed);
    for (int round = 0; round < 3000; round++) {
        char bytes[64];
        struct token one[TOKENS], two[TOKENS];
        uint32_t length = (uint32_t)rand() % 64, count = 0, more;
        for (uint32_t i = 0; i < length; i++)
            bytes[i] = round % 2 ? (char)rand() : alphabet[(size_t)rand() % (sizeof alphabet - 1)];
        struct token_reader reader;
        token_reader_init(&reader, (fx_slice){bytes, length}, (struct span){0, length});
        uint32_t all = token_reader_fill(&reader, one, TOKENS);
        token_reader_init(&reader, (fx_slice){bytes, length}, (struct span){0, length});
        while ((more = token_reader_fill(&reader, two + count, 1 + (uint32_t)rand() % 3)) > 0)
            count += more;
        assert_int_equal(all, count);
        for (uint32_t i = 0, end = 0; i < all; end = one[i++].end) {
            assert_true(one[i].start >= end && one[i].end > one[i].start && one[i].end <= length);
            assert_int_equal(one[i].start, two[i].start);
            assert_int_equal(one[i].end, two[i].end);
            assert_int_equal(one[i].spaced, i == 0 ? one[i].start > 0 : one[i].start > end);
        }
    }
}

static void assert_same_token(const struct token *one, const struct token *other)
{
    assert_int_equal(one->start, other->start);
    assert_int_equal(one->end, other->end);
    assert_int_equal(one->kind, other->kind);
    assert_int_equal(one->begins, other->begins);
    assert_int_equal(one->stopped, other->stopped);
    assert_int_equal(one->spaced, other->spaced);
    assert_true(one->hash == other->hash);
}

/* A word is read on a short path where sixteen bytes can be read from its start, and letter by letter where the text
 * ends before. */
static void words_are_read_alike_whether_or_not_text_follows_their_paragraph(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "a", "I", "he", "Mr", "Lee", "report", "Reporting", "reportedly", "NATO", "McLee",        "s",  "'", ".",
        " ", " ", " ",  ", ", "-",   "-led",   "\xC3\xA9",  "1",          "&",    "\xE2\x80\x99", "\"", "?"};
    enum { PARTS = sizeof parts / sizeof *parts, LENGTH_MAX = 15 };
    srand(20262);
    for (int round = 0; round < 20000; round++) {
        char bytes[2 * WORD_HASH_BYTES + LENGTH_MAX];
        struct token alone[TOKENS], within[TOKENS];
        uint32_t length = 0, wanted = (uint32_t)rand() % (LENGTH_MAX + 1);
        for (const char *part; part = parts[rand() % PARTS], length + strlen(part) <= wanted;) {
            memcpy(bytes + length, part, strlen(part));
            length += (uint32_t)strlen(part);
        }
        memset(bytes + length, "z .A"[round % 4], sizeof bytes - length);
        struct token_reader reader;
        token_reader_init(&reader, (fx_slice){bytes, length}, (struct span){0, length});
        uint32_t count = token_reader_fill(&reader, alone, TOKENS);
        token_reader_init(&reader, (fx_slice){bytes, sizeof bytes}, (struct span){0, length});
        assert_int_equal(token_reader_fill(&reader, within, TOKENS), count);
        for (uint32_t i = 0; i < count; i++)
            assert_same_token(&alone[i], &within[i]);
    }
}

static void every_abbreviation_is_known_whatever_its_case(void **state)
{
    (void)state;
    static const char *const words[] = {"Mr",  "adm",  "wyo",  "Messrs", "MD", "Sept",
                                        "ill", "Miss", "Corp", "co",     "no", "Va"};
    char text[32];
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        (void)snprintf(text, sizeof text, "%s. Lee", words[i]);
        assert_int_equal(first_token(text).end, strlen(words[i]) + 1);
        (void)snprintf(text, sizeof text, "%sx. Lee", words[i]);
        assert_int_equal(first_token(text).end, strlen(words[i]) + 1);
        assert_int_equal(first_token(text).stopped, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_marks_are_tokens_of_their_own),
        cmocka_unit_test(hyphens_apostrophes_and_ampersands_stay_within_names),
        cmocka_unit_test(possessives_and_contractions_are_cut_off),
        cmocka_unit_test(what_a_participle_adds_to_a_name_is_cut_off),
        cmocka_unit_test(abbreviations_keep_their_full_stop_within_a_sentence),
        cmocka_unit_test(numbers_are_whole),
        cmocka_unit_test(a_name_ends_before_the_stop_of_an_abbreviation_but_not_of_initials),
        cmocka_unit_test(kinds_tell_capitals),
        cmocka_unit_test(the_first_word_after_a_stop_begins_a_sentence),
        cmocka_unit_test(random_bytes_make_ordered_tokens_whatever_the_size_of_the_array),
        cmocka_unit_test(words_are_read_alike_whether_or_not_text_follows_their_paragraph),
        cmocka_unit_test(every_abbreviation_is_known_whatever_its_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
