/* Thousands of random queries over random corpora: the documents found, their scores, their order; pruned and
 * exhaustive to the last bit; all three units. */
#include "oracle.h"
#include "oracle_query.h"
#include "query.h"
#include "search.h"
#include "slice.h"

#include <math.h>

static const int64_t now = 1760000000;
static long queries_wanted = 600;

struct ask {
    struct corpus *corpus;
    struct searcher *searcher;
    struct oracle oracle;
    struct oracle_answer *answers;
    size_t answer_count;
    enum unit unit;
    const char *text;
    uint64_t visited;
    uint64_t seed;
};

static enum fx_unit public_unit(enum unit unit)
{
    return unit == UNIT_ARTICLE ? FX_UNIT_ARTICLE : unit == UNIT_SECTION ? FX_UNIT_SECTION : FX_UNIT_QUOTE;
}

static int visit(void *payload, const struct search_leaf *leaf, const uint64_t *words, uint32_t count, fx_error *err)
{
    struct ask *ask = payload;
    uint32_t bits = 0;
    (void)err;
    for (uint32_t i = 0; i < leaf->documents; i++)
        bits += (uint32_t)(words[i / 64] >> (i % 64) & 1);
    assert_int_equal(bits, count);
    ask->visited += count;
    return FX_OK;
}

/* The id of a hit, as it is printed. */
static void hit_id(struct ask *ask, struct search *search, const struct search_hit *hit, char out[64])
{
    uint32_t leaves;
    char suffix[SEARCH_SUFFIX_MAX];
    const struct search_leaf *leaf = &search_leaves(search, &leaves)[hit->leaf];
    struct record record;
    record_init(&record);
    assert_int_equal(index_record(ask->corpus->indexes[leaf->index], hit->article, &record, NULL), FX_OK);
    size_t length = search_unit_suffix(leaf->unit, hit->ordinal, suffix);
    snprintf(out, 64, "%.*s%.*s", (int)record.article.id.len, record.article.id.ptr, (int)length, suffix);
    record_release(&record);
}

static void answer_id(const struct ask *ask, const struct oracle_answer *answer, char out[64])
{
    char suffix[SEARCH_SUFFIX_MAX];
    const struct oracle_document *document = answer->document;
    fx_slice id = ask->corpus->articles[document->article].article.id;
    size_t length = search_unit_suffix(document->unit, document->ordinal, suffix);
    snprintf(out, 64, "%.*s%.*s", (int)id.len, id.ptr, (int)length, suffix);
}

static struct search *run(struct ask *ask, fx_query *query, fx_search_options *options, bool visiting)
{
    struct search *search;
    struct search_request request = {query_ast(query), options, visiting ? visit : NULL, ask};
    fx_error err = {0};
    ask->visited = 0;
    if (search_run(&search, ask->searcher, &request, &err) != FX_OK)
        fail_msg("%s: %s", ask->text, err.message);
    return search;
}

static const struct oracle_answer *find_answer(const struct ask *ask, const char *id)
{
    for (size_t i = 0; i < ask->answer_count; i++) {
        char other[64];
        answer_id(ask, &ask->answers[i], other);
        if (strcmp(id, other) == 0)
            return &ask->answers[i];
    }
    return NULL;
}

/* Better first: score, newer date, id; never equal. */
static bool in_order(const struct search_hit *a, const char *a_id, const struct search_hit *b, const char *b_id)
{
    if (a->score != b->score)
        return a->score > b->score;
    if (a->published != b->published)
        return a->published > b->published;
    return strcmp(a_id, b_id) < 0;
}

static void check_whole_answer(struct ask *ask, struct search *search)
{
    const struct search_result *result = search_result(search);
    char previous[64] = "";
    assert_true(result->exact);
    if (result->matches != ask->answer_count || ask->visited != ask->answer_count)
        fprintf(stderr, "%s (unit %d): %llu found, %zu expected\n", ask->text, (int)ask->unit,
                (unsigned long long)result->matches, ask->answer_count);
    for (uint32_t i = 0; i < result->hit_count; i++) {
        char id[64];
        hit_id(ask, search, &result->hits[i], id);
        const struct oracle_answer *answer = find_answer(ask, id);
        if (answer == NULL)
            fail_msg("%s (unit %d): %s is no match", ask->text, (int)ask->unit, id);
        if (fabs(answer->score - result->hits[i].score) > 1e-6 * (1 + fabs(answer->score))) {
            struct buffer lines = BUFFER_INIT;
            assert_int_equal(search_explain(search, &result->hits[i], &lines, NULL), FX_OK);
            fprintf(stderr, "%.*s", (int)lines.length, lines.bytes);
            fail_msg("%s (unit %d): %s scores %.9f, expected %.9f", ask->text, (int)ask->unit, id,
                     result->hits[i].score, answer->score);
        }
        if (i > 0 && !in_order(&result->hits[i - 1], previous, &result->hits[i], id))
            fail_msg("%s (unit %d): %s stands before %s", ask->text, (int)ask->unit, previous, id);
        memcpy(previous, id, sizeof previous);
    }
    for (size_t i = 0; i < ask->answer_count && result->matches != ask->answer_count; i++) {
        char id[64], other[64];
        bool found = false;
        answer_id(ask, &ask->answers[i], id);
        for (uint32_t k = 0; k < result->hit_count && !found; k++) {
            hit_id(ask, search, &result->hits[k], other);
            found = strcmp(id, other) == 0;
        }
        if (!found)
            fail_msg("%s (unit %d): %s is not found", ask->text, (int)ask->unit, id);
    }
    assert_int_equal(result->matches, ask->answer_count);
    assert_int_equal(result->hit_count, ask->answer_count);
    assert_int_equal(ask->visited, ask->answer_count);
}

/* The first hits, pruned, are those of the whole answer. */
static void check_pruned(struct ask *ask, fx_query *query, fx_search_options *options, struct search *whole,
                         uint32_t offset)
{
    const struct search_result *all = search_result(whole);
    options->exhaustive = 0;
    for (uint32_t limit = 1; limit <= 20; limit += 3) {
        options->limit = limit;
        options->offset = offset;
        struct search *search = run(ask, query, options, false);
        const struct search_result *result = search_result(search);
        uint32_t left = all->hit_count > offset ? all->hit_count - offset : 0;
        assert_int_equal(result->hit_count, left < limit ? left : limit);
        assert_true(result->matches <= all->matches && result->matches >= result->hit_count);
        if (result->exact && result->matches != all->matches)
            fail_msg("%s (unit %d): exactly %llu hits, expected %llu", ask->text, (int)ask->unit,
                     (unsigned long long)result->matches, (unsigned long long)all->matches);
        for (uint32_t i = 0; i < result->hit_count; i++) {
            const struct search_hit *one = &result->hits[i], *other = &all->hits[offset + i];
            if (one->leaf != other->leaf || one->document != other->document || one->score != other->score)
                fail_msg("%s (unit %d): hit %u of %u pruned is %u/%u %.17g, expected %u/%u %.17g", ask->text,
                         (int)ask->unit, i, limit, one->leaf, one->document, one->score, other->leaf, other->document,
                         other->score);
        }
        search_free(search);
    }
}

struct dated_hit {
    char id[64];
    struct search_hit hit;
};

static int compare_ids(const struct dated_hit *a, const struct dated_hit *b)
{
    return strcmp(a->id, b->id);
}

/* Undated last, whichever the order of days. */
static int older_first(const void *left, const void *right)
{
    const struct dated_hit *a = left, *b = right;
    int64_t x = a->hit.published, y = b->hit.published;
    if (x == y)
        return compare_ids(a, b);
    return x == INT64_MIN ? 1 : y == INT64_MIN ? -1 : x < y ? -1 : 1;
}

static int newer_first(const void *left, const void *right)
{
    const struct dated_hit *a = left, *b = right;
    if (a->hit.published == b->hit.published)
        return compare_ids(a, b);
    return a->hit.published > b->hit.published ? -1 : 1;
}

/* The whole answer in order of days, against the first page in that order. */
static void check_sorted(struct ask *ask, fx_query *query, fx_search_options *options, struct search *whole,
                         enum fx_sort sort)
{
    const struct search_result *all = search_result(whole);
    struct dated_hit *sorted = calloc(all->hit_count + 1, sizeof *sorted);
    assert_non_null(sorted);
    for (uint32_t i = 0; i < all->hit_count; i++) {
        sorted[i].hit = all->hits[i];
        hit_id(ask, whole, &all->hits[i], sorted[i].id);
    }
    qsort(sorted, all->hit_count, sizeof *sorted, sort == FX_SORT_DATE ? older_first : newer_first);
    options->sort = sort;
    options->limit = 5;
    options->offset = 1;
    struct search *search = run(ask, query, options, false);
    const struct search_result *page = search_result(search);
    uint32_t left = all->hit_count > 1 ? all->hit_count - 1 : 0;
    assert_int_equal(page->hit_count, left < 5 ? left : 5);
    for (uint32_t i = 0; i < page->hit_count; i++)
        if (page->hits[i].leaf != sorted[i + 1].hit.leaf || page->hits[i].document != sorted[i + 1].hit.document)
            fail_msg("%s (unit %d): hit %u by date is not %s", ask->text, (int)ask->unit, i, sorted[i + 1].id);
    search_free(search);
    free(sorted);
    options->sort = FX_SORT_SCORE;
}

/* The exact count, asked for without the documents; with hits and without. */
static void check_count(struct ask *ask, fx_query *query, fx_search_options *options)
{
    options->count_exactly = 1;
    for (uint32_t limit = 0; limit <= 3; limit += 3) {
        options->limit = limit;
        options->offset = 0;
        struct search *search = run(ask, query, options, false);
        const struct search_result *result = search_result(search);
        if (!result->exact || result->matches != ask->answer_count)
            fail_msg("%s (unit %d): counted %llu, expected %zu", ask->text, (int)ask->unit,
                     (unsigned long long)result->matches, ask->answer_count);
        search_free(search);
    }
}

/* Positions and explanations of a hit can be had, and the addends sum to the score. */
static void check_parts(struct ask *ask, struct search *search)
{
    const struct search_result *result = search_result(search);
    for (uint32_t i = 0; i < result->hit_count && i < 3; i++) {
        const struct search_part *parts;
        uint32_t count;
        struct buffer lines = BUFFER_INIT;
        assert_int_equal(search_parts(search, &result->hits[i], &parts, &count, NULL), FX_OK);
        for (uint32_t k = 0; k < count; k++)
            for (uint32_t p = 1; p < parts[k].position_count; p++)
                assert_true(parts[k].positions[p - 1] < parts[k].positions[p]);
        assert_int_equal(search_explain(search, &result->hits[i], &lines, NULL), FX_OK);
        double top = lines.length > 0 ? strtod(lines.bytes, NULL) : 0;
        if (fabs(top - result->hits[i].score) > 1e-7)
            fail_msg("%s: explained as %.9f, scored %.9f", ask->text, top, result->hits[i].score);
        buffer_release(&lines);
    }
}

static void ask_query(struct ask *ask, fx_query *query, struct test_random *random)
{
    for (int unit = 0; unit < UNIT_COUNT; unit++) {
        fx_search_options options = FX_SEARCH_OPTIONS_INIT;
        ask->unit = (enum unit)unit;
        options.unit = public_unit(ask->unit);
        options.limit = 100000;
        options.exhaustive = 1;
        ask->oracle.k1 = options.k1 = 0.5 + test_random_below(random, 3) * 0.7;
        ask->oracle.b = options.b = test_random_below(random, 5) * 0.25;
        ask->answer_count = oracle_search(&ask->oracle, ask->unit, query_ast(query), ask->answers);
        struct search *search = run(ask, query, &options, true);
        check_whole_answer(ask, search);
        check_pruned(ask, query, &options, search, test_random_below(random, 3));
        check_count(ask, query, &options);
        check_sorted(ask, query, &options, search,
                     test_random_below(random, 2) ? FX_SORT_DATE : FX_SORT_DATE_DESCENDING);
        check_parts(ask, search);
        search_free(search);
    }
}

static void ask_corpus(struct test_random *random, int queries)
{
    struct corpus *corpus = calloc(1, sizeof *corpus);
    struct oracle_units units;
    struct buffer text = BUFFER_INIT;
    struct ask ask = {.corpus = corpus};
    size_t documents = 0;
    assert_non_null(corpus);
    corpus_make(corpus, random);
    oracle_units_make(&units, corpus);
    for (int unit = 0; unit < UNIT_COUNT; unit++)
        documents += units.count[unit];
    ask.oracle.units = &units;
    ask.answers = calloc(documents + 1, sizeof *ask.answers);
    assert_int_equal(searcher_open(&ask.searcher, corpus->indexes, corpus->index_count, NULL), FX_OK);
    for (int i = 0; i < queries; i++) {
        fx_query *query;
        fx_error err = {0};
        oracle_query_make(&text, random);
        unsigned flags = test_random_below(random, 8) == 0 ? FX_PARSE_EXACT : 0;
        flags |= test_random_below(random, 8) == 0 ? FX_PARSE_ANY : 0;
        if (fx_query_parse(&query, buffer_slice(&text), flags, now, &err) != FX_OK)
            fail_msg("%.*s: %s", (int)text.length, text.bytes, err.message);
        assert_int_equal(buffer_append_byte(&text, '\0'), FX_OK);
        ask.text = text.bytes;
        ask_query(&ask, query, random);
        fx_query_free(query);
    }
    searcher_close(ask.searcher);
    free(ask.answers);
    oracle_units_release(&units);
    corpus_release(corpus);
    free(corpus);
    buffer_release(&text);
}

static void the_engine_answers_as_plain_loops_do(void **state)
{
    (void)state;
    struct test_random random = test_random_new("t_oracle");
    for (long asked = 0; asked < queries_wanted; asked += 100)
        ask_corpus(&random, 100);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        queries_wanted = strtol(argv[1], NULL, 10);
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_engine_answers_as_plain_loops_do)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
