#include "phrase_pairs.h"
#include "unit_test.h"

/* Ascending positions, as differences; further ones stand behind them. */
static void make_gaps(uint32_t *gaps, uint32_t *positions, uint32_t count, uint32_t most, struct test_random *random)
{
    uint32_t position = 0;
    for (uint32_t i = 0; i < count + PHRASE_PAIRS_MAX; i++) {
        gaps[i] = test_random_below(random, most) + (i > 0);
        position += gaps[i];
        if (i < count)
            positions[i] = position;
    }
}

static uint32_t by_loops(const uint32_t *few, uint32_t few_count, const uint32_t *many, uint32_t many_count,
                         uint32_t distance)
{
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < few_count; i++)
        for (uint32_t k = 0; k < many_count; k++)
            pairs += (uint64_t)few[i] + distance == many[k] || few[i] == many[k] + (uint64_t)(0 - distance);
    return pairs;
}

static void pairs_at_a_distance_are_counted_as_by_loops(void **state)
{
    (void)state;
    enum { MANY = 200 };
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 20000; round++) {
        uint32_t few_gaps[2 * PHRASE_PAIRS_MAX], few[PHRASE_PAIRS_MAX], many_gaps[MANY + PHRASE_PAIRS_MAX], many[MANY];
        const uint32_t few_count = 1 + test_random_below(&random, PHRASE_PAIRS_MAX);
        const uint32_t many_count = 1 + test_random_below(&random, MANY), most = 1 + test_random_below(&random, 30);
        const uint32_t distance = test_random_below(&random, 9) - 4; /* modulo 2^32: also behind */
        make_gaps(few_gaps, few, few_count, most, &random);
        make_gaps(many_gaps, many, many_count, most, &random);
        assert_int_equal(phrase_pairs(few_gaps, few_count, many_gaps, many_count, distance),
                         by_loops(few, few_count, many, many_count, distance));
    }
}

static void a_word_at_the_very_beginning_has_none_before_it(void **state)
{
    (void)state;
    const uint32_t few[PHRASE_PAIRS_MAX] = {7}, many[] = {0, 1, 1};
    assert_int_equal(phrase_pairs(few, 1, many, 3, 1), 0);
    assert_int_equal(phrase_pairs(few, 1, many, 3, UINT32_MAX), 0);
    assert_int_equal(phrase_pairs(few, 1, many, 3, (uint32_t)-5), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_at_a_distance_are_counted_as_by_loops),
        cmocka_unit_test(a_word_at_the_very_beginning_has_none_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
