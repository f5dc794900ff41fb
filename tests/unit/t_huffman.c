#include "unit_test.h"

#include "huffman.h"

enum { COUNT_MAX = 3000 };

static int descending(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x < y) - (x > y);
}

/* Bits of all symbols by Huffman's own words: the two smallest become one, again and again. */
static uint64_t least_bits(const uint64_t *weights, uint32_t count)
{
    uint64_t *left = malloc(count * sizeof *left), bits = 0;
    assert_non_null(left);
    for (uint32_t i = 0; i < count; i++)
        left[i] = weights[i] > 0 ? weights[i] : 1;
    for (; count > 1; count--) {
        qsort(left, count, sizeof *left, descending);
        left[count - 2] += left[count - 1];
        bits += left[count - 2];
    }
    free(left);
    return bits;
}

/* Bits that the lengths give; checks that the code is complete. */
static uint64_t bits_of(const uint64_t *weights, uint32_t count, const uint32_t of_length[HUFFMAN_BITS_MAX + 1])
{
    uint64_t bits = 0, taken = 0;
    uint32_t symbol = 0;
    for (unsigned length = 1; length <= HUFFMAN_BITS_MAX; length++) {
        taken += (uint64_t)of_length[length] << (HUFFMAN_BITS_MAX - length);
        for (uint32_t i = 0; i < of_length[length]; i++, symbol++)
            bits += length * (symbol < count && weights[symbol] > 0 ? weights[symbol] : 1);
    }
    assert_int_equal(symbol, count);
    assert_int_equal(taken, UINT64_C(1) << HUFFMAN_BITS_MAX);
    return bits;
}

static void lengths_are_the_best_there_are(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    uint64_t weights[300], copy[300];
    uint32_t of_length[HUFFMAN_BITS_MAX + 1];
    for (int round = 0; round < 300; round++) {
        const uint32_t count = 2 + test_random_below(&random, 299);
        const uint32_t shift = test_random_below(&random, 14);
        for (uint32_t i = 0; i < count; i++)
            weights[i] = test_random_below(&random, 1000) >> test_random_below(&random, shift + 1);
        qsort(weights, count, sizeof *weights, descending);
        memcpy(copy, weights, sizeof copy);
        huffman_code_lengths(copy, count, of_length);
        assert_int_equal(bits_of(weights, count, of_length), least_bits(weights, count));
    }
}

static void no_code_is_longer_than_the_limit(void **state)
{
    (void)state;
    static uint64_t weights[COUNT_MAX], copy[COUNT_MAX];
    uint32_t of_length[HUFFMAN_BITS_MAX + 1];
    for (uint32_t deep = 2; deep < 60; deep++) {
        /* Fibonacci's numbers make the deepest trees; ones behind them many leaves at the deepest level. */
        const uint32_t count = deep + (deep % 3) * 1000;
        uint64_t a = 1, b = 1;
        for (uint32_t i = 0; i < count; i++)
            weights[i] = 1;
        for (uint32_t i = deep; i-- > 0;) {
            weights[i] = a;
            b += a;
            a = b - a;
        }
        memcpy(copy, weights, sizeof copy);
        huffman_code_lengths(copy, count, of_length);
        (void)bits_of(weights, count, of_length);
    }
}

static void a_single_symbol_has_a_code_of_one_bit(void **state)
{
    (void)state;
    uint64_t weight = 7;
    uint32_t of_length[HUFFMAN_BITS_MAX + 1];
    huffman_code_lengths(&weight, 1, of_length);
    assert_int_equal(of_length[1], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_the_best_there_are),
        cmocka_unit_test(no_code_is_longer_than_the_limit),
        cmocka_unit_test(a_single_symbol_has_a_code_of_one_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
