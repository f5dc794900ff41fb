#include "unit_test.h"

#include "chunk_queue.h"

#include <pthread.h>
#include <stdatomic.h>

enum { CHUNKS = 2000, WORKERS = 4 };

struct hall {
    struct chunk_queue *queue;
    atomic_uint taken;
    atomic_ullong sum;
};

static void *work(void *argument)
{
    struct hall *hall = argument;
    struct chunk_slot *slot;
    uint32_t last = 0;
    bool first = true;
    while ((slot = chunk_queue_pop(hall->queue)) != NULL) {
        if (!first && slot->number <= last)
            abort(); /* each worker sees its chunks in the order of the input */
        first = false;
        last = slot->number;
        atomic_fetch_add(&hall->taken, 1);
        atomic_fetch_add(&hall->sum, slot->chunk.offset);
        chunk_queue_give_back(hall->queue, slot);
    }
    return NULL;
}

static void every_chunk_is_worked_on_once(void **state)
{
    (void)state;
    struct hall hall = {0};
    pthread_t threads[WORKERS];
    uint64_t sum = 0;
    assert_int_equal(chunk_queue_new(&hall.queue, 5, 1000, NULL), FX_OK);
    for (int i = 0; i < WORKERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &hall), 0);
    for (uint32_t i = 0; i < CHUNKS; i++) {
        struct chunk_slot *slot = chunk_queue_empty_slot(hall.queue);
        assert_non_null(slot);
        slot->chunk.offset = i * 7;
        sum += i * 7;
        buffer_clear(&slot->chunk.bytes);
        assert_int_equal(buffer_append(&slot->chunk.bytes, "0123456789", 1 + i % 10), FX_OK);
        chunk_queue_push(hall.queue, slot);
        if (i % 500 == 0) {
            chunk_queue_wait_idle(hall.queue);
            assert_int_equal(atomic_load(&hall.taken), i + 1);
        }
    }
    chunk_queue_end(hall.queue);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&hall.taken), CHUNKS);
    assert_int_equal(atomic_load(&hall.sum), sum);
    chunk_queue_free(hall.queue);
}

static void a_chunk_longer_than_the_bound_passes_alone(void **state)
{
    (void)state;
    struct chunk_queue *queue;
    assert_int_equal(chunk_queue_new(&queue, 3, 4, NULL), FX_OK);
    for (int i = 0; i < 3; i++) {
        struct chunk_slot *slot = chunk_queue_empty_slot(queue);
        assert_int_equal(buffer_append(&slot->chunk.bytes, "0123456789", 10), FX_OK);
        chunk_queue_push(queue, slot);
        slot = chunk_queue_pop(queue);
        chunk_queue_give_back(queue, slot);
        buffer_clear(&slot->chunk.bytes);
    }
    chunk_queue_free(queue);
}

static void a_stop_ends_all_waiting(void **state)
{
    (void)state;
    struct hall hall = {0};
    pthread_t thread;
    assert_int_equal(chunk_queue_new(&hall.queue, 1, 4, NULL), FX_OK);
    struct chunk_slot *slot = chunk_queue_empty_slot(hall.queue);
    assert_int_equal(pthread_create(&thread, NULL, work, &hall), 0);
    chunk_queue_stop(hall.queue);
    pthread_join(thread, NULL);
    assert_null(chunk_queue_empty_slot(hall.queue));
    chunk_queue_give_back(hall.queue, slot);
    chunk_queue_wait_idle(hall.queue);
    chunk_queue_free(hall.queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_chunk_is_worked_on_once),
        cmocka_unit_test(a_chunk_longer_than_the_bound_passes_alone),
        cmocka_unit_test(a_stop_ends_all_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
