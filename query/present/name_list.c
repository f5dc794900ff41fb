/* --list: the names of a kind of which some word begins with a prefix. Walks the sorted names of every segment; what
 * does not match costs a comparison and no memory. */
#include "reader.h"

#include "analyzer.h"
#include "arena.h"
#include "error.h"
#include "memory.h"
#include "slice.h"
#include "string_map.h"

#include <stdbool.h>
#include <stdlib.h>

enum { PREFIX_BYTES_MAX = 256 };

static uint32_t kinds_of(enum fx_list what)
{
    switch (what) {
    case FX_LIST_SPEAKERS:
        return 1U << FACET_SPEAKER;
    case FX_LIST_ENTITIES:
        return 1U << FACET_PERSON | 1U << FACET_ORGANIZATION | 1U << FACET_PLACE | 1U << FACET_OTHER;
    case FX_LIST_SECTIONS:
        return 1U << FACET_DESK | 1U << FACET_HEADING;
    case FX_LIST_DESKS:
        return 1U << FACET_DESK;
    case FX_LIST_SOURCES:
        return 1U << FACET_SOURCE;
    }
    return 0;
}

static bool some_word_begins_with(fx_slice folded, fx_slice prefix)
{
    for (size_t at = 0; at + prefix.len <= folded.len; at++) {
        if (slice_starts_with(slice_part(folded, at, folded.len), prefix))
            return true;
        while (at < folded.len && folded.ptr[at] != ' ')
            at++;
    }
    return prefix.len == 0;
}

struct listed_name {
    fx_slice display;
    uint64_t articles;
};

struct name_collector {
    struct string_map folded;
    struct listed_name *names;
    size_t capacity;
    struct arena displays;
    fx_slice prefix;
};

static int collect(struct name_collector *collector, const struct name_entry *name)
{
    if (!some_word_begins_with(name->folded, collector->prefix))
        return FX_OK;
    bool inserted;
    uint32_t number = string_map_intern(&collector->folded, name->folded, &inserted);
    if (number == STRING_MAP_NONE)
        return FX_ENOMEM;
    if (inserted) {
        if (memory_reserve(&collector->names, &collector->capacity, (size_t)number + 1, sizeof *collector->names) !=
            FX_OK)
            return FX_ENOMEM;
        collector->names[number].articles = 0;
        if (arena_copy(&collector->names[number].display, &collector->displays, name->display) != FX_OK)
            return FX_ENOMEM;
    }
    collector->names[number].articles += name->documents;
    return FX_OK;
}

static int collect_kind(struct name_collector *collector, struct segment *segment, enum facet_kind kind, fx_error *err)
{
    uint32_t number, count = segment_describe(segment)->name_count;
    int status = segment_name_lower_bound(segment, kind, (fx_slice){NULL, 0}, &number, err);
    for (; status == FX_OK && number < count; number++) {
        struct name_entry name;
        status = segment_name(segment, number, &name, err);
        if (status != FX_OK || name.kind != kind)
            break;
        if (collect(collector, &name) != FX_OK)
            return error_no_memory(err);
    }
    return status;
}

static int collect_index(struct name_collector *collector, struct index *index, uint32_t kinds, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; status == FX_OK && i < index_commit(index)->segment_count; i++) {
        struct segment *segment;
        status = index_segment(index, i, &segment, err);
        for (int kind = 0; status == FX_OK && kind < FACET_KIND_COUNT; kind++)
            if (kinds >> kind & 1)
                status = collect_kind(collector, segment, (enum facet_kind)kind, err);
    }
    return status;
}

static int by_display(const void *left, const void *right)
{
    const struct listed_name *a = left, *b = right;
    return slice_compare(a->display, b->display);
}

/* The prefix folded like the names it is compared with; a trailing space would be lost, and is not wanted. */
static int fold_prefix(fx_slice prefix, char *out, size_t size, size_t *length, fx_error *err)
{
    struct analyzer *analyzer;
    int status = analyzer_new(&analyzer, "", err);
    if (status != FX_OK)
        return status;
    *length = analyzer_fold_name(analyzer, prefix, out, size);
    analyzer_free(analyzer);
    return FX_OK;
}

int fx_reader_list(fx_reader *reader, enum fx_list what, fx_slice prefix, fx_name_function name, void *payload,
                   fx_error *err)
{
    char folded[PREFIX_BYTES_MAX];
    struct name_collector collector = {0};
    string_map_init(&collector.folded);
    int status = fold_prefix(prefix, folded, sizeof folded, &collector.prefix.len, err);
    collector.prefix.ptr = folded;
    for (uint32_t i = 0; status == FX_OK && i < reader->count; i++)
        status = collect_index(&collector, reader->indexes[i], kinds_of(what), err);
    if (status == FX_OK && collector.folded.count > 0)
        qsort(collector.names, collector.folded.count, sizeof *collector.names, by_display);
    for (uint32_t i = 0; status == FX_OK && i < collector.folded.count; i++)
        if (collector.names[i].articles > 0)
            status = name(payload, collector.names[i].display, collector.names[i].articles);
    string_map_release(&collector.folded);
    memory_free(collector.names);
    arena_release(&collector.displays);
    return status;
}
