/* What an article says of a word elsewhere: which labels its occurrences got in a first pass, and whether it is also
 * written small. Of fixed size; an article with more different names than fit is remembered in part. */
#ifndef NAME_MEMORY_H
#define NAME_MEMORY_H

#include "tagger_sequence.h"

enum { MEMORY_SLOTS = 2048, MEMORY_SMALL_BITS = 1 << 15 };

struct name_memory_slot {
    uint64_t word; /* hash of the small letters; 0: free */
    uint8_t labels[LABEL_COUNT];
    uint8_t best;     /* the label it got most, the lowest of several */
    uint8_t repeated; /* 1: it got labels twice and more */
};

struct name_memory {
    uint32_t used;
    uint16_t taken[MEMORY_SLOTS]; /* the slots in use, so that not all need be cleared */
    struct name_memory_slot slots[MEMORY_SLOTS];
    uint64_t small[MEMORY_SMALL_BITS / 64];
};

void name_memory_clear(struct name_memory *memory);

/* The word got this label once more; returns its slot, MEMORY_SLOTS where it is not remembered. */
uint32_t name_memory_count(struct name_memory *memory, uint64_t word, uint8_t label);

/* Remembers the words that `sequence` writes small. */
void name_memory_add_small(struct name_memory *memory, const struct tagger_sequence *sequence);

/* A bit of the words that the article writes small, of the word that these bytes would be if written so; UINT32_MAX for
 * a word that is too long or short for it. `readable` bytes may be read, `length` at least. */
uint32_t name_memory_small_bit(const char *bytes, size_t length, size_t readable);

/* 1 + the label that the word of this slot mostly got, 0 where it stands only once. */
static inline uint8_t name_memory_label(const struct name_memory *memory, uint32_t slot)
{
    return slot < MEMORY_SLOTS && memory->slots[slot].repeated ? (uint8_t)(memory->slots[slot].best + 1) : 0;
}

/* The slot of a word, MEMORY_SLOTS where it is not remembered. */
uint32_t name_memory_find(const struct name_memory *memory, uint64_t word);

/* Is a word written small that has this bit? */
static inline bool name_memory_is_small(const struct name_memory *memory, uint32_t bit)
{
    return bit < MEMORY_SMALL_BITS && (memory->small[bit / 64] >> bit % 64 & 1) != 0;
}

#endif
