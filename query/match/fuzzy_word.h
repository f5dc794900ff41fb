/* Which words of a sorted list are within one or two edits of a given one. Characters count, not bytes; an edit
 * inserts, drops or replaces one (Levenshtein 1965). Neighbours in the list share their beginning, so the rows of the
 * table that belong to it are kept from word to word. */
#ifndef MATCH_FUZZY_WORD_H
#define MATCH_FUZZY_WORD_H

#include "fx.h"

#include <stdbool.h>

enum { FUZZY_CHARACTERS_MAX = 128 };

struct fuzzy_word {
    uint32_t characters[FUZZY_CHARACTERS_MAX];
    uint32_t count, distance;
    /* of the word tried last */
    char bytes[4 * FUZZY_CHARACTERS_MAX];
    size_t length;
    uint32_t rows;                               /* whole rows known */
    uint16_t row_ends[FUZZY_CHARACTERS_MAX + 1]; /* bytes that row i covers */
    uint8_t table[FUZZY_CHARACTERS_MAX + 1][FUZZY_CHARACTERS_MAX + 1];
};

/* False where the word has more characters than can be compared: it is near to nothing then. */
bool fuzzy_word_init(struct fuzzy_word *fuzzy, fx_slice word, uint32_t distance);

/* The distance to a word, or more than `distance` of the init: then it may be any such number. */
uint32_t fuzzy_word_distance(struct fuzzy_word *fuzzy, fx_slice word);

#endif
