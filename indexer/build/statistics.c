/* fx_index_stat: what is in an index, from its commit record and columns. */
#include "error.h"
#include "fx_index.h"
#include "index.h"
#include "memory.h"
#include "slice.h"

#include <string.h>

/* The names of all segments, walked together: each is sorted, so equal names meet. */
struct name_walk {
    struct segment **segments;
    uint32_t *next, *end; /* numbers of names */
    uint32_t count;
    struct buffer folded; /* of the smallest name at hand */
};

static bool is_entity(enum facet_kind kind)
{
    return kind == FACET_PERSON || kind == FACET_ORGANIZATION || kind == FACET_PLACE || kind == FACET_OTHER;
}

/* The smallest name not yet counted: its kind, and its folded form in walk->folded. FX_END: none. */
static int find_smallest(struct name_walk *walk, enum facet_kind *kind, fx_error *err)
{
    bool found = false;
    for (uint32_t i = 0; i < walk->count; i++) {
        struct name_entry entry;
        if (walk->next[i] >= walk->end[i])
            continue;
        int status = segment_name(walk->segments[i], walk->next[i], &entry, err);
        if (status != FX_OK)
            return status;
        if (found && (entry.kind > *kind ||
                      (entry.kind == *kind && slice_compare(entry.folded, buffer_slice(&walk->folded)) >= 0)))
            continue;
        found = true;
        *kind = entry.kind;
        buffer_clear(&walk->folded);
        if (buffer_append_slice(&walk->folded, entry.folded) != FX_OK)
            return error_no_memory(err);
    }
    return found ? FX_OK : FX_END;
}

static int pass_name(struct name_walk *walk, enum facet_kind kind, fx_error *err)
{
    for (uint32_t i = 0; i < walk->count; i++) {
        struct name_entry entry;
        if (walk->next[i] >= walk->end[i])
            continue;
        int status = segment_name(walk->segments[i], walk->next[i], &entry, err);
        if (status != FX_OK)
            return status;
        if (entry.kind == kind && slice_equal(entry.folded, buffer_slice(&walk->folded)))
            walk->next[i]++;
    }
    return FX_OK;
}

static int walk_names(struct name_walk *walk, fx_index_statistics *out, fx_error *err)
{
    enum facet_kind kind = FACET_DESK;
    int status;
    while ((status = find_smallest(walk, &kind, err)) == FX_OK) {
        out->speakers += kind == FACET_SPEAKER;
        out->entities += is_entity(kind);
        status = pass_name(walk, kind, err);
        if (status != FX_OK)
            return status;
    }
    return status == FX_END ? FX_OK : status;
}

static int count_names(struct index *index, fx_index_statistics *out, fx_error *err)
{
    const struct commit *commit = index_commit(index);
    struct name_walk walk = {.count = commit->segment_count};
    int status = FX_OK;
    walk.segments = memory_allocate_zeroed(walk.count, sizeof(struct segment *));
    walk.next = memory_allocate_zeroed(walk.count, sizeof *walk.next);
    walk.end = memory_allocate_zeroed(walk.count, sizeof *walk.end);
    if (walk.segments == NULL || walk.next == NULL || walk.end == NULL)
        status = error_no_memory(err);
    for (uint32_t i = 0; status == FX_OK && i < walk.count; i++) {
        walk.end[i] = commit->segments[i].name_count;
        status = index_segment(index, i, &walk.segments[i], err);
    }
    if (status == FX_OK)
        status = walk_names(&walk, out, err);
    memory_free(walk.segments);
    memory_free(walk.next);
    memory_free(walk.end);
    buffer_release(&walk.folded);
    return status;
}

/* The oldest and newest live article of a segment. */
static int look_at_dates(struct index *index, uint32_t number, fx_index_statistics *out, fx_error *err)
{
    struct segment *segment;
    const int64_t *published;
    const uint64_t *dead;
    int status = index_segment(index, number, &segment, err);
    if (status == FX_OK)
        status = segment_published(segment, &published, err);
    if (status == FX_OK)
        status = index_dead(index, number, UNIT_ARTICLE, &dead, err);
    if (status != FX_OK)
        return status;
    uint32_t articles = index_commit(index)->segments[number].articles;
    for (uint32_t i = 0; i < articles; i++) {
        if (published[i] == INT64_MIN || (dead != NULL && (dead[i / 64] >> (i % 64) & 1) != 0))
            continue;
        if (out->oldest == INT64_MIN || published[i] < out->oldest)
            out->oldest = published[i];
        if (out->newest == INT64_MIN || published[i] > out->newest)
            out->newest = published[i];
    }
    return FX_OK;
}

static void add_segment(fx_index_statistics *out, const struct segment_info *info)
{
    enum { ARTICLE_COLUMN_BYTES = 8 + 8 + 4 + 12, DOCUMENT_COLUMN_BYTES = 4, PART_COLUMN_BYTES = 12 };
    out->sections += info->units[UNIT_SECTION].documents - info->dead[UNIT_SECTION];
    out->quotes += info->units[UNIT_QUOTE].documents - info->dead[UNIT_QUOTE];
    out->dead_articles += info->dead[UNIT_ARTICLE];
    out->tokens += info->units[UNIT_ARTICLE].length - info->dead_length[UNIT_ARTICLE];
    out->columns_bytes += (uint64_t)info->articles * ARTICLE_COLUMN_BYTES + info->names_bytes;
    for (int unit = 0; unit < UNIT_COUNT; unit++) {
        const struct unit_totals *totals = &info->units[unit];
        uint64_t each = unit == UNIT_ARTICLE ? DOCUMENT_COLUMN_BYTES : PART_COLUMN_BYTES;
        out->terms += totals->terms;
        out->postings_bytes += totals->postings_bytes;
        out->positions_bytes += totals->positions_bytes;
        out->columns_bytes += totals->facets_bytes + totals->documents * each;
    }
}

static int fill(struct index *index, fx_index_statistics *out, fx_error *err)
{
    const struct commit *commit = index_commit(index);
    struct index_usage usage;
    *out = (fx_index_statistics){.oldest = INT64_MIN, .newest = INT64_MIN};
    out->articles = commit->live_articles;
    out->segments = commit->segment_count;
    out->stores = commit->store_count;
    out->text_bytes = commit->source_bytes;
    out->commit = commit->sequence;
    out->committed = commit->committed;
    out->format = commit->format;
    out->analyzer = commit->analyzer;
    _Static_assert(sizeof out->language == sizeof commit->language, "the same field");
    memcpy(out->language, commit->language, sizeof out->language);
    int status = index_usage(index, &usage, err);
    for (uint32_t i = 0; status == FX_OK && i < commit->segment_count; i++) {
        add_segment(out, &commit->segments[i]);
        status = look_at_dates(index, i, out, err);
    }
    if (status != FX_OK)
        return status;
    for (uint32_t i = 0; i < commit->store_count; i++)
        out->records_bytes += commit->stores[i].bytes;
    out->file_bytes = usage.file_bytes;
    out->used_bytes = usage.used_bytes;
    out->free_bytes = usage.free_bytes;
    uint64_t known = out->postings_bytes + out->positions_bytes + out->records_bytes + out->columns_bytes;
    out->dictionary_bytes = usage.used_bytes > known ? usage.used_bytes - known : 0;
    return count_names(index, out, err);
}

int fx_index_stat(const char *directory, fx_index_statistics *out, fx_error *err)
{
    struct index *index;
    error_clear(err);
    *out = (fx_index_statistics){0};
    int status = index_open(&index, directory, err);
    if (status != FX_OK)
        return status;
    status = fill(index, out, err);
    index_close(index);
    return status;
}
