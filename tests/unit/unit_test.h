/* What every unit test includes: cmocka with the headers it wants before it. */
#ifndef UNIT_TEST_H
#define UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A random sequence for properties. The seed is printed, so that a failure can be repeated: FX_TEST_SEED=n. */
struct test_random {
    uint64_t state;
};

static inline struct test_random test_random_new(const char *what)
{
    const char *given = getenv("FX_TEST_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    printf("%s: FX_TEST_SEED=%llu\n", what, (unsigned long long)seed);
    return (struct test_random){seed * 0x9E3779B97F4A7C15u + 0x1234567u};
}

static inline uint64_t test_random_u64(struct test_random *random)
{
    uint64_t x = random->state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return random->state = x;
}

/* Below `limit`, which is not 0. */
static inline uint32_t test_random_below(struct test_random *random, uint32_t limit)
{
    return (uint32_t)(test_random_u64(random) >> 33) % limit;
}

#endif
