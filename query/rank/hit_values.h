/* What ties and results need of a hit beside its score: fetched only where it is asked for. Whatever cannot be read is
 * unknown, and no fault of the search. */
#ifndef RANK_HIT_VALUES_H
#define RANK_HIT_VALUES_H

#include "search_private.h"

/* The article of a document, as its segment counts; 0 where it cannot be read. */
uint32_t hit_article(const struct search *search, uint32_t leaf, uint32_t document);

/* Its number within the article; SEARCH_WHOLE for an article. */
uint32_t hit_ordinal(const struct search_leaf *leaf, uint32_t document);

/* For top_source: `self` is the search. */
void hit_fetch_published(void *self, struct top_hit *hit);
void hit_fetch_id(void *self, struct top_hit *hit);

#endif
