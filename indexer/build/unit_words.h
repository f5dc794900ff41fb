/* The words of one unit of an article: walks its fields (unit_fields.h), numbers its words into the run's log, marks
 * where sentences, paragraphs, sections and the head begin and end. A unit that is a range of the article's words is
 * not read again. One thread. */
#ifndef BUILD_UNIT_WORDS_H
#define BUILD_UNIT_WORDS_H

#include "article_places.h"
#include "postings_buffer.h"
#include "vocabulary.h"

/* Words of one unit that are indexed at most: an article of more is no article, and memory must stay bounded. */
enum { UNIT_WORDS_MAX = 4 * 1000 * 1000 };

struct unit_words {
    struct vocabulary *vocabulary; /* not owned */
    struct word_log *log;          /* not owned */
    struct unit_fields fields;
    struct article_places places;
    bool has_parts;    /* the article at hand has units within it */
    uint32_t marks[4]; /* term numbers of the boundary terms + 1; 0: not known yet */
    /* of the unit at hand */
    struct postings_buffer *postings;
    uint32_t start; /* its first slot */
    uint32_t words;
    bool section_begins; /* the next word is the first of a section */
};

void unit_words_init(struct unit_words *words, struct vocabulary *vocabulary, struct word_log *log);
void unit_words_release(struct unit_words *words);
void unit_words_forget(struct unit_words *words); /* the vocabulary was cleared */

/* The article of the calls that follow: first its own unit, then the others. */
void unit_words_start(struct unit_words *words, const struct article *article, const struct annotations *annotations);

/* The words of a unit; its marks go to `postings`, where its document has begun. */
int unit_words_add(struct unit_words *words, struct postings_buffer *postings, const struct article *article,
                   const struct annotations *annotations, enum unit unit, uint32_t number, struct word_range *range,
                   fx_error *err) FX_CHECK;

#endif
