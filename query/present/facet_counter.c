#include "facet_counter.h"

#include "arena.h"
#include "column.h"
#include "memory.h"
#include "names.h"
#include "number_counts.h"
#include "slice.h"
#include "string_map.h"

#include <stdlib.h>

/* One facet: which kinds of name count for it, and the sums so far. */
struct facet {
    uint32_t kinds; /* bit k: enum facet_kind k */
    uint32_t limit;
    struct string_map folded; /* number of a name: index into sums */
    fx_count *sums;
    size_t capacity;
    bool sorted;
};

struct facet_counter {
    struct facet facets[FX_FACET_COUNT];
    uint32_t kinds;               /* wanted by any */
    struct number_counts numbers; /* of the leaf being added */
    struct arena names;
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
        counter->facets[i].limit = limits[i];
        counter->facets[i].kinds = limits[i] > 0 ? kinds_of((enum fx_facet)i) : 0;
        string_map_init(&counter->facets[i].folded);
    }
    *out = counter;
    return FX_OK;
}

void facet_counter_free(struct facet_counter *counter)
{
    if (counter == NULL)
        return;
    for (int i = 0; i < FX_FACET_COUNT; i++) {
        string_map_release(&counter->facets[i].folded);
        memory_free(counter->facets[i].sums);
    }
    number_counts_release(&counter->numbers);
    arena_release(&counter->names);
    memory_free(counter);
}

/* Numbers of one kind stand together: [starts[kind], starts[kind + 1]). */
struct kind_ranges {
    uint32_t starts[FACET_KIND_COUNT + 1];
};

static int find_ranges(struct kind_ranges *ranges, struct segment *segment, fx_error *err)
{
    for (int kind = 0; kind < FACET_KIND_COUNT; kind++) {
        int status =
            segment_name_lower_bound(segment, (enum facet_kind)kind, (fx_slice){NULL, 0}, &ranges->starts[kind], err);
        if (status != FX_OK)
            return status;
    }
    ranges->starts[FACET_KIND_COUNT] = segment_describe(segment)->name_count;
    return FX_OK;
}

static enum facet_kind kind_of(const struct kind_ranges *ranges, uint32_t number)
{
    int kind = 0;
    while (kind + 1 < FACET_KIND_COUNT && number >= ranges->starts[kind + 1])
        kind++;
    return (enum facet_kind)kind;
}

/* Counts the names of one document. A section or quote carries its own speakers and entities; desk, source and the like
 * are its article's. */
static int count_document(struct facet_counter *counter, struct segment *segment, const struct kind_ranges *ranges,
                          enum unit unit, uint32_t document, uint32_t kinds, fx_error *err)
{
    const uint32_t *names;
    uint32_t count;
    int status = segment_facets(segment, unit, document, &names, &count, err);
    if (status != FX_OK)
        return status;
    for (uint32_t i = 0; i < count; i++)
        if (kinds >> kind_of(ranges, names[i]) & 1 && number_counts_add(&counter->numbers, names[i], 1) != FX_OK)
            return FX_ENOMEM;
    return FX_OK;
}

static int count_leaf(struct facet_counter *counter, const struct search_leaf *leaf, const uint64_t *words,
                      const struct kind_ranges *ranges, fx_error *err)
{
    const uint32_t of_article = bit(FACET_DESK) | bit(FACET_SOURCE) | bit(FACET_AUTHOR);
    uint32_t own = leaf->unit == UNIT_ARTICLE ? counter->kinds : counter->kinds & ~of_article;
    uint32_t inherited = counter->kinds & ~own;
    struct column *parents = NULL;
    int status = FX_OK;
    if (inherited)
        status = segment_column(leaf->handle, leaf->unit, STREAM_PARENTS, &parents, err);
    for (uint32_t word = 0; status == FX_OK && word < (leaf->documents + 63) / 64; word++)
        for (uint64_t bits = words[word]; status == FX_OK && bits; bits &= bits - 1) {
            uint32_t document = word * 64 + (uint32_t)__builtin_ctzll(bits);
            status = count_document(counter, leaf->handle, ranges, leaf->unit, document, own, err);
            if (status == FX_OK && inherited)
                status = count_document(counter, leaf->handle, ranges, UNIT_ARTICLE, column_u32(parents, document),
                                        inherited, err);
        }
    return status == FX_OK && parents != NULL ? column_take_fault(parents, err) : status;
}

static int add_to_facet(struct facet_counter *counter, struct facet *facet, const struct name_entry *name,
                        uint64_t amount)
{
    bool inserted;
    uint32_t number = string_map_intern(&facet->folded, name->folded, &inserted);
    if (number == STRING_MAP_NONE)
        return FX_ENOMEM;
    if (inserted) {
        if (memory_reserve(&facet->sums, &facet->capacity, (size_t)number + 1, sizeof *facet->sums) != FX_OK)
            return FX_ENOMEM;
        facet->sums[number] = (fx_count){{NULL, 0}, 0};
        if (arena_copy(&facet->sums[number].name, &counter->names, name->display) != FX_OK)
            return FX_ENOMEM;
    }
    facet->sums[number].count += amount;
    return FX_OK;
}

static int add_numbers(struct facet_counter *counter, struct segment *segment, fx_error *err)
{
    for (size_t i = 0; i < counter->numbers.capacity; i++) {
        const struct number_count *slot = &counter->numbers.slots[i];
        if (!slot->used)
            continue;
        struct name_entry name;
        int status = segment_name(segment, slot->number, &name, err);
        if (status != FX_OK)
            return status;
        for (int f = 0; f < FX_FACET_COUNT; f++) {
            if (!(counter->facets[f].kinds >> name.kind & 1))
                continue;
            status = add_to_facet(counter, &counter->facets[f], &name, slot->count);
            if (status != FX_OK)
                return status;
        }
    }
    return FX_OK;
}

int facet_counter_add(struct facet_counter *counter, const struct search_leaf *leaf, const uint64_t *words,
                      fx_error *err)
{
    struct kind_ranges ranges;
    int status = find_ranges(&ranges, leaf->handle, err);
    if (status != FX_OK)
        return status;
    number_counts_clear(&counter->numbers);
    status = count_leaf(counter, leaf, words, &ranges, err);
    return status == FX_OK ? add_numbers(counter, leaf->handle, err) : status;
}

static int by_count(const void *left, const void *right)
{
    const fx_count *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return slice_compare(a->name, b->name);
}

int facet_counter_result(struct facet_counter *counter, enum fx_facet which, const fx_count **counts, uint32_t *count,
                         uint64_t *more)
{
    *counts = NULL;
    *count = 0;
    *more = 0;
    if (counter == NULL || counter->facets[which].kinds == 0)
        return FX_END;
    struct facet *facet = &counter->facets[which];
    uint32_t found = facet->folded.count;
    if (!facet->sorted && found > 0)
        qsort(facet->sums, found, sizeof *facet->sums, by_count);
    facet->sorted = true;
    *counts = facet->sums;
    *count = found < facet->limit ? found : facet->limit;
    *more = found - *count;
    return FX_OK;
}
