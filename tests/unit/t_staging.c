#include "unit_test.h"

#include "small_index.h"
#include "staging.h"
#include "store_key.h"

#include <signal.h>
#include <sys/resource.h>

enum { THREADS = 4, EXTENTS = 100, EXTENT_BYTES = 5000, LIMIT = 64 << 10 };

struct putter {
    struct staging *staging;
    uint32_t owner;
    pthread_t thread;
    int status;
};

static void fill(char *value, uint32_t owner, uint32_t number)
{
    struct test_random random = {(uint64_t)owner << 32 | number};
    for (size_t i = 0; i < EXTENT_BYTES; i++)
        value[i] = (char)test_random_below(&random, 256);
}

static void *put_extents(void *argument)
{
    struct putter *putter = argument;
    char value[EXTENT_BYTES];
    putter->status = FX_OK;
    for (uint32_t number = 0; number < EXTENTS && putter->status == FX_OK; number++) {
        struct store_key key;
        fill(value, putter->owner, number);
        store_key_of_extent(&key, putter->owner, 0, number);
        putter->status =
            staging_put(putter->staging, store_key_slice(&key), (fx_slice){value, sizeof value}, true, NULL);
    }
    return NULL;
}

static void check_extents(struct environment *environment)
{
    struct snapshot *snapshot;
    char expected[EXTENT_BYTES];
    assert_int_equal(snapshot_open(&snapshot, environment, NULL), FX_OK);
    for (uint32_t i = 0; i < THREADS * EXTENTS; i++) {
        struct store_key key;
        fx_slice value;
        fill(expected, i / EXTENTS, i % EXTENTS);
        store_key_of_extent(&key, i / EXTENTS, 0, i % EXTENTS);
        assert_int_equal(snapshot_get(snapshot, TABLE_MAIN, store_key_slice(&key), &value, NULL), FX_OK);
        assert_int_equal(value.len, EXTENT_BYTES);
        assert_memory_equal(value.ptr, expected, EXTENT_BYTES);
    }
    snapshot_close(snapshot);
}

static void what_many_threads_put_is_all_written(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct environment *environment;
    struct staging staging;
    struct putter putters[THREADS];
    assert_int_equal(environment_open_writer(&environment, directory, true, NULL), FX_OK);
    staging_init(&staging, environment, LIMIT);
    for (uint32_t i = 0; i < THREADS; i++) {
        putters[i] = (struct putter){.staging = &staging, .owner = i};
        assert_int_equal(pthread_create(&putters[i].thread, NULL, put_extents, &putters[i]), 0);
    }
    for (uint32_t i = 0; i < THREADS; i++) {
        pthread_join(putters[i].thread, NULL);
        assert_int_equal(putters[i].status, FX_OK);
    }
    assert_int_equal(staging_flush(&staging, NULL), FX_OK);
    check_extents(environment);
    staging_release(&staging);
    environment_close(environment);
    small_remove(directory);
}

static void of_two_puts_of_a_key_the_later_counts(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct environment *environment;
    struct snapshot *snapshot;
    struct staging staging;
    struct store_key key;
    fx_slice value;
    char text[32];
    store_key_of_dictionary(&key, 1);
    assert_int_equal(environment_open_writer(&environment, directory, true, NULL), FX_OK);
    staging_init(&staging, environment, 256);
    for (int i = 0; i <= 200; i++) {
        const int length = snprintf(text, sizeof text, "version %d", i);
        assert_int_equal(staging_put(&staging, store_key_slice(&key), (fx_slice){text, (size_t)length}, true, NULL),
                         FX_OK);
    }
    assert_int_equal(staging_flush(&staging, NULL), FX_OK);
    assert_int_equal(snapshot_open(&snapshot, environment, NULL), FX_OK);
    assert_int_equal(snapshot_get(snapshot, TABLE_MAIN, store_key_slice(&key), &value, NULL), FX_OK);
    assert_true(slice_equal(value, SLICE("version 200")));
    snapshot_close(snapshot);
    staging_release(&staging);
    environment_close(environment);
    small_remove(directory);
}

/* The thread that puts is not the one that finds the disk full. */
static void a_failed_write_is_told_with_its_reason_to_all_who_put_later(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct environment *environment;
    struct staging staging;
    struct rlimit before, small = {1 << 20, RLIM_INFINITY};
    char value[EXTENT_BYTES] = "";
    struct store_key key;
    fx_error err = {0}, again = {0};
    int status = FX_OK;
    assert_int_equal(environment_open_writer(&environment, directory, true, NULL), FX_OK);
    staging_init(&staging, environment, LIMIT);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (uint32_t number = 0; number < 1000 && status == FX_OK; number++) {
        store_key_of_extent(&key, 1, 0, number);
        status = staging_put(&staging, store_key_slice(&key), (fx_slice){value, sizeof value}, true, &err);
    }
    assert_int_equal(status, FX_EFULL);
    assert_int_equal(err.code, FX_EFULL);
    assert_non_null(strstr(err.message, directory));
    assert_int_equal(staging_put(&staging, store_key_slice(&key), SLICE("more"), true, &again), FX_EFULL);
    assert_string_equal(again.message, err.message);
    assert_int_equal(staging_flush(&staging, &again), FX_EFULL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    staging_release(&staging);
    environment_close(environment);
    small_remove(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_many_threads_put_is_all_written),
        cmocka_unit_test(of_two_puts_of_a_key_the_later_counts),
        cmocka_unit_test(a_failed_write_is_told_with_its_reason_to_all_who_put_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
