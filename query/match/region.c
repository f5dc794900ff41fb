#include "region.h"

struct region_node *region_new(struct arena *arena, enum region_kind kind, uint32_t children)
{
    struct region_node *node = arena_allocate_zeroed(arena, 1, sizeof *node);
    if (node == NULL)
        return NULL;
    node->kind = kind;
    if (children > 0) {
        node->children = arena_allocate_zeroed(arena, children, sizeof(struct region_node *));
        if (node->children == NULL)
            return NULL;
    }
    return node;
}

int region_load(struct region_node *node, uint32_t document)
{
    int code = FX_OK;
    if (node->zone != NULL)
        zone_load(node->zone, document);
    if (node->matcher != NULL) {
        node->matches = matcher_seek(node->matcher, document) == document;
        node->interval_count = 0;
        node->at = 0;
        if (node->matches && node->kind == REGION_INTERVALS)
            code = node->matcher->operations->intervals(node->matcher, &node->intervals, &node->interval_count);
    }
    for (uint32_t i = 0; i < node->child_count && code == FX_OK; i++)
        code = region_load(node->children[i], document);
    return code;
}

/* The first interval that starts at or behind `start` is also the first to end: it alone decides. Mostly the regions
 * come ascending, so the last answer is a good guess. */
static bool interval_inside(struct region_node *node, uint32_t start, uint32_t end)
{
    uint32_t low = 0, high = node->interval_count;
    if (node->at < high && node->intervals[node->at].start < start)
        low = node->at + 1;
    else if (node->at < high && (node->at == 0 || node->intervals[node->at - 1].start < start))
        low = high = node->at;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (node->intervals[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    node->at = low;
    return low < node->interval_count && node->intervals[low].end < end;
}

static bool zone_holds(struct region_node *node, uint32_t start, uint32_t end)
{
    uint32_t count = zone_count(node->zone);
    for (uint32_t i = zone_at(node->zone, start); i < count; i++) {
        uint32_t from, until;
        zone_region(node->zone, i, &from, &until);
        if (from >= end)
            return false;
        from = from < start ? start : from;
        until = until > end ? end : until;
        if (region_holds(node->children[0], from, until))
            return true;
    }
    return false;
}

bool region_holds(struct region_node *node, uint32_t start, uint32_t end)
{
    switch (node->kind) {
    case REGION_INTERVALS:
        return interval_inside(node, start, end);
    case REGION_DOCUMENT:
        return node->matches;
    case REGION_AND:
        for (uint32_t i = 0; i < node->child_count; i++)
            if (!region_holds(node->children[i], start, end))
                return false;
        return true;
    case REGION_OR:
        for (uint32_t i = 0; i < node->child_count; i++)
            if (region_holds(node->children[i], start, end))
                return true;
        return false;
    case REGION_NOT:
        return !region_holds(node->children[0], start, end);
    case REGION_ZONE:
        return zone_holds(node, start, end);
    case REGION_ALL:
        return true;
    case REGION_NONE:
        break;
    }
    return false;
}
