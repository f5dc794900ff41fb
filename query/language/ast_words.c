#include "ast_analyze.h"
#include "ast_build.h"
#include "error.h"
#include "lexer.h"
#include "slice.h"

static int make_word(struct ast **out, const struct ast_words *words, const struct lexeme *lexeme,
                     const struct analyzed_term *term, struct arena *arena, fx_error *err)
{
    struct ast *node =
        ast_new(arena, AST_WORD, words->offset + lexeme->span.start, lexeme->span.end - lexeme->span.start);
    if (node == NULL)
        return error_no_memory(err);
    node->exact = words->exact;
    if (arena_copy(&node->text, arena, term->form) != FX_OK || arena_copy(&node->stem, arena, term->stem) != FX_OK)
        return error_no_memory(err);
    *out = node;
    return FX_OK;
}

/* The words of one lexeme, at their positions behind `position`. */
static int add_lexeme(struct ast_list *list, const struct ast_words *words, const struct lexeme *lexeme,
                      uint32_t position, struct arena *arena, struct analyzer *analyzer, fx_error *err)
{
    const struct analyzed_term *terms;
    uint32_t count;
    fx_slice text = slice_part(words->text, lexeme->span.start, lexeme->span.end);
    int code = analyzer_query_terms(analyzer, text, &terms, &count, err);
    for (uint32_t i = 0; i < count && code == FX_OK; i++) {
        struct ast *word = NULL;
        if (terms[i].form.len == 0)
            continue;
        code = make_word(&word, words, lexeme, &terms[i], arena, err);
        if (code == FX_OK) {
            word->position = position + terms[i].offset;
            code = ast_list_add(list, arena, word, err);
        }
    }
    return code;
}

static int make_phrase(struct ast **out, struct ast_list *list, struct arena *arena, fx_error *err)
{
    *out = NULL;
    if (list->count == 0)
        return FX_OK;
    uint32_t first = list->nodes[0]->position;
    for (uint32_t i = 0; i < list->count; i++)
        list->nodes[i]->position -= first;
    if (list->count == 1) {
        *out = list->nodes[0];
        return FX_OK;
    }
    return ast_join(out, arena, AST_PHRASE, list->nodes, list->count, err);
}

int ast_words_make(struct ast **out, const struct ast_words *words, struct arena *arena, struct analyzer *analyzer,
                   fx_error *err)
{
    *out = NULL;
    if (words->text.len == 0)
        return FX_OK;
    struct ast_list list = {NULL, 0, 0}, apart = {NULL, 0, 0};
    struct lexer lexer;
    struct lexeme lexeme;
    uint32_t position = 0;
    int code = FX_OK;
    lexer_init(&lexer, words->text);
    while (code == FX_OK && lexer_next(&lexer, &lexeme)) {
        code = add_lexeme(&list, words, &lexeme, position, arena, analyzer, err);
        position += lexeme.positions;
        if (code == FX_OK && words->join != AST_PHRASE) {
            struct ast *node = NULL;
            code = make_phrase(&node, &list, arena, err);
            if (code == FX_OK && node != NULL)
                code = ast_list_add(&apart, arena, node, err);
            list = (struct ast_list){NULL, 0, 0};
        }
    }
    if (code != FX_OK)
        return code;
    if (words->join == AST_PHRASE)
        return make_phrase(out, &list, arena, err);
    return apart.count == 0 ? FX_OK : ast_join(out, arena, words->join, apart.nodes, apart.count, err);
}
