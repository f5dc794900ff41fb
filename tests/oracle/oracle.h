/* What a query means, by plain loops over plain lists: every document is asked, every pair of intervals compared. The
 * formulas are those of ARCHITECTURE.md, the semantics those of docs/query-language.md. */
#ifndef ORACLE_H
#define ORACLE_H

#include "ast.h"
#include "oracle_units.h"

enum { ORACLE_WORDS_MAX = 256 };

struct oracle_statistic {
    const struct ast *word;
    enum unit unit;
    double idf;
};

struct oracle {
    const struct oracle_units *units;
    double k1, b;
    struct oracle_statistic statistics[ORACLE_WORDS_MAX]; /* of the query at hand */
    size_t statistic_count;
};

struct oracle_answer {
    const struct oracle_document *document;
    double score;
};

/* All matches of a unit; `answers` has room for every document. Returns how many. */
size_t oracle_search(struct oracle *oracle, enum unit unit, const struct ast *query, struct oracle_answer *answers);

/* ---- between the files of the oracle ---- */

/* How a part is asked: inside positions [start, end) of a region, or of the whole document, which alone scores. */
struct oracle_view {
    bool region;
    uint32_t start, end;
    bool relaxed;         /* of what stands in a scope: only what the whole document must satisfy */
    enum ast_field field; /* whose names the words are; AST_FIELD_COUNT: words of the text */
    enum unit statistics;
    double boost;
};

bool oracle_evaluate(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                     struct oracle_view view, double *score);

/* oracle_scopes.c: fields and WITHIN. */
bool oracle_field(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                  struct oracle_view view, double *score);
bool oracle_within(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                   struct oracle_view view, double *score);
bool oracle_speaker(struct oracle *oracle, const struct oracle_document *document, const struct ast *name,
                    struct oracle_view view);

/* oracle_words.c */
bool oracle_form_is(const struct ast *word, fx_slice form);
bool oracle_word_is(const struct ast *word, const struct oracle_term *term);
/* Articles without sub-headings count as sections, too. */
bool oracle_counts_as(const struct oracle_document *document, enum unit unit);
double oracle_idf(struct oracle *oracle, enum unit unit, const struct ast *word);
double oracle_frequency(const struct oracle_document *document, const struct ast *word);
double oracle_bm25(struct oracle *oracle, enum unit unit, const struct oracle_document *document, double idf,
                   double frequency);
/* A word or phrase among the names of the document's own spaces. */
bool oracle_name(const struct oracle_document *document, const struct ast *ast, enum ast_field field);

/* oracle_intervals.c: the minimal intervals of a part in a document; the caller frees items with memory_free. */
struct oracle_interval {
    uint32_t start, end, words;
};
struct oracle_intervals {
    struct oracle_interval *items;
    size_t count, capacity;
};
struct oracle_intervals oracle_intervals_of(struct oracle *oracle, const struct oracle_document *document,
                                            const struct ast *ast);
/* Regions: 0 sentence, 1 paragraph, 2 section, 3 head. Calls on with i from 0; false behind the last. */
bool oracle_region(const struct oracle_document *document, unsigned kind, size_t i, uint32_t *start, uint32_t *end);

#endif
