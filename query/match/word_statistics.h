/* What scoring needs to know of each word of the query over all segments of all indexes, looked up once a search:
 * its entries, its live document frequency, its idf. */
#ifndef MATCH_WORD_STATISTICS_H
#define MATCH_WORD_STATISTICS_H

#include "match_context.h"

/* A word as the query asks for it. */
struct word_key {
    enum ast_kind kind; /* AST_WORD, AST_PREFIX, AST_FUZZY */
    enum unit unit;     /* whose statistics: UNIT_SECTION counts articles without sub-headings, too */
    enum term_space space;
    fx_slice text; /* stem, or form where `exact` */
    fx_slice form; /* of a plain word: what was typed, whose stem in other languages is asked of the index */
    bool exact;
    uint32_t distance; /* of AST_FUZZY */
    uint32_t offset;   /* in the query, for messages */
};

/* A posting list of the word in one segment, and which forms of it count. */
struct word_list {
    struct term_entry entry;
    const uint16_t *codes; /* NULL: all forms */
    uint32_t code_count;
};

struct word_lists {
    struct word_list *lists;
    uint32_t count;
};

struct word {
    struct word_key key;
    struct word_lists *segments[UNIT_COUNT]; /* by unit, then by number of the segment; NULL: unit not looked at */
    uint64_t document_frequency;
    double idf;
    struct word *next;
};

/* The word, with lists of all segments and statistics. FX_ELIMIT: it stands for too many words. */
int word_find(struct word **out, struct match_context *context, const struct word_key *key, fx_error *err) FX_CHECK;

/* The lists in one segment only, for words that are not scored. */
int word_lists_find(struct word_lists *out, struct match_context *context, uint32_t segment, enum unit unit,
                    const struct word_key *key, fx_error *err) FX_CHECK;

/* Posting lists of all words that begin so, or are so near (match_expand.c; the forms of TERM_WORD included). */
int word_expand(struct word_lists *out, struct match_context *context, uint32_t segment, enum unit unit,
                const struct word_key *key, fx_error *err) FX_CHECK;

#endif
