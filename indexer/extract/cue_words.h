/* The frames and prepositions of cue.h by the words themselves, for the tables of cues: included by nothing else. */
#ifndef CUE_WORDS_H
#define CUE_WORDS_H

#include "cue.h"

enum {
    SPEECH = CUE_SPEECH,
    THAT = CUE_THAT,
    BARE = CUE_BARE,
    TO = CUE_TO,
    OBJECT = CUE_OBJECT,
    ADDRESSEE = CUE_ADDRESSEE,
    WEAK = CUE_WEAK,
    NAMING = CUE_NAMING,
    OF = CUE_OF,
    ABOUT = CUE_ABOUT,
    FOR = CUE_FOR,
    AGAINST = CUE_AGAINST,
    ON = CUE_ON,
    TO_NOUN = CUE_TO_NOUN,
    WITH = CUE_WITH,
    AT = CUE_AT,
    IN = CUE_IN,
    INTO = CUE_INTO,
    OVER = CUE_OVER,
    AS = CUE_AS,
    FROM = CUE_FROM,
    TOWARD = CUE_TOWARD,
    BY = CUE_BY
};

#endif
