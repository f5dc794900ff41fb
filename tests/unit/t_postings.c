#include "unit_test.h"

#include "list_oracle.h"
#include "memory_extents.h"
#include "position_reader.h"
#include "postings.h"

/* One list in streams of its own. */
struct stored_list {
    struct memory_extents *extents;
    struct stream_reader postings, positions;
    struct written_list written;
    char inlined[64];
};

static void store_list(struct stored_list *out, const struct list_oracle *list)
{
    fx_error err = {0};
    struct stream_writer postings, positions;
    struct postings_writer *writer;
    assert_int_equal(memory_extents_open(&out->extents, &err), FX_OK);
    stream_writer_init(&postings, memory_extents_sink(out->extents), 7, 0);
    stream_writer_init(&positions, memory_extents_sink(out->extents), 7, 1);
    /* Lists begin anywhere: push this one close to the end of an extent. */
    static const uint8_t filler[EXTENT_DATA_BYTES];
    assert_int_equal(stream_append(&postings, filler, list->count % 2 ? EXTENT_DATA_BYTES - 300 : 11, &err), FX_OK);
    assert_int_equal(stream_append(&positions, filler, list->count % 2 ? EXTENT_DATA_BYTES - 100 : 0, &err), FX_OK);
    assert_int_equal(postings_writer_open(&writer, &postings, &positions, &err), FX_OK);
    postings_writer_begin(writer);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct posting_input posting = list_oracle_posting(list, i);
        assert_int_equal(postings_writer_add(writer, &posting, &err), FX_OK);
    }
    assert_int_equal(postings_writer_finish(writer, &out->written, &err), FX_OK);
    struct postings_address *address = &out->written.address;
    if (address->inlined.len > 0) {
        memcpy(out->inlined, address->inlined.ptr, address->inlined.len);
        address->inlined.ptr = out->inlined;
    }
    postings_writer_close(writer);
    uint64_t postings_length, positions_length;
    assert_int_equal(stream_writer_finish(&postings, &postings_length, &err), FX_OK);
    assert_int_equal(stream_writer_finish(&positions, &positions_length, &err), FX_OK);
    stream_reader_init(&out->postings, memory_extents_source(out->extents), 7, 0, postings_length);
    stream_reader_init(&out->positions, memory_extents_source(out->extents), 7, 1, positions_length);
    assert_int_equal(out->written.documents, list->count);
    assert_int_equal(out->written.occurrences, list->occurrences);
}

static void release_list(struct stored_list *stored)
{
    stream_reader_release(&stored->postings);
    stream_reader_release(&stored->positions);
    memory_extents_close(stored->extents);
}

static void open_cursor(struct postings *cursor, struct stored_list *stored, const struct list_oracle *list)
{
    fx_error err = {0};
    assert_int_equal(postings_open(cursor, &stored->postings, &stored->positions, &stored->written.address,
                                   stored->written.documents, list->document_count, &err),
                     FX_OK);
}

static void check_posting(struct postings *cursor, const struct list_oracle *list, uint32_t i)
{
    assert_int_equal(cursor->document, list->documents[i]);
    assert_int_equal(postings_frequency(cursor), list->counts[i] + list->boosts[i]);
    assert_int_equal(postings_boost(cursor), list->boosts[i]);
}

static void check_positions(struct postings *cursor, const struct list_oracle *list, uint32_t i)
{
    fx_error err = {0};
    const uint32_t *positions;
    const uint16_t *forms;
    uint32_t count;
    const int status = postings_positions(cursor, &positions, &forms, &count, &err);
    if (!list->has_positions) {
        assert_int_equal(status, FX_END);
        return;
    }
    assert_int_equal(status, FX_OK);
    assert_int_equal(count, list->counts[i]);
    assert_memory_equal(positions, list->positions + list->starts[i], count * sizeof *positions);
    for (uint32_t j = 0; j < count; j++)
        assert_int_equal(forms ? forms[j] : 0, list->forms[list->starts[i] + j]);
    const uint32_t *gaps;
    uint32_t sum = 0;
    volatile uint32_t behind = 0; /* may be read, whatever it is */
    assert_int_equal(postings_position_gaps(cursor, &gaps, &count, &err), FX_OK);
    assert_int_equal(count, list->counts[i]);
    for (uint32_t j = 0; j < count; j++)
        assert_int_equal(sum += gaps[j], list->positions[list->starts[i] + j]);
    for (uint32_t j = count; j < count + POSITION_PADDING; j++)
        behind = gaps[j];
    (void)behind;
}

static void check_run(struct postings *cursor, const struct list_oracle *list, uint32_t i)
{
    const uint32_t *documents, *frequencies;
    const uint32_t count = postings_run(cursor, &documents, &frequencies);
    assert_in_range(count, 1, BLOCK_POSTINGS);
    assert_true(i + count <= list->count);
    assert_memory_equal(documents, list->documents + i, count * sizeof *documents);
    for (uint32_t j = 0; j < count; j++)
        assert_int_equal(frequencies[j], list->counts[i + j] + list->boosts[i + j]);
}

static void check_walk(struct stored_list *stored, const struct list_oracle *list)
{
    struct postings cursor;
    open_cursor(&cursor, stored, list);
    for (uint32_t i = 0; i < list->count; i++) {
        assert_int_equal(postings_next(&cursor), list->documents[i]);
        check_posting(&cursor, list, i);
        if (i % 3 != 1)
            check_positions(&cursor, list, i);
        if (i % 50 == 0)
            check_run(&cursor, list, i);
    }
    for (int again = 0; again < 3; again++)
        assert_int_equal(postings_next(&cursor), DOCUMENT_END);
    assert_int_equal(postings_seek(&cursor, 0), DOCUMENT_END);
    assert_int_equal(cursor.fault.code, FX_OK);
    postings_release(&cursor);
}

static void check_seeks(struct stored_list *stored, const struct list_oracle *list, struct test_random *random,
                        uint32_t stride)
{
    struct postings cursor;
    open_cursor(&cursor, stored, list);
    uint32_t i = 0, target = test_random_below(random, stride);
    bool begun = false;
    while (true) {
        if (begun && test_random_below(random, 4) == 0) { /* a step instead of a seek */
            i++;
            postings_next(&cursor);
        } else {
            while (i < list->count && list->documents[i] < target)
                i++;
            postings_seek(&cursor, target);
        }
        begun = true;
        if (i >= list->count)
            break;
        assert_int_equal(cursor.document, list->documents[i]);
        assert_int_equal(postings_seek(&cursor, list->documents[i] / 2), list->documents[i]);
        if (test_random_below(random, 3) == 0)
            check_posting(&cursor, list, i);
        if (test_random_below(random, 3) == 0)
            check_positions(&cursor, list, i);
        target = list->documents[i] + test_random_below(random, stride);
    }
    assert_int_equal(cursor.document, DOCUMENT_END);
    assert_int_equal(cursor.fault.code, FX_OK);
    postings_release(&cursor);
}

static double score(double frequency, double length, double k1, double b, double average)
{
    return frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / average));
}

struct parameters {
    double k1, b, average;
};

static double bound(const struct impact *impacts, uint32_t count, struct parameters p)
{
    double best = 0;
    for (uint32_t i = 0; i < count; i++) {
        const double value = score(impacts[i].frequency, impacts[i].length, p.k1, p.b, p.average);
        best = value > best ? value : best;
    }
    return best;
}

/* Every posting from `from` up to document `last` scores at most the bound; returns the one behind them. */
static uint32_t check_bound(const struct list_oracle *list, uint32_t from, uint32_t last, struct parameters p,
                            double limit)
{
    for (; from < list->count && list->documents[from] <= last; from++)
        assert_true(score(list->counts[from] + list->boosts[from], list->lengths[from], p.k1, p.b, p.average) <=
                    limit * (1 + 1e-12));
    return from;
}

/* Hops over the list by blocks (and asks for leaves), moving the cursor now and then. */
static void check_impacts(struct stored_list *stored, const struct list_oracle *list, struct test_random *random)
{
    const struct parameters p = {(1 + test_random_below(random, 30)) / 10.0, test_random_below(random, 11) / 10.0,
                                 1 + test_random_below(random, 800)};
    const struct impact *impacts;
    uint32_t count, i = 0, blocks = 0;
    struct postings cursor;
    open_cursor(&cursor, stored, list);
    while (i < list->count) {
        const uint32_t target = list->documents[i];
        const uint32_t leaf_last = postings_leaf(&cursor, target, &impacts, &count);
        assert_in_range(count, 1, IMPACTS_MAX);
        check_bound(list, i, leaf_last, p, bound(impacts, count, p));
        const uint32_t last = postings_block(&cursor, target, &impacts, &count);
        assert_in_range(count, 1, IMPACTS_MAX);
        assert_in_range(last, target, leaf_last);
        const uint32_t next = check_bound(list, i, last, p, bound(impacts, count, p));
        assert_in_range(next, i + 1, i + BLOCK_POSTINGS);
        if (test_random_below(random, 4) == 0) {
            assert_int_equal(postings_seek(&cursor, target), target);
            /* Looking ahead does not disturb the current posting. */
            if (next < list->count) {
                const uint32_t far = next + test_random_below(random, list->count - next);
                postings_block(&cursor, list->documents[far], &impacts, &count);
            }
            check_posting(&cursor, list, i);
            check_positions(&cursor, list, i);
        }
        i = next;
        blocks++;
    }
    assert_int_equal(postings_block(&cursor, list->document_count, &impacts, &count), DOCUMENT_END);
    assert_int_equal(postings_leaf(&cursor, list->document_count, &impacts, &count), DOCUMENT_END);
    assert_int_equal(count, 0);
    assert_int_equal(blocks, (list->count + BLOCK_POSTINGS - 1) / BLOCK_POSTINGS);
    postings_release(&cursor);
}

static void check_all(struct test_random *random, uint32_t count, uint32_t gap, uint32_t words, bool has_positions)
{
    struct list_oracle list = list_oracle_make(random, count, gap, words, has_positions);
    struct stored_list stored;
    store_list(&stored, &list);
    check_walk(&stored, &list);
    check_seeks(&stored, &list, random, 1 + 2 * gap);
    check_seeks(&stored, &list, random, 1 + 200 * gap);
    check_seeks(&stored, &list, random, 1 + 5000 * gap);
    check_impacts(&stored, &list, random);
    release_list(&stored);
    list_oracle_release(&list);
}

static void lists_of_every_size_read_as_they_were_written(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    static const uint32_t sizes[] = {1,   2,   3,   5,   9,    17,   40,   127,  128,
                                     129, 255, 256, 257, 4095, 4096, 4097, 9000, 40000};
    for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (unsigned round = 0; round < (sizes[i] < 300 ? 6 : 1); round++) {
            check_all(&random, sizes[i], 1 + test_random_below(&random, 30), 1 + test_random_below(&random, 6),
                      round % 3 != 2);
        }
}

static void a_list_of_every_document_takes_little_room(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    check_all(&random, 20000, 1, 1, true);
    check_all(&random, 20000, 1, 1, false);
}

static void documents_with_thousands_of_occurrences_keep_their_positions(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    check_all(&random, 60, 5, 3000, true);
    check_all(&random, 300, 5, 1000, true);
}

static void a_single_posting_stands_in_its_dictionary_entry(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct list_oracle list = list_oracle_make(&random, 1, 100000, 1, true);
    struct stored_list stored;
    store_list(&stored, &list);
    assert_in_range(stored.written.address.inlined.len, 4, 14);
    assert_int_equal(stored.written.address.postings_length + stored.written.address.positions_length, 0);
    release_list(&stored);
    list_oracle_release(&list);
}

static void positions_can_be_asked_for_twice_and_without_forms(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct list_oracle list = list_oracle_make(&random, 500, 10, 5, true);
    struct stored_list stored;
    store_list(&stored, &list);
    struct postings cursor;
    open_cursor(&cursor, &stored, &list);
    fx_error err;
    for (uint32_t i = 0; i < list.count; i++) {
        const uint32_t *positions;
        uint32_t count;
        postings_next(&cursor);
        assert_int_equal(postings_positions(&cursor, &positions, NULL, &count, &err), FX_OK);
        assert_int_equal(count, list.counts[i]);
        check_positions(&cursor, &list, i);
        check_positions(&cursor, &list, i);
    }
    postings_release(&cursor);
    release_list(&stored);
    list_oracle_release(&list);
}

static void a_writer_refuses_postings_out_of_order(void **state)
{
    (void)state;
    fx_error err = {0};
    struct memory_extents *extents;
    struct stream_writer postings, positions;
    struct postings_writer *writer;
    assert_int_equal(memory_extents_open(&extents, &err), FX_OK);
    stream_writer_init(&postings, memory_extents_sink(extents), 7, 0);
    stream_writer_init(&positions, memory_extents_sink(extents), 7, 1);
    assert_int_equal(postings_writer_open(&writer, &postings, &positions, &err), FX_OK);
    postings_writer_begin(writer);
    struct written_list written;
    assert_int_equal(postings_writer_finish(writer, &written, &err), FX_EINVAL);
    const uint32_t rising[] = {3, 9}, falling[] = {9, 3};
    struct posting_input posting = {.document = 5, .length = 9, .count = 2, .positions = rising};
    assert_int_equal(postings_writer_add(writer, &posting, &err), FX_OK);
    assert_int_equal(postings_writer_add(writer, &posting, &err), FX_EINVAL);
    posting.document = 6;
    posting.positions = falling;
    assert_int_equal(postings_writer_add(writer, &posting, &err), FX_EINVAL);
    posting.count = 0;
    assert_int_equal(postings_writer_add(writer, &posting, &err), FX_EINVAL);
    postings_writer_close(writer);
    stream_writer_release(&postings);
    stream_writer_release(&positions);
    memory_extents_close(extents);
}

/* ---- damage ---- */

/* Reads all of a list; whatever it holds, documents stay in range and no call runs for ever. */
static void read_damaged(struct stored_list *stored, const struct list_oracle *list,
                         const struct postings_address *address, uint32_t documents, struct test_random *random)
{
    fx_error err = {0};
    struct postings cursor;
    const int status =
        postings_open(&cursor, &stored->postings, &stored->positions, address, documents, list->document_count, &err);
    if (status != FX_OK) {
        assert_int_equal(status, FX_EDAMAGED);
        assert_null(cursor.state);
        return;
    }
    const struct impact *impacts;
    const uint32_t *positions;
    const uint16_t *forms;
    uint32_t count, before = 0;
    for (bool first = true; postings_next(&cursor) != DOCUMENT_END; first = false) {
        assert_true(cursor.document < list->document_count);
        assert_true(first || cursor.document > before);
        before = cursor.document;
        postings_frequency(&cursor);
        if (test_random_below(random, 3) == 0 && postings_positions(&cursor, &positions, &forms, &count, &err) == FX_OK)
            assert_true(count > 0);
        if (test_random_below(random, 10) == 0)
            postings_block(&cursor, before + test_random_below(random, 2000), &impacts, &count);
        if (test_random_below(random, 10) == 0)
            postings_leaf(&cursor, before + test_random_below(random, 2000), &impacts, &count);
        if (test_random_below(random, 10) == 0 &&
            postings_seek(&cursor, before + test_random_below(random, 300)) == DOCUMENT_END)
            break;
        before = cursor.document;
    }
    assert_true(cursor.fault.code == FX_OK || cursor.fault.code == FX_EDAMAGED);
    postings_release(&cursor);
}

/* Bytes are damaged behind the checksums' back: by setting the bit map of checked pages first. */
static void damaged_lists_end_without_a_crash(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    static const uint32_t sizes[] = {1, 4, 60, 128, 300, 5000};
    for (unsigned round = 0; round < 1200; round++) {
        struct list_oracle list = list_oracle_make(&random, sizes[round % 6], 10, 4, round % 5 != 0);
        struct stored_list stored;
        store_list(&stored, &list);
        const uint64_t start = stored.written.address.postings, length = stored.written.address.postings_length;
        read_damaged(&stored, &list, &stored.written.address, list.count, &random); /* checks all pages */
        const uint8_t *bytes;
        fx_error err;
        for (unsigned flips = 1 + test_random_below(&random, 3); flips > 0; flips--) {
            struct stream_reader *reader = test_random_below(&random, 3) ? &stored.postings : &stored.positions;
            const uint64_t from = reader == &stored.postings ? start : stored.written.address.positions;
            const uint64_t bytes_there = reader == &stored.postings ? length : stored.written.address.positions_length;
            if (bytes_there == 0) {
                char *byte = &stored.inlined[test_random_below(&random, 40)];
                *byte = (char)(*byte ^ 1 << test_random_below(&random, 8));
                continue;
            }
            /* Heads are where damage hurts: favour the beginning and the directory at the end. */
            uint32_t at = test_random_below(&random, (uint32_t)bytes_there);
            if (test_random_below(&random, 2))
                at = test_random_below(&random, 40) % (uint32_t)bytes_there;
            else if (test_random_below(&random, 2))
                at = (uint32_t)bytes_there - 1 - test_random_below(&random, 20) % (uint32_t)bytes_there;
            if (stream_view(reader, from + at, 1, &bytes, &err) == FX_OK)
                *(uint8_t *)(uintptr_t)bytes ^= (uint8_t)(1U << test_random_below(&random, 8));
        }
        read_damaged(&stored, &list, &stored.written.address, list.count, &random);
        struct postings_address lie = stored.written.address;
        if (lie.inlined.len == 0) {
            lie.leaves = lie.leaves + test_random_below(&random, 3);
            lie.directory_length += test_random_below(&random, 5);
            lie.postings_length -= test_random_below(&random, 3);
        }
        read_damaged(&stored, &list, &lie, 1 + test_random_below(&random, 300), &random);
        release_list(&stored);
        list_oracle_release(&list);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_every_size_read_as_they_were_written),
        cmocka_unit_test(a_list_of_every_document_takes_little_room),
        cmocka_unit_test(documents_with_thousands_of_occurrences_keep_their_positions),
        cmocka_unit_test(a_single_posting_stands_in_its_dictionary_entry),
        cmocka_unit_test(positions_can_be_asked_for_twice_and_without_forms),
        cmocka_unit_test(a_writer_refuses_postings_out_of_order),
        cmocka_unit_test(damaged_lists_end_without_a_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
