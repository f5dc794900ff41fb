#include "facet_merge.h"
#include "test_extents.h"
#include "unit_test.h"

#include "segment.h"

enum { NAMES = 90, SEGMENTS = 3 };

/* The n-th name: a few letters, so that some begin like others. */
static fx_slice name_of(uint32_t n, char out[16])
{
    int length = snprintf(out, 16, "%c%u", (int)('a' + n % 5), n / 5);
    return (fx_slice){out, (size_t)length};
}

static int by_bytes(const void *a, const void *b)
{
    char left[16], right[16];
    return slice_compare(name_of(*(const uint32_t *)a, left), name_of(*(const uint32_t *)b, right));
}

/* A segment that has every name of every kind with some luck; sums[kind][n] grows by what is counted of it. */
static void make_segment(struct test_extents *extents, uint32_t owner, struct test_random *random,
                         struct segment **segment, struct name_counts *counts, uint64_t sums[FACET_KIND_COUNT][NAMES])
{
    struct segment_writer *writer;
    struct segment_info info;
    uint32_t order[NAMES], amounts[FACET_KIND_COUNT * NAMES], made = 0;
    for (uint32_t n = 0; n < NAMES; n++)
        order[n] = n;
    qsort(order, NAMES, sizeof *order, by_bytes);
    assert_int_equal(segment_writer_open(&writer, &extents->sink, owner, NULL), FX_OK);
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++)
        assert_int_equal(segment_writer_begin_unit(writer, (enum unit)unit, 0, NULL), FX_OK);
    for (int kind = 0; kind < FACET_KIND_COUNT; kind++)
        for (uint32_t i = 0; i < NAMES; i++) {
            char text[16];
            fx_slice name = name_of(order[i], text);
            if (test_random_below(random, 3) == 0)
                continue;
            struct name_entry entry = {(enum facet_kind)kind, name, name, 1};
            assert_int_equal(segment_writer_name(writer, &entry, NULL), FX_OK);
            amounts[made] = test_random_below(random, 2) == 0 ? 0 : test_random_below(random, 9);
            sums[kind][order[i]] += amounts[made++];
        }
    assert_int_equal(segment_writer_finish(writer, &info, NULL), FX_OK);
    assert_int_equal(segment_open(segment, &extents->source, &info, NULL), FX_OK);
    assert_int_equal(name_counts_init(counts, *segment, NULL), FX_OK);
    for (uint32_t i = 0; i < made; i++) {
        counts->counts[i] = amounts[i];
        counts->met[i / 64] |= (uint64_t)(amounts[i] > 0) << (i % 64);
    }
}

static int by_count_then_name(const void *left, const void *right)
{
    const fx_count *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return slice_compare(a->name, b->name);
}

static void check(const struct name_counts *counts, uint32_t segments, uint32_t kinds, uint32_t limit,
                  uint64_t sums[FACET_KIND_COUNT][NAMES])
{
    fx_count expected[NAMES];
    char texts[NAMES][16];
    uint32_t count = 0;
    for (uint32_t n = 0; n < NAMES; n++) {
        uint64_t sum = 0;
        for (int kind = 0; kind < FACET_KIND_COUNT; kind++)
            sum += kinds >> kind & 1 ? sums[kind][n] : 0;
        if (sum > 0) {
            expected[count] = (fx_count){name_of(n, texts[count]), sum};
            count++;
        }
    }
    qsort(expected, count, sizeof *expected, by_count_then_name);
    struct top_counts top;
    uint64_t distinct;
    top_counts_init(&top, limit);
    assert_int_equal(facet_merge(&top, &distinct, counts, segments, kinds, NULL), FX_OK);
    top_counts_sort(&top);
    assert_int_equal(distinct, count);
    assert_int_equal(top.count, count < limit ? count : limit);
    for (uint32_t i = 0; i < top.count; i++) {
        assert_int_equal(top.items[i].count, expected[i].count);
        assert_true(slice_equal(top.items[i].name, expected[i].name));
    }
    top_counts_release(&top);
}

static void counts_of_all_kinds_and_segments_add_up_by_name(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 20; round++) {
        struct test_extents extents;
        struct segment *segments[SEGMENTS];
        struct name_counts counts[SEGMENTS];
        uint64_t sums[FACET_KIND_COUNT][NAMES] = {{0}};
        test_extents_init(&extents);
        for (uint32_t i = 0; i < SEGMENTS; i++) {
            make_segment(&extents, i + 1, &random, &segments[i], &counts[i], sums);
            for (uint32_t limit = 0; limit < NAMES + 5; limit += 1 + test_random_below(&random, 30)) {
                check(counts, i + 1, 1U << FACET_SPEAKER, limit, sums);
                check(counts, i + 1, 1U << FACET_DESK | 1U << FACET_HEADING, limit, sums);
                check(counts, i + 1, 1U << FACET_PERSON | 1U << FACET_PLACE | 1U << FACET_OTHER, limit, sums);
                check(counts, i + 1, 0, limit, sums);
            }
        }
        for (uint32_t i = 0; i < SEGMENTS; i++) {
            name_counts_release(&counts[i]);
            segment_close(segments[i]);
        }
        test_extents_release(&extents);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_of_all_kinds_and_segments_add_up_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
