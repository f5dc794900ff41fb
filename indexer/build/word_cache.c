#include "word_cache.h"

#include "memory.h"

#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

struct word_cache_slot {
    uint32_t hash;
    uint32_t address; /* 1 + entry's place in units of 8 bytes; 0: free */
};

enum { CHUNK_BYTES = 1 << 20, CHUNK_UNITS = CHUNK_BYTES / 8 };

_Static_assert(sizeof(struct cached_word) == 8, "an entry's head is one unit");

void word_cache_init(struct word_cache *cache)
{
    memset(cache, 0, sizeof *cache);
}

static const struct cached_word *entry_at(const struct word_cache *cache, uint32_t address)
{
    uint32_t unit = address - 1;
    return (const void *)(cache->chunks[unit / CHUNK_UNITS] + (size_t)(unit % CHUNK_UNITS) * 8);
}

static uint64_t load64(const char *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static uint32_t load32(const char *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

/* Most words are shorter than 16 bytes: two overlapping loads a side compare them without a call or a loop. */
static bool equal_bytes(const char *a, const char *b, size_t length)
{
    if (length > 16)
        return memcmp(a, b, length) == 0;
    if (length >= 8)
        return ((load64(a) ^ load64(b)) | (load64(a + length - 8) ^ load64(b + length - 8))) == 0;
    if (length >= 4)
        return ((load32(a) ^ load32(b)) | (load32(a + length - 4) ^ load32(b + length - 4))) == 0;
    for (size_t i = 0; i < length; i++) {
        if (a[i] != b[i])
            return false;
    }
    return true;
}

static bool entry_has_key(const struct cached_word *entry, unsigned language, fx_slice key)
{
    return entry->length == key.len && entry->language == language &&
           equal_bytes((const char *)(entry + 1), key.ptr, key.len);
}

uint64_t word_cache_hash(const struct word_cache *cache, unsigned language, fx_slice key)
{
    uint64_t hash = XXH3_64bits_withSeed(key.ptr, key.len, language);
    if (cache->slot_capacity > 0)
        __builtin_prefetch(&cache->slots[hash & (cache->slot_capacity - 1)]);
    return hash;
}

void word_cache_approach(const struct word_cache *cache, uint64_t hash)
{
    if (cache->slot_capacity == 0)
        return;
    uint32_t address = cache->slots[hash & (cache->slot_capacity - 1)].address;
    if (address != 0)
        __builtin_prefetch(entry_at(cache, address));
}

const struct cached_word *word_cache_find(const struct word_cache *cache, unsigned language, fx_slice key,
                                          uint64_t hash)
{
    if (cache->slot_capacity == 0)
        return NULL;
    size_t mask = cache->slot_capacity - 1;
    uint32_t high = (uint32_t)(hash >> 32);
    for (size_t at = (size_t)hash & mask; cache->slots[at].address != 0; at = (at + 1) & mask) {
        if (cache->slots[at].hash != high)
            continue;
        const struct cached_word *entry = entry_at(cache, cache->slots[at].address);
        if (entry_has_key(entry, language, key))
            return entry;
    }
    return NULL;
}

static void put_slot(struct word_cache_slot *slots, size_t mask, uint64_t hash, uint32_t address)
{
    size_t at = (size_t)hash & mask;
    while (slots[at].address != 0)
        at = (at + 1) & mask;
    slots[at] = (struct word_cache_slot){(uint32_t)(hash >> 32), address};
}

static int grow_slots(struct word_cache *cache)
{
    if ((size_t)cache->count * 2 < cache->slot_capacity)
        return FX_OK;
    size_t capacity = cache->slot_capacity ? cache->slot_capacity * 2 : 4096;
    struct word_cache_slot *slots = memory_allocate_zeroed(capacity, sizeof *slots);
    if (slots == NULL)
        return FX_ENOMEM;
    for (size_t i = 0; i < cache->slot_capacity; i++) {
        if (cache->slots[i].address == 0)
            continue;
        const struct cached_word *entry = entry_at(cache, cache->slots[i].address);
        uint64_t hash = XXH3_64bits_withSeed(entry + 1, entry->length, entry->language);
        put_slot(slots, capacity - 1, hash, cache->slots[i].address);
    }
    memory_free(cache->slots);
    cache->slots = slots;
    cache->slot_capacity = capacity;
    return FX_OK;
}

/* `size` bytes, a multiple of 8, in the newest chunk. */
static struct cached_word *allocate_entry(struct word_cache *cache, size_t size, uint32_t *address)
{
    if (cache->chunk_count == 0 || CHUNK_BYTES - cache->used < size) {
        if (memory_reserve(&cache->chunks, &cache->chunk_capacity, cache->chunk_count + 1, sizeof *cache->chunks) !=
            FX_OK)
            return NULL;
        char *chunk = memory_allocate(1, CHUNK_BYTES);
        if (chunk == NULL)
            return NULL;
        cache->chunks[cache->chunk_count++] = chunk;
        cache->used = 0;
    }
    size_t unit = (cache->chunk_count - 1) * CHUNK_UNITS + cache->used / 8;
    *address = (uint32_t)unit + 1;
    struct cached_word *entry = (void *)(cache->chunks[cache->chunk_count - 1] + cache->used);
    cache->used += size;
    return entry;
}

int word_cache_insert(struct word_cache *cache, unsigned language, fx_slice key, uint64_t hash,
                      struct cached_word value)
{
    uint32_t address;
    if (grow_slots(cache) != FX_OK)
        return FX_ENOMEM;
    struct cached_word *entry = allocate_entry(cache, sizeof *entry + (key.len + 7) / 8 * 8, &address);
    if (entry == NULL)
        return FX_ENOMEM;
    value.length = (uint8_t)key.len;
    value.language = language & 0x7F;
    *entry = value;
    memcpy(entry + 1, key.ptr, key.len);
    put_slot(cache->slots, cache->slot_capacity - 1, hash, address);
    cache->count++;
    return FX_OK;
}

size_t word_cache_memory(const struct word_cache *cache)
{
    return cache->slot_capacity * sizeof *cache->slots + cache->chunk_count * CHUNK_BYTES;
}

void word_cache_release(struct word_cache *cache)
{
    for (size_t i = 0; i < cache->chunk_count; i++)
        memory_free(cache->chunks[i]);
    memory_free(cache->chunks);
    memory_free(cache->slots);
    word_cache_init(cache);
}
