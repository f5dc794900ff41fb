/* The contract that all matchers keep: seeking lands where walking does, a bound is one, and the algebra of intervals
 * and the fuzzy comparison are what plain loops say. What matchers mean is tested by tests/oracle. */
#include "fuzzy_word.h"
#include "interval_list.h"
#include "match_context.h"
#include "memory_extents.h"
#include "plan.h"
#include "query.h"
#include "run.h"
#include "run_flush.h"
#include "slice.h"
#include "unit_test.h"

enum { ARTICLES = 700, ALL_ARTICLES = ARTICLES + 2 };

struct fixture {
    struct memory_extents *extents;
    struct segment_info info;
    struct segment *segment;
    struct form_table *forms;
    struct run *run;
    struct arena arena;
};

static const char *const words[] = {"robot", "robots", "trade", "ferry",   "ferries", "harbour",
                                    "China", "the",    "of",    "markets", "market",  "happy"};

static fx_slice random_text(struct fixture *fixture, struct test_random *random, uint32_t count)
{
    char text[2000] = "";
    size_t length = 0;
    fx_slice out;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t word = test_random_below(random, 12);
        word = word < test_random_below(random, 12) ? word : test_random_below(random, 3);
        length += (size_t)sprintf(text + length, "%s%s", words[word], test_random_below(random, 6) ? " " : ". ");
    }
    assert_int_equal(arena_copy(&out, &fixture->arena, (fx_slice){text, length}), FX_OK);
    return out;
}

static void add_article(struct fixture *fixture, struct test_random *random, uint32_t number)
{
    char id[16];
    struct annotations annotations = {0};
    struct article article = {.id = {id, (size_t)sprintf(id, "%u", number)}};
    struct run_article_input input = {number, number, 0, 0};
    article.title = random_text(fixture, random, test_random_below(random, 4));
    article.text = random_text(fixture, random, 1 + test_random_below(random, 80));
    struct span paragraph = {0, (uint32_t)article.text.len};
    struct quote quote = {.span = {0, (uint32_t)article.text.len / 2}, .speaker = -1};
    article.paragraphs = &paragraph;
    article.paragraph_count = 1;
    article.desk = number % 3 ? SLICE("World") : SLICE("Sport");
    annotations.quotes = &quote;
    annotations.quote_count = number % 2;
    assert_int_equal(run_add(fixture->run, &article, &annotations, &input, NULL), FX_OK);
}

/* An article of another language, whose stems are others. */
static void add_german_article(struct fixture *fixture, const char *text)
{
    struct annotations annotations = {0};
    struct article article = {.id = SLICE("de"), .lang = SLICE("de"), .text = slice_of(text)};
    struct run_article_input input = {1, 1, 0, 0};
    struct span paragraph = {0, (uint32_t)article.text.len};
    article.paragraphs = &paragraph;
    article.paragraph_count = 1;
    assert_int_equal(run_add(fixture->run, &article, &annotations, &input, NULL), FX_OK);
}

static int set_up(void **state)
{
    static struct fixture fixture;
    struct test_random random = {20251015};
    memset(&fixture, 0, sizeof fixture);
    assert_int_equal(form_table_open(&fixture.forms, SLICE(""), NULL), FX_OK);
    assert_int_equal(run_new(&fixture.run, fixture.forms, "en", NULL), FX_OK);
    for (uint32_t i = 0; i < ARTICLES; i++)
        add_article(&fixture, &random, i);
    add_german_article(&fixture, "Die Regierung trifft andere Regierungen.");
    add_german_article(&fixture, "Die Regierungen schweigen.");
    assert_int_equal(memory_extents_open(&fixture.extents, NULL), FX_OK);
    assert_int_equal(run_flush(&fixture.run, 1, memory_extents_sink(fixture.extents), 7, &fixture.info, NULL), FX_OK);
    assert_int_equal(segment_open(&fixture.segment, memory_extents_source(fixture.extents), &fixture.info, NULL),
                     FX_OK);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    segment_close(fixture->segment);
    memory_extents_close(fixture->extents);
    run_free(fixture->run);
    form_table_close(fixture->forms);
    arena_release(&fixture->arena);
    return 0;
}

static const char *const queries[] = {
    "robot",
    "=robots",
    "robot trade",
    "robot OR ferry OR happy",
    "rob*",
    "harbor~2",
    "robot -trade",
    "\"robot trade\"",
    "\"robot trade\"~3",
    "\"rob* trade\"",
    "robot NEAR/2 ferry",
    "robot ADJ/1 (ferry OR trade)",
    "title:robot",
    "(robot trade) WITHIN SENTENCE",
    "said:robot",
    "said:(robot trade) OR ferry",
    "desk:world robot",
    "NOT robot",
    "*",
    "robot WITHIN QUOTE desk:sport",
    "(robot OR trade) (ferry OR happy)",
    "market^3 OR china^0.5 OR the",
};

struct walk {
    uint32_t documents[ALL_ARTICLES + 1];
    double scores[ALL_ARTICLES + 1];
    uint32_t count;
};

static struct matcher *plan(struct fixture *fixture, struct match_context *context, fx_query *query, enum unit unit)
{
    struct matcher *matcher;
    const struct match_place *place = match_place_new(context, 0, unit, unit);
    (void)fixture;
    assert_non_null(place);
    assert_int_equal(match_plan(&matcher, place, query_ast(query), false, NULL), FX_OK);
    return matcher;
}

static void check_seeks(struct matcher *matcher, const struct walk *walk, struct test_random *random)
{
    uint32_t at = 0, target = 0;
    while (at < walk->count) {
        if (test_random_below(random, 3) == 0) {
            target = at > 0 ? walk->documents[at - 1] + 1 : 0;
            assert_int_equal(matcher_next(matcher), walk->documents[at]);
        } else {
            target += test_random_below(random, 9);
            while (at < walk->count && walk->documents[at] < target)
                at++;
            uint32_t expected = at < walk->count ? walk->documents[at] : DOCUMENT_END;
            assert_int_equal(matcher_seek(matcher, target), expected);
            assert_int_equal(matcher->document, expected);
            assert_int_equal(matcher_seek(matcher, 0), expected);
        }
        if (at < walk->count) {
            assert_true(matcher_score(matcher) == walk->scores[at]);
            target = walk->documents[at] + 1;
            at++;
        }
    }
    if (matcher_seek(matcher, ALL_ARTICLES) != DOCUMENT_END)
        fail_msg("seek behind the end: %u", matcher->document);
    assert_int_equal(matcher_next(matcher), DOCUMENT_END);
}

/* From any stand, a bound over [target, last] holds for all matches in it. */
static void check_bounds(struct matcher *matcher, const struct walk *walk, struct test_random *random)
{
    for (uint32_t at = 0; at < walk->count; at += 1 + test_random_below(random, 5)) {
        assert_int_equal(matcher_seek(matcher, walk->documents[at]), walk->documents[at]);
        uint32_t target = walk->documents[at] + test_random_below(random, 3), last;
        double bound = matcher_max_score(matcher, target, &last);
        assert_true(last >= target);
        assert_int_equal(matcher->document, walk->documents[at]);
        for (uint32_t k = at; k < walk->count && walk->documents[k] <= last; k++)
            if (walk->documents[k] >= target)
                assert_true(walk->scores[k] <= bound);
    }
}

static void check_query(struct fixture *fixture, const char *text, enum unit unit, struct test_random *random)
{
    struct arena arena = ARENA_INIT;
    struct match_segment segment = {.segment = fixture->segment};
    struct match_context context = {.arena = &arena, .segments = &segment, .segment_count = 1};
    fx_query *query;
    context.k1 = 1.2;
    context.b = 0.75;
    context.expansion_limit = 100;
    for (int i = 0; i < UNIT_COUNT; i++)
        context.statistics[i] = (struct unit_statistics){ARTICLES, 30};
    assert_int_equal(fx_query_parse(&query, slice_of(text), 0, 0, NULL), FX_OK);
    struct matcher *matcher = plan(fixture, &context, query, unit);
    struct walk walk = {.count = 0};
    if (matcher != NULL) {
        while (matcher_next(matcher) != DOCUMENT_END) {
            assert_true(walk.count == 0 || matcher->document > walk.documents[walk.count - 1]);
            walk.documents[walk.count] = matcher->document;
            walk.scores[walk.count++] = matcher_score(matcher);
        }
        check_seeks(plan(fixture, &context, query, unit), &walk, random);
        check_bounds(plan(fixture, &context, query, unit), &walk, random);
    }
    assert_int_equal(context.faults.count, 0);
    match_cursors_close(&context);
    fx_query_free(query);
    arena_release(&arena);
}

static void seeking_lands_where_walking_does_and_bounds_hold(void **state)
{
    struct test_random random = test_random_new("t_matchers");
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        for (int round = 0; round < 10; round++) {
            check_query(*state, queries[i], UNIT_ARTICLE, &random);
            check_query(*state, queries[i], UNIT_QUOTE, &random);
        }
}

static void words_are_found_in_articles_of_another_language(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *query;
        uint32_t found;
    } cases[] = {
        {"Regierung", 2}, {"Regierungen", 2}, {"=Regierung", 1}, {"\"andere Regierung\"", 1}, {"Regierungs", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = ARENA_INIT;
        struct match_segment segment = {.segment = fixture->segment};
        struct match_context context = {
            .arena = &arena, .segments = &segment, .segment_count = 1, .k1 = 1.2, .b = 0.75, .expansion_limit = 100};
        fx_query *query;
        uint32_t found = 0;
        context.statistics[UNIT_ARTICLE] = (struct unit_statistics){ALL_ARTICLES, 30};
        assert_int_equal(fx_query_parse(&query, slice_of(cases[i].query), 0, 0, NULL), FX_OK);
        struct matcher *matcher = plan(fixture, &context, query, UNIT_ARTICLE);
        while (matcher != NULL && matcher_next(matcher) != DOCUMENT_END) {
            assert_true(matcher->document >= ARTICLES && matcher_score(matcher) > 0);
            found++;
        }
        assert_int_equal(found, cases[i].found);
        match_cursors_close(&context);
        fx_query_free(query);
        arena_release(&arena);
    }
}

/* ---- intervals ---- */

static uint32_t random_intervals(struct interval *out, struct test_random *random)
{
    uint32_t count = test_random_below(random, 8), start = 0, end = 0;
    for (uint32_t i = 0; i < count; i++) {
        start += 1 + test_random_below(random, 5);
        end = (end > start ? end : start) + test_random_below(random, 3) + (end >= start);
        out[i] = (struct interval){start, end, 1 + test_random_below(random, 3)};
    }
    return count;
}

enum operation { ORDERED, BOTH, EITHER };

/* All pairs; then whatever holds another goes. */
static uint32_t brute_force(struct interval *out, struct interval_view a, struct interval_view b, enum operation what)
{
    struct interval all[200];
    uint32_t count = 0, kept = 0;
    for (uint32_t i = 0; i < a.count; i++)
        for (uint32_t k = 0; k < b.count; k++) {
            struct interval x = a.items[i], y = b.items[k];
            if (what == BOTH)
                all[count++] =
                    (struct interval){x.start < y.start ? x.start : y.start, x.end > y.end ? x.end : y.end, 0};
            else if (what == ORDERED && x.end < y.start)
                all[count++] = (struct interval){x.start, y.end, 0};
        }
    for (uint32_t i = 0; i < a.count + b.count && what == EITHER; i++)
        all[count++] = i < a.count ? a.items[i] : b.items[i - a.count];
    for (uint32_t i = 0; i < count; i++) {
        bool minimal = true;
        for (uint32_t k = 0; k < count && minimal; k++) {
            bool inside = all[i].start <= all[k].start && all[k].end <= all[i].end;
            bool equal = all[i].start == all[k].start && all[k].end == all[i].end;
            minimal = k == i || !inside || (equal && i < k);
        }
        uint32_t at = kept;
        for (; minimal && at > 0 && out[at - 1].start > all[i].start; at--)
            out[at] = out[at - 1];
        if (minimal) {
            out[at] = all[i];
            kept++;
        }
    }
    return kept;
}

static void interval_lists_are_what_all_pairs_give(void **state)
{
    (void)state;
    struct test_random random = test_random_new("t_matchers");
    struct arena arena = ARENA_INIT;
    for (int round = 0; round < 20000; round++) {
        struct interval x[8], y[8], expected[200];
        struct interval_view a = {x, random_intervals(x, &random)}, b = {y, random_intervals(y, &random)};
        struct interval_list list = {NULL, 0, 0};
        enum operation what = (enum operation)(round % 3);
        if (what == ORDERED)
            assert_int_equal(interval_list_ordered(&list, &arena, a, b), FX_OK);
        else if (what == BOTH)
            assert_int_equal(interval_list_both(&list, &arena, a, b), FX_OK);
        else
            assert_int_equal(interval_list_either(&list, &arena, a, b), FX_OK);
        assert_int_equal(list.count, brute_force(expected, a, b, what));
        for (uint32_t i = 0; i < list.count; i++) {
            assert_int_equal(list.items[i].start, expected[i].start);
            assert_int_equal(list.items[i].end, expected[i].end);
        }
        arena_clear(&arena);
    }
    arena_release(&arena);
}

/* ---- fuzzy words ---- */

static uint32_t plain_distance(const char *a, const char *b)
{
    uint32_t table[12][12];
    for (uint32_t i = 0; i <= strlen(a); i++)
        for (uint32_t k = 0; k <= strlen(b); k++) {
            uint32_t best = i + k;
            if (i > 0 && k > 0) {
                best = table[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
                best = table[i - 1][k] + 1 < best ? table[i - 1][k] + 1 : best;
                best = table[i][k - 1] + 1 < best ? table[i][k - 1] + 1 : best;
            }
            table[i][k] = best;
        }
    return table[strlen(a)][strlen(b)];
}

static void random_letters(char *out, struct test_random *random)
{
    uint32_t length = 1 + test_random_below(random, 8);
    for (uint32_t i = 0; i < length; i++)
        out[i] = (char)('a' + test_random_below(random, 3));
    out[length] = '\0';
}

static void fuzzy_distances_are_those_of_the_whole_table(void **state)
{
    (void)state;
    static struct fuzzy_word fuzzy;
    struct test_random random = test_random_new("t_matchers");
    for (int round = 0; round < 300; round++) {
        char word[16], other[16];
        uint32_t limit = 1 + test_random_below(&random, 2);
        random_letters(word, &random);
        assert_true(fuzzy_word_init(&fuzzy, slice_of(word), limit));
        for (int i = 0; i < 200; i++) {
            random_letters(other, &random);
            uint32_t expected = plain_distance(other, word), found = fuzzy_word_distance(&fuzzy, slice_of(other));
            if (expected <= limit)
                assert_int_equal(found, expected);
            else
                assert_true(found > limit);
        }
    }
    assert_true(fuzzy_word_init(&fuzzy, SLICE("müller"), 1));
    assert_int_equal(fuzzy_word_distance(&fuzzy, SLICE("muller")), 1);
    assert_true(fuzzy_word_distance(&fuzzy, SLICE("mueller")) > 1);
    char longest[1000];
    memset(longest, 'a', sizeof longest);
    assert_true(!fuzzy_word_init(&fuzzy, (fx_slice){longest, sizeof longest}, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seeking_lands_where_walking_does_and_bounds_hold),
        cmocka_unit_test(words_are_found_in_articles_of_another_language),
        cmocka_unit_test(interval_lists_are_what_all_pairs_give),
        cmocka_unit_test(fuzzy_distances_are_those_of_the_whole_table),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
