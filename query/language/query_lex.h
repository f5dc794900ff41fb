/* Cuts a query into tokens. What a character means depends on where it stands: a minus sign begins a negation only
 * before an atom, a caret a boost only directly behind one. Every token keeps its place, for messages with a caret. */
#ifndef LANGUAGE_QUERY_LEX_H
#define LANGUAGE_QUERY_LEX_H

#include "fx.h"

#include <stdbool.h>

enum token_kind {
    TOKEN_END,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_WORD,
    TOKEN_PHRASE,
    TOKEN_FIELD, /* text: the name, without the colon */
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT, /* also the minus sign */
    TOKEN_NEAR,
    TOKEN_ADJ,
    TOKEN_WITHIN,
    TOKEN_BOOST
};

enum word_modifier { WORD_PLAIN, WORD_PREFIX, WORD_FUZZY, WORD_EXACT };

struct token {
    enum token_kind kind;
    uint32_t offset, length; /* in the query; marks and modifiers included */
    fx_slice text;           /* of a word or phrase: without its marks and modifiers */
    enum word_modifier modifier;
    uint32_t distance; /* edits of a fuzzy word, slop of a phrase, words between of NEAR and ADJ */
    double weight;     /* of a boost */
};

struct query_lexer {
    fx_slice text;
    uint32_t at;
    bool behind_atom; /* the last token can take a boost, if it ends where the next begins */
};

enum {
    QUERY_DISTANCE_MAX = 10000, /* NEAR, ADJ, slop */
    QUERY_NEAR_DEFAULT = 10,
    QUERY_ADJ_DEFAULT = 0,
    QUERY_BOOST_MAX = 1000,
};

void query_lexer_init(struct query_lexer *lexer, fx_slice text);

/* FX_EQUERY: err->offset is the place. TOKEN_END for ever at the end. */
int query_lex(struct query_lexer *lexer, struct token *out, fx_error *err) FX_CHECK;

/* The same where a date or an id is due: a word runs to the next white space or parenthesis and has no modifiers. */
int query_lex_raw(struct query_lexer *lexer, struct token *out, fx_error *err) FX_CHECK;

#endif
