#include "merge_policy.h"

/* Tier 0 holds what an hour of news brings, each further tier eight times the one before. */
#define TIER_ZERO_BYTES (UINT64_C(1) << 20)
enum { TIER_COUNT = 16 };

static uint64_t size_of(const struct segment_info *segment)
{
    uint64_t size = segment->names_bytes;
    for (size_t unit = 0; unit < UNIT_COUNT; unit++) {
        const struct unit_totals *totals = &segment->units[unit];
        size += totals->postings_bytes + totals->positions_bytes + totals->facets_bytes;
    }
    return size;
}

static unsigned tier_of(const struct segment_info *segment)
{
    unsigned tier = 0;
    for (uint64_t size = size_of(segment) / TIER_ZERO_BYTES; size > 0 && tier + 1 < TIER_COUNT; size /= MERGE_FAN_IN)
        tier++;
    return tier;
}

/* A run of neighbours of tier `tier` and below with enough of that very tier among them. Smaller ones in between go
 * along; without enough of the tier itself, few small segments would rewrite a large one again and again. */
static bool pick_run(const struct segment_info *segments, uint32_t count, unsigned tier, uint32_t *first,
                     uint32_t *merged)
{
    uint32_t start = 0;
    uint32_t of_tier = 0;
    for (uint32_t i = 0; i <= count; i++) {
        unsigned own = i < count ? tier_of(&segments[i]) : TIER_COUNT;
        bool ends = own > tier || i - start == MERGE_INPUTS_MAX;
        if (ends && of_tier >= MERGE_FAN_IN) {
            *first = start;
            *merged = i - start;
            return true;
        }
        if (ends) {
            start = own > tier ? i + 1 : i;
            of_tier = 0;
        }
        of_tier += own == tier;
    }
    return false;
}

static bool is_mostly_dead(const struct segment_info *segment)
{
    return segment->dead_length[UNIT_ARTICLE] > segment->units[UNIT_ARTICLE].length / 4;
}

bool merge_policy_pick(const struct segment_info *segments, uint32_t count, uint32_t *first, uint32_t *merged)
{
    *first = *merged = 0;
    for (unsigned tier = 0; tier < TIER_COUNT; tier++) {
        if (pick_run(segments, count, tier, first, merged))
            return true;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (is_mostly_dead(&segments[i])) {
            *first = i;
            *merged = 1;
            return true;
        }
    }
    return false;
}
