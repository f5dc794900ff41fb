#include "stream.h"
#include "test_extents.h"

#include "bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static uint8_t byte_at(uint64_t address)
{
    return (uint8_t)(address * 2654435761u >> 13);
}

static void write_stream(struct test_extents *extents, size_t length)
{
    uint8_t *bytes = malloc(length + 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = byte_at(i);
    struct stream_writer writer;
    stream_writer_init(&writer, &extents->sink, 7, 3);
    uint64_t written = 0;
    assert_int_equal(stream_append(&writer, bytes, length, NULL), FX_OK);
    assert_int_equal(stream_writer_finish(&writer, &written, NULL), FX_OK);
    assert_int_equal(written, length);
    free(bytes);
}

static void any_range_reads_back(void **state)
{
    (void)state;
    uint64_t seed = 20251015;
    const size_t lengths[] = {1,
                              4095,
                              4096,
                              4097,
                              5000,
                              EXTENT_DATA_BYTES - 1,
                              EXTENT_DATA_BYTES,
                              EXTENT_DATA_BYTES + 1,
                              3 * EXTENT_DATA_BYTES + 777};
    for (size_t n = 0; n < sizeof lengths / sizeof *lengths; n++) {
        struct test_extents extents;
        test_extents_init(&extents);
        write_stream(&extents, lengths[n]);
        struct stream_reader reader;
        stream_reader_init(&reader, &extents.source, 7, 3, lengths[n]);
        uint8_t *copy = malloc(lengths[n]);
        for (int round = 0; round < 60; round++) {
            uint64_t start = random_next(&seed) % lengths[n];
            size_t length = random_next(&seed) % (lengths[n] - start + 1);
            assert_int_equal(stream_read(&reader, start, length, copy, NULL), FX_OK);
            for (size_t i = 0; i < length; i++)
                assert_int_equal(copy[i], byte_at(start + i));
            const uint8_t *view;
            bool fits = length <= stream_contiguous(&reader, start);
            assert_int_equal(stream_view(&reader, start, length, &view, NULL), fits ? FX_OK : FX_EINVAL);
            if (fits)
                assert_memory_equal(view, copy, length);
        }
        free(copy);
        stream_reader_release(&reader);
        test_extents_release(&extents);
    }
}

static void a_read_behind_the_end_is_damage(void **state)
{
    (void)state;
    struct test_extents extents;
    test_extents_init(&extents);
    write_stream(&extents, 100);
    struct stream_reader reader;
    stream_reader_init(&reader, &extents.source, 7, 3, 100);
    const uint8_t *view;
    assert_int_equal(stream_view(&reader, 100, 0, &view, NULL), FX_OK);
    assert_int_equal(stream_view(&reader, 100, 1, &view, NULL), FX_EDAMAGED);
    assert_int_equal(stream_view(&reader, 1, 100, &view, NULL), FX_EDAMAGED);
    assert_int_equal(stream_view(&reader, UINT64_MAX, 1, &view, NULL), FX_EDAMAGED);
    assert_int_equal(stream_view(&reader, 1, SIZE_MAX, &view, NULL), FX_EDAMAGED);
    assert_int_equal(stream_contiguous(&reader, 100), 0);
    stream_reader_release(&reader);
    /* A recorded length that was made up allocates nothing and is told. */
    stream_reader_init(&reader, &extents.source, 7, 3, UINT64_MAX);
    assert_int_equal(stream_view(&reader, 0, 1, &view, NULL), FX_EDAMAGED);
    stream_reader_release(&reader);
    stream_reader_init(&reader, &extents.source, 7, 3, 99);
    assert_int_equal(stream_view(&reader, 0, 1, &view, NULL), FX_EDAMAGED);
    stream_reader_release(&reader);
    test_extents_release(&extents);
}

static void a_flipped_bit_is_named_with_its_page_and_costs_only_that_page(void **state)
{
    (void)state;
    struct test_extents extents;
    test_extents_init(&extents);
    write_stream(&extents, EXTENT_DATA_BYTES + 9000);
    char *bytes = (char *)(uintptr_t)test_extent(&extents, 7, 3, 1)->value.ptr;
    bytes[4096 + 5] ^= 16;
    struct stream_reader reader;
    stream_reader_init(&reader, &extents.source, 7, 3, EXTENT_DATA_BYTES + 9000);
    const uint8_t *view;
    fx_error err;
    assert_int_equal(stream_view(&reader, EXTENT_DATA_BYTES, 4097, &view, &err), FX_EDAMAGED);
    assert_non_null(strstr(err.message, "owner 7, stream 3, extent 1, page 1"));
    assert_int_equal(stream_view(&reader, EXTENT_DATA_BYTES, 4096, &view, &err), FX_OK);
    assert_int_equal(stream_view(&reader, EXTENT_DATA_BYTES + 8192, 808, &view, &err), FX_OK);
    assert_int_equal(stream_check(&reader, &err), FX_EDAMAGED);
    bytes[4096 + 5] ^= 16;
    assert_int_equal(stream_check(&reader, &err), FX_OK);
    stream_reader_release(&reader);
    test_extents_release(&extents);
}

static void extents_in_each_others_place_are_found(void **state)
{
    (void)state;
    struct test_extents extents;
    test_extents_init(&extents);
    write_stream(&extents, 3 * EXTENT_DATA_BYTES);
    test_extent(&extents, 7, 3, 0)->number = 9;
    test_extent(&extents, 7, 3, 1)->number = 0;
    test_extent(&extents, 7, 3, 9)->number = 1;
    struct stream_reader reader;
    stream_reader_init(&reader, &extents.source, 7, 3, 3 * EXTENT_DATA_BYTES);
    const uint8_t *view;
    assert_int_equal(stream_view(&reader, 0, 1, &view, NULL), FX_EDAMAGED);
    assert_int_equal(stream_view(&reader, 2 * EXTENT_DATA_BYTES, 1, &view, NULL), FX_OK);
    stream_reader_release(&reader);
    test_extents_release(&extents);
}

static void a_whole_piece_never_straddles(void **state)
{
    (void)state;
    uint64_t seed = 99;
    struct test_extents extents;
    test_extents_init(&extents);
    struct stream_writer writer;
    stream_writer_init(&writer, &extents.sink, 1, 0);
    enum { PIECES = 400 };
    static uint8_t piece[EXTENT_DATA_BYTES];
    uint64_t addresses[PIECES];
    size_t lengths[PIECES];
    for (int i = 0; i < PIECES; i++) {
        lengths[i] = i == 7 ? EXTENT_DATA_BYTES : random_next(&seed) % 9000;
        memset(piece, i + 1, lengths[i]);
        assert_int_equal(stream_append_whole(&writer, piece, lengths[i], &addresses[i], NULL), FX_OK);
    }
    fx_error err;
    assert_int_equal(stream_make_room(&writer, EXTENT_DATA_BYTES + 1, &err), FX_EINVAL);
    uint64_t length;
    assert_int_equal(stream_writer_finish(&writer, &length, NULL), FX_OK);
    struct stream_reader reader;
    stream_reader_init(&reader, &extents.source, 1, 0, length);
    for (int i = 0; i < PIECES; i++) {
        const uint8_t *view;
        assert_int_equal(stream_view(&reader, addresses[i], lengths[i], &view, NULL), FX_OK);
        for (size_t k = 0; k < lengths[i]; k++)
            assert_int_equal(view[k], (uint8_t)(i + 1));
    }
    stream_reader_release(&reader);
    test_extents_release(&extents);
}

static void a_column_is_one_array_however_many_extents(void **state)
{
    (void)state;
    const uint32_t counts[] = {0, 1, 3, 1000, EXTENT_DATA_BYTES / 4, 150000};
    for (size_t n = 0; n < sizeof counts / sizeof *counts; n++) {
        struct test_extents extents;
        test_extents_init(&extents);
        struct stream_writer writer;
        stream_writer_init(&writer, &extents.sink, 2, 4);
        for (uint32_t i = 0; i < counts[n]; i++)
            assert_int_equal(stream_append_u32(&writer, i * 77, NULL), FX_OK);
        uint64_t length;
        assert_int_equal(stream_writer_finish(&writer, &length, NULL), FX_OK);
        struct stream_reader reader;
        stream_reader_init(&reader, &extents.source, 2, 4, length);
        const void *array;
        assert_int_equal(stream_array(&reader, 4, counts[n] + 1, &array, NULL), FX_EDAMAGED);
        assert_int_equal(stream_array(&reader, 4, counts[n], &array, NULL), FX_OK);
        for (uint32_t i = 0; i < counts[n]; i++)
            assert_int_equal(((const uint32_t *)array)[i], i * 77);
        stream_reader_release(&reader);
        test_extents_release(&extents);
    }
}

static void lengths_of_values_and_data_belong_together(void **state)
{
    (void)state;
    size_t previous = 0;
    for (size_t data = 1; data <= EXTENT_DATA_BYTES; data++) {
        size_t value = data + 4 * ((data + EXTENT_CHECK_PAGE - 1) / EXTENT_CHECK_PAGE);
        assert_int_equal(extent_data_length(value), data);
        for (size_t between = previous + 1; between < value; between++)
            assert_int_equal(extent_data_length(between), 0);
        previous = value;
    }
    assert_int_equal(previous, EXTENT_VALUE_BYTES);
    assert_int_equal(extent_data_length(EXTENT_VALUE_BYTES + 1), 0);
}

static void a_full_sink_and_missing_memory_are_told(void **state)
{
    (void)state;
    struct test_extents extents;
    test_extents_init(&extents);
    extents.fail_put_at = 2;
    static uint8_t bytes[2 * EXTENT_DATA_BYTES];
    struct stream_writer writer;
    stream_writer_init(&writer, &extents.sink, 1, 0);
    assert_int_equal(stream_append(&writer, bytes, sizeof bytes, NULL), FX_EFULL);
    stream_writer_release(&writer);
    memory_fail_at(1, true);
    stream_writer_init(&writer, &extents.sink, 1, 0);
    fx_error err;
    assert_int_equal(stream_append(&writer, bytes, 5, &err), FX_ENOMEM);
    memory_fail_at(0, false);
    stream_writer_release(&writer);
    test_extents_release(&extents);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_range_reads_back),
        cmocka_unit_test(a_read_behind_the_end_is_damage),
        cmocka_unit_test(a_flipped_bit_is_named_with_its_page_and_costs_only_that_page),
        cmocka_unit_test(extents_in_each_others_place_are_found),
        cmocka_unit_test(a_whole_piece_never_straddles),
        cmocka_unit_test(a_column_is_one_array_however_many_extents),
        cmocka_unit_test(lengths_of_values_and_data_belong_together),
        cmocka_unit_test(a_full_sink_and_missing_memory_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
