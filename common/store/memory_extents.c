#include "memory_extents.h"

#include "error.h"
#include "memory.h"
#include "slice.h"

#include <stdlib.h>

struct item {
    uint32_t owner;
    unsigned kind;   /* stream; of dictionary blocks BLOCKS + unit */
    uint32_t number; /* of extents */
    fx_slice term;   /* of dictionary blocks; both slices own their bytes */
    fx_slice value;
};

enum { BLOCKS = 256 };

struct memory_extents {
    struct item *items;
    size_t count, capacity;
    bool sorted;
    struct extent_sink sink;
    struct extent_source source;
};

static int compare(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return slice_compare(x->term, y->term);
}

static int put(struct memory_extents *extents, struct item item, fx_error *err)
{
    if (memory_reserve(&extents->items, &extents->capacity, extents->count + 1, sizeof *extents->items) != FX_OK)
        return error_no_memory(err);
    char *term = memory_copy_slice(item.term);
    char *value = memory_allocate(item.value.len, 1);
    if (term == NULL || value == NULL) {
        memory_free(term);
        memory_free(value);
        return error_no_memory(err);
    }
    memcpy(value, item.value.ptr, item.value.len);
    item.term.ptr = term;
    item.value.ptr = value;
    extents->items[extents->count++] = item;
    extents->sorted = false;
    return FX_OK;
}

static int put_extent(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice value, fx_error *err)
{
    return put(self, (struct item){owner, stream, number, {NULL, 0}, value}, err);
}

static int put_block(void *self, uint32_t owner, unsigned unit, fx_slice last_term, fx_slice value, fx_error *err)
{
    return put(self, (struct item){owner, BLOCKS + unit, 0, last_term, value}, err);
}

/* The first item >= key. */
static size_t lower_bound(struct memory_extents *extents, const struct item *key)
{
    if (!extents->sorted && extents->count > 0)
        qsort(extents->items, extents->count, sizeof *extents->items, compare);
    extents->sorted = true;
    size_t low = 0, high = extents->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare(&extents->items[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int fetch(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice *value, fx_error *err)
{
    (void)err;
    struct memory_extents *extents = self;
    const struct item key = {owner, stream, number, {NULL, 0}, {NULL, 0}};
    const size_t i = lower_bound(extents, &key);
    if (i == extents->count || compare(&extents->items[i], &key) != 0)
        return FX_END;
    *value = extents->items[i].value;
    return FX_OK;
}

static int seek_block(void *self, uint32_t owner, unsigned unit, fx_slice term, fx_slice *last_term, fx_slice *value,
                      fx_error *err)
{
    (void)err;
    struct memory_extents *extents = self;
    const struct item key = {owner, BLOCKS + unit, 0, term, {NULL, 0}};
    const size_t i = lower_bound(extents, &key);
    if (i == extents->count || extents->items[i].owner != owner || extents->items[i].kind != BLOCKS + unit)
        return FX_END;
    *last_term = extents->items[i].term;
    *value = extents->items[i].value;
    return FX_OK;
}

int memory_extents_open(struct memory_extents **out, fx_error *err)
{
    struct memory_extents *extents = *out = memory_allocate_zeroed(1, sizeof *extents);
    if (extents == NULL)
        return error_no_memory(err);
    extents->sink = (struct extent_sink){put_extent, put_block, extents};
    extents->source = (struct extent_source){fetch, seek_block, extents};
    return FX_OK;
}

void memory_extents_close(struct memory_extents *extents)
{
    if (extents == NULL)
        return;
    for (size_t i = 0; i < extents->count; i++) {
        memory_free((void *)(uintptr_t)extents->items[i].term.ptr);
        memory_free((void *)(uintptr_t)extents->items[i].value.ptr);
    }
    memory_free(extents->items);
    memory_free(extents);
}

const struct extent_sink *memory_extents_sink(struct memory_extents *extents)
{
    return &extents->sink;
}

const struct extent_source *memory_extents_source(struct memory_extents *extents)
{
    return &extents->source;
}

uint32_t memory_extents_count(struct memory_extents *extents)
{
    const struct item first = {0};
    lower_bound(extents, &first);
    return (uint32_t)extents->count;
}

char *memory_extents_value(struct memory_extents *extents, uint32_t i, size_t *length)
{
    *length = extents->items[i].value.len;
    return (char *)(uintptr_t)extents->items[i].value.ptr;
}

fx_slice memory_extents_term(struct memory_extents *extents, uint32_t i, unsigned *stream_or_unit)
{
    const struct item *item = &extents->items[i];
    *stream_or_unit = item->kind >= BLOCKS ? item->kind - BLOCKS : item->kind;
    return item->kind >= BLOCKS ? item->term : (fx_slice){NULL, 0};
}
