/* From typed words to terms: each word goes through the analyzer that made the index, so that both agree on what a word
 * is. A word that is several ("people-to-people", a run of Chinese) becomes a phrase; one that is none ("--") is left
 * out where others stand beside it, and an error where nothing is left. Says also which operands NEAR and ADJ can have.
 */
#ifndef LANGUAGE_AST_ANALYZE_H
#define LANGUAGE_AST_ANALYZE_H

#include "analyzer.h"
#include "arena.h"
#include "ast.h"

/* *out shares the memory of `ast`, which is used up. FX_EQUERY with the offset. */
int ast_analyze(struct ast **out, struct ast *ast, struct arena *arena, struct analyzer *analyzer,
                fx_error *err) FX_CHECK;

/* The words of `text` as one WORD, PHRASE, or, in plain mode (`join` is AST_AND or AST_OR), as words joined; NULL where
 * it has none. */
struct ast_words {
    fx_slice text;
    uint32_t offset; /* of text in the query */
    bool exact;
    enum ast_kind join; /* AST_PHRASE, AST_AND, AST_OR */
};
int ast_words_make(struct ast **out, const struct ast_words *words, struct arena *arena, struct analyzer *analyzer,
                   fx_error *err) FX_CHECK;

#endif
