/* An extent_source and extent_sink over plain memory, for tests of what is written through them. Look-ups walk an
 * array: slow and obvious. */
#ifndef TEST_TEST_EXTENTS_H
#define TEST_TEST_EXTENTS_H

#include "error.h"
#include "extent.h"
#include "memory.h"
#include "slice.h"

struct test_entry {
    bool is_block;
    uint32_t owner;
    unsigned stream; /* unit of a block */
    uint32_t number;
    fx_slice last_term; /* of a block */
    fx_slice value;
};

struct test_extents {
    struct test_entry *entries;
    size_t count, capacity;
    struct extent_source source;
    struct extent_sink sink;
    long fail_put_at; /* the n-th put fails with FX_EFULL; 0: none */
};

static inline int test_copy(fx_slice *out, fx_slice bytes)
{
    char *copy = memory_copy_slice(bytes);
    *out = (fx_slice){copy, bytes.len};
    return copy != NULL ? FX_OK : FX_ENOMEM;
}

static inline int test_add(struct test_extents *extents, struct test_entry entry, fx_error *err)
{
    if (extents->fail_put_at > 0 && --extents->fail_put_at == 0)
        return error_set(err, FX_EFULL, "the test lets this put fail");
    fx_slice term = {NULL, 0};
    fx_slice value = {NULL, 0};
    if (memory_reserve(&extents->entries, &extents->capacity, extents->count + 1, sizeof *extents->entries) != FX_OK ||
        test_copy(&term, entry.last_term) != FX_OK || test_copy(&value, entry.value) != FX_OK) {
        memory_free((void *)(uintptr_t)term.ptr);
        return error_no_memory(err);
    }
    entry.last_term = term;
    entry.value = value;
    extents->entries[extents->count++] = entry;
    return FX_OK;
}

static inline int test_put_extent(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice value,
                                  fx_error *err)
{
    return test_add(self, (struct test_entry){false, owner, stream, number, {NULL, 0}, value}, err);
}

static inline int test_put_block(void *self, uint32_t owner, unsigned unit, fx_slice last_term, fx_slice value,
                                 fx_error *err)
{
    return test_add(self, (struct test_entry){true, owner, unit, 0, last_term, value}, err);
}

static inline struct test_entry *test_extent(struct test_extents *extents, uint32_t owner, unsigned stream,
                                             uint32_t number)
{
    for (size_t i = 0; i < extents->count; i++) {
        struct test_entry *entry = &extents->entries[i];
        if (!entry->is_block && entry->owner == owner && entry->stream == stream && entry->number == number)
            return entry;
    }
    return NULL;
}

static inline int test_fetch(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice *value,
                             fx_error *err)
{
    (void)err;
    const struct test_entry *entry = test_extent(self, owner, stream, number);
    *value = entry != NULL ? entry->value : (fx_slice){NULL, 0};
    return entry != NULL ? FX_OK : FX_END;
}

static inline int test_seek_block(void *self, uint32_t owner, unsigned unit, fx_slice term, fx_slice *last_term,
                                  fx_slice *value, fx_error *err)
{
    (void)err;
    struct test_extents *extents = self;
    const struct test_entry *best = NULL;
    for (size_t i = 0; i < extents->count; i++) {
        const struct test_entry *entry = &extents->entries[i];
        if (entry->is_block && entry->owner == owner && entry->stream == unit &&
            slice_compare(entry->last_term, term) >= 0 &&
            (best == NULL || slice_compare(entry->last_term, best->last_term) < 0))
            best = entry;
    }
    *last_term = best != NULL ? best->last_term : (fx_slice){NULL, 0};
    *value = best != NULL ? best->value : (fx_slice){NULL, 0};
    return best != NULL ? FX_OK : FX_END;
}

/* Not to be moved afterwards: source and sink point into it. */
static inline void test_extents_init(struct test_extents *extents)
{
    *extents = (struct test_extents){0};
    extents->source = (struct extent_source){test_fetch, test_seek_block, extents};
    extents->sink = (struct extent_sink){test_put_extent, test_put_block, extents};
}

static inline void test_extents_release(struct test_extents *extents)
{
    for (size_t i = 0; i < extents->count; i++) {
        memory_free((void *)(uintptr_t)extents->entries[i].last_term.ptr);
        memory_free((void *)(uintptr_t)extents->entries[i].value.ptr);
    }
    memory_free(extents->entries);
}

#endif
