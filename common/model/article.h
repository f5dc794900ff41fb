/* struct article: what a reader makes of one article, whatever its format. Data only, no functions.
 * All slices and arrays are borrowed from the arena of the reader that made them (see corpus.h). */
#ifndef MODEL_ARTICLE_H
#define MODEL_ARTICLE_H

#include "fx.h"

#include <stdbool.h>

/* Bytes [start, end) of a text. {0, 0} is the absent span. */
struct span {
    uint32_t start, end;
};

/* A sub-headed part of the body: begins with its sub-heading, ends where the next one or the text ends. */
struct article_section {
    struct span heading; /* the heading's own paragraph within text */
    struct span whole;   /* heading and its paragraphs */
};

struct article {
    fx_slice id;   /* never empty: `id`, else `url`, else PATH#LINE; the path of a file that holds one article */
    fx_slice path; /* where it was read from; empty for standard input */
    fx_slice url, title, deck, desk, byline, source, lang;
    fx_slice text;     /* paragraphs of the body joined by "\n\n"; sub-headings are paragraphs of their own */
    int64_t published; /* meaningful where has_published */
    bool has_published;
    const struct span *paragraphs; /* of text, in order, headings included; they cover all but the "\n\n" */
    uint32_t paragraph_count;
    const struct article_section *sections; /* only sub-headed parts; what stands before the first has no entry */
    uint32_t section_count;
    const fx_slice *captions; /* photo captions, each once; not part of text */
    uint32_t caption_count;
};

#endif
