/* Extents and dictionary blocks kept in memory, behind the interfaces of extent.h: for small runs and for tests. */
#ifndef STORE_MEMORY_EXTENTS_H
#define STORE_MEMORY_EXTENTS_H

#include "extent.h"

struct memory_extents;

int memory_extents_open(struct memory_extents **out, fx_error *err) FX_CHECK;
void memory_extents_close(struct memory_extents *extents);

/* Both are part of *extents. Nothing may be put any more once something was read. */
const struct extent_sink *memory_extents_sink(struct memory_extents *extents);
const struct extent_source *memory_extents_source(struct memory_extents *extents);

/* All values, in the order of their keys: for tests that damage or measure them. */
uint32_t memory_extents_count(struct memory_extents *extents);
char *memory_extents_value(struct memory_extents *extents, uint32_t i, size_t *length);
/* The key of a value: of an extent {NULL, 0}, of a dictionary block its last term. */
fx_slice memory_extents_term(struct memory_extents *extents, uint32_t i, unsigned *stream_or_unit);

#endif
