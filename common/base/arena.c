#include "arena.h"

#include "memory.h"

#include <stdalign.h>
#include <string.h>

enum { CHUNK_BYTES = 64 * 1024 - 64 };

struct arena_chunk {
    struct arena_chunk *older;
    size_t capacity;
    alignas(max_align_t) char bytes[];
};

/* A chunk of at least `size` bytes. Chunks double up to 1 MiB, so that big arenas need few of them. */
static struct arena_chunk *add_chunk(struct arena *arena, size_t size)
{
    size_t capacity = CHUNK_BYTES;
    if (arena->current != NULL && arena->current->capacity < (1U << 20))
        capacity = arena->current->capacity * 2;
    else if (arena->current != NULL)
        capacity = arena->current->capacity;
    if (capacity > (1U << 20))
        capacity = 1U << 20;
    if (capacity < size)
        capacity = size;
    struct arena_chunk *chunk = memory_allocate(1, sizeof *chunk + capacity);
    if (chunk == NULL)
        return NULL;
    chunk->older = arena->current;
    chunk->capacity = capacity;
    arena->current = chunk;
    arena->used = 0;
    arena->total += capacity;
    return chunk;
}

static void *allocate(struct arena *arena, size_t size, size_t alignment)
{
    size_t start = (arena->used + alignment - 1) & ~(alignment - 1);
    struct arena_chunk *chunk = arena->current;
    if (chunk == NULL || start > chunk->capacity || size > chunk->capacity - start) {
        chunk = add_chunk(arena, size);
        if (chunk == NULL)
            return NULL;
        start = 0;
    }
    arena->used = start + size;
    return chunk->bytes + start;
}

void *arena_allocate(struct arena *arena, size_t size)
{
    return allocate(arena, size, alignof(max_align_t));
}

void *arena_allocate_zeroed(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    void *block = arena_allocate(arena, bytes);
    if (block != NULL)
        memset(block, 0, bytes);
    return block;
}

char *arena_allocate_bytes(struct arena *arena, size_t size)
{
    return allocate(arena, size, 1);
}

int arena_copy(fx_slice *out, struct arena *arena, fx_slice text)
{
    *out = (fx_slice){NULL, 0};
    if (text.len == 0)
        return FX_OK;
    char *copy = arena_allocate_bytes(arena, text.len);
    if (copy == NULL)
        return FX_ENOMEM;
    memcpy(copy, text.ptr, text.len);
    *out = (fx_slice){copy, text.len};
    return FX_OK;
}

static void free_older(struct arena *arena, struct arena_chunk *chunk)
{
    while (chunk != NULL) {
        struct arena_chunk *older = chunk->older;
        arena->total -= chunk->capacity;
        memory_free(chunk);
        chunk = older;
    }
}

void arena_clear(struct arena *arena)
{
    if (arena->current != NULL) {
        free_older(arena, arena->current->older);
        arena->current->older = NULL;
    }
    arena->used = 0;
}

void arena_release(struct arena *arena)
{
    free_older(arena, arena->current);
    *arena = (struct arena)ARENA_INIT;
}
