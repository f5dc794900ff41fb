/* An extent_source and extent_sink over plain memory, for tests of what is written through them. Look-ups walk an
 * array: slow and obvious. */
#ifndef TEST_MEMORY_EXTENTS_H
#define TEST_MEMORY_EXTENTS_H

#include "error.h"
#include "extent.h"
#include "memory.h"
#include "slice.h"

struct memory_entry {
    bool is_block;
    uint32_t owner;
    unsigned stream; /* unit of a block */
    uint32_t number;
    fx_slice last_term; /* of a block */
    fx_slice value;
};

struct memory_extents {
    struct memory_entry *entries;
    size_t count, capacity;
    struct extent_source source;
    struct extent_sink sink;
    long fail_put_at; /* the n-th put fails with FX_EFULL; 0: none */
};

static inline int memory_copy(fx_slice *out, fx_slice bytes)
{
    char *copy = memory_copy_slice(bytes);
    *out = (fx_slice){copy, bytes.len};
    return copy != NULL ? FX_OK : FX_ENOMEM;
}

static inline int memory_add(struct memory_extents *extents, struct memory_entry entry, fx_error *err)
{
    if (extents->fail_put_at > 0 && --extents->fail_put_at == 0)
        return error_set(err, FX_EFULL, "the test lets this put fail");
    fx_slice term = {NULL, 0};
    fx_slice value = {NULL, 0};
    if (memory_reserve(&extents->entries, &extents->capacity, extents->count + 1, sizeof *extents->entries) != FX_OK ||
        memory_copy(&term, entry.last_term) != FX_OK || memory_copy(&value, entry.value) != FX_OK) {
        memory_free((void *)(uintptr_t)term.ptr);
        return error_no_memory(err);
    }
    entry.last_term = term;
    entry.value = value;
    extents->entries[extents->count++] = entry;
    return FX_OK;
}

static inline int memory_put_extent(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice value,
                                    fx_error *err)
{
    return memory_add(self, (struct memory_entry){false, owner, stream, number, {NULL, 0}, value}, err);
}

static inline int memory_put_block(void *self, uint32_t owner, unsigned unit, fx_slice last_term, fx_slice value,
                                   fx_error *err)
{
    return memory_add(self, (struct memory_entry){true, owner, unit, 0, last_term, value}, err);
}

static inline struct memory_entry *memory_extent(struct memory_extents *extents, uint32_t owner, unsigned stream,
                                                 uint32_t number)
{
    for (size_t i = 0; i < extents->count; i++) {
        struct memory_entry *entry = &extents->entries[i];
        if (!entry->is_block && entry->owner == owner && entry->stream == stream && entry->number == number)
            return entry;
    }
    return NULL;
}

static inline int memory_fetch(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice *value,
                               fx_error *err)
{
    (void)err;
    const struct memory_entry *entry = memory_extent(self, owner, stream, number);
    *value = entry != NULL ? entry->value : (fx_slice){NULL, 0};
    return entry != NULL ? FX_OK : FX_END;
}

static inline int memory_seek_block(void *self, uint32_t owner, unsigned unit, fx_slice term, fx_slice *last_term,
                                    fx_slice *value, fx_error *err)
{
    (void)err;
    struct memory_extents *extents = self;
    const struct memory_entry *best = NULL;
    for (size_t i = 0; i < extents->count; i++) {
        const struct memory_entry *entry = &extents->entries[i];
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
static inline void memory_extents_init(struct memory_extents *extents)
{
    *extents = (struct memory_extents){0};
    extents->source = (struct extent_source){memory_fetch, memory_seek_block, extents};
    extents->sink = (struct extent_sink){memory_put_extent, memory_put_block, extents};
}

static inline void memory_extents_release(struct memory_extents *extents)
{
    for (size_t i = 0; i < extents->count; i++) {
        memory_free((void *)(uintptr_t)extents->entries[i].last_term.ptr);
        memory_free((void *)(uintptr_t)extents->entries[i].value.ptr);
    }
    memory_free(extents->entries);
}

#endif
