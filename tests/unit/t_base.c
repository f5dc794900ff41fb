#include "unit_test.h"

#include "arena.h"
#include "buffer.h"
#include "bytes.h"
#include "error.h"
#include "memory.h"
#include "slice.h"
#include "sort_numbers.h"
#include "string_map.h"

#include <errno.h>
#include <stdlib.h>

static void a_varint_comes_back_as_it_was_written(void **state)
{
    (void)state;
    const uint64_t values[] = {0, 1, 127, 128, 300, 16383, 16384, UINT32_MAX, UINT64_MAX - 1, UINT64_MAX};
    struct buffer buffer = BUFFER_INIT;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_int_equal(buffer_append_varint(&buffer, values[i]), FX_OK);
    struct byte_reader reader = byte_reader_of(buffer.bytes, buffer.length);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        assert_true(byte_reader_varint(&reader) == values[i]);
    assert_true(byte_reader_ok(&reader));
    assert_int_equal(byte_reader_left(&reader), 0);
    buffer_release(&buffer);
}

static void a_varint_of_eleven_bytes_is_refused(void **state)
{
    (void)state;
    const uint8_t bytes[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01};
    struct byte_reader reader = byte_reader_of(bytes, sizeof bytes);
    assert_true(byte_reader_varint(&reader) == 0);
    assert_false(byte_reader_ok(&reader));
}

static void a_reader_past_its_end_stays_failed_and_gives_zeros(void **state)
{
    (void)state;
    const uint8_t bytes[] = {7, 1, 2};
    struct byte_reader reader = byte_reader_of(bytes, sizeof bytes);
    assert_int_equal(byte_reader_u8(&reader), 7);
    assert_int_equal(byte_reader_u32(&reader), 0);
    assert_false(byte_reader_ok(&reader));
    assert_int_equal(byte_reader_u8(&reader), 0);
    assert_null(byte_reader_take(&reader, 0));
}

static void a_slice_longer_than_what_is_left_is_refused(void **state)
{
    (void)state;
    const uint8_t bytes[] = {200, 1, 'a', 'b'}; /* says 200 bytes follow */
    struct byte_reader reader = byte_reader_of(bytes, sizeof bytes);
    assert_int_equal(byte_reader_slice(&reader).len, 0);
    assert_false(byte_reader_ok(&reader));
}

static void an_arena_gives_aligned_blocks_of_any_size(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    for (size_t size = 1; size < 300000; size = size * 3 + 1) {
        char *block = arena_allocate(&arena, size);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
        memset(block, 0xAB, size);
        assert_non_null(arena_allocate_bytes(&arena, 3));
    }
    size_t before = arena.total;
    arena_clear(&arena);
    assert_true(arena.total <= before);
    assert_non_null(arena_allocate(&arena, 100));
    arena_release(&arena);
    assert_int_equal(arena.total, 0);
}

static void a_string_map_numbers_keys_in_order_of_first_sight(void **state)
{
    (void)state;
    struct string_map map;
    string_map_init(&map);
    char key[16];
    for (unsigned round = 0; round < 2; round++)
        for (unsigned i = 0; i < 5000; i++) {
            snprintf(key, sizeof key, "key-%u", i);
            bool inserted;
            assert_int_equal(string_map_intern(&map, slice_of(key), &inserted), i);
            assert_int_equal(inserted, round == 0);
        }
    assert_int_equal(string_map_find(&map, SLICE("key-4999")), 4999);
    assert_int_equal(string_map_find(&map, SLICE("key-5000")), STRING_MAP_NONE);
    assert_true(slice_equal(map.names[17], SLICE("key-17")));
    string_map_clear(&map);
    assert_int_equal(string_map_find(&map, SLICE("key-17")), STRING_MAP_NONE);
    assert_int_equal(string_map_intern(&map, SLICE("new"), NULL), 0);
    string_map_release(&map);
}

/* Keys that are new, known, and twice among those looked up, in calls of any length. */
static void a_string_map_numbers_several_keys_as_one_after_another(void **state)
{
    (void)state;
    enum { KEYS = 3000, CALL_MAX = 50 };
    struct test_random random = test_random_new("string_map all");
    struct string_map together, alone;
    string_map_init(&together);
    string_map_init(&alone);
    for (uint32_t done = 0; done < KEYS;) {
        char bytes[CALL_MAX][16];
        fx_slice keys[CALL_MAX];
        uint32_t numbers[CALL_MAX], count = test_random_below(&random, CALL_MAX + 1);
        for (uint32_t i = 0; i < count; i++) {
            snprintf(bytes[i], sizeof bytes[i], "key-%u", test_random_below(&random, 1 + done));
            keys[i] = slice_of(bytes[i]);
        }
        assert_int_equal(string_map_intern_all(&together, keys, count, numbers), FX_OK);
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(numbers[i], string_map_intern(&alone, keys[i], NULL));
        done += count;
    }
    assert_int_equal(together.count, alone.count);
    string_map_release(&together);
    string_map_release(&alone);
}

static void a_string_map_survives_every_failed_allocation(void **state)
{
    (void)state;
    for (uint64_t n = 1;; n++) {
        struct string_map map;
        string_map_init(&map);
        memory_fail_at(n, false);
        bool failed = false;
        for (unsigned i = 0; i < 200; i++) {
            char key[16];
            snprintf(key, sizeof key, "%u", i);
            if (string_map_intern(&map, slice_of(key), NULL) == STRING_MAP_NONE) {
                failed = true;
                assert_int_equal(string_map_intern(&map, slice_of(key), NULL), i);
            }
        }
        memory_fail_at(0, false);
        assert_int_equal(map.count, 200);
        string_map_release(&map);
        if (!failed)
            break;
    }
}

static void a_message_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    fx_error err;
    char text[sizeof err.message + 8];
    for (size_t shift = 0; shift < 3; shift++) {
        memset(text, 'x', shift);
        for (size_t i = shift; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "\xE2\x82\xAC", 3);
        text[sizeof text - 4] = '\0';
        assert_int_equal(error_set(&err, FX_EIO, "%s", text), FX_EIO);
        size_t length = strlen(err.message);
        assert_true(length < sizeof err.message);
        assert_int_equal((length - shift) % 3, 0);
    }
}

static void errno_decides_the_code_of_a_full_disk(void **state)
{
    (void)state;
    fx_error err;
    errno = ENOSPC;
    assert_int_equal(error_set_errno(&err, FX_EIO, "cannot write '%s'", "x"), FX_EFULL);
    assert_string_equal(err.message, "cannot write 'x': No space left on device");
    errno = EACCES;
    assert_int_equal(error_set_errno(NULL, FX_EIO, "cannot write"), FX_EIO);
    assert_int_equal(error_prefix(&err, FX_EIO, "update"), FX_EFULL);
    assert_string_equal(err.message, "update: cannot write 'x': No space left on device");
}

static void slices_compare_by_bytes_with_a_prefix_first(void **state)
{
    (void)state;
    assert_true(slice_compare(SLICE("a"), SLICE("ab")) < 0);
    assert_true(slice_compare(SLICE("b"), SLICE("ab")) > 0);
    assert_int_equal(slice_compare(SLICE(""), SLICE("")), 0);
    assert_true(slice_compare(SLICE("\x7f"), SLICE("\x80")) < 0);
    assert_true(slice_equal(slice_trim(SLICE("  a b\t\n")), SLICE("a b")));
}

static int compare_numbers(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void numbers_are_sorted_whatever_their_count(void **state)
{
    (void)state;
    enum { LISTS = 400, NUMBERS_MAX = 1200 };
    struct test_random random = test_random_new("sort_numbers");
    uint64_t numbers[NUMBERS_MAX], expected[NUMBERS_MAX];
    for (uint32_t list = 0; list < LISTS; list++) {
        size_t count = test_random_below(&random, list % 4 == 0 ? NUMBERS_MAX + 1 : 60);
        uint32_t below = 1 + test_random_below(&random, list % 2 == 0 ? 10 : UINT32_MAX);
        for (size_t i = 0; i < count; i++)
            numbers[i] = expected[i] = (uint64_t)test_random_below(&random, below) << (list % 33);
        if (count > 0)
            qsort(expected, count, sizeof *expected, compare_numbers);
        sort_numbers(numbers, count);
        for (size_t i = 0; i < count; i++)
            assert_true(numbers[i] == expected[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_varint_comes_back_as_it_was_written),
        cmocka_unit_test(a_varint_of_eleven_bytes_is_refused),
        cmocka_unit_test(a_reader_past_its_end_stays_failed_and_gives_zeros),
        cmocka_unit_test(a_slice_longer_than_what_is_left_is_refused),
        cmocka_unit_test(an_arena_gives_aligned_blocks_of_any_size),
        cmocka_unit_test(a_string_map_numbers_keys_in_order_of_first_sight),
        cmocka_unit_test(numbers_are_sorted_whatever_their_count),
        cmocka_unit_test(a_string_map_numbers_several_keys_as_one_after_another),
        cmocka_unit_test(a_string_map_survives_every_failed_allocation),
        cmocka_unit_test(a_message_is_cut_at_a_whole_character),
        cmocka_unit_test(errno_decides_the_code_of_a_full_disk),
        cmocka_unit_test(slices_compare_by_bytes_with_a_prefix_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
