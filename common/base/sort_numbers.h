/* Sorts numbers of which most lists are short, some dozen a document: a call for each comparison, as qsort makes, would
 * take most of the time. */
#ifndef BASE_SORT_NUMBERS_H
#define BASE_SORT_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

/* Ascending. */
void sort_numbers(uint64_t *numbers, size_t count);

#endif
