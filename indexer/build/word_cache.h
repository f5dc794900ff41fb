/* A hash table from (language, raw bytes of a word) to what the vocabulary made of them. Keys stand beside their
 * values, so that a probe that hits touches one slot and one entry. Insertion and look-up only; one thread. */
#ifndef BUILD_WORD_CACHE_H
#define BUILD_WORD_CACHE_H

#include "fx.h"

#include <stdbool.h>

enum { WORD_CACHE_KEY_MAX = 255, WORD_CACHE_LANGUAGES = 64 };

/* What is kept of a word; the bytes of the key follow it in memory. */
struct cached_word {
    uint32_t word; /* where `several`: an index of the owner's instead */
    uint8_t length;
    uint8_t language : 7;
    uint8_t several : 1; /* it stands for several terms */
};

struct word_cache_slot;

struct word_cache {
    struct word_cache_slot *slots;
    size_t slot_capacity; /* a power of two */
    char **chunks;
    size_t chunk_count, chunk_capacity;
    size_t used; /* bytes of the newest chunk */
    uint32_t count;
};

void word_cache_init(struct word_cache *cache);

/* Looking up in three steps, so that a caller with several keys can take each step for all of them and the memory of
 * the next is on its way meanwhile. The first two only fetch; keys have at most WORD_CACHE_KEY_MAX bytes. */
uint64_t word_cache_hash(const struct word_cache *cache, unsigned language, fx_slice key);
void word_cache_approach(const struct word_cache *cache, uint64_t hash);

/* The entry of a key; NULL where there is none. */
const struct cached_word *word_cache_find(const struct word_cache *cache, unsigned language, fx_slice key,
                                          uint64_t hash);

/* `value.length` and `value.language` are set here. The key must be new. */
int word_cache_insert(struct word_cache *cache, unsigned language, fx_slice key, uint64_t hash,
                      struct cached_word value) FX_CHECK;

size_t word_cache_memory(const struct word_cache *cache);
void word_cache_release(struct word_cache *cache);

#endif
