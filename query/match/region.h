/* Does a part of the query hold inside one stretch of a document's positions? What WITHIN SENTENCE and title: ask of
 * each sentence or head, as if it were a document of its own: words, phrases and NEAR by their intervals, AND, OR, NOT
 * as ever. Parts that have no positions (desk:, date:, speaker:) hold for the whole document. */
#ifndef MATCH_REGION_H
#define MATCH_REGION_H

#include "matchers.h"

enum region_kind {
    REGION_INTERVALS, /* an interval of `matcher` lies inside */
    REGION_DOCUMENT,  /* `matcher` matches the document */
    REGION_AND,
    REGION_OR,
    REGION_NOT,
    REGION_ZONE, /* a region of `zone`, cut to this one, in which the child holds */
    REGION_ALL,
    REGION_NONE
};

struct region_node {
    enum region_kind kind;
    struct matcher *matcher;
    struct region_node **children;
    uint32_t child_count;
    struct zone *zone;
    /* of the current document */
    const struct interval *intervals;
    uint32_t interval_count, at;
    bool matches;
};

struct region_node *region_new(struct arena *arena, enum region_kind kind, uint32_t children) FX_CHECK;

/* Turns every part to a document; documents come ascending. */
int region_load(struct region_node *node, uint32_t document) FX_CHECK;

/* Positions [start, end), any order of calls. */
bool region_holds(struct region_node *node, uint32_t start, uint32_t end);

/* The regions of one kind in each document. */
struct zone {
    enum zone_kind kind;
    struct postings *marks; /* NULL: none in this leaf */
    struct match_context *context;
    const uint32_t *starts; /* of the current document */
    uint32_t count;
};

int zone_open(struct zone **out, const struct match_place *place, enum zone_kind kind, fx_error *err) FX_CHECK;
void zone_load(struct zone *zone, uint32_t document);
/* Region i of [0, zone_count): [*start, *end). What stands before the first boundary is a region, too. */
uint32_t zone_count(const struct zone *zone);
void zone_region(const struct zone *zone, uint32_t i, uint32_t *start, uint32_t *end);
/* The number of the first region that ends behind a position. */
uint32_t zone_at(const struct zone *zone, uint32_t position);

#endif
