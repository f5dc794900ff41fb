/* What is known of words and phrases before an article is read: lists of names, words that English writes small, and
 * the WordNet sense of the latter. A hash table in the model's bytes, made by tools/train; nothing is allocated.
 * Names are looked up without regard to case. Two different names share an entry with a chance of 2^-32. */
#ifndef GAZETTEER_H
#define GAZETTEER_H

#include "fx.h"

enum gazetteer_class {
    GAZETTEER_FIRST_NAME = 1 << 0,
    GAZETTEER_LAST_NAME = 1 << 1,
    GAZETTEER_CITY = 1 << 2,
    GAZETTEER_REGION = 1 << 3,
    GAZETTEER_COUNTRY = 1 << 4,
    GAZETTEER_DEMONYM = 1 << 5,
    GAZETTEER_PERSON = 1 << 6,
    GAZETTEER_ORGANIZATION = 1 << 7,
    GAZETTEER_TEAM = 1 << 8,
    GAZETTEER_OTHER = 1 << 9,
    GAZETTEER_TITLE = 1 << 10,
    GAZETTEER_ORGANIZATION_WORD = 1 << 11,
    GAZETTEER_PLACE_WORD = 1 << 12,
    GAZETTEER_CALENDAR = 1 << 13,
    GAZETTEER_COMMON = 1 << 14, /* written small in running text */
    GAZETTEER_PROPER = 1 << 15
};

enum { GAZETTEER_ENTRY_BYTES = 8, GAZETTEER_SENSE_NONE = 0 };

struct gazetteer {
    const uint8_t *entries; /* slots of GAZETTEER_ENTRY_BYTES: key u32 (0: empty), classes u16, sense u8, cluster u8 */
    uint32_t slots;         /* a power of two, at least one of them empty */
};

struct gazetteer_entry {
    uint16_t classes;
    uint8_t sense;   /* 1 + WordNet's lexicographer file; 0: none */
    uint8_t cluster; /* of words that stand in like places; 0: none */
    uint8_t longer;  /* 1: a longer phrase begins with these words */
};

/* Hash of a word: of its small letters. */
uint64_t gazetteer_hash(const char *lower, size_t length);

/* Hash of the phrase that adds a word to a phrase. */
static inline uint64_t gazetteer_join(uint64_t phrase, uint64_t word)
{
    uint64_t mixed = (phrase ^ (word >> 29)) * 0x9E3779B97F4A7C15U + word;
    return mixed ^ mixed >> 32;
}

/* The key under which a hash is kept; never 0. */
static inline uint32_t gazetteer_key(uint64_t hash)
{
    uint32_t key = (uint32_t)(hash >> 32) ^ (uint32_t)hash;
    return key != 0 ? key : 1;
}

/* Asks the processor for what gazetteer_find() will read first. */
static inline void gazetteer_fetch(const struct gazetteer *gazetteer, uint64_t hash)
{
    uint32_t slot = gazetteer_key(hash) & (gazetteer->slots - 1);
    if (gazetteer->slots > 0)
        __builtin_prefetch(gazetteer->entries + (size_t)slot * GAZETTEER_ENTRY_BYTES);
}

/* All zero where the word or phrase is not known. */
struct gazetteer_entry gazetteer_find(const struct gazetteer *gazetteer, uint64_t hash);

#endif
