#include "bm25.h"
#include "unit_test.h"

#include <math.h>

static void idf_falls_with_document_frequency_and_stays_positive(void **state)
{
    (void)state;
    double previous = INFINITY;
    for (uint64_t df = 0; df <= 1000; df++) {
        double idf = bm25_idf(1000, df);
        assert_true(idf > 0 && idf < previous);
        previous = idf;
    }
    assert_true(fabs(bm25_idf(1000, 10) - log(1 + (1000 - 10 + 0.5) / 10.5)) < 1e-15);
    assert_true(bm25_idf(10, 20) == bm25_idf(10, 10));
    assert_true(isfinite(bm25_idf(0, 0)));
}

static void a_score_is_the_formula_to_the_grid(void **state)
{
    (void)state;
    struct test_random random = test_random_new("t_bm25");
    for (int i = 0; i < 100000; i++) {
        double k1 = test_random_below(&random, 300) / 100.0, b = test_random_below(&random, 101) / 100.0;
        double idf = test_random_below(&random, 2000) / 100.0, boost = test_random_below(&random, 30) / 10.0;
        double tf = 1 + test_random_below(&random, 100), average = 1 + test_random_below(&random, 500);
        uint32_t length = test_random_below(&random, 2000);
        struct bm25 bm25 = bm25_make(idf, boost, k1, b, average);
        double expected = boost * idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average));
        double score = bm25_score(&bm25, tf, length);
        assert_true(fabs(score - expected) <= 1.0 / (1 << 28));
        assert_true(score * (1 << 28) == floor(score * (1 << 28)));
    }
}

static void sums_of_scores_do_not_depend_on_their_order(void **state)
{
    (void)state;
    struct test_random random = test_random_new("t_bm25");
    struct bm25 bm25 = bm25_make(3.7, 1, 1.2, 0.75, 300);
    for (int round = 0; round < 2000; round++) {
        double scores[12], forwards = 0, backwards = 0;
        for (int i = 0; i < 12; i++)
            scores[i] = bm25_score(&bm25, 1 + test_random_below(&random, 50), test_random_below(&random, 3000));
        for (int i = 0; i < 12; i++) {
            forwards += scores[i];
            backwards += scores[11 - i];
        }
        assert_true(forwards == backwards);
    }
}

static void bounds_hold_for_every_posting_that_an_impact_covers(void **state)
{
    (void)state;
    struct test_random random = test_random_new("t_bm25");
    for (int round = 0; round < 20000; round++) {
        struct bm25 bm25 =
            bm25_make(test_random_below(&random, 1000) / 50.0, 1, test_random_below(&random, 300) / 100.0,
                      test_random_below(&random, 101) / 100.0, 1 + test_random_below(&random, 500));
        struct impact impact = {1 + test_random_below(&random, 100), test_random_below(&random, 2000)};
        double bound = bm25_bound(&bm25, &impact, 1);
        uint32_t tf = 1 + test_random_below(&random, impact.frequency);
        uint32_t length = impact.length + test_random_below(&random, 100);
        double score = bm25_score(&bm25, tf, length);
        assert_true(score <= bound);
        assert_true(score <= bm25_limit(&bm25));
        assert_true(bm25_reaches(&bm25, score, tf, length));
        assert_true(!bm25_reaches(&bm25, score + 1e-3 * (1 + score), tf, length));
    }
    struct bm25 bm25 = bm25_make(1, 1, 1.2, 0.75, 10);
    assert_true(bm25_bound(&bm25, NULL, 0) == 0);
}

static void no_posting_below_the_least_frequency_scores_the_threshold(void **state)
{
    (void)state;
    struct test_random random = test_random_new("t_bm25");
    for (int round = 0; round < 20000; round++) {
        struct bm25 bm25 = bm25_make(1 + test_random_below(&random, 1000) / 50.0, 1, 1.2,
                                     test_random_below(&random, 101) / 100.0, 1 + test_random_below(&random, 500));
        struct impact impacts[5];
        uint32_t frequency = 0, length = 0, count = test_random_below(&random, 6);
        for (uint32_t i = 0; i < count; i++) {
            frequency += 1 + test_random_below(&random, 10);
            length += 1 + test_random_below(&random, 100);
            impacts[i] = (struct impact){frequency, length};
        }
        double threshold = bm25_limit(&bm25) * test_random_below(&random, 120) / 100.0;
        uint32_t least = bm25_least_frequency(&bm25, threshold, impacts, count);
        for (uint32_t tf = 1, at = 0; tf <= frequency; tf++) {
            at += tf > impacts[at].frequency;
            double best = bm25_score(&bm25, tf, impacts[at].length); /* of all that occur so often */
            assert_true(tf >= least || best < threshold);
            if (tf == least)
                assert_true(bm25_reaches(&bm25, threshold, tf, impacts[at].length));
        }
    }
}

static void a_filter_passes_what_reaches_the_threshold_and_little_else(void **state)
{
    (void)state;
    struct test_random random = test_random_new("t_bm25");
    for (int round = 0; round < 20000; round++) {
        struct bm25 bm25 =
            bm25_make(test_random_below(&random, 1000) / 50.0, 1, test_random_below(&random, 300) / 100.0,
                      test_random_below(&random, 101) / 100.0, 1 + test_random_below(&random, 500));
        const double threshold = (test_random_below(&random, 2200) - 100.0) / 100.0;
        struct bm25_filter filter;
        bm25_filter_make(&filter, &bm25, threshold);
        for (int i = 0; i < 50; i++) {
            const uint32_t frequency = 1 + test_random_below(&random, 12), length = test_random_below(&random, 3000);
            const bool passes = bm25_passes(&filter, frequency, length);
            assert_true(passes || !bm25_reaches(&bm25, threshold, frequency, length));
            assert_true(passes || bm25_score(&bm25, frequency, length) < threshold);
            if (passes && frequency < BM25_FREQUENCIES - 1 && length > 3)
                assert_true(bm25_reaches(&bm25, threshold - 1e-6, frequency, length - 3));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idf_falls_with_document_frequency_and_stays_positive),
        cmocka_unit_test(a_score_is_the_formula_to_the_grid),
        cmocka_unit_test(sums_of_scores_do_not_depend_on_their_order),
        cmocka_unit_test(bounds_hold_for_every_posting_that_an_impact_covers),
        cmocka_unit_test(no_posting_below_the_least_frequency_scores_the_threshold),
        cmocka_unit_test(a_filter_passes_what_reaches_the_threshold_and_little_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
