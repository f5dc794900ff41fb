/* The matcher: an iterator over the documents of one unit of one segment that satisfy a part of the query. One contract
 * for all of them, that of struct postings:
 *   - a new matcher stands before its first document; `document` is then unspecified
 *   - next() and seek() return the document they reach and store it in `document`; DOCUMENT_END for ever after the end
 *   - seek(target) goes to the first match >= target; to the current document or before: stays
 *   - score(), intervals() are asked only while standing on a document, and at most need to be asked never
 *   - max_score(target, &last) bounds score() for every match in [target, *last]; it never moves the matcher's
 * document. The bound holds for the value score() returns, rounding included. Matchers live in the arena of the search;
 * release() frees only what is not there (cursors). Damage: the first fault met is in the struct search_faults that all
 * matchers of a search share; the damaged list ends. */
#ifndef QUERY_MATCHER_H
#define QUERY_MATCHER_H

#include "format.h"
#include "fx.h"

#include <stdbool.h>

/* A minimal interval of positions that satisfies the matcher (Clarke, Cormack, Burkowski, "An Algebra for Structured
 * Text Search", 1995): no shorter match lies inside. `words` counts the words matched in it. */
struct interval {
    uint32_t start, end; /* first and last position, both inside */
    uint32_t words;
};

struct matcher;

struct matcher_operations {
    uint32_t (*next)(struct matcher *self);
    uint32_t (*seek)(struct matcher *self, uint32_t target);
    double (*score)(struct matcher *self);
    double (*max_score)(struct matcher *self, uint32_t target, uint32_t *last);
    /* Minimal intervals in the current document, ascending start (so ascending end). Borrowed until the matcher moves.
     * NULL for matchers that have no positions (filters, NOT). */
    int (*intervals)(struct matcher *self, const struct interval **out, uint32_t *count);
    /* Every position of a word that takes part in the match of the current document: for highlights. */
    int (*positions)(struct matcher *self, uint32_t **positions, uint32_t *count, uint32_t *capacity);
    void (*release)(struct matcher *self);
};

struct matcher {
    const struct matcher_operations *operations;
    uint32_t document;
    uint32_t cost; /* about how many documents: the cheapest leads a conjunction */
};

#endif
