/* Looks up the spellings of one article's names in the table of its run, all that are new with their words and folded
 * names. Each kind of look-up is made for many at a time: tables of names and terms fit no cache. One thread. */
#ifndef BUILD_NAME_LOOKUP_H
#define BUILD_NAME_LOOKUP_H

#include "arena.h"
#include "name_table.h"

/* A name as an article prints it. */
struct printed_name {
    fx_slice text;
    uint8_t kind;      /* enum facet_kind, or any other byte for names that are no facets */
    uint8_t space;     /* enum term_space of its words; 0: they are not asked for */
    bool is_name;      /* its number is asked for */
    uint32_t spelling; /* out: its number in the table */
};

/* Keys to be looked up, and of each which of the names it is made of. */
struct key_list {
    fx_slice *keys;
    uint32_t *owners, *numbers;
    size_t key_capacity, owner_capacity, number_capacity;
    uint32_t count;
};

struct name_lookup {
    struct name_table *table;      /* not owned */
    struct vocabulary *vocabulary; /* not owned */
    struct arena bytes;            /* of the keys */
    struct key_list spellings, names, words;
    uint32_t *positions; /* of the words */
    size_t position_capacity;
};

void name_lookup_init(struct name_lookup *lookup, struct name_table *table, struct vocabulary *vocabulary);
void name_lookup_release(struct name_lookup *lookup);

int name_lookup_run(struct name_lookup *lookup, struct printed_name *names, uint32_t count, fx_error *err) FX_CHECK;

#endif
