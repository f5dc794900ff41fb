#include "number_counts.h"

#include "memory.h"

#include <string.h>

static struct number_count *find_slot(struct number_count *slots, size_t capacity, uint32_t number)
{
    size_t at = (number * 0x9E3779B1U) & (capacity - 1);
    while (slots[at].used && slots[at].number != number)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static int grow(struct number_counts *counts)
{
    size_t capacity = counts->capacity ? counts->capacity * 2 : 256;
    struct number_count *slots = memory_allocate_zeroed(capacity, sizeof *slots);
    if (slots == NULL)
        return FX_ENOMEM;
    for (size_t i = 0; i < counts->capacity; i++)
        if (counts->slots[i].used)
            *find_slot(slots, capacity, counts->slots[i].number) = counts->slots[i];
    memory_free(counts->slots);
    counts->slots = slots;
    counts->capacity = capacity;
    return FX_OK;
}

int number_counts_add(struct number_counts *counts, uint32_t number, uint64_t amount)
{
    if (counts->used * 2 >= counts->capacity && grow(counts) != FX_OK)
        return FX_ENOMEM;
    struct number_count *slot = find_slot(counts->slots, counts->capacity, number);
    if (!slot->used) {
        *slot = (struct number_count){number, 1, 0};
        counts->used++;
    }
    slot->count += amount;
    return FX_OK;
}

void number_counts_clear(struct number_counts *counts)
{
    if (counts->used > 0)
        memset(counts->slots, 0, counts->capacity * sizeof *counts->slots);
    counts->used = 0;
}

void number_counts_release(struct number_counts *counts)
{
    memory_free(counts->slots);
    *counts = (struct number_counts)NUMBER_COUNTS_INIT;
}
