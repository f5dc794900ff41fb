/* The heap of the best hits against sorting all of them; ties by date, then id, fetched only where they decide. */
#include "slice.h"
#include "top_hits.h"
#include "unit_test.h"

enum { HITS = 300 };

struct world {
    double scores[HITS];
    int64_t published[HITS];
    char ids[HITS][16];
    uint32_t fetched_ids, fetched_dates;
    enum fx_sort sort;
};

static void fetch_published(void *self, struct top_hit *hit)
{
    struct world *world = self;
    world->fetched_dates++;
    hit->published = world->published[hit->document];
}

static void fetch_id(void *self, struct top_hit *hit)
{
    struct world *world = self;
    world->fetched_ids++;
    hit->id = slice_of(world->ids[hit->document]);
}

static int compare(const void *a, const void *b, void *payload)
{
    const struct world *world = payload;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int64_t p = world->published[x], q = world->published[y];
    if (world->sort == FX_SORT_SCORE && world->scores[x] != world->scores[y])
        return world->scores[x] > world->scores[y] ? -1 : 1;
    if (p != q) {
        bool oldest_first = world->sort == FX_SORT_DATE && p != INT64_MIN && q != INT64_MIN;
        return (p > q) != oldest_first ? -1 : 1;
    }
    return strcmp(world->ids[x], world->ids[y]);
}

static void the_heap_keeps_what_sorting_puts_first(void **state)
{
    (void)state;
    struct test_random random = test_random_new("t_top_hits");
    for (int round = 0; round < 300; round++) {
        struct world world = {.sort = (enum fx_sort)(round % 3)};
        struct top_source source = {fetch_published, fetch_id, &world};
        uint32_t order[HITS];
        struct top_hits top;
        size_t wanted = test_random_below(&random, HITS + 20);
        top_hits_init(&top, wanted, world.sort, &source);
        for (uint32_t i = 0; i < HITS; i++) {
            uint32_t date = test_random_below(&random, 6);
            order[i] = i;
            world.scores[i] = test_random_below(&random, 12) / 4.0;
            world.published[i] = date == 0 ? INT64_MIN : date;
            snprintf(world.ids[i], sizeof world.ids[i], "id%u", i * 7919 % HITS);
            assert_int_equal(top_hits_add(&top, world.scores[i], 0, i), FX_OK);
        }
        qsort_r(order, HITS, sizeof *order, compare, &world);
        top_hits_sort(&top);
        assert_int_equal(top.count, wanted < HITS ? wanted : HITS);
        for (size_t i = 0; i < top.count; i++)
            assert_int_equal(top.heap[i].document, order[i]);
        top_hits_release(&top);
    }
}

static void the_threshold_is_the_worst_kept_score_once_the_heap_is_full(void **state)
{
    (void)state;
    struct world world = {.sort = FX_SORT_SCORE};
    struct top_source source = {fetch_published, fetch_id, &world};
    struct top_hits top;
    top_hits_init(&top, 3, FX_SORT_SCORE, &source);
    const double scores[] = {5, 1, 3, 2, 9};
    const double thresholds[] = {0, 0, 1, 2, 3};
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(top_hits_add(&top, scores[i], 0, i), FX_OK);
        assert_true(top.threshold == thresholds[i]);
    }
    assert_int_equal(world.fetched_dates, 0);
    assert_int_equal(world.fetched_ids, 0);
    top_hits_release(&top);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_heap_keeps_what_sorting_puts_first),
        cmocka_unit_test(the_threshold_is_the_worst_kept_score_once_the_heap_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
