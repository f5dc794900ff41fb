#include "string_map.h"

#include "memory.h"
#include "slice.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

struct string_map_slot {
    uint32_t hash;   /* high half of XXH3: compares before the key's bytes are touched */
    uint32_t number; /* 1 + index into names; 0 = free */
};

void string_map_init(struct string_map *map)
{
    *map = (struct string_map){.keys = ARENA_INIT};
}

static size_t find_slot(const struct string_map *map, fx_slice key, uint64_t hash)
{
    size_t mask = map->slot_capacity - 1;
    size_t at = (size_t)hash & mask;
    uint32_t high = (uint32_t)(hash >> 32);
    for (;;) {
        const struct string_map_slot *slot = &map->slots[at];
        if (slot->number == 0)
            return at;
        if (slot->hash == high && slice_equal(map->names[slot->number - 1], key))
            return at;
        at = (at + 1) & mask;
    }
}

/* Keeps the load at most three quarters: probes stay short, and a table of half the size lies in nearer caches. */
static int grow_slots(struct string_map *map)
{
    if ((size_t)map->count * 4 < map->slot_capacity * 3)
        return FX_OK;
    size_t capacity = map->slot_capacity ? map->slot_capacity * 2 : 64;
    struct string_map_slot *slots = memory_allocate_zeroed(capacity, sizeof *slots);
    if (slots == NULL)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < map->count; i++) {
        uint64_t hash = XXH3_64bits(map->names[i].ptr, map->names[i].len);
        size_t at = (size_t)hash & (capacity - 1);
        while (slots[at].number != 0)
            at = (at + 1) & (capacity - 1);
        slots[at] = (struct string_map_slot){(uint32_t)(hash >> 32), i + 1};
    }
    memory_free(map->slots);
    map->slots = slots;
    map->slot_capacity = capacity;
    return FX_OK;
}

static uint32_t intern_hashed(struct string_map *map, fx_slice key, uint64_t hash, bool *inserted)
{
    *inserted = false;
    if (grow_slots(map) != FX_OK)
        return STRING_MAP_NONE;
    size_t at = find_slot(map, key, hash);
    if (map->slots[at].number != 0)
        return map->slots[at].number - 1;
    if (memory_reserve(&map->names, &map->name_capacity, (size_t)map->count + 1, sizeof *map->names) != FX_OK)
        return STRING_MAP_NONE;
    fx_slice copy;
    if (arena_copy(&copy, &map->keys, key) != FX_OK)
        return STRING_MAP_NONE;
    map->names[map->count] = copy;
    map->slots[at] = (struct string_map_slot){(uint32_t)(hash >> 32), ++map->count};
    *inserted = true;
    return map->count - 1;
}

uint32_t string_map_intern(struct string_map *map, fx_slice key, bool *inserted)
{
    bool ignored;
    return intern_hashed(map, key, XXH3_64bits(key.ptr, key.len), inserted != NULL ? inserted : &ignored);
}

/* The name that stands where a key of this hash may; NULL where none does. */
static const fx_slice *candidate(const struct string_map *map, uint64_t hash)
{
    uint32_t number = map->slots[(size_t)hash & (map->slot_capacity - 1)].number;
    return number != 0 ? &map->names[number - 1] : NULL;
}

int string_map_intern_all(struct string_map *map, const fx_slice *keys, size_t count, uint32_t *numbers)
{
    enum { TOGETHER = 16 };
    uint64_t hashes[TOGETHER];
    const fx_slice *candidates[TOGETHER];
    for (size_t from = 0; from < count; from += TOGETHER) {
        const size_t n = count - from < TOGETHER ? count - from : TOGETHER;
        if (grow_slots(map) != FX_OK)
            return FX_ENOMEM;
        for (size_t i = 0; i < n; i++) {
            hashes[i] = XXH3_64bits(keys[from + i].ptr, keys[from + i].len);
            __builtin_prefetch(&map->slots[(size_t)hashes[i] & (map->slot_capacity - 1)]);
        }
        for (size_t i = 0; i < n; i++) {
            candidates[i] = candidate(map, hashes[i]);
            __builtin_prefetch(candidates[i]);
        }
        for (size_t i = 0; i < n; i++) {
            if (candidates[i] != NULL)
                __builtin_prefetch(candidates[i]->ptr);
        }
        for (size_t i = 0; i < n; i++) {
            bool inserted;
            numbers[from + i] = intern_hashed(map, keys[from + i], hashes[i], &inserted);
            if (numbers[from + i] == STRING_MAP_NONE)
                return FX_ENOMEM;
        }
    }
    return FX_OK;
}

uint32_t string_map_find(const struct string_map *map, fx_slice key)
{
    if (map->count == 0)
        return STRING_MAP_NONE;
    size_t at = find_slot(map, key, XXH3_64bits(key.ptr, key.len));
    return map->slots[at].number ? map->slots[at].number - 1 : STRING_MAP_NONE;
}

size_t string_map_memory(const struct string_map *map)
{
    return map->keys.total + map->slot_capacity * sizeof *map->slots + map->name_capacity * sizeof *map->names;
}

void string_map_clear(struct string_map *map)
{
    arena_clear(&map->keys);
    for (size_t i = 0; i < map->slot_capacity; i++)
        map->slots[i] = (struct string_map_slot){0, 0};
    map->count = 0;
}

void string_map_release(struct string_map *map)
{
    arena_release(&map->keys);
    memory_free(map->slots);
    memory_free(map->names);
    string_map_init(map);
}
