#include "error.h"
#include "region.h"

int zone_open(struct zone **out, const struct match_place *place, enum zone_kind kind, fx_error *err)
{
    static const enum term_space spaces[] = {TERM_MARK_HEAD, TERM_MARK_SENTENCE, TERM_MARK_PARAGRAPH,
                                             TERM_MARK_SECTION};
    const struct match_segment *segment = &place->context->segments[place->segment];
    struct zone *zone = arena_allocate_zeroed(place->context->arena, 1, sizeof *zone);
    struct term_entry entry;
    struct match_cursor *cursor = NULL;
    bool found;
    *out = NULL;
    if (zone == NULL)
        return error_no_memory(err);
    int code =
        match_find_term(place->context, segment, place->unit, spaces[kind], (fx_slice){NULL, 0}, &entry, &found, err);
    if (code == FX_OK && found)
        code = match_cursor_open(&cursor, place->context, segment, place->unit, &entry, err);
    if (code != FX_OK)
        return code;
    zone->kind = kind;
    zone->context = place->context;
    zone->marks = cursor ? &cursor->postings : NULL;
    *out = zone;
    return FX_OK;
}

void zone_load(struct zone *zone, uint32_t document)
{
    zone->starts = NULL;
    zone->count = 0;
    if (zone->marks == NULL || postings_seek(zone->marks, document) != document)
        return;
    fx_error fault = {.code = FX_OK};
    if (postings_positions(zone->marks, &zone->starts, NULL, &zone->count, &fault) != FX_OK) {
        match_fault(zone->context, &fault);
        zone->count = 0;
    }
}

/* A head is one region, or none; other boundaries cut the document in one more region than there are boundaries. */
uint32_t zone_count(const struct zone *zone)
{
    return zone->kind == ZONE_HEAD ? zone->count > 0 : zone->count + 1;
}

void zone_region(const struct zone *zone, uint32_t i, uint32_t *start, uint32_t *end)
{
    *start = i == 0 || zone->kind == ZONE_HEAD ? 0 : zone->starts[i - 1];
    *end = i < zone->count ? zone->starts[i] : UINT32_MAX;
}

uint32_t zone_at(const struct zone *zone, uint32_t position)
{
    uint32_t low = 0, high = zone_count(zone);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2, start, end;
        zone_region(zone, middle, &start, &end);
        if (end <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
