/* A hash map from byte strings to numbers 0, 1, 2, … in order of first insertion. Open addressing over XXH3 hashes;
 * keys are copied into the map's own arena. Meant for vocabularies: insertion and lookup only. */
#ifndef BASE_STRING_MAP_H
#define BASE_STRING_MAP_H

#include "arena.h"

#include <stdbool.h>

#define STRING_MAP_NONE UINT32_MAX

struct string_map_slot;

struct string_map {
    struct arena keys;
    struct string_map_slot *slots; /* capacity of them, a power of two */
    fx_slice *names;               /* names[number], borrowed from `keys` */
    size_t slot_capacity, name_capacity;
    uint32_t count;
};

void string_map_init(struct string_map *map);

/* The number of `key`, inserted if new (*inserted says which; may be NULL). STRING_MAP_NONE: out of memory. */
uint32_t string_map_intern(struct string_map *map, fx_slice key, bool *inserted) FX_CHECK;

/* The same for several keys: each step is taken for some of them, so that the memory that the next one needs is on its
 * way meanwhile. FX_ENOMEM: some keys may have been inserted. */
int string_map_intern_all(struct string_map *map, const fx_slice *keys, size_t count, uint32_t *numbers) FX_CHECK;

/* The number of `key`, STRING_MAP_NONE where absent. */
uint32_t string_map_find(const struct string_map *map, fx_slice key);

/* Bytes held. */
size_t string_map_memory(const struct string_map *map);

void string_map_clear(struct string_map *map);
void string_map_release(struct string_map *map);

#endif
