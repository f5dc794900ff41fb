#include "unit_test.h"

#include "packed_block.h"

/* Encodes, copies to a heap block of exactly that size (so that ASan sees any over-read), decodes and compares. */
static void check_round_trip(const uint32_t *values, unsigned count)
{
    uint8_t encoded[PACKED_BYTES_MAX];
    const size_t length = packed_block_encode(encoded, values, count);
    assert_in_range(length, 1, PACKED_BYTES_MAX);
    uint8_t *exact = malloc(length);
    memcpy(exact, encoded, length);
    uint32_t decoded[PACKED_VALUES];
    unsigned bits = 99;
    const uint8_t *end = packed_block_decode(decoded, count, exact, exact + length, &bits);
    assert_ptr_equal(end, exact + length);
    assert_memory_equal(decoded, values, count * sizeof *values);
    for (unsigned i = 0; i < count; i++)
        assert_int_equal((uint64_t)values[i] >> bits, 0);
    assert_ptr_equal(packed_block_skip(count, exact, exact + length), end);
    for (unsigned i = 0; i < count; i++) {
        uint32_t value;
        assert_true(packed_block_get(&value, i, count, exact, exact + length));
        assert_int_equal(value, values[i]);
    }
    uint32_t none;
    assert_false(packed_block_get(&none, count, count, exact, exact + length));
    assert_false(packed_block_get(&none, 0, count, exact, exact + length - 1));
    for (size_t cut = 0; cut < length; cut++)
        assert_null(packed_block_decode(decoded, count, exact, exact + cut, NULL));
    assert_null(packed_block_skip(count, exact, exact + length - 1));
    free(exact);
}

static void every_width_and_count_survives_a_round_trip(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    for (unsigned width = 0; width <= 32; width++)
        for (unsigned count = 1; count <= PACKED_VALUES; count += count < 8 || count > 120 ? 1 : 7) {
            uint32_t values[PACKED_VALUES] = {0};
            for (unsigned i = 0; i < count; i++)
                values[i] = width ? (uint32_t)(test_random_u64(&random) >> (64 - width)) : 0;
            check_round_trip(values, count);
        }
}

static void rare_large_values_survive_as_exceptions(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    for (unsigned round = 0; round < 2000; round++) {
        uint32_t values[PACKED_VALUES] = {0};
        const unsigned count = 1 + test_random_below(&random, PACKED_VALUES);
        const unsigned small = test_random_below(&random, 12), rarity = 1 + test_random_below(&random, 40);
        for (unsigned i = 0; i < count; i++)
            values[i] = test_random_below(&random, rarity)
                            ? test_random_below(&random, 1U << small)
                            : (uint32_t)test_random_u64(&random) >> test_random_below(&random, 32);
        check_round_trip(values, count);
    }
}

static void a_few_large_values_do_not_widen_a_block(void **state)
{
    (void)state;
    uint32_t values[PACKED_VALUES];
    for (unsigned i = 0; i < PACKED_VALUES; i++)
        values[i] = i % 4;
    values[7] = 1000000;
    values[99] = UINT32_MAX;
    uint8_t encoded[PACKED_BYTES_MAX];
    assert_in_range(packed_block_encode(encoded, values, PACKED_VALUES), 32, 48);
}

static void damaged_bytes_are_refused_or_decoded_but_never_over_read(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    for (unsigned round = 0; round < 20000; round++) {
        const size_t length = test_random_below(&random, 80);
        uint8_t *bytes = malloc(length ? length : 1);
        for (size_t i = 0; i < length; i++)
            bytes[i] = (uint8_t)test_random_u64(&random);
        if (length > 0)
            bytes[0] &= 0x4F;
        uint32_t decoded[PACKED_VALUES];
        const unsigned count = 1 + test_random_below(&random, PACKED_VALUES);
        const uint8_t *end = packed_block_decode(decoded, count, bytes, bytes + length, NULL);
        assert_true(end == NULL || (end > bytes && end <= bytes + length));
        uint32_t value;
        for (unsigned i = 0; i < count; i += 5)
            if (packed_block_get(&value, i, count, bytes, bytes + length) && end)
                assert_int_equal(value, decoded[i]);
        free(bytes);
    }
}

static void gaps_sum_to_ascending_numbers(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    for (unsigned count = 1; count <= PACKED_VALUES; count++) {
        uint32_t values[PACKED_VALUES] = {0}, expected[PACKED_VALUES];
        const uint32_t start = (uint32_t)test_random_u64(&random);
        uint32_t sum = start;
        for (unsigned i = 0; i < count; i++) {
            values[i] = test_random_below(&random, 1000);
            sum += values[i] + 1;
            expected[i] = sum;
        }
        packed_block_sum_gaps(values, count, start);
        assert_memory_equal(values, expected, count * sizeof *values);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_width_and_count_survives_a_round_trip),
        cmocka_unit_test(rare_large_values_survive_as_exceptions),
        cmocka_unit_test(a_few_large_values_do_not_widen_a_block),
        cmocka_unit_test(damaged_bytes_are_refused_or_decoded_but_never_over_read),
        cmocka_unit_test(gaps_sum_to_ascending_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
