/* Noun phrases without a parser: who stands before or after a verb. */
#ifndef SPEECH_PHRASE_H
#define SPEECH_PHRASE_H

#include "speech_token.h"

enum speech_phrase_kind {
    SPEECH_PHRASE_NONE,
    SPEECH_PHRASE_NAME,    /* head is a name: head_first..head_end */
    SPEECH_PHRASE_NOUN,    /* a common noun: "the minister", "a spokesman for X" */
    SPEECH_PHRASE_PRONOUN, /* he, she, they, it, I */
    SPEECH_PHRASE_RELATIVE /* who, which */
};

struct speech_phrase {
    enum speech_phrase_kind kind;
    uint32_t first, end;           /* all of it, appositions included */
    uint32_t head_first, head_end; /* the name, the noun phrase without what hangs on it, or the pronoun */
};

/* Whether the token may be part of a noun phrase after its first word. */
bool speech_phrase_nominal(const struct speech_tokens *tokens, uint32_t i);

/* Whether token i is a possessive 's. */
bool speech_phrase_possessive(const struct speech_tokens *tokens, uint32_t i);

/* End of the simple noun phrase that starts at `i` (no preposition inside); i where none does. */
uint32_t speech_phrase_end(const struct speech_tokens *tokens, uint32_t i, uint32_t limit);

/* The subject whose last token stands before `end`, not reaching back beyond `first`; kind NONE where there is none.
 * An apposition between commas is passed over: "Chen Wei, professor at Jilin, [told]". */
struct speech_phrase speech_phrase_before(const struct speech_tokens *tokens, uint32_t first, uint32_t end);

/* The possessor before a possessive 's at token `end`: "with [Mr. Trump]'s criticism". */
struct speech_phrase speech_phrase_possessor(const struct speech_tokens *tokens, uint32_t first, uint32_t end);

/* The phrase that starts at `i`: "said [Kim Min-kyo, founder of ...]", "according to [the paper]". */
struct speech_phrase speech_phrase_after(const struct speech_tokens *tokens, uint32_t i, uint32_t limit);

#endif
