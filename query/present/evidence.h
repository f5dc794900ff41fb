/* The article's own sentences around a quote that show who is reported to have said it: the quote, the verb of saying
 * and whoever is named there. */
#ifndef PRESENT_EVIDENCE_H
#define PRESENT_EVIDENCE_H

#include "annotations.h"

/* The whole sentences that hold the quote with its cue and mention. {0, 0} where they are more than `longest` bytes: a
 * long quote shows by its snippets. */
struct span evidence_find(const struct article *article, const struct quote *quote, uint32_t longest);

#endif
