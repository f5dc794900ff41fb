#include "column.h"
#include "test_extents.h"

#include "bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COUNT = 150000 };

static uint32_t value_at(uint32_t i)
{
    return i * 2654435761u;
}

static void write_column(struct test_extents *extents, uint32_t count, size_t size)
{
    struct stream_writer writer;
    stream_writer_init(&writer, &extents->sink, 9, 2);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(size == 4 ? stream_append_u32(&writer, value_at(i), NULL)
                                   : stream_append_u64(&writer, (uint64_t)value_at(i) << 17, NULL),
                         FX_OK);
    assert_int_equal(stream_writer_finish(&writer, NULL, NULL), FX_OK);
}

static void read_all(struct column *column, size_t size, int opened)
{
    for (int i = 0; i <= opened; i++)
        assert_int_equal(column_open(column, NULL), FX_OK);
    for (uint32_t i = COUNT; i-- > 0;) {
        if (size == 4)
            assert_int_equal(column_u32(column, i), value_at(i));
        else
            assert_int_equal(column_i64(column, i), (int64_t)((uint64_t)value_at(i) << 17));
    }
    assert_int_equal(column_take_fault(column, NULL), FX_OK);
}

static void every_value_reads_as_it_was_written(void **state)
{
    (void)state;
    for (size_t size = 4; size <= 8; size += 4) {
        struct test_extents extents;
        struct column column;
        test_extents_init(&extents);
        write_column(&extents, COUNT, size);
        column_init(&column, &extents.source, 9, 2, COUNT, size, 0);
        for (int often = 0; often < 600; often += 300) /* the second time in one piece */
            read_all(&column, size, often);
        column_release(&column);
        test_extents_release(&extents);
    }
}

static void a_value_behind_the_end_is_missing_and_a_fault(void **state)
{
    (void)state;
    struct test_extents extents;
    struct column column;
    fx_error err;
    test_extents_init(&extents);
    write_column(&extents, 10, 4);
    column_init(&column, &extents.source, 9, 2, 10, 4, 77);
    assert_int_equal(column_open(&column, NULL), FX_OK);
    assert_int_equal(column_u32(&column, 9), value_at(9));
    assert_int_equal(column_u32(&column, 10), 77);
    assert_int_equal(column_u32(&column, UINT32_MAX), 77);
    assert_int_equal(column_take_fault(&column, &err), FX_EDAMAGED);
    assert_int_equal(err.code, FX_EDAMAGED);
    assert_int_equal(column_take_fault(&column, &err), FX_OK); /* it was taken */
    column_release(&column);
    test_extents_release(&extents);
}

static void a_damaged_page_costs_only_its_own_values(void **state)
{
    (void)state;
    struct test_extents extents;
    struct column column;
    test_extents_init(&extents);
    write_column(&extents, COUNT, 4);
    ((char *)(uintptr_t)extents.entries[1].value.ptr)[3 * EXTENT_CHECK_PAGE + 5] ^= 4;
    column_init(&column, &extents.source, 9, 2, COUNT, 4, 5);
    for (int i = 0; i < 300; i++)
        assert_int_equal(column_open(&column, NULL), FX_OK);
    const uint32_t first = EXTENT_DATA_BYTES / 4 + 3 * EXTENT_CHECK_PAGE / 4;
    for (uint32_t i = 0; i < COUNT; i++) {
        bool damaged = i >= first && i < first + EXTENT_CHECK_PAGE / 4;
        assert_int_equal(column_u32(&column, i), damaged ? 5 : value_at(i));
        assert_int_equal(column_take_fault(&column, NULL), damaged ? FX_EDAMAGED : FX_OK);
    }
    column_release(&column);
    test_extents_release(&extents);
}

static void a_missing_column_does_not_open_and_an_empty_one_does(void **state)
{
    (void)state;
    struct test_extents extents;
    struct column column;
    test_extents_init(&extents);
    column_init(&column, &extents.source, 9, 2, 10, 4, 0);
    assert_int_equal(column_open(&column, NULL), FX_EDAMAGED);
    column_release(&column);
    column_init(&column, &extents.source, 9, 2, 0, 4, 3);
    assert_int_equal(column_open(&column, NULL), FX_OK);
    assert_int_equal(column_u32(&column, 0), 3);
    assert_int_equal(column_take_fault(&column, NULL), FX_EDAMAGED);
    column_release(&column);
    test_extents_release(&extents);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_reads_as_it_was_written),
        cmocka_unit_test(a_value_behind_the_end_is_missing_and_a_fault),
        cmocka_unit_test(a_damaged_page_costs_only_its_own_values),
        cmocka_unit_test(a_missing_column_does_not_open_and_an_empty_one_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
