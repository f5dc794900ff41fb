/* The words that stand in printed dates: months, days of the week, zones, am and pm. */
#ifndef BASE_CIVIL_WORDS_H
#define BASE_CIVIL_WORDS_H

#include "fx.h"

enum civil_word_kind {
    CIVIL_WORD_UNKNOWN,
    CIVIL_WORD_MONTH,    /* value: 1..12 */
    CIVIL_WORD_WEEKDAY,  /* no value: papers get them wrong, and the date says it all */
    CIVIL_WORD_MERIDIEM, /* value: 0 am, 12 pm */
    CIVIL_WORD_HOUR,     /* noon, midnight: value is the hour */
    CIVIL_WORD_ZONE,     /* value: minutes east of UTC */
    CIVIL_WORD_US_ZONE,  /* "ET": value is standard time's minutes; daylight saving depends on the date */
    CIVIL_WORD_ORDINAL,  /* st nd rd th */
    CIVIL_WORD_FILLER    /* at, on, of, published ... */
};

enum { CIVIL_WORD_LENGTH_MAX = 15 };

/* `word` is in lower case, without full stops. */
enum civil_word_kind civil_word_find(int *value, const char *word);

#endif
