#include "memory.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static _Atomic uint64_t allocations;
static _Atomic uint64_t fail_at;
static _Atomic bool fail_sticky;

void memory_fail_at(uint64_t n, bool sticky)
{
    atomic_store(&allocations, 0);
    atomic_store(&fail_sticky, sticky);
    atomic_store(&fail_at, n);
}

uint64_t memory_allocations(void)
{
    return atomic_load(&allocations);
}

/* Counting costs an atomic add an allocation, so it happens only while a test has asked for it. */
static bool must_fail(void)
{
    uint64_t at = atomic_load_explicit(&fail_at, memory_order_relaxed);
    if (at == 0)
        return false;
    uint64_t now = atomic_fetch_add(&allocations, 1) + 1;
    return now == at || (now > at && atomic_load(&fail_sticky));
}

void *memory_allocate(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || must_fail())
        return NULL;
    return malloc(bytes ? bytes : 1);
}

void *memory_allocate_zeroed(size_t count, size_t size)
{
    if (must_fail())
        return NULL;
    return calloc(count ? count : 1, size ? size : 1);
}

void *memory_resize(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || must_fail())
        return NULL;
    return realloc(block, bytes ? bytes : 1);
}

int memory_reserve(void *array, size_t *capacity, size_t wanted, size_t size)
{
    if (wanted <= *capacity)
        return FX_OK;
    size_t grown = *capacity < 8 ? 8 : *capacity + *capacity / 2;
    if (grown < wanted)
        grown = wanted;
    void *old;
    memcpy(&old, array, sizeof old);
    void *block = memory_resize(old, grown, size);
    if (block == NULL)
        return FX_ENOMEM;
    memcpy(array, &block, sizeof block);
    *capacity = grown;
    return FX_OK;
}

void memory_free(void *block)
{
    free(block);
}

void memory_map_big_blocks(void)
{
    enum { BIG = 1 << 20, KEPT = 8 << 20 };
    (void)mallopt(M_MMAP_THRESHOLD, BIG); /* as it is anyway where it fails */
    (void)mallopt(M_TRIM_THRESHOLD, KEPT);
}

char *memory_copy_slice(fx_slice text)
{
    char *copy = memory_allocate(text.len + 1, 1);
    if (copy == NULL)
        return NULL;
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return copy;
}

void memory_give_back(void)
{
    malloc_trim(0);
}
