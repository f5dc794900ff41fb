/* Counts by 32-bit number: a small open-addressing hash, for counting names and days over many documents. */
#ifndef PRESENT_NUMBER_COUNTS_H
#define PRESENT_NUMBER_COUNTS_H

#include "fx.h"

struct number_count {
    uint32_t number;
    uint32_t used; /* 0: a free slot */
    uint64_t count;
};

struct number_counts {
    struct number_count *slots;
    size_t capacity; /* a power of two */
    size_t used;
};

#define NUMBER_COUNTS_INIT                                                                                             \
    {                                                                                                                  \
        NULL, 0, 0                                                                                                     \
    }

int number_counts_add(struct number_counts *counts, uint32_t number, uint64_t amount) FX_CHECK;
/* Forgets all but keeps the memory. */
void number_counts_clear(struct number_counts *counts);
void number_counts_release(struct number_counts *counts);

#endif
