/* From one unit of an article to terms at positions: its words (unit_words.h) and its names. One thread. */
#ifndef BUILD_UNIT_INDEXER_H
#define BUILD_UNIT_INDEXER_H

#include "name_log.h"
#include "name_lookup.h"
#include "unit_names.h"
#include "unit_words.h"

struct unit_indexer {
    struct vocabulary *vocabulary; /* not owned */
    struct name_table *names;      /* not owned */
    struct name_log *log;          /* not owned */
    struct unit_words words;
    struct unit_names unit_names;
    uint32_t *carried; /* names of the unit just indexed, in the log */
    uint32_t carried_count;
    size_t carried_capacity;

    uint32_t *logged; /* by place: 1 + the name's number in the log; 0: the article at hand has not had it yet */
    size_t logged_capacity;
    uint32_t first_name, first_spelling; /* of the article at hand, in the log */
    struct printed_name *printed;        /* its spellings, looked up when all of them are known */
    size_t printed_capacity;
    struct name_lookup lookup;
    uint32_t article; /* its number in the run */
};

/* NULL: out of memory. */
struct unit_indexer *unit_indexer_new(struct vocabulary *vocabulary, struct name_table *names, struct word_log *words,
                                      struct name_log *log);
void unit_indexer_free(struct unit_indexer *indexer);
void unit_indexer_forget(struct unit_indexer *indexer); /* the vocabulary was cleared */

/* The article of the calls that follow; `number` is its number in the run. */
int unit_indexer_start(struct unit_indexer *indexer, const struct article *article,
                       const struct annotations *annotations, uint32_t number, fx_error *err) FX_CHECK;

/* Adds a document: its marks to `postings`; *words are its words in their log, indexer->carried its names but for those
 * of all units of the article. The article's own unit comes first. */
int unit_indexer_add(struct unit_indexer *indexer, struct postings_buffer *postings, enum unit unit, uint32_t number,
                     struct word_range *words, fx_error *err) FX_CHECK;

/* All units of the article were added. */
int unit_indexer_finish(struct unit_indexer *indexer, fx_error *err) FX_CHECK;

#endif
