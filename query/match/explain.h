/* The lines of --explain: one for each addend of a score, headings for sums. */
#ifndef MATCH_EXPLAIN_H
#define MATCH_EXPLAIN_H

#include "matchers.h"

/* "3.12345678 = robot: idf 2.31 (in 120 of 21579) * 4 * 2.2 / (4 + 1.2 * (0.25 + 0.75 * 321 / 290.1))" */
int explain_word(struct buffer *out, int indent, const struct match_place *place, const struct match_weight *weight,
                 double frequency, uint32_t length, double score) FX_CHECK;

/* "7.5 = what", above the lines of its parts. */
int explain_heading(struct buffer *out, int indent, double score, const char *what) FX_CHECK;

/* The lines of a child, if it scores. */
int explain_child(struct matcher *child, struct buffer *out, int indent) FX_CHECK;

#endif
