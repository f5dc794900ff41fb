#include "pair_table.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    const struct pair_value *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? 1 : -1;
    return (x->pair > y->pair) - (x->pair < y->pair);
}

uint32_t pair_table_rank(struct pair_table *table, uint32_t least)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < UINT32_C(1) << table->bits; i++)
        if (table->values[i].value >= least)
            table->values[count++] = table->values[i];
    qsort(table->values, count, sizeof *table->values, compare);
    return count;
}

void pair_table_clear(struct pair_table *table)
{
    memset(table->values, 0, sizeof *table->values << table->bits);
}
