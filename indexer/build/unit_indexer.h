/* From one unit of an article to terms at positions: its words (unit_words.h) and its names. One thread. */
#ifndef BUILD_UNIT_INDEXER_H
#define BUILD_UNIT_INDEXER_H

#include "name_table.h"
#include "unit_names.h"
#include "unit_words.h"

/* A name of the article at hand, looked up when its first unit carries it. The words of the name and of its aliases
 * stand one after another in `words`. Speakers have words in quotes only: terms are looked up apart. */
struct known_name {
    bool known, words_known;
    uint32_t spelling;
    uint32_t words, word_lists;
};

struct unit_indexer {
    struct vocabulary *vocabulary; /* not owned */
    struct name_table *names;      /* not owned */
    struct unit_words words;
    struct unit_names unit_names;
    uint32_t *facets; /* name numbers of the unit just indexed */
    uint32_t facet_count;
    size_t facet_capacity;

    struct known_name *known; /* by place */
    size_t known_capacity;
    struct name_words *lists; /* words of names */
    uint32_t list_count;
    size_t list_capacity;

    uint32_t article;                 /* number of the article at hand in the run */
    struct postings_buffer *postings; /* of the unit at hand */
};

/* NULL: out of memory. */
struct unit_indexer *unit_indexer_new(struct vocabulary *vocabulary, struct name_table *names, struct word_log *log);
void unit_indexer_free(struct unit_indexer *indexer);
void unit_indexer_forget(struct unit_indexer *indexer); /* the vocabulary was cleared */

/* The article of the calls that follow; `number` is its number in the run. */
int unit_indexer_start(struct unit_indexer *indexer, const struct article *article,
                       const struct annotations *annotations, uint32_t number, fx_error *err) FX_CHECK;

/* Adds a document: its names and marks to `postings`; *words are its words in the log, indexer->facets its names. The
 * article's own unit comes first. */
int unit_indexer_add(struct unit_indexer *indexer, struct postings_buffer *postings, enum unit unit, uint32_t number,
                     struct word_range *words, fx_error *err) FX_CHECK;

#endif
