#include "name_memory.h"

#include "character_class.h"
#include "word_hash.h"

#include <string.h>

enum { MEMORY_FULL = MEMORY_SLOTS * 3 / 4, COUNT_MAX = 255 };

void name_memory_clear(struct name_memory *memory)
{
    for (uint32_t i = 0; i < memory->used; i++)
        memory->slots[memory->taken[i]] = (struct name_memory_slot){0};
    memset(memory->small, 0, sizeof memory->small);
    memory->used = 0;
}

/* The slot of `word`, or the free one where it would go. */
static uint32_t slot_of(const struct name_memory *memory, uint64_t word)
{
    uint32_t at = (uint32_t)(word >> 40) % MEMORY_SLOTS;
    while (memory->slots[at].word != 0 && memory->slots[at].word != word)
        at = (at + 1) % MEMORY_SLOTS;
    return at;
}

uint32_t name_memory_count(struct name_memory *memory, uint64_t word, uint8_t label)
{
    uint32_t at = slot_of(memory, word);
    if (memory->slots[at].word == 0) {
        if (memory->used >= MEMORY_FULL || word == 0)
            return MEMORY_SLOTS;
        memory->taken[memory->used++] = (uint16_t)at;
        memory->slots[at].word = word;
    }
    struct name_memory_slot *slot = &memory->slots[at];
    slot->repeated |= slot->labels[slot->best] > 0;
    if (slot->labels[label] < COUNT_MAX)
        slot->labels[label]++;
    if (slot->labels[label] > slot->labels[slot->best] ||
        (slot->labels[label] == slot->labels[slot->best] && label < slot->best))
        slot->best = label;
    return at;
}

uint32_t name_memory_find(const struct name_memory *memory, uint64_t word)
{
    uint32_t at = slot_of(memory, word);
    return memory->slots[at].word != 0 ? at : MEMORY_SLOTS;
}

/* The bit of a word with this hash. */
static inline uint32_t small_bit(uint64_t hash)
{
    return (uint32_t)(hash >> 49) % MEMORY_SMALL_BITS;
}

void name_memory_add_small(struct name_memory *memory, const struct tagger_sequence *sequence)
{
    for (uint32_t i = 0; i < sequence->count; i++) {
        const struct token *token = &sequence->tokens[i];
        uint32_t length = token->end - token->start;
        if (token->kind != TOKEN_LOWER || length < 2 || length > WORD_HASH_BYTES)
            continue;
        uint32_t bit = small_bit(token->hash);
        memory->small[bit / 64] |= 1ULL << bit % 64;
    }
}

uint32_t name_memory_small_bit(const char *bytes, size_t length, size_t readable)
{
    char lower[WORD_HASH_BYTES] = {0};
    if (length < 2 || length > sizeof lower)
        return UINT32_MAX;
    if (readable >= sizeof lower) {
        ascii_vector word = ascii_load_vector(bytes);
        if ((ascii_vector_bits(word) & ((1U << length) - 1)) == 0)
            return small_bit(word_hash_of_vector(word | (ascii_vector_between(word, 'A', 'Z') & 0x20), length));
    }
    (void)character_lower(lower, sizeof lower, bytes, length);
    return small_bit(word_hash_of_vector(ascii_load_vector(lower), length));
}
