#include "facet_counter.h"

#include "error.h"
#include "facet_merge.h"
#include "memory.h"

struct facet {
    uint32_t kinds; /* bit k: names of enum facet_kind k count for it; 0: not asked for */
    bool merged;
    struct top_counts top;
    uint64_t distinct;
};

struct facet_counter {
    struct facet facets[FX_FACET_COUNT];
    uint32_t kinds;               /* wanted by any */
    struct name_counts *segments; /* each once, as leaves of theirs come */
    size_t capacity;
    uint32_t segment_count;
};

static uint32_t bit(enum facet_kind kind)
{
    return 1U << kind;
}

static uint32_t kinds_of(enum fx_facet facet)
{
    switch (facet) {
    case FX_FACET_SECTION:
        return bit(FACET_DESK) | bit(FACET_HEADING);
    case FX_FACET_DESK:
        return bit(FACET_DESK);
    case FX_FACET_SPEAKER:
        return bit(FACET_SPEAKER);
    case FX_FACET_ENTITY:
        return bit(FACET_PERSON) | bit(FACET_ORGANIZATION) | bit(FACET_PLACE) | bit(FACET_OTHER);
    case FX_FACET_PERSON:
        return bit(FACET_PERSON);
    case FX_FACET_ORGANIZATION:
        return bit(FACET_ORGANIZATION);
    case FX_FACET_PLACE:
        return bit(FACET_PLACE);
    case FX_FACET_SOURCE:
        return bit(FACET_SOURCE);
    case FX_FACET_COUNT:
        break;
    }
    return 0;
}

int facet_counter_new(struct facet_counter **out, const uint32_t limits[FX_FACET_COUNT])
{
    *out = NULL;
    uint32_t kinds = 0;
    for (int i = 0; i < FX_FACET_COUNT; i++)
        if (limits[i] > 0)
            kinds |= kinds_of((enum fx_facet)i);
    if (kinds == 0)
        return FX_OK;
    struct facet_counter *counter = memory_allocate_zeroed(1, sizeof *counter);
    if (counter == NULL)
        return FX_ENOMEM;
    counter->kinds = kinds;
    for (int i = 0; i < FX_FACET_COUNT; i++) {
        counter->facets[i].kinds = limits[i] > 0 ? kinds_of((enum fx_facet)i) : 0;
        top_counts_init(&counter->facets[i].top, limits[i]);
    }
    *out = counter;
    return FX_OK;
}

void facet_counter_free(struct facet_counter *counter)
{
    if (counter == NULL)
        return;
    for (int i = 0; i < FX_FACET_COUNT; i++)
        top_counts_release(&counter->facets[i].top);
    for (uint32_t i = 0; i < counter->segment_count; i++)
        name_counts_release(&counter->segments[i]);
    memory_free(counter->segments);
    memory_free(counter);
}

static int counts_of(struct facet_counter *counter, struct segment *segment, struct name_counts **out, fx_error *err)
{
    *out = NULL;
    for (uint32_t i = 0; i < counter->segment_count; i++)
        if (counter->segments[i].segment == segment)
            *out = &counter->segments[i];
    if (*out != NULL)
        return FX_OK;
    if (memory_reserve(&counter->segments, &counter->capacity, (size_t)counter->segment_count + 1,
                       sizeof *counter->segments) != FX_OK)
        return error_no_memory(err);
    int status = name_counts_init(&counter->segments[counter->segment_count], segment, err);
    if (status == FX_OK)
        *out = &counter->segments[counter->segment_count++];
    return status;
}

int facet_counter_add(struct facet_counter *counter, const struct search_leaf *leaf, const uint64_t *words,
                      fx_error *err)
{
    struct name_counts *counts;
    int status = counts_of(counter, leaf->handle, &counts, err);
    return status == FX_OK ? name_counts_add(counts, leaf, words, counter->kinds, err) : status;
}

int facet_counter_result(struct facet_counter *counter, enum fx_facet which, const fx_count **counts, uint32_t *count,
                         uint64_t *more, fx_error *err)
{
    *counts = NULL;
    *count = 0;
    *more = 0;
    if (counter == NULL || counter->facets[which].kinds == 0)
        return FX_END;
    struct facet *facet = &counter->facets[which];
    if (!facet->merged) {
        int status =
            facet_merge(&facet->top, &facet->distinct, counter->segments, counter->segment_count, facet->kinds, err);
        if (status != FX_OK) {
            top_counts_release(&facet->top);
            return status;
        }
        top_counts_sort(&facet->top);
        facet->merged = true;
    }
    *counts = facet->top.items;
    *count = facet->top.count;
    *more = facet->distinct - facet->top.count;
    return FX_OK;
}
