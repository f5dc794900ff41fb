/* Builds an article's text of paragraphs, and the sections that sub-headings make of them. */
#ifndef CORPUS_PARAGRAPHS_H
#define CORPUS_PARAGRAPHS_H

#include "arena.h"
#include "article.h"
#include "buffer.h"

struct corpus_paragraphs {
    struct buffer text;
    struct span *spans;
    bool *headings; /* headings[i]: paragraph i is a sub-heading */
    size_t count, span_capacity, heading_capacity;
};

void corpus_paragraphs_init(struct corpus_paragraphs *paragraphs);
void corpus_paragraphs_clear(struct corpus_paragraphs *paragraphs);
void corpus_paragraphs_release(struct corpus_paragraphs *paragraphs);

/* Adds one paragraph: outer white space trimmed, line breaks inside (with the white space around them) become one
 * space, all else is kept. An empty one is left out. */
int corpus_paragraphs_add(struct corpus_paragraphs *paragraphs, fx_slice paragraph, bool heading) FX_CHECK;

/* Adds the paragraphs of a text in which blank lines part them. */
int corpus_paragraphs_add_text(struct corpus_paragraphs *paragraphs, fx_slice text) FX_CHECK;

void corpus_paragraphs_remove_last(struct corpus_paragraphs *paragraphs);

fx_slice corpus_paragraphs_get(const struct corpus_paragraphs *paragraphs, size_t number);

/* Sets text, paragraphs and sections of the article: the text is borrowed from here, the arrays are in `arena`. */
int corpus_paragraphs_finish(const struct corpus_paragraphs *paragraphs, struct article *article,
                             struct arena *arena) FX_CHECK;

/* Appends one line made of `text` as corpus_paragraphs_add does: for titles and the like. */
int corpus_paragraphs_join_lines(struct buffer *out, fx_slice text) FX_CHECK;

#endif
