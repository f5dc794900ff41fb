/* A bump allocator: many small objects with one lifetime. No destructor runs; freeing the arena frees all. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "fx.h"

struct arena_chunk;

struct arena {
    struct arena_chunk *current; /* newest chunk, linked to the older ones */
    size_t used;                 /* bytes given out of the current chunk */
    size_t total;                /* bytes held by all chunks: what the arena costs */
};

#define ARENA_INIT                                                                                                     \
    {                                                                                                                  \
        NULL, 0, 0                                                                                                     \
    }

/* `size` bytes aligned for any object, not zeroed; NULL when memory is out. Valid until clear or release. */
void *arena_allocate(struct arena *arena, size_t size) FX_CHECK;
void *arena_allocate_zeroed(struct arena *arena, size_t count, size_t size) FX_CHECK;

/* `size` bytes without alignment, for text. */
char *arena_allocate_bytes(struct arena *arena, size_t size) FX_CHECK;

/* A copy of the slice's bytes; FX_ENOMEM leaves *out empty. An empty slice stays empty and allocates nothing. */
int arena_copy(fx_slice *out, struct arena *arena, fx_slice text) FX_CHECK;

/* Forgets everything but keeps the newest chunk for reuse. */
void arena_clear(struct arena *arena);
void arena_release(struct arena *arena);

#endif
