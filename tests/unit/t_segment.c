#include "unit_test.h"

#include "memory.h"
#include "memory_extents.h"
#include "segment_oracle.h"

static void a_segment_reads_as_it_was_written(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    static const uint32_t sizes[] = {1, 2, 40, 700, 4000};
    for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        fx_error err = {0};
        struct segment_oracle oracle;
        struct memory_extents *extents;
        struct segment_info info;
        struct segment *segment;
        oracle_make(&oracle, &random, sizes[i]);
        assert_int_equal(memory_extents_open(&extents, &err), FX_OK);
        const uint32_t first = sizes[i] / 3;
        oracle_write(&oracle, first, sizes[i], 5, memory_extents_sink(extents), &info);
        assert_int_equal(info.articles, sizes[i] - first);
        assert_int_equal(segment_open(&segment, memory_extents_source(extents), &info, &err), FX_OK);
        oracle_check(&oracle, first, sizes[i], segment);
        segment_close(segment);
        memory_extents_close(extents);
        oracle_release(&oracle);
    }
}

static void an_empty_segment_has_no_terms_and_no_names(void **state)
{
    (void)state;
    fx_error err = {0};
    struct memory_extents *extents;
    struct segment_writer *writer;
    struct segment_info info;
    struct segment *segment;
    struct term_entry entry;
    struct term_scan scan;
    const struct term_entry *next;
    const uint32_t *lengths;
    assert_int_equal(memory_extents_open(&extents, &err), FX_OK);
    assert_int_equal(segment_writer_open(&writer, memory_extents_sink(extents), 1, &err), FX_OK);
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++)
        assert_int_equal(segment_writer_begin_unit(writer, (enum unit)unit, 0, &err), FX_OK);
    assert_int_equal(segment_writer_finish(writer, &info, &err), FX_OK);
    assert_int_equal(segment_open(&segment, memory_extents_source(extents), &info, &err), FX_OK);
    assert_int_equal(segment_find_term(segment, UNIT_QUOTE, SLICE("wx"), &entry, &err), FX_END);
    assert_int_equal(term_scan_open(&scan, segment, UNIT_ARTICLE, SLICE("w"), &err), FX_OK);
    assert_int_equal(term_scan_next(&scan, &next, &err), FX_END);
    assert_int_equal(segment_lengths(segment, UNIT_ARTICLE, &lengths, &err), FX_OK);
    segment_close(segment);
    memory_extents_close(extents);
}

static void a_writer_refuses_calls_out_of_order(void **state)
{
    (void)state;
    fx_error err = {0};
    struct memory_extents *extents;
    struct segment_writer *writer;
    struct segment_info info;
    const uint32_t positions[] = {1};
    const struct posting_input posting = {.document = 9, .length = 1, .count = 1, .positions = positions};
    assert_int_equal(memory_extents_open(&extents, &err), FX_OK);
    assert_int_equal(segment_writer_open(&writer, memory_extents_sink(extents), 1, &err), FX_OK);
    assert_int_equal(segment_writer_begin_term(writer, SLICE("wa"), 0, &err), FX_EINVAL);
    assert_int_equal(segment_writer_begin_unit(writer, UNIT_ARTICLE, 9, &err), FX_OK);
    assert_int_equal(segment_writer_posting(writer, &posting, &err), FX_EINVAL);
    assert_int_equal(segment_writer_begin_term(writer, SLICE("wb"), 0, &err), FX_OK);
    assert_int_equal(segment_writer_begin_term(writer, SLICE("wc"), 0, &err), FX_EINVAL);
    assert_int_equal(segment_writer_posting(writer, &posting, &err), FX_EINVAL); /* 9 of 9 */
    assert_int_equal(segment_writer_finish(writer, &info, &err), FX_EINVAL);     /* documents are missing */
    memory_extents_close(extents);
}

/* Reads about everything there is; says whether any call met damage. */
static bool read_all(const struct segment_oracle *oracle, struct segment *segment)
{
    fx_error err = {0};
    bool damaged = false;
    const struct segment_info *info = segment_describe(segment);
    for (unsigned u = 0; u < UNIT_COUNT; u++) {
        const uint32_t *values;
        uint32_t count;
        damaged |= segment_lengths(segment, (enum unit)u, &values, &err) == FX_EDAMAGED;
        for (uint32_t i = 0; i < info->units[u].documents; i += 7)
            damaged |= segment_facets(segment, (enum unit)u, i, &values, &count, &err) == FX_EDAMAGED;
        for (unsigned t = 0; t < ORACLE_TERMS; t++) {
            struct term_entry entry;
            struct postings cursor;
            int status = segment_find_term(segment, (enum unit)u, slice_of(oracle->terms[t]), &entry, &err);
            if (status == FX_OK)
                status = segment_postings(segment, (enum unit)u, &entry, &cursor, &err);
            damaged |= status == FX_EDAMAGED;
            if (status != FX_OK)
                continue;
            const uint32_t *positions;
            while (postings_next(&cursor) != DOCUMENT_END)
                if (postings_positions(&cursor, &positions, NULL, &count, &err) == FX_EDAMAGED)
                    damaged = true;
            damaged |= cursor.fault.code == FX_EDAMAGED;
            postings_release(&cursor);
        }
    }
    for (uint32_t i = 0; i < info->name_count; i++) {
        struct name_entry name;
        damaged |= segment_name(segment, i, &name, &err) == FX_EDAMAGED;
    }
    struct column *hashes;
    damaged |= segment_column(segment, UNIT_ARTICLE, STREAM_NAME_HASHES, &hashes, &err) == FX_EDAMAGED;
    for (uint32_t i = 0; i < info->name_count; i++)
        (void)column_u64(hashes, i);
    damaged |= column_take_fault(hashes, NULL) == FX_EDAMAGED;
    for (uint32_t i = 0; i < oracle->articles; i++) {
        uint32_t at = 0, document;
        damaged |= segment_find_id(segment, oracle->hashes[i], &at, &document, &err) == FX_EDAMAGED;
    }
    const int64_t *published;
    damaged |= segment_published(segment, &published, &err) == FX_EDAMAGED;
    return damaged;
}

static void one_flipped_bit_is_found_or_leaves_every_answer_right(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    fx_error err = {0};
    struct segment_oracle oracle;
    struct memory_extents *extents;
    struct segment_info info;
    oracle_make(&oracle, &random, 300);
    assert_int_equal(memory_extents_open(&extents, &err), FX_OK);
    oracle_write(&oracle, 0, 300, 5, memory_extents_sink(extents), &info);
    uint32_t found = 0, rounds = 150;
    for (uint32_t round = 0; round < rounds; round++) {
        size_t length;
        char *value = memory_extents_value(extents, test_random_below(&random, memory_extents_count(extents)), &length);
        char *byte = value + test_random_below(&random, (uint32_t)length);
        const char mask = (char)(1 << test_random_below(&random, 8));
        *byte ^= mask;
        struct segment *segment;
        assert_int_equal(segment_open(&segment, memory_extents_source(extents), &info, &err), FX_OK);
        if (read_all(&oracle, segment))
            found++;
        segment_close(segment);
        *byte ^= mask;
    }
    /* What read_all does not touch (some columns) is all that may go unseen. */
    assert_in_range(found, rounds / 2, rounds);
    oracle_release(&oracle);
    memory_extents_close(extents);
}

/* A cursor, a scan, columns and names of a segment whose every allocation fails in turn. */
static void reading_without_memory_says_so(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    fx_error err = {0};
    struct segment_oracle oracle;
    struct memory_extents *extents;
    struct segment_info info;
    oracle_make(&oracle, &random, 100);
    assert_int_equal(memory_extents_open(&extents, &err), FX_OK);
    oracle_write(&oracle, 0, 100, 5, memory_extents_sink(extents), &info);
    for (uint64_t n = 1, failed = 1; failed > 0; n += 1 + n / 10) {
        struct segment *segment;
        memory_fail_at(n, false);
        const int status = segment_open(&segment, memory_extents_source(extents), &info, &err);
        if (status == FX_OK)
            assert_false(read_all(&oracle, segment)); /* memory is not damage */
        else
            assert_int_equal(status, FX_ENOMEM);
        failed = memory_allocations() >= n;
        memory_fail_at(0, false);
        segment_close(segment);
    }
    oracle_release(&oracle);
    memory_extents_close(extents);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_segment_reads_as_it_was_written),
        cmocka_unit_test(an_empty_segment_has_no_terms_and_no_names),
        cmocka_unit_test(a_writer_refuses_calls_out_of_order),
        cmocka_unit_test(reading_without_memory_says_so),
        cmocka_unit_test(one_flipped_bit_is_found_or_leaves_every_answer_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
