/* Allocation. All heap memory of the project comes from here, so that a test can make the n-th allocation fail. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include "fx.h"

#include <stdbool.h>

/* count * size bytes, overflow checked; NULL on failure (also for count * size == 0: a pointer to free). */
void *memory_allocate(size_t count, size_t size) FX_CHECK;
void *memory_allocate_zeroed(size_t count, size_t size) FX_CHECK;

/* Like realloc on an array; the old block stays valid on failure. */
void *memory_resize(void *block, size_t count, size_t size) FX_CHECK;

/* Grows *array (elements of `size` bytes, *capacity of them) to hold at least `wanted` elements, doubling.
 * FX_ENOMEM leaves both unchanged. Written for pointers of any object type: pass &pointer. */
int memory_reserve(void *array, size_t *capacity, size_t wanted, size_t size) FX_CHECK;

void memory_free(void *block);

/* Returns to the system what is free by now: after a phase of the program that took much. */
void memory_give_back(void);

/* From now on what is big goes back to the system as soon as it is freed: left alone, malloc puts ever bigger blocks
 * among small ones, and tables that grow leave holes. It is set for the process, so only a program's main calls it. */
void memory_map_big_blocks(void);

/* A NUL-terminated copy of a slice. */
char *memory_copy_slice(fx_slice text) FX_CHECK;

/* Tests only: the n-th allocation from now (1 = the next) and, if `sticky`, all later ones fail; 0 switches off.
 * Counts across threads. */
void memory_fail_at(uint64_t n, bool sticky);
uint64_t memory_allocations(void); /* since the last memory_fail_at */

#endif
