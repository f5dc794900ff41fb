/* Cuts out of a unit the passages that show why it matched. Works from the positions the matcher gives, never from the
 * query's text: what is marked is what matched.
 *
 * Whole sentences are kept where they fit; a longer sentence is cut at words around its densest stretch of matches. */
#ifndef PRESENT_SNIPPET_H
#define PRESENT_SNIPPET_H

#include "arena.h"
#include "fx_search.h"
#include "unit_fields.h"

struct snippet_limits {
    uint32_t count; /* snippets at most */
    uint32_t width; /* bytes of each, about */
};

/* A place in a unit where a word matched. */
struct highlight {
    uint32_t field;   /* index into the unit's fields */
    struct span span; /* bytes in that field's text */
};

/* Finds the words at the given positions (ascending). *out is in the arena, in order of the text. */
int highlight_find(struct highlight **out, uint32_t *count, struct arena *arena, const struct unit_fields *fields,
                   const uint32_t *positions, uint32_t position_count) FX_CHECK;

struct snippets {
    const fx_snippet *items;        /* in order of the text, in the arena */
    const struct highlight *places; /* where each was cut: field and span */
    uint32_t count;
    struct highlight best; /* the place of the best of them */
};

/* Without highlights the beginning of the unit's body. */
int snippet_make(struct snippets *out, struct arena *arena, const struct unit_fields *fields,
                 const struct highlight *highlights, uint32_t highlight_count,
                 const struct snippet_limits *limits) FX_CHECK;

#endif
