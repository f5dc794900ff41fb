#include "sort_numbers.h"

#include <stdlib.h>

enum { SHORT_MAX = 512 };

static int compare(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Insertion sort of every gap-th number, with Ciura's gaps ("Best increments for the average case of shellsort", 2001).
 */
static void sort_short(uint64_t *numbers, size_t count)
{
    static const size_t gaps[] = {301, 132, 57, 23, 10, 4, 1};
    for (size_t pass = 0; pass < sizeof gaps / sizeof *gaps; pass++) {
        const size_t gap = gaps[pass];
        for (size_t i = gap; i < count; i++) {
            const uint64_t number = numbers[i];
            size_t at = i;
            for (; at >= gap && numbers[at - gap] > number; at -= gap)
                numbers[at] = numbers[at - gap];
            numbers[at] = number;
        }
    }
}

void sort_numbers(uint64_t *numbers, size_t count)
{
    if (count <= SHORT_MAX)
        sort_short(numbers, count);
    else
        qsort(numbers, count, sizeof *numbers, compare);
}
