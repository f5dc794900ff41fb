/* The matcher: an iterator over the documents of one unit of one segment that satisfy a part of the query. One contract
 * for all of them, that of struct postings:
 *   - a new matcher stands before its first document; `document` is then unspecified
 *   - next() and seek() return the document they reach and store it in `document`; DOCUMENT_END for ever after the end
 *   - seek(target) goes to the first match >= target; to the current document or before: stays
 *   - score(), intervals(), positions() are asked only while standing on a document, and need not be asked at all
 *   - max_score(target, &last) bounds score() for every match in [target, *last]; target is not before the current
 *     document. It never moves `document`. The bound holds for the value score() returns, rounding included.
 * Matchers live in the arena of the search and own nothing: cursors are registered with the match_context, which frees
 * them. Damage: noted in the context's faults; the damaged list ends. A matcher that can match nothing is NULL: no
 * function here takes or keeps one. */
#ifndef QUERY_MATCHER_H
#define QUERY_MATCHER_H

#include "buffer.h"
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
struct highlights;

struct matcher_operations {
    uint32_t (*next)(struct matcher *self);
    uint32_t (*seek)(struct matcher *self, uint32_t target);
    double (*score)(struct matcher *self);
    double (*max_score)(struct matcher *self, uint32_t target, uint32_t *last);
    /* Minimal intervals in the current document, ascending start (so ascending end). Borrowed until the matcher moves.
     * NULL for matchers that have no positions (filters, NOT). */
    int (*intervals)(struct matcher *self, const struct interval **out, uint32_t *count);
    /* Adds the position of every word that takes part in the match of the current document (highlights.h). NULL where
     * there are none. */
    int (*positions)(struct matcher *self, struct highlights *highlights);
    /* Appends the arithmetic of score() as lines, each behind `indent` spaces. NULL for matchers that score nothing. */
    int (*explain)(struct matcher *self, struct buffer *out, int indent);
};

struct matcher {
    const struct matcher_operations *operations;
    uint32_t document;
    uint32_t cost; /* about how many documents: the cheapest leads a conjunction */
    /* What a document must score to be wanted; only ever raised, by whoever collects. A matcher may leave out documents
     * that it knows to score less; then it sets `skipped`. */
    double threshold;
    bool skipped;
};

static inline uint32_t matcher_next(struct matcher *matcher)
{
    return matcher->operations->next(matcher);
}

static inline uint32_t matcher_seek(struct matcher *matcher, uint32_t target)
{
    return matcher->operations->seek(matcher, target);
}

static inline double matcher_score(struct matcher *matcher)
{
    return matcher->operations->score(matcher);
}

static inline double matcher_max_score(struct matcher *matcher, uint32_t target, uint32_t *last)
{
    return matcher->operations->max_score(matcher, target, last);
}

/* For matchers that only filter. */
double matcher_no_score(struct matcher *self);
double matcher_no_max_score(struct matcher *self, uint32_t target, uint32_t *last);

#endif
