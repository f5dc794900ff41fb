#include "term_sort.h"

#include "memory.h"

#include <string.h>

int term_sort_open(struct term_sort *sort, uint32_t term_count)
{
    *sort = (struct term_sort){.term_count = term_count};
    sort->occurrences = memory_allocate_zeroed(term_count, sizeof *sort->occurrences);
    sort->ends = memory_allocate(term_count, sizeof *sort->ends);
    if (sort->occurrences != NULL && sort->ends != NULL)
        return FX_OK;
    term_sort_close(sort);
    return FX_ENOMEM;
}

void term_sort_close(struct term_sort *sort)
{
    memory_free(sort->occurrences);
    memory_free(sort->ends);
    memory_free(sort->entries);
    *sort = (struct term_sort){0};
}

void term_sort_begin_group(struct term_sort *sort)
{
    sort->entry_count = 0;
    if (sort->term_count > 0)
        memset(sort->ends, 0xFF, sort->term_count * sizeof *sort->ends);
}

void term_sort_add_to_group(struct term_sort *sort, uint32_t term)
{
    uint32_t count = term_sort_occurrences(sort, term);
    if (count == 0)
        return;
    sort->ends[term] = sort->entry_count;
    sort->entry_count += count;
}

int term_sort_reserve(struct term_sort *sort)
{
    return memory_reserve(&sort->entries, &sort->entry_capacity, sort->entry_count, sizeof *sort->entries);
}
