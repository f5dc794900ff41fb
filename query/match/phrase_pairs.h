/* How often two words stand at a distance in one document: every position of the one beside every position of the
 * other, four at a time. Such lists mostly are so short that this is cheaper than any walk that has to guess where to
 * go next. */
#ifndef MATCH_PHRASE_PAIRS_H
#define MATCH_PHRASE_PAIRS_H

#include <stdint.h>

/* So many positions of the word that occurs less often. */
enum { PHRASE_PAIRS_MAX = 32 };

/* Positions ascending, as differences, the first from 0, below 2^31; `few` of them from 1 to PHRASE_PAIRS_MAX, and up
 * to that further values of few_gaps may be read. Counts the pairs in which the one of many_gaps is `distance` behind
 * the one of few_gaps; a distance is taken modulo 2^32. */
uint32_t phrase_pairs(const uint32_t *few_gaps, uint32_t few, const uint32_t *many_gaps, uint32_t many,
                      uint32_t distance);

#endif
