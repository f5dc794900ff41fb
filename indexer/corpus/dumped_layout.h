/* The key "fsearch" of a line that `findex dump` wrote: what an article's layout told that its other keys cannot say.
 *
 *     "fsearch":{"path":"news/a.txt","headings":[2,5],"captions":["..."]}
 *
 * headings: numbers of the paragraphs of the body that are sub-headings; where the key stands nothing is guessed. What
 * is of another type in it is left out: another program may use the name. */
#ifndef CORPUS_DUMPED_LAYOUT_H
#define CORPUS_DUMPED_LAYOUT_H

#include "corpus_paragraphs.h"

enum dumped_part { DUMPED_NONE, DUMPED_PATH, DUMPED_HEADINGS, DUMPED_CAPTIONS };

struct dumped_layout {
    bool present;
    enum dumped_part part; /* whose value comes next */
    struct buffer path, captions;
    size_t *headings, heading_count, heading_capacity;
    size_t *caption_ends, caption_count, caption_capacity; /* in `captions` */
};

void dumped_layout_clear(struct dumped_layout *layout);
void dumped_layout_release(struct dumped_layout *layout);

/* What the JSON parser meets inside the object; `depth` counts from it: 1 are its own keys and values. */
void dumped_layout_key(struct dumped_layout *layout, uint32_t depth, fx_slice key);
int dumped_layout_string(struct dumped_layout *layout, uint32_t depth, fx_slice text) FX_CHECK;
int dumped_layout_number(struct dumped_layout *layout, uint32_t depth, fx_slice digits) FX_CHECK;

/* Marks the sub-headings. */
void dumped_layout_mark(const struct dumped_layout *layout, struct corpus_paragraphs *paragraphs);

/* Sets path and captions of the article: borrowed from here, the array from `arena`. */
int dumped_layout_fill(const struct dumped_layout *layout, struct article *article, struct arena *arena) FX_CHECK;

#endif
