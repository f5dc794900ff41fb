/* What a query says, before it meets an index. Nodes live in the arena of the query; the tree is immutable once parsed.
 * Grammar: CONTRACT ("Query language"), repeated with its rules in docs/query-language.md and fsearch-query(7). */
#ifndef QUERY_AST_H
#define QUERY_AST_H

#include "fx.h"

#include <stdbool.h>

enum ast_kind {
    AST_ALL,  /* every document: an empty query, or filters alone */
    AST_NONE, /* no document: a word that analyses to nothing inside a phrase-like construct */
    AST_WORD, /* stem or exact form */
    AST_PREFIX,
    AST_FUZZY,
    AST_PHRASE, /* children: words, in order, with slop */
    AST_AND,
    AST_OR,
    AST_NOT,   /* NOT has one child */
    AST_NEAR,  /* unordered, minimal interval of at most `distance` words beyond its operands */
    AST_ADJ,   /* ordered */
    AST_FIELD, /* child inside a field: title, said, or a name field */
    AST_DATE,  /* published in [from, until) */
    AST_ID,
    AST_WITHIN, /* child[0] inside one scope; child[1] where the scope is AST_SCOPE_FIELD */
    AST_BOOST   /* child * weight */
};

enum ast_field {
    AST_FIELD_TITLE,
    AST_FIELD_DESK,
    AST_FIELD_HEADING,
    AST_FIELD_SECTION,
    AST_FIELD_SPEAKER,
    AST_FIELD_SAID,
    AST_FIELD_ENTITY,
    AST_FIELD_PERSON,
    AST_FIELD_ORGANIZATION,
    AST_FIELD_PLACE,
    AST_FIELD_SOURCE,
    AST_FIELD_AUTHOR,
    AST_FIELD_LANG,
    AST_FIELD_COUNT
};

enum ast_scope {
    AST_SCOPE_SENTENCE,
    AST_SCOPE_PARAGRAPH,
    AST_SCOPE_SECTION,
    AST_SCOPE_TITLE,
    AST_SCOPE_QUOTE,
    AST_SCOPE_FIELD /* child[1] is the AST_FIELD: title, heading, section, speaker or said. Any other field as a scope
                       is AND (a filter holds for the whole document) */
};

enum { AST_HEIGHT_MAX = 250 };

struct ast {
    enum ast_kind kind;
    uint32_t height;         /* 1 for a leaf; bounded (AST_HEIGHT_MAX), so that walks may recurse */
    uint32_t offset, length; /* where it stands in the query text: for messages */
    struct ast **children;
    uint32_t child_count;
    fx_slice text;     /* WORD, PREFIX, FUZZY: the folded form, what names are compared by; ID: the id */
    fx_slice stem;     /* WORD: its stem */
    bool exact;        /* WORD: match the form, not the stem */
    uint32_t position; /* WORD in a PHRASE: place relative to the first word (words may be missing between) */
    uint32_t distance; /* PHRASE slop, NEAR, ADJ, FUZZY edits */
    enum ast_field field;
    enum ast_scope scope;
    int64_t from, until; /* DATE */
    double weight;       /* BOOST */
};

#endif
