/* Tells sub-headings from paragraphs by their shape and their neighbours. */
#ifndef CORPUS_HEADING_H
#define CORPUS_HEADING_H

#include "corpus_paragraphs.h"

enum corpus_heading_care {
    CORPUS_HEADING_LAYOUT, /* a newspaper's text layout: captions and credits are already taken out */
    CORPUS_HEADING_CAREFUL /* bodies of unknown origin: only short lines between two long paragraphs of prose */
};

/* A short paragraph that begins with a capital (or a Han, kana or Hangul character), does not end like a sentence, is
 * followed by prose and stands beside no other such line. Marks it in `paragraphs`; marks already set stay. With care,
 * what stands there twice or is part of `byline` is none either. */
void corpus_heading_mark(struct corpus_paragraphs *paragraphs, fx_slice byline, enum corpus_heading_care care);

#endif
