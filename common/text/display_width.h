/* Text for a terminal: how many columns it takes, where to cut it, and how to make it harmless. */
#ifndef TEXT_DISPLAY_WIDTH_H
#define TEXT_DISPLAY_WIDTH_H

#include "buffer.h"

/* Columns of a text: 2 for East Asian wide characters and emoji, 0 for combining marks and characters without a glyph,
 * 1 for the rest; 1 for each ill-formed sequence (shown as U+FFFD). */
size_t display_width(fx_slice text);

/* The bytes of the longest front of `text` that takes at most `columns`, combining marks with their base. *used (may be
 * NULL) gets its columns. */
size_t display_width_cut(fx_slice text, size_t columns, size_t *used);

/* Appends `text` so that nothing in it can move the cursor, change colours or reorder a line: tabs and line ends become
 * spaces, other control characters caret notation ("^["), C1 controls, bidirectional embeddings, overrides and
 * isolates, tag characters and ill-formed bytes U+FFFD. What is appended is well-formed UTF-8 on one line. */
int display_append_safe(struct buffer *out, fx_slice text) FX_CHECK;

#endif
