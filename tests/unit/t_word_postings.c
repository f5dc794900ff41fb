/* Postings of a word log against a naive search of it: documents that overlap, positions without words and with
 * several, forms, terms in many groups. */
#include "unit_test.h"

#include "analyzer.h"
#include "form_table.h"
#include "memory.h"
#include "word_postings.h"

#include <stdio.h>

enum { LEXEMES = 300, SLOTS = 1500, DOCUMENTS = 150, GROUPS = 7 };

struct fixture {
    struct form_table *forms;
    struct vocabulary *vocabulary;
    struct word_log log;
    uint32_t *ranks; /* by word: the terms in an order of their own */
    uint32_t term_count;
    struct word_range documents[DOCUMENTS];
    uint32_t parents[DOCUMENTS];
};

/* Adds the words of a random lexeme behind the log: "run", "running" and "runs" are one term, "U.S." is two. */
static void add_lexeme(struct test_random *random, struct fixture *fixture)
{
    static const char *const endings[] = {"", "", "", "s", "ing", "ed"};
    char text[40];
    uint32_t number = test_random_below(random, 1 + test_random_below(random, LEXEMES));
    const char *ending = endings[test_random_below(random, 6)];
    int length = number % 10 == 0 ? snprintf(text, sizeof text, "%c.%c.", 'a' + number % 26, 'a' + number / 26)
                                  : snprintf(text, sizeof text, "w%uk%s", number, ending);
    struct lexeme lexeme = {{0, (uint32_t)length}, LEXEME_WORD, 1};
    const struct word_term *terms;
    uint32_t count, at = fixture->log.count, weight = 1 + test_random_below(random, 9) / 6 * 2;
    uint64_t hash;
    fx_slice slice = {text, (size_t)length};
    vocabulary_approach(fixture->vocabulary, slice, &lexeme, 1, &hash);
    assert_int_equal(vocabulary_terms(fixture->vocabulary, slice, &lexeme, hash, &terms, &count, NULL), FX_OK);
    assert_int_equal(word_log_skip(&fixture->log, 1), FX_OK);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(word_log_put(&fixture->log, at, terms[i].word, weight), FX_OK);
}

/* As terms are sorted: some order, here backwards from one in the middle. */
static uint32_t rank_of(const struct fixture *fixture, uint32_t term)
{
    return (fixture->term_count / 3 + fixture->term_count - term) % fixture->term_count;
}

static void rank_words(struct fixture *fixture)
{
    uint32_t end = vocabulary_word_end(fixture->vocabulary);
    fixture->term_count = vocabulary_count(fixture->vocabulary);
    fixture->ranks = memory_allocate(end, sizeof *fixture->ranks);
    assert_non_null(fixture->ranks);
    fixture->ranks[0] = UINT32_MAX;
    for (uint32_t word = 1; word < end; word++)
        fixture->ranks[word] = rank_of(fixture, vocabulary_word_terms(fixture->vocabulary)[word]);
}

static void set_up(struct test_random *random, struct fixture *fixture)
{
    *fixture = (struct fixture){0};
    assert_int_equal(form_table_open(&fixture->forms, (fx_slice){NULL, 0}, NULL), FX_OK);
    assert_int_equal(vocabulary_new(&fixture->vocabulary, fixture->forms, "en", NULL), FX_OK);
    word_log_init(&fixture->log);
    while (fixture->log.count < SLOTS) {
        add_lexeme(random, fixture);
        if (test_random_below(random, 10) == 0)
            assert_int_equal(word_log_skip(&fixture->log, 1 + test_random_below(random, 8)), FX_OK);
    }
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        uint32_t start = test_random_below(random, SLOTS);
        uint32_t longest = test_random_below(random, 5) ? 40 : SLOTS - start;
        uint32_t count = test_random_below(random, longest + 1);
        fixture->documents[i] = (struct word_range){start, count < SLOTS - start ? count : SLOTS - start};
        fixture->parents[i] = i / 4;
    }
    rank_words(fixture);
}

static void tear_down(struct fixture *fixture)
{
    memory_free(fixture->ranks);
    word_log_release(&fixture->log);
    vocabulary_free(fixture->vocabulary);
    form_table_close(fixture->forms);
}

/* Whether a slot of the log, or a further word at it, is of the term; then its form and boost. */
static bool find_term(const struct fixture *fixture, uint32_t at, uint32_t term, uint16_t *form, uint32_t *boost)
{
    uint32_t slots[1 + ANALYZER_TERMS_MAX] = {fixture->log.slots[at]}, count = 1;
    for (uint32_t i = 0; i < fixture->log.further_count; i++) {
        if (fixture->log.further[i].at == at)
            slots[count++] = fixture->log.further[i].slot;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t word = slots[i] >> WORD_SLOT_BITS;
        if (word == 0 || vocabulary_word_terms(fixture->vocabulary)[word] != term)
            continue;
        *form = vocabulary_word_forms(fixture->vocabulary)[word];
        *boost = slots[i] & WORD_SLOT_WEIGHT;
        return true;
    }
    return false;
}

static void check_term(const struct fixture *fixture, const struct word_postings *postings, uint32_t term)
{
    struct word_postings_reader reader;
    uint32_t parents = 0, last_parent = UINT32_MAX, occurrences = 0, rank = rank_of(fixture, term);
    bool has_forms = false;
    word_postings_reader_init(&reader);
    word_postings_reader_start(&reader, postings, rank);
    for (uint32_t document = 0; document < DOCUMENTS; document++) {
        struct word_range range = fixture->documents[document];
        uint32_t found = 0, boosts = 0, boost;
        uint16_t form;
        for (uint32_t i = 0; i < range.count; i++) {
            if (!find_term(fixture, range.start + i, term, &form, &boost))
                continue;
            if (found == 0)
                assert_int_equal(word_postings_reader_next(&reader), FX_OK);
            assert_int_equal(reader.document, document);
            assert_true(found < reader.count);
            assert_int_equal(reader.positions[found], i);
            assert_int_equal(reader.forms[found], form);
            boosts += boost;
            has_forms = has_forms || form != FORM_SAME;
            found++;
        }
        if (found == 0)
            continue;
        assert_int_equal(reader.count, found);
        assert_int_equal(reader.boost, boosts);
        parents += fixture->parents[document] != last_parent;
        last_parent = fixture->parents[document];
        occurrences += found;
    }
    assert_int_equal(word_postings_reader_next(&reader), FX_END);
    assert_int_equal(term_sort_occurrences(&postings->sort, rank), occurrences);
    assert_int_equal(word_postings_has_forms(postings, rank), has_forms);
    if (occurrences > 0)
        assert_int_equal(word_postings_parents(postings, rank, fixture->parents), parents);
    word_postings_reader_release(&reader);
}

static void postings_in_groups_are_what_a_search_of_the_log_finds(void **state)
{
    (void)state;
    struct test_random random = test_random_new("word_postings");
    struct fixture fixture;
    struct word_postings postings;
    set_up(&random, &fixture);
    struct word_postings_source source = {&fixture.log, fixture.vocabulary, fixture.ranks, fixture.term_count};
    assert_int_equal(word_postings_open(&postings, &source, fixture.documents, DOCUMENTS, NULL), FX_OK);
    uint32_t terms = fixture.term_count;
    assert_true(fixture.log.further_count > 0 && terms > LEXEMES / 2);
    for (uint32_t group = 0; group < GROUPS; group++) {
        uint32_t start = terms * group / GROUPS, end = terms * (group + 1) / GROUPS;
        term_sort_begin_group(&postings.sort);
        for (uint32_t rank = start; rank < end; rank++)
            term_sort_add_to_group(&postings.sort, rank);
        assert_int_equal(word_postings_sort_group(&postings), FX_OK);
        for (uint32_t term = 0; term < terms; term++) {
            if (rank_of(&fixture, term) >= start && rank_of(&fixture, term) < end)
                check_term(&fixture, &postings, term);
        }
    }
    word_postings_close(&postings);
    tear_down(&fixture);
}

static void a_unit_without_documents_has_no_postings(void **state)
{
    (void)state;
    struct test_random random = test_random_new("word_postings none");
    struct fixture fixture;
    struct word_postings postings;
    set_up(&random, &fixture);
    struct word_postings_source source = {&fixture.log, fixture.vocabulary, fixture.ranks, fixture.term_count};
    assert_int_equal(word_postings_open(&postings, &source, NULL, 0, NULL), FX_OK);
    term_sort_begin_group(&postings.sort);
    term_sort_add_to_group(&postings.sort, 0);
    assert_int_equal(word_postings_sort_group(&postings), FX_OK);
    assert_int_equal(term_sort_occurrences(&postings.sort, 0), 0);
    assert_false(word_postings_has_forms(&postings, 0));
    word_postings_close(&postings);
    tear_down(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(postings_in_groups_are_what_a_search_of_the_log_finds),
        cmocka_unit_test(a_unit_without_documents_has_no_postings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
