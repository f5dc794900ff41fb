/* Cues: the words that say that somebody said, thinks or wants something, and how their content is joined to them.
 * The tables are written by hand (cue_verbs.c, cue_nouns.c, cue_adjectives.c); the forms of verbs are made from the
 * lemma. */
#ifndef CUE_H
#define CUE_H

#include "fx.h"

/* What may follow a cue as its content. */
enum cue_frame {
    CUE_SPEECH = 1 << 0,    /* carries a direct quotation: "...," she said */
    CUE_THAT = 1 << 1,      /* that-clause, how/what/whether-clause */
    CUE_BARE = 1 << 2,      /* clause without "that": said it was over */
    CUE_TO = 1 << 3,        /* infinitive: wants to leave */
    CUE_OBJECT = 1 << 4,    /* what is spoken of is the object: criticised the plan */
    CUE_ADDRESSEE = 1 << 5, /* an addressee may stand before the content: told reporters that */
    CUE_NAMING = 1 << 7,    /* weak, but "called it a disaster" counts */
    CUE_WEAK = 1 << 6       /* often no attribution at all: counts only in its clearest frames */
};

/* Prepositions that may lead the content and then belong to the cue: "complained about [the noise]". */
enum cue_preposition {
    CUE_OF = 1 << 0,
    CUE_ABOUT = 1 << 1,
    CUE_FOR = 1 << 2,
    CUE_AGAINST = 1 << 3,
    CUE_ON = 1 << 4,
    CUE_TO_NOUN = 1 << 5,
    CUE_WITH = 1 << 6,
    CUE_AT = 1 << 7,
    CUE_IN = 1 << 8,
    CUE_INTO = 1 << 9,
    CUE_OVER = 1 << 10,
    CUE_AS = 1 << 11,
    CUE_FROM = 1 << 12,
    CUE_TOWARD = 1 << 13,
    CUE_BY = 1 << 14
};

enum cue_form {
    CUE_FORM_BASE = 1 << 0,
    CUE_FORM_THIRD = 1 << 1,
    CUE_FORM_PAST = 1 << 2,
    CUE_FORM_PARTICIPLE = 1 << 3,
    CUE_FORM_ING = 1 << 4,
    CUE_FORM_NOUN = 1 << 5
};

struct cue {
    const char *lemma;
    const char *past;       /* NULL: regular */
    const char *participle; /* NULL: as past */
    uint16_t frames;
    uint16_t prepositions;
    const char *particle; /* "out" of "point out"; NULL: none */
};

/* The tables; `*count` entries. Verbs with a particle stand behind all others. */
const struct cue *cue_verbs(uint32_t *count);
const struct cue *cue_nouns(uint32_t *count);
const struct cue *cue_adjectives(uint32_t *count);

enum { CUE_FORM_MAX = 32 };

/* Writes a form of a verb into `out` (at most CUE_FORM_MAX bytes with its NUL): third person, past, -ing. */
void cue_make_form(char out[CUE_FORM_MAX], const struct cue *verb, enum cue_form form);

#endif
