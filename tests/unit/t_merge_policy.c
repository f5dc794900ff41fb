#include "merge_policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct segment_info sized(uint64_t megabytes)
{
    struct segment_info info = {.articles = 10};
    info.units[UNIT_ARTICLE].postings_bytes = megabytes << 20;
    info.units[UNIT_ARTICLE].length = 1000;
    return info;
}

static void few_segments_stay_as_they_are(void **state)
{
    (void)state;
    struct segment_info segments[7];
    uint32_t first;
    uint32_t merged;
    for (int i = 0; i < 7; i++)
        segments[i] = sized(0);
    assert_false(merge_policy_pick(segments, 0, &first, &merged));
    assert_false(merge_policy_pick(segments, 7, &first, &merged));
}

static void eight_of_a_tier_are_merged_without_their_big_neighbours(void **state)
{
    (void)state;
    struct segment_info segments[20];
    uint32_t first;
    uint32_t merged;
    segments[0] = sized(600);
    segments[1] = sized(40);
    for (int i = 2; i < 10; i++)
        segments[i] = sized(3);
    assert_false(merge_policy_pick(segments, 9, &first, &merged));
    assert_true(merge_policy_pick(segments, 10, &first, &merged));
    assert_int_equal(first, 2);
    assert_int_equal(merged, 8);
}

static void seven_small_ones_do_not_rewrite_a_large_one(void **state)
{
    (void)state;
    struct segment_info segments[8];
    uint32_t first;
    uint32_t merged;
    segments[0] = sized(100);
    for (int i = 1; i < 8; i++)
        segments[i] = sized(0);
    assert_false(merge_policy_pick(segments, 8, &first, &merged));
}

static void a_segment_that_is_mostly_dead_is_rewritten_once(void **state)
{
    (void)state;
    struct segment_info segments[3] = {sized(9), sized(9), sized(9)};
    uint32_t first;
    uint32_t merged;
    segments[1].dead[UNIT_ARTICLE] = 9;
    segments[1].dead_length[UNIT_ARTICLE] = 251;
    assert_true(merge_policy_pick(segments, 3, &first, &merged));
    assert_int_equal(first, 1);
    assert_int_equal(merged, 1);
    segments[1].dead_length[UNIT_ARTICLE] = 0; /* as segment_merge leaves it: the numbers stay, the lengths go */
    assert_false(merge_policy_pick(segments, 3, &first, &merged));
}

/* A thousand nights: how many segments there are, and how often a byte was rewritten. */
static void work_grows_with_the_logarithm(void **state)
{
    (void)state;
    static struct segment_info segments[64];
    uint32_t count = 0;
    uint64_t rewritten = 0;
    enum { NIGHTS = 1000 };
    for (int night = 0; night < NIGHTS; night++) {
        uint32_t first;
        uint32_t merged;
        segments[count++] = sized(2);
        while (merge_policy_pick(segments, count, &first, &merged)) {
            uint64_t bytes = 0;
            assert_true(first + merged <= count && merged > 1);
            for (uint32_t i = first; i < first + merged; i++)
                bytes += segments[i].units[UNIT_ARTICLE].postings_bytes;
            rewritten += bytes;
            segments[first].units[UNIT_ARTICLE].postings_bytes = bytes;
            memmove(&segments[first + 1], &segments[first + merged], (count - first - merged) * sizeof *segments);
            count -= merged - 1;
        }
        assert_true(count <= 7 * 5);
    }
    assert_true(rewritten <= (uint64_t)NIGHTS * (2 << 20) * 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_segments_stay_as_they_are),
        cmocka_unit_test(eight_of_a_tier_are_merged_without_their_big_neighbours),
        cmocka_unit_test(seven_small_ones_do_not_rewrite_a_large_one),
        cmocka_unit_test(a_segment_that_is_mostly_dead_is_rewritten_once),
        cmocka_unit_test(work_grows_with_the_logarithm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
