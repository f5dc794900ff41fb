#include "word_log.h"

#include "memory.h"

#include <string.h>

void word_log_init(struct word_log *log)
{
    *log = (struct word_log){0};
}

void word_log_release(struct word_log *log)
{
    memory_free(log->slots);
    memory_free(log->further);
    word_log_init(log);
}

void word_log_clear(struct word_log *log)
{
    log->count = 0;
    log->further_count = 0;
}

int word_log_reserve(struct word_log *log, uint32_t count)
{
    return memory_reserve(&log->slots, &log->capacity, (size_t)log->count + count, sizeof *log->slots);
}

int word_log_skip(struct word_log *log, uint32_t count)
{
    if (word_log_reserve(log, count) != FX_OK)
        return FX_ENOMEM;
    if (count > 0)
        memset(log->slots + log->count, 0, count * sizeof *log->slots);
    log->count += count;
    return FX_OK;
}

int word_log_put(struct word_log *log, uint32_t at, uint32_t word, uint32_t weight)
{
    uint32_t slot = word << WORD_SLOT_BITS | (weight - 1);
    if (log->slots[at] == 0) {
        log->slots[at] = slot;
        return FX_OK;
    }
    if (memory_reserve(&log->further, &log->further_capacity, (size_t)log->further_count + 1, sizeof *log->further) !=
        FX_OK)
        return FX_ENOMEM;
    log->further[log->further_count++] = (struct further_word){at, slot};
    return FX_OK;
}

uint32_t word_log_further_from(const struct word_log *log, uint32_t at)
{
    uint32_t low = 0, high = log->further_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (log->further[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t word_log_length(const struct word_log *log, struct word_range range)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < range.count; i++) {
        uint32_t slot = log->slots[range.start + i];
        sum += slot != 0 ? (slot & WORD_SLOT_WEIGHT) + 1 : 0;
    }
    return sum;
}

size_t word_log_memory(const struct word_log *log)
{
    return log->count * sizeof *log->slots + log->further_count * sizeof *log->further;
}
