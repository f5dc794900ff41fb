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
 * and `after` are put at its ends (quotation marks, "…"). */
struct layout_paragraph {
    fx_slice text;
    const fx_mark *marks;
    uint32_t mark_count;
    const char *before, *after;
    uint32_t indent, width;
    const struct palette *palette;
};
void layout_paragraph(struct output *output, const struct layout_paragraph *paragraph);

void layout_spaces(struct output *output, uint32_t count);

#endif
