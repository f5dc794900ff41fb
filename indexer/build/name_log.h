/* The names that the documents of a run carry, as references: what is kept of a document is a number for each of its
 * names. A name is logged once an article, with the spellings under which it is found; its words stand in the name
 * table. Names that all units of an article carry (desk, source, author, language) are logged for the article alone.
 * What makes postings of the log is name_postings.h. One thread. */
#ifndef BUILD_NAME_LOG_H
#define BUILD_NAME_LOG_H

#include "name_table.h"

/* A name as one article has it. */
struct logged_name {
    uint32_t first_spelling; /* in log->spellings: its own, then its aliases */
    uint32_t spelling_count;
    uint32_t uses; /* units of the article that carry it */
    uint32_t name; /* its number in the name table; STRING_MAP_NONE: it is no facet */
    uint8_t space; /* enum term_space; 0: it has no terms */
    uint8_t axis;  /* name_axis of the space */
};

struct name_range {
    uint32_t start, count; /* in log->names */
};

struct name_log {
    struct logged_name *names;
    size_t name_capacity;
    uint32_t name_count;
    struct name_words *spellings; /* in the name table */
    size_t spelling_capacity;
    uint32_t spelling_count;
    struct name_range *articles; /* by article: the names of all its units */
    size_t article_capacity;
    uint32_t article_count;
};

/* Spaces of names have positions of their own: the number of a space among them. */
enum { NAME_AXES = 10 };

void name_log_init(struct name_log *log);
void name_log_release(struct name_log *log);

/* A name, or a further spelling of the last one. Its number and words are filled in when they are known. */
int name_log_add(struct name_log *log, unsigned space) FX_CHECK;
int name_log_add_spelling(struct name_log *log) FX_CHECK;

/* The next article begins: the last `common` names are of all its units. */
int name_log_add_article(struct name_log *log, uint32_t common) FX_CHECK;

size_t name_log_memory(const struct name_log *log);

#endif
