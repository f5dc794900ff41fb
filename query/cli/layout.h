/* Lays text out in columns: wraps at words, measures East Asian characters as a terminal shows them, and lets nothing
 * of an article reach the terminal that could command it. */
#ifndef CLI_LAYOUT_H
#define CLI_LAYOUT_H

#include "fx_search.h"
#include "output.h"

#include <stdbool.h>

/* SGR codes of the parts; empty strings without colour. */
struct palette {
    const char *title, *match, *dim, *speaker, *reset;
};
struct palette layout_palette(bool color);

/* Safe text (no control characters, one line), at most `columns` wide: a longer one ends in "…". Returns its columns.
 */
uint32_t layout_text(struct output *output, fx_slice text, uint32_t columns);

/* A paragraph between columns `indent` and `width`, marked stretches in palette->match; ends with a newline. `before`
 * and `after` are put at its ends (quotation marks, "…"). A closing mark may hang LAYOUT_HANG columns over `width`, so
 * that no line of Chinese begins with a full stop. */
enum { LAYOUT_HANG = 2 };
struct layout_paragraph {
    fx_slice text;
    const fx_mark *marks;
    uint32_t mark_count;
    const char *before, *after;
    uint32_t indent, width;
    const struct palette *palette;
};
void layout_paragraph(struct output *output, const struct layout_paragraph *paragraph);

/* Text as harmless lines that fit: broken at spaces, or anywhere in a stretch without. */
struct layout_lines {
    struct buffer safe;
    size_t at; /* what was not handed out */
};
void layout_lines_begin(struct layout_lines *lines, struct output *output, fx_slice text);
void layout_lines_end(struct layout_lines *lines);
/* What is left, without leading spaces; empty at the end. */
fx_slice layout_lines_rest(struct layout_lines *lines);
/* The next line of at most `columns`; false at the end. */
bool layout_lines_next(struct layout_lines *lines, uint32_t columns, fx_slice *line);

/* All of a text between columns `indent` and `width`, in `color`. */
void layout_block(struct output *output, fx_slice text, uint32_t indent, uint32_t width, const char *color,
                  const struct palette *palette);

void layout_spaces(struct output *output, uint32_t count);

/* "      12  Name": a count and what was counted, on a line. */
void layout_count(struct output *output, fx_slice name, uint64_t count, uint32_t width);

#endif
