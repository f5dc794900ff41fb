/* What is known of a word: coarse classes for chunking without a parser, and whether it is a form of a cue.
 * The lexicon is built once and then immutable: threads may share it. */
#ifndef SPEECH_LEXICON_H
#define SPEECH_LEXICON_H

#include "article.h"
#include "cue.h"

#include "fx.h"

#include <stdbool.h>

enum speech_class {
    /* from the shape of the token */
    SPEECH_WORD = 1u << 0,
    SPEECH_NUMBER = 1u << 1,
    SPEECH_CAPITAL = 1u << 2,
    SPEECH_PUNCTUATION = 1u << 3, /* which one: speech_token.mark */
    /* from the lexicon */
    SPEECH_BE = 1u << 4,
    SPEECH_AUXILIARY = 1u << 5, /* be, have, do and modals, negated too */
    SPEECH_PRONOUN = 1u << 6,   /* may be a subject */
    SPEECH_OBJECT_PRONOUN = 1u << 7,
    SPEECH_POSSESSIVE = 1u << 8,
    SPEECH_DETERMINER = 1u << 9,
    SPEECH_PREPOSITION = 1u << 10,
    SPEECH_CONJUNCTION = 1u << 11,  /* and, or, but */
    SPEECH_SUBORDINATOR = 1u << 12, /* because, while, ... */
    SPEECH_RELATIVE = 1u << 13,     /* who, which, that, where */
    SPEECH_ADVERB = 1u << 14,
    SPEECH_TO = 1u << 15,
    SPEECH_TIME = 1u << 16,      /* Tuesday, yesterday, week, March */
    SPEECH_ROLE = 1u << 17,      /* minister, founder, spokesman */
    SPEECH_PEOPLE = 1u << 18,    /* officials, critics, voters, man */
    SPEECH_BODY = 1u << 19,      /* company, ministry, newspaper, study */
    SPEECH_HONORIFIC = 1u << 20, /* Mr. Sen. Dr. */
    SPEECH_MALE = 1u << 21,      /* Mr., John, spokesman */
    SPEECH_FEMALE = 1u << 22,
    SPEECH_PLACE = 1u << 23,    /* places that stand before a name: South Korea, Texas */
    SPEECH_FINITE = 1u << 24,   /* common verb forms that are no cues: went, makes, got */
    SPEECH_SETTING = 1u << 25,  /* where one speaks: interview, statement, briefing, speech */
    SPEECH_QUESTION = 1u << 26, /* how, what, whether, why */
    SPEECH_PARTICLE = 1u << 27, /* name particles: de, van, bin */
    SPEECH_COMMON = 1u << 28,   /* at the start of a sentence no name in spite of its capital */
    SPEECH_NOUN = 1u << 30,     /* a noun as often as the verb it looks like: rates, votes, calls */
    SPEECH_LABEL = 1u << 29     /* so-called, titled, dubbed: what follows in quotation marks is a name */
};

struct speech_word {
    uint32_t classes;
    uint16_t verb; /* cue number + 1; 0: no cue */
    uint16_t noun;
    uint16_t adjective;
    uint16_t preposition; /* enum cue_preposition */
    uint8_t forms;        /* enum cue_form of `verb` */
    bool cue;             /* a verb, noun or adjective, or "according" */
};

struct speech_lexicon;

int speech_lexicon_new(struct speech_lexicon **out, fx_error *err) FX_CHECK;
void speech_lexicon_free(struct speech_lexicon *lexicon);

/* The word, whatever its case, or NULL. Typographic apostrophes count as straight ones. */
const struct speech_word *speech_lexicon_find(const struct speech_lexicon *lexicon, fx_slice word);

/* The same for at most SPEECH_LOOKUPS words of `text`; found[i] is of words[i], all zeros where it is not known. Each
 * step is taken for all of them before the next, so that the memory it needs is on its way. */
enum { SPEECH_LOOKUPS = 64 };
void speech_lexicon_find_all(const struct speech_lexicon *lexicon, fx_slice text, const struct span *words,
                             uint32_t count, const struct speech_word **found);

/* The cue of a verb or noun number as in speech_word (1-based). */
const struct cue *speech_lexicon_verb(uint16_t verb);

/* The same, but the entry with this particle where there is one: "point" before "out". */
const struct cue *speech_lexicon_verb_before(uint16_t verb, fx_slice next);
const struct cue *speech_lexicon_noun(uint16_t noun);
const struct cue *speech_lexicon_adjective(uint16_t adjective);

/* The word lists of the classes (speech_words.c). */
struct speech_word_list {
    uint32_t classes;
    const char *words; /* separated by single spaces */
};
const struct speech_word_list *speech_word_lists(uint32_t *count);

#endif
