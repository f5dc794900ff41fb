/* Where a document matches: positions of words in it, and in the quotes, sections or article that made it match. */
#ifndef MATCH_HIGHLIGHTS_H
#define MATCH_HIGHLIGHTS_H

#include "arena.h"
#include "unit_fields.h"

/* position HIGHLIGHT_WHOLE: the document takes part, but none of its words (speaker:). */
#define HIGHLIGHT_WHOLE 0xFFFFFFFFu

struct highlight {
    enum unit unit;
    uint32_t document, position;
    uint32_t positions; /* that the word takes from there: 2 for a pair of ideographs */
};

struct highlights {
    struct arena *arena;
    struct highlight *items;
    uint32_t count, capacity;
};

int highlights_add(struct highlights *highlights, enum unit unit, uint32_t document, uint32_t position,
                   uint32_t positions) FX_CHECK;

/* By unit (the one given first), document, position; each once, of the same position the longest. */
void highlights_sort(struct highlights *highlights, enum unit first);

#endif
