/* Numbers of pairs: a hash table of fixed size that drops what finds no room near its place, since of many rare pairs
 * some may be missed. */
#ifndef STORE_PAIR_TABLE_H
#define STORE_PAIR_TABLE_H

#include "fx.h"
#include "memory.h"

struct pair_value {
    uint32_t pair;  /* the first << 16 | the second */
    uint32_t value; /* 0: none */
};

struct pair_table {
    struct pair_value *values;
    unsigned bits;
};

enum { PAIR_PROBES = 16 };

static inline int pair_table_init(struct pair_table *table, unsigned bits)
{
    table->bits = bits;
    table->values = memory_allocate_zeroed((size_t)1 << bits, sizeof *table->values);
    return table->values != NULL ? FX_OK : FX_ENOMEM;
}

static inline void pair_table_release(struct pair_table *table)
{
    memory_free(table->values);
    table->values = NULL;
}

static inline uint32_t pair_hash(uint32_t pair)
{
    return pair * UINT32_C(0x9E3779B1);
}

/* The place of a pair, an empty one where it is new, NULL where there is no room. */
static inline struct pair_value *pair_table_at(const struct pair_table *table, uint32_t pair)
{
    const uint32_t mask = (UINT32_C(1) << table->bits) - 1;
    uint32_t place = pair_hash(pair) >> (32 - table->bits);
    for (unsigned i = 0; i < PAIR_PROBES; i++, place = (place + 1) & mask) {
        struct pair_value *at = &table->values[place];
        if (at->value == 0 || at->pair == pair)
            return at;
    }
    return NULL;
}

static inline void pair_table_add(struct pair_table *table, uint32_t pair, uint32_t amount)
{
    struct pair_value *at = pair_table_at(table, pair);
    if (at != NULL) {
        at->pair = pair;
        at->value += amount;
    }
}

static inline void pair_table_set(struct pair_table *table, uint32_t pair, uint32_t value)
{
    struct pair_value *at = pair_table_at(table, pair);
    if (at != NULL)
        *at = (struct pair_value){pair, value};
}

static inline uint32_t pair_table_get(const struct pair_table *table, uint32_t pair)
{
    const struct pair_value *at = pair_table_at(table, pair);
    return at != NULL ? at->value : 0;
}

/* Moves the pairs with at least `least` to the front of `values`, the greatest first; returns how many. The table is no
 * table any more: clear it. */
uint32_t pair_table_rank(struct pair_table *table, uint32_t least);
void pair_table_clear(struct pair_table *table);

#endif
