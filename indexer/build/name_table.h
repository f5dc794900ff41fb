/* The names of one run: facet values numbered in order of first sight, with the terms each stands for. A spelling is
 * folded and cut into terms once. One thread. */
#ifndef BUILD_NAME_TABLE_H
#define BUILD_NAME_TABLE_H

#include "names.h"
#include "vocabulary.h"

enum { NAME_BYTES_MAX = 300 }; /* longer names are cut at a character */

/* A word of a name. */
struct name_word {
    uint32_t term;
    uint32_t position; /* from the name's first word */
};

struct name_words {
    uint32_t start, count;
    uint32_t positions; /* how many the name takes */
};

/* Kind and display name. A name that is only an alias of others has words, but no number. */
struct name_spelling {
    uint32_t name;  /* number of the name; STRING_MAP_NONE: not asked for yet, or nothing is left of it when folded */
    uint32_t count; /* how often articles print it so */
    struct name_words words;
    bool folded, has_words; /* name, words are known */
};

struct name_record {
    uint32_t documents;    /* articles that carry it */
    uint32_t last_article; /* 1 + the last one counted */
};

struct name_table {
    struct string_map spellings; /* kind and display name */
    struct name_spelling *spelling_list;
    size_t spelling_capacity;
    struct string_map names; /* kind and folded name */
    struct name_record *records;
    size_t record_capacity;
    struct name_word *word_list;
    size_t word_count, word_capacity;
};

void name_table_init(struct name_table *table);
void name_table_release(struct name_table *table);

/* The number of a spelling. `kind` is an enum facet_kind, or any other byte for names that are no facets. */
int name_table_spelling(struct name_table *table, unsigned kind, fx_slice display, uint32_t *spelling,
                        fx_error *err) FX_CHECK;

/* Brings what name_table_spelling will need of a spelling on its way from memory: first the one, later the other. */
void name_table_approach(const struct name_table *table, unsigned kind, fx_slice display, bool slot_is_near);

/* Units of the article, so many, carry a name in this spelling: finds its number and counts the article once. */
int name_table_add(struct name_table *table, struct vocabulary *vocabulary, uint32_t spelling, uint32_t article,
                   uint32_t units, fx_error *err) FX_CHECK;

/* Finds the terms of a spelling in the space of its kind: words of table->word_list. */
int name_table_words(struct name_table *table, struct vocabulary *vocabulary, enum term_space space, uint32_t spelling,
                     fx_error *err) FX_CHECK;

size_t name_table_memory(const struct name_table *table);

#endif
