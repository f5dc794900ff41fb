#include "unit_test.h"

#include "memory.h"
#include "memory_extents.h"
#include "segment_merge.h"
#include "segment_oracle.h"

enum { PIECES_MAX = 6 };

/* Segments of consecutive ranges of one collection, and what they are merged into. */
struct pieces {
    struct memory_extents *extents;
    uint32_t count, bounds[PIECES_MAX + 1];
    struct segment *segments[PIECES_MAX + 1]; /* the last one: the result */
    struct merge_input inputs[PIECES_MAX];
    uint64_t *bitmaps[PIECES_MAX][UNIT_COUNT];
};

static void write_pieces(struct pieces *pieces, const struct segment_oracle *oracle, struct test_random *random)
{
    fx_error err = {0};
    memset(pieces, 0, sizeof *pieces);
    assert_int_equal(memory_extents_open(&pieces->extents, &err), FX_OK);
    pieces->count = 1 + test_random_below(random, PIECES_MAX);
    for (uint32_t i = 1; i <= pieces->count; i++) {
        const uint32_t left = oracle->articles - pieces->bounds[i - 1];
        pieces->bounds[i] =
            i == pieces->count ? oracle->articles : pieces->bounds[i - 1] + test_random_below(random, left / 2 + 1);
    }
    for (uint32_t i = 0; i < pieces->count; i++) {
        struct segment_info info;
        oracle_write(oracle, pieces->bounds[i], pieces->bounds[i + 1], i + 1, memory_extents_sink(pieces->extents),
                     &info);
        assert_int_equal(segment_open(&pieces->segments[i], memory_extents_source(pieces->extents), &info, &err),
                         FX_OK);
        pieces->inputs[i].segment = pieces->segments[i];
    }
}

/* Cuts the dead bitmaps of the collection into those of the pieces; pieces without a dead document get none. */
static void cut_bitmaps(struct pieces *pieces, const struct segment_oracle *oracle)
{
    for (uint32_t i = 0; i < pieces->count; i++)
        for (unsigned u = 0; u < UNIT_COUNT; u++) {
            const struct oracle_unit *unit = &oracle->units[u];
            const uint32_t first = pieces->bounds[i] * oracle_share(u), last = pieces->bounds[i + 1] * oracle_share(u);
            uint64_t *bits = pieces->bitmaps[i][u] = calloc((last - first) / 64 + 1, 8);
            bool any = false;
            for (uint32_t document = first; document < last; document++)
                if (oracle_is_dead(unit, document)) {
                    bits[(document - first) / 64] |= UINT64_C(1) << ((document - first) % 64);
                    any = true;
                }
            pieces->inputs[i].dead[u] = any ? bits : NULL;
        }
}

static void release_pieces(struct pieces *pieces)
{
    for (uint32_t i = 0; i <= pieces->count; i++)
        segment_close(pieces->segments[i]);
    for (uint32_t i = 0; i < PIECES_MAX; i++)
        for (unsigned u = 0; u < UNIT_COUNT; u++)
            free(pieces->bitmaps[i][u]);
    memory_extents_close(pieces->extents);
}

static struct segment_info merge_pieces(struct pieces *pieces)
{
    fx_error err = {0};
    struct segment_info info;
    const int stop = 0;
    const int status =
        segment_merge(pieces->inputs, pieces->count, memory_extents_sink(pieces->extents), 99, &stop, &info, &err);
    if (status != FX_OK)
        print_error("%s\n", err.message);
    assert_int_equal(status, FX_OK);
    assert_int_equal(
        segment_open(&pieces->segments[pieces->count], memory_extents_source(pieces->extents), &info, &err), FX_OK);
    return info;
}

static void check_merge(struct test_random *random, uint32_t articles, uint32_t dead_rarity)
{
    struct segment_oracle oracle;
    struct pieces pieces;
    oracle_make(&oracle, random, articles);
    write_pieces(&pieces, &oracle, random);
    if (dead_rarity > 0) {
        oracle_kill(&oracle, random, dead_rarity);
        cut_bitmaps(&pieces, &oracle);
    }
    const struct segment_info info = merge_pieces(&pieces);
    for (unsigned u = 0; u < UNIT_COUNT; u++) {
        uint32_t dead = 0;
        for (uint32_t i = 0; i < oracle.units[u].documents; i++)
            dead += oracle_is_dead(&oracle.units[u], i);
        assert_int_equal(info.dead[u], dead);
        assert_int_equal(info.dead_length[u], 0);
    }
    oracle_check(&oracle, 0, articles, pieces.segments[pieces.count]);
    release_pieces(&pieces);
    oracle_release(&oracle);
}

static void merged_segments_read_as_one_written_whole(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    static const uint32_t sizes[] = {1, 3, 50, 600, 2000};
    for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++)
        check_merge(&random, sizes[i], 0);
}

static void dead_documents_lose_their_postings_names_and_lengths(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    static const uint32_t sizes[] = {1, 3, 50, 1000};
    for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_merge(&random, sizes[i], 2);
        check_merge(&random, sizes[i], 300);
    }
    check_merge(&random, 40, 1); /* all of them */
}

/* Long lists come as whole leaves: the merge of a merge has to read the same, too. */
static void leaves_of_long_lists_are_copied(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    fx_error err = {0};
    struct segment_oracle oracle;
    struct pieces pieces;
    oracle_make(&oracle, &random, 17000);
    write_pieces(&pieces, &oracle, &random);
    merge_pieces(&pieces);
    oracle_check(&oracle, 0, 17000, pieces.segments[pieces.count]);
    const struct merge_input again = {.segment = pieces.segments[pieces.count]};
    struct segment_info info;
    struct segment *segment;
    assert_int_equal(segment_merge(&again, 1, memory_extents_sink(pieces.extents), 100, NULL, &info, &err), FX_OK);
    assert_int_equal(segment_open(&segment, memory_extents_source(pieces.extents), &info, &err), FX_OK);
    oracle_check(&oracle, 0, 17000, segment);
    segment_close(segment);
    release_pieces(&pieces);
    oracle_release(&oracle);
}

static void a_gap_between_segments_becomes_dead_articles(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    fx_error err = {0};
    struct segment_oracle oracle;
    struct memory_extents *extents;
    struct segment_info infos[2], merged;
    struct merge_input inputs[2] = {0};
    oracle_make(&oracle, &random, 90);
    assert_int_equal(memory_extents_open(&extents, &err), FX_OK);
    oracle_write(&oracle, 10, 30, 1, memory_extents_sink(extents), &infos[0]);
    oracle_write(&oracle, 50, 90, 2, memory_extents_sink(extents), &infos[1]);
    for (unsigned i = 0; i < 2; i++)
        assert_int_equal(segment_open(&inputs[i].segment, memory_extents_source(extents), &infos[i], &err), FX_OK);
    assert_int_equal(segment_merge(inputs, 2, memory_extents_sink(extents), 3, NULL, &merged, &err), FX_OK);
    assert_int_equal(merged.base, 10);
    assert_int_equal(merged.articles, 80);
    assert_int_equal(merged.dead[UNIT_ARTICLE], 20);
    struct segment *segment;
    const uint32_t *lengths, *parents;
    uint32_t at = 0, document;
    assert_int_equal(segment_open(&segment, memory_extents_source(extents), &merged, &err), FX_OK);
    assert_int_equal(segment_lengths(segment, UNIT_ARTICLE, &lengths, &err), FX_OK);
    assert_int_equal(segment_parents(segment, UNIT_QUOTE, &parents, &err), FX_OK);
    assert_int_equal(lengths[19], oracle.units[UNIT_ARTICLE].lengths[29]);
    assert_int_equal(lengths[20], 0);
    assert_int_equal(lengths[39], 0);
    assert_int_equal(lengths[40], oracle.units[UNIT_ARTICLE].lengths[50]);
    assert_int_equal(parents[39], 19);
    assert_int_equal(parents[40], 40);
    assert_int_equal(segment_find_id(segment, oracle.hashes[77], &at, &document, &err), FX_OK);
    segment_close(segment);
    segment_close(inputs[0].segment);
    inputs[0].segment = inputs[1].segment;
    assert_int_equal(segment_merge(inputs, 2, memory_extents_sink(extents), 4, NULL, &merged, &err), FX_EINVAL);
    segment_close(inputs[1].segment);
    memory_extents_close(extents);
    oracle_release(&oracle);
}

static void a_stopped_merge_says_so(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    fx_error err = {0};
    struct segment_oracle oracle;
    struct pieces pieces;
    struct segment_info info;
    const int stop = 1;
    oracle_make(&oracle, &random, 90);
    write_pieces(&pieces, &oracle, &random);
    assert_int_equal(
        segment_merge(pieces.inputs, pieces.count, memory_extents_sink(pieces.extents), 99, &stop, &info, &err),
        FX_ESTOPPED);
    release_pieces(&pieces);
    oracle_release(&oracle);
}

static void damage_in_an_input_is_reported_and_not_merged(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    fx_error err = {0};
    struct segment_oracle oracle;
    oracle_make(&oracle, &random, 200);
    for (unsigned round = 0; round < 25; round++) {
        struct pieces pieces;
        struct segment_info info;
        size_t length;
        write_pieces(&pieces, &oracle, &random);
        const uint32_t which = test_random_below(&random, memory_extents_count(pieces.extents));
        char *value = memory_extents_value(pieces.extents, which, &length);
        char *byte = value + test_random_below(&random, (uint32_t)length);
        *byte = (char)(*byte ^ 1 << test_random_below(&random, 8));
        assert_int_equal(
            segment_merge(pieces.inputs, pieces.count, memory_extents_sink(pieces.extents), 99, NULL, &info, &err),
            FX_EDAMAGED);
        release_pieces(&pieces);
    }
    oracle_release(&oracle);
}

/* The n-th allocation fails, for every n in turn: the merge says so, and nothing is lost or left behind (ASan looks).
 */
static void a_merge_without_memory_says_so(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct segment_oracle oracle;
    oracle_make(&oracle, &random, 150);
    for (uint64_t n = 1, failed = 1; failed > 0; n += 1 + n / 20) {
        fx_error err = {0};
        struct pieces pieces;
        struct segment_info info;
        write_pieces(&pieces, &oracle, &random);
        oracle_kill(&oracle, &random, 4);
        cut_bitmaps(&pieces, &oracle);
        memory_fail_at(n, false);
        const int status =
            segment_merge(pieces.inputs, pieces.count, memory_extents_sink(pieces.extents), 99, NULL, &info, &err);
        failed = memory_allocations() >= n;
        memory_fail_at(0, false);
        assert_int_equal(status, failed ? FX_ENOMEM : FX_OK);
        for (unsigned u = 0; u < UNIT_COUNT; u++) {
            free(oracle.units[u].dead);
            oracle.units[u].dead = NULL;
        }
        release_pieces(&pieces);
    }
    oracle_release(&oracle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merged_segments_read_as_one_written_whole),
        cmocka_unit_test(dead_documents_lose_their_postings_names_and_lengths),
        cmocka_unit_test(leaves_of_long_lists_are_copied),
        cmocka_unit_test(a_gap_between_segments_becomes_dead_articles),
        cmocka_unit_test(a_stopped_merge_says_so),
        cmocka_unit_test(damage_in_an_input_is_reported_and_not_merged),
        cmocka_unit_test(a_merge_without_memory_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
