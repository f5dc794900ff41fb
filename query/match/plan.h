/* From a query to matchers over one unit of one segment. What each construct means is in docs/query-language.md; which
 * unit answers it is decided here:
 *
 *     words, phrases, NEAR, WITHIN SENTENCE …   the unit that is searched
 *     desk: source: author: lang: entity: …     likewise: every unit carries its names
 *     speaker:                                  quotes; articles by a join up, sections by the speakers they carry
 *     said: WITHIN QUOTE, WITHIN speaker:       quotes; articles by a join up
 *     heading: WITHIN heading:                  sections; articles by a join up, quotes by the heading they stand under
 *     title:                                    articles; sections and quotes by a join down */
#ifndef MATCH_PLAN_H
#define MATCH_PLAN_H

#include "matchers.h"

/* *out is NULL where nothing can match. `place` is in the context's arena. `twins`: for highlights and explanations. */
int match_plan(struct matcher **out, const struct match_place *place, const struct ast *ast, bool twins,
               fx_error *err) FX_CHECK;

/* A place in the arena; NULL: out of memory. */
const struct match_place *match_place_new(struct match_context *context, uint32_t segment, enum unit unit,
                                          enum unit statistics);

#endif
