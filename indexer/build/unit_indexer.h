/* From one unit of an article to terms at positions: walks its fields (unit_fields.h), numbers its words, marks where
 * sentences, paragraphs, sections and the head begin and end, adds its names. One thread. */
#ifndef BUILD_UNIT_INDEXER_H
#define BUILD_UNIT_INDEXER_H

#include "name_table.h"
#include "postings_buffer.h"
#include "unit_names.h"

/* Words of one unit that are indexed at most: an article of more is no article, and memory must stay bounded. */
enum { UNIT_WORDS_MAX = 4 * 1000 * 1000 };

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
    struct unit_fields fields;
    struct unit_names unit_names;
    uint32_t *facets; /* name numbers of the unit just indexed */
    uint32_t facet_count;
    size_t facet_capacity;

    struct known_name *known; /* by place */
    size_t known_capacity;
    struct name_words *lists; /* words of names */
    uint32_t list_count;
    size_t list_capacity;

    uint32_t marks[4]; /* term numbers of the boundary terms + 1; 0: not known yet */
    /* of the unit at hand */
    struct postings_buffer *postings;
    uint32_t position; /* of the next word */
    uint32_t words;
    uint32_t length;     /* weighted */
    uint32_t article;    /* its number in the run */
    bool section_begins; /* the next word is the first of a section */
};

void unit_indexer_init(struct unit_indexer *indexer, struct vocabulary *vocabulary, struct name_table *names);
void unit_indexer_release(struct unit_indexer *indexer);
void unit_indexer_forget(struct unit_indexer *indexer); /* the vocabulary was cleared */

/* The article of the calls that follow; `number` is its number in the run. */
int unit_indexer_start(struct unit_indexer *indexer, const struct article *article,
                       const struct annotations *annotations, uint32_t number, fx_error *err) FX_CHECK;

/* Adds a document to `postings`; *length is its weighted length, indexer->facets its names. */
int unit_indexer_add(struct unit_indexer *indexer, struct postings_buffer *postings, enum unit unit, uint32_t number,
                     uint32_t *length, fx_error *err) FX_CHECK;

#endif
