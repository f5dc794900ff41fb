/* Who said what: finds the quotations of an article - direct, mixed, indirect speech, thoughts and wishes - and their
 * speakers. Rules over tokens with coarse word classes, no parser and no training; docs/extraction.md describes them.
 */
#ifndef ATTRIBUTION_H
#define ATTRIBUTION_H

#include "annotations.h"
#include "arena.h"

struct attribution;

/* Working memory of one thread, with the lexicon. */
int attribution_new(struct attribution **out, fx_error *err) FX_CHECK;
void attribution_free(struct attribution *workspace);

/* Fills out->speakers and out->quotes (and their counts) from the arena; other fields stay untouched. `entities` come
 * from the tagger; where it saw no name, runs of capitals stand in. Linear in the text, working memory bounded by a
 * paragraph's and the number of quotes. */
int attribution_run(struct attribution *workspace, const struct article *article, const struct entity *entities,
                    uint32_t entity_count, struct arena *arena, struct annotations *out, fx_error *err) FX_CHECK;

#endif
