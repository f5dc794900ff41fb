/* Cuts a paragraph of news prose into sentences: knows abbreviations, initials, decimal numbers, quotation marks and
 * brackets after the stop ('... he said." Then ...'). Shared by the index (WITHIN SENTENCE), by extraction and by
 * snippets, so that all three agree. Linear; no allocation. */
#ifndef TEXT_SENTENCE_H
#define TEXT_SENTENCE_H

#include "article.h"

struct sentence_breaker {
    const char *text;
    uint32_t at, end;
};

/* Sentences of text[paragraph.start, paragraph.end); spans are offsets in `text`. */
void sentence_breaker_init(struct sentence_breaker *breaker, fx_slice text, struct span paragraph);

/* The next sentence without the white space around it; false at the end. */
bool sentence_breaker_next(struct sentence_breaker *breaker, struct span *out);

#endif
