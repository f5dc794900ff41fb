#include "error.h"
#include "explain.h"
#include "interval_list.h"
#include "region.h"

struct zone_matcher {
    struct matcher base;
    struct matcher *child; /* documents in which the region may hold; what scores */
    struct region_node *region;
    struct zone *zone;
    bool started;
    const struct match_place *place;
    struct interval_list found; /* the child's intervals inside regions that match, once asked for */
    bool found_ready;
};

static struct zone_matcher *zone_of(struct matcher *self)
{
    return (struct zone_matcher *)self;
}

static bool matches(struct zone_matcher *zone, uint32_t document)
{
    zone->found_ready = false;
    zone_load(zone->zone, document);
    uint32_t count = zone_count(zone->zone);
    if (count == 0)
        return false;
    if (region_load(zone->region, document) != FX_OK) {
        zone->place->context->out_of_memory = true;
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t start, end;
        zone_region(zone->zone, i, &start, &end);
        if (start < end && region_holds(zone->region, start, end))
            return true;
    }
    return false;
}

static uint32_t settle(struct zone_matcher *zone, uint32_t document)
{
    zone->started = true;
    while (document != DOCUMENT_END && !matches(zone, document))
        document = deadline_passed(&zone->place->context->deadline, 4) ? DOCUMENT_END : matcher_next(zone->child);
    return zone->base.document = document;
}

static uint32_t zone_next(struct matcher *self)
{
    return settle(zone_of(self), matcher_next(zone_of(self)->child));
}

static uint32_t zone_seek(struct matcher *self, uint32_t target)
{
    struct zone_matcher *zone = zone_of(self);
    if (zone->started && target <= self->document)
        return self->document;
    return settle(zone, matcher_seek(zone->child, target));
}

static double zone_score(struct matcher *self)
{
    return matcher_score(zone_of(self)->child);
}

static double zone_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    return matcher_max_score(zone_of(self)->child, target, last);
}

/* The region that holds all of [start, end], where it matches. */
static bool in_matching_region(struct zone_matcher *zone, uint32_t start, uint32_t end)
{
    uint32_t i = zone_at(zone->zone, start), from, until;
    if (i == zone_count(zone->zone))
        return false;
    zone_region(zone->zone, i, &from, &until);
    return from <= start && end < until && region_holds(zone->region, from, until);
}

static int zone_intervals(struct matcher *self, const struct interval **out, uint32_t *count)
{
    struct zone_matcher *zone = zone_of(self);
    if (!zone->found_ready) {
        const struct interval *all;
        uint32_t all_count;
        zone->found.count = 0;
        int code = zone->child->operations->intervals(zone->child, &all, &all_count);
        if (code == FX_OK)
            code = interval_list_reserve(&zone->found, zone->place->context->arena, all_count);
        if (code != FX_OK)
            return code;
        for (uint32_t i = 0; i < all_count; i++)
            if (in_matching_region(zone, all[i].start, all[i].end))
                zone->found.items[zone->found.count++] = all[i];
        zone->found_ready = true;
    }
    *out = zone->found.items;
    *count = zone->found.count;
    return FX_OK;
}

static int zone_positions(struct matcher *self, struct highlights *highlights)
{
    struct zone_matcher *zone = zone_of(self);
    uint32_t first = highlights->count, kept = first;
    if (zone->child->operations->positions == NULL)
        return FX_OK;
    if (zone->child->operations->positions(zone->child, highlights) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = first; i < highlights->count; i++) {
        struct highlight highlight = highlights->items[i];
        bool own = highlight.unit == zone->place->unit && highlight.position != HIGHLIGHT_WHOLE;
        if (!own || in_matching_region(zone, highlight.position, highlight.position))
            highlights->items[kept++] = highlight;
    }
    highlights->count = kept;
    return FX_OK;
}

static int zone_explain(struct matcher *self, struct buffer *out, int indent)
{
    return explain_child(zone_of(self)->child, out, indent);
}

static const struct matcher_operations zone_operations = {
    .next = zone_next,
    .seek = zone_seek,
    .score = zone_score,
    .max_score = zone_max_score,
    .intervals = zone_intervals,
    .positions = zone_positions,
    .explain = zone_explain,
};

int match_zone_new(struct matcher **out, const struct match_place *place, enum zone_kind kind, struct matcher *child,
                   struct region_node *region, fx_error *err)
{
    *out = NULL;
    struct zone_matcher *zone = arena_allocate_zeroed(place->context->arena, 1, sizeof *zone);
    if (zone == NULL)
        return error_no_memory(err);
    int code = zone_open(&zone->zone, place, kind, err);
    if (code != FX_OK)
        return code;
    zone->base.operations = &zone_operations;
    zone->base.cost = child->cost;
    zone->child = child;
    zone->region = region;
    zone->place = place;
    *out = &zone->base;
    return FX_OK;
}
