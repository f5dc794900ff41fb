/* An article and what was found in it as one JSON object: what `findex analyze` and `fsearch --show` print. All offsets
 * are bytes of "text"; absent values are left out. */
#ifndef TEXT_ARTICLE_JSON_H
#define TEXT_ARTICLE_JSON_H

#include "annotations.h"
#include "json_writer.h"

/* Writes the object. `annotations` may be NULL: then no speakers, quotes, entities. */
void article_json_write(struct json_writer *json, const struct article *article, const struct annotations *annotations);

/* "direct", "mixed", "indirect" */
const char *article_json_quote_kind(enum quote_kind kind);

/* One element of its "quotes". */
void article_json_quote(struct json_writer *json, const struct annotations *annotations, uint32_t number);

#endif
