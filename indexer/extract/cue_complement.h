/* What follows a cue: its adjuncts ("in a statement on Monday"), an addressee ("reporters"), and its content; and where
 * that content ends. */
#ifndef CUE_COMPLEMENT_H
#define CUE_COMPLEMENT_H

#include "speech_phrase.h"

enum cue_complement_kind {
    CUE_COMPLEMENT_NONE,   /* nothing: the content stands before, or there is none */
    CUE_COMPLEMENT_QUOTE,  /* a quotation follows, perhaps behind a comma or colon */
    CUE_COMPLEMENT_COLON,  /* the sentence ends with a colon: the content is the next sentence or paragraph */
    CUE_COMPLEMENT_THAT,   /* that-clause, or how, what, whether */
    CUE_COMPLEMENT_CLAUSE, /* clause without "that" */
    CUE_COMPLEMENT_TO,     /* infinitive */
    CUE_COMPLEMENT_OBJECT  /* noun phrase, alone or behind a preposition of the cue */
};

struct cue_complement {
    enum cue_complement_kind kind;
    uint32_t cue_end;       /* end of the cue with its particle, preposition or colon */
    uint32_t content_first; /* where the content begins */
    uint32_t adjuncts_end;  /* kind NONE: end of the adjuncts that follow the cue */
    bool addressee;
};

/* `cue` is the cue of token i; `limit` the end of the sentence. */
struct cue_complement cue_complement_read(const struct speech_tokens *tokens, const struct cue *cue, uint32_t i,
                                          uint32_t limit);

/* End of a content that starts at `first`; `limit` is the end of the sentence without its stop. `past` tells whether
 * the cue is a past form: "and" with another such verb begins a new predicate of the speaker. */
uint32_t cue_content_end(const struct speech_tokens *tokens, const struct cue_complement *complement, uint32_t limit,
                         bool past);

/* Whether token i looks like a finite verb. */
bool cue_finite_verb(const struct speech_tokens *tokens, uint32_t i);

#endif
