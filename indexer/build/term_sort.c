#include "term_sort.h"

#include "memory.h"

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
    sort->group_count = 0;
}

void term_sort_add_to_group(struct term_sort *sort, uint32_t rank)
{
    if (rank >= sort->term_count)
        return;
    if (sort->group_count == 0)
        sort->group_start = rank;
    sort->group_count = rank - sort->group_start + 1;
    sort->ends[rank] = sort->entry_count;
    sort->entry_count += sort->occurrences[rank];
}

void term_sort_hand_on(struct term_sort *from, struct term_sort *to)
{
    if (from->entry_capacity <= to->entry_capacity)
        return;
    memory_free(to->entries);
    to->entries = from->entries;
    to->entry_capacity = from->entry_capacity;
    from->entries = NULL;
    from->entry_capacity = 0;
}

int term_sort_reserve(struct term_sort *sort)
{
    return memory_reserve(&sort->entries, &sort->entry_capacity, sort->entry_count, sizeof *sort->entries);
}
