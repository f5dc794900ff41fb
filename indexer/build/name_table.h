/* The names of one run: facet values numbered in order of first sight, with the terms each stands for. A spelling is
 * folded and cut into terms once; what looks names up is name_lookup.h. One thread. */
#ifndef BUILD_NAME_TABLE_H
#define BUILD_NAME_TABLE_H

#include "names.h"
#include "vocabulary.h"

/* A word of a name. */
struct name_word {
    uint32_t term;
    uint32_t position; /* from the name's first word */
};

/* The words of a name in table->word_list: names are short. */
struct name_words {
    uint32_t start;
    uint16_t count, positions; /* how many the name takes */
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
    uint32_t spelling_count;
    struct string_map names; /* kind and folded name */
    struct name_record *records;
    size_t record_capacity;
    uint32_t record_count;
    struct name_word *word_list;
    size_t word_count, word_capacity;
};

void name_table_init(struct name_table *table);
void name_table_release(struct name_table *table);

/* What is kept of a name: names that are too long are cut at a character. */
fx_slice name_cut(fx_slice name);

/* Makes room for what table->spellings or table->names have been given since. */
int name_table_add_spellings(struct name_table *table) FX_CHECK;
int name_table_add_records(struct name_table *table) FX_CHECK;

/* The next word of a spelling; those of one spelling come one after another. A term that stands at the position already
 * is left out. */
int name_table_add_word(struct name_table *table, uint32_t spelling, uint32_t term, uint32_t position) FX_CHECK;

/* The bytes of a spelling without its kind. */
fx_slice name_table_display(const struct name_table *table, uint32_t spelling);

/* Units of the article, so many, carry a name in this spelling: counts the article once. Returns the name's number. */
uint32_t name_table_count(struct name_table *table, uint32_t spelling, uint32_t article, uint32_t units);

size_t name_table_memory(const struct name_table *table);

#endif
