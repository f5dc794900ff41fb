/* What the name tagger looks at. The trainer and the tagger call the same functions, so that both see the same.
 *
 * A feature is a 64-bit hash of its template and its value. They come in groups: those of a word alone (its form,
 * affixes, shape, the lists it stands in), those of what a short key says of the surroundings, and all others. The sum
 * of a group's weights can be kept for a word or a key that comes again; only the last group is looked up for each
 * token. */
#ifndef NAME_FEATURES_H
#define NAME_FEATURES_H

#include "gazetteer.h"
#include "token_sequence.h"

enum {
    WORD_BYTES = 40,    /* of a longer word only the beginning counts */
    WORD_OFFSETS = 5,   /* a word is seen from its own token, and from the two tokens before and behind it */
    WORD_FEATURES = 48, /* most features of a word from one offset */
    KEY_FEATURES = 5,   /* of a group that a key tells */
    CONTEXT_FEATURES = 11,
    MEMORY_FEATURES = 3
};

/* Labels: outside, or beginning and inside of a name of each kind, B = 1 + 2 * kind, I = B + 1. */
enum { LABEL_OUTSIDE = 0, LABEL_COUNT = 9, LABEL_ROWS = 8 };

/* What decides how likely a label is after another, besides the labels. */
enum word_role {
    ROLE_NAME, /* a word with capitals */
    ROLE_OF,
    ROLE_THE,
    ROLE_AND,
    ROLE_POSSESSIVE,
    ROLE_PARTICLE, /* de, van, al, bin ... */
    ROLE_LINK,     /* for, on, in, at, to, with */
    ROLE_NUMBER,
    ROLE_HYPHEN,
    ROLE_AMPERSAND,
    ROLE_COMMA,
    ROLE_MARK,
    ROLE_WORD, /* any other word without capitals */
    ROLE_COUNT
};

/* A word of the language; of equal bytes always equal. */
struct name_word {
    uint64_t lower;   /* gazetteer_hash of its small letters */
    uint32_t shape;   /* hash of "Xx-Xx" and the like */
    uint16_t classes; /* enum gazetteer_class */
    uint8_t sense, cluster;
    uint8_t kind;   /* enum token_kind; that which the word would have outside a line of capitals */
    uint8_t role;   /* enum word_role */
    uint8_t begins; /* of the token, not of the word */
    uint8_t longer; /* a phrase of the gazetteer begins with it */
};

/* The letters that affixes are cut from. */
struct word_text {
    char lower[WORD_BYTES];
    uint8_t length;
};

/* Where in a phrase of the gazetteer a token stands. */
enum phrase_place { PHRASE_NONE, PHRASE_FIRST, PHRASE_INSIDE, PHRASE_LAST };

/* A token among others: the run of words with capitals that it stands in, and the phrase of the gazetteer. */
struct name_note {
    uint32_t run_first, run_last; /* tokens; nothing of a token outside runs */
    uint16_t run_classes;         /* the lists that any word of the run stands in, but those that most words do */
    uint16_t phrase_classes;
    uint8_t phrase_place; /* enum phrase_place */
    uint8_t candidate;    /* may be part of a name */
};

enum line_kind { LINE_PROSE, LINE_CAPITALS, LINE_HEADLINE, LINE_TABLE };

/* `words` and `notes` may be read from -2 to count + 1. */
struct name_context {
    const struct name_word *words;
    const struct name_note *notes;
    uint32_t count;
    uint8_t line; /* enum line_kind */
};

/* The letters of the word `bytes`; those of a word of the kind TOKEN_NUMBER are its pattern. */
void word_text_read(struct word_text *text, const char *bytes, size_t length, uint8_t kind);

/* Describes the word `bytes`; `capitals`: it stands in a line of capitals only. */
void name_word_describe(struct name_word *word, struct word_text *text, const char *bytes, size_t length, uint8_t kind,
                        bool capitals, const struct gazetteer *gazetteer);

/* The word that stands before and behind every paragraph. */
void name_word_describe_edge(struct name_word *word, struct word_text *text);

/* Features of `word` for the token at distance -offset: offset -1 is the word before the token. `out` holds
 * WORD_FEATURES; returns their number. */
uint32_t word_features(const struct name_word *word, const struct word_text *text, int offset, uint64_t *out);

/* All that a group of features depends on; two keys are equal where the features are. Never zero. */
struct feature_key {
    uint64_t front, back;
};

/* Features of the kinds of the words around token `i` and of its place in the run; `out` holds KEY_FEATURES. */
struct feature_key outline_key(const struct name_context *context, uint32_t i);
uint32_t outline_features(struct feature_key key, uint64_t *out);

/* Features of the lists that the words around token `i` and those of its run stand in; `out` holds KEY_FEATURES. */
struct feature_key list_key(const struct name_context *context, uint32_t i);
uint32_t list_features(struct feature_key key, uint64_t *out);

/* Features of the words around token `i` and at the ends of its run themselves; `out` holds CONTEXT_FEATURES. */
uint32_t context_features(const struct name_context *context, uint32_t i, uint64_t *out);

/* Features of what the article says of a word elsewhere: label is 1 + the label it mostly has there, 0 where unknown;
 * `small`: it is also written small. `out` holds MEMORY_FEATURES. */
uint32_t memory_features(const struct name_word *word, uint8_t label, bool small, uint64_t *out);

/* Does a word of this kind have capitals? */
static inline bool kind_is_name(uint8_t kind)
{
    return kind >= TOKEN_TITLE && kind <= TOKEN_MIXED;
}

#endif
