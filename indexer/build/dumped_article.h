/* A stored article as a line of JSON that the corpus reader turns into the same article again (dumped_layout.h). */
#ifndef BUILD_DUMPED_ARTICLE_H
#define BUILD_DUMPED_ARTICLE_H

#include "article.h"
#include "buffer.h"

/* Appends the object, without a newline. */
int dumped_article_write(struct buffer *out, const struct article *article) FX_CHECK;

#endif
