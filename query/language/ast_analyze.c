#include "ast_analyze.h"

#include "ast_build.h"
#include "error.h"
#include "lexer.h"
#include "slice.h"

struct analysis {
    struct arena *arena;
    struct analyzer *analyzer;
    fx_error *err;
};

static int analyze(struct analysis *analysis, struct ast **node, bool names);

static int make_words(struct analysis *analysis, struct ast **node, fx_slice text)
{
    const struct ast *raw = *node;
    uint32_t mark = raw->kind == AST_PHRASE || raw->exact ? 1 : 0;
    struct ast_words words = {text, raw->offset + mark, raw->exact, AST_PHRASE};
    int code = ast_words_make(node, &words, analysis->arena, analysis->analyzer, analysis->err);
    if (code == FX_OK && *node != NULL) {
        (*node)->offset = raw->offset;
        (*node)->length = raw->length;
        if ((*node)->kind == AST_PHRASE)
            (*node)->distance = raw->kind == AST_PHRASE ? raw->distance : 0;
    }
    return code;
}

static bool ends_in_ideographs(fx_slice text)
{
    struct lexer lexer;
    struct lexeme lexeme;
    bool ideographs = false;
    lexer_init(&lexer, text);
    while (lexer_next(&lexer, &lexeme))
        ideographs = lexeme.kind == LEXEME_CJK;
    return ideographs;
}

/* The last word keeps the prefix or the edits; those before it make a phrase with it. */
static int analyze_expansion(struct analysis *analysis, struct ast **node)
{
    const struct ast *raw = *node;
    bool plain = ends_in_ideographs(raw->text); /* a run of ideographs is found inside a longer one anyway */
    int code = make_words(analysis, node, raw->text);
    if (code != FX_OK || *node == NULL)
        return code;
    if (raw->kind == AST_FUZZY && (plain || (*node)->kind == AST_PHRASE))
        return error_set_at(analysis->err, FX_EQUERY, raw->offset, "~ works on one word in letters");
    struct ast *last = (*node)->kind == AST_PHRASE ? (*node)->children[(*node)->child_count - 1] : *node;
    if (!plain) {
        last->kind = raw->kind;
        last->distance = raw->distance;
    }
    return FX_OK;
}

static int nothing_here(struct analysis *analysis, const struct ast *node)
{
    return error_set_at(analysis->err, FX_EQUERY, node->offset, "there is nothing to search for here");
}

/* A star behind the last word makes that a prefix. */
static int analyze_phrase(struct analysis *analysis, struct ast **node)
{
    const struct ast *raw = *node;
    bool prefix = slice_ends_with(raw->text, SLICE("*")) && !ends_in_ideographs(raw->text);
    int code = make_words(analysis, node, raw->text);
    if (code != FX_OK || *node == NULL)
        return code != FX_OK ? code : nothing_here(analysis, raw);
    if (prefix)
        ((*node)->kind == AST_PHRASE ? (*node)->children[(*node)->child_count - 1] : *node)->kind = AST_PREFIX;
    return FX_OK;
}

/* Operands that are nothing are left out; a tree of none is NULL. */
static int analyze_list(struct analysis *analysis, struct ast **node, bool names)
{
    struct ast *list = *node;
    uint32_t kept = 0, height = 0;
    for (uint32_t i = 0; i < list->child_count; i++) {
        struct ast *child = list->children[i];
        int code = analyze(analysis, &child, names);
        if (code != FX_OK)
            return code;
        if (child == NULL)
            continue;
        list->children[kept++] = child;
        height = child->height > height ? child->height : height;
    }
    list->child_count = kept;
    list->height = height + 1;
    if (kept == 0)
        *node = NULL;
    else if (kept == 1)
        *node = list->children[0];
    return FX_OK;
}

/* Has places in the text that NEAR can measure from. */
static bool has_positions(const struct ast *node)
{
    switch (node->kind) {
    case AST_WORD:
    case AST_PREFIX:
    case AST_FUZZY:
    case AST_PHRASE:
    case AST_NEAR:
    case AST_ADJ:
        return true;
    case AST_AND:
    case AST_OR:
        for (uint32_t i = 0; i < node->child_count; i++)
            if (!has_positions(node->children[i]))
                return false;
        return true;
    case AST_BOOST:
        return has_positions(node->children[0]);
    case AST_FIELD:
        return node->field == AST_FIELD_TITLE && has_positions(node->children[0]);
    case AST_WITHIN:
        return node->scope != AST_SCOPE_QUOTE && node->scope != AST_SCOPE_FIELD && has_positions(node->children[0]);
    default:
        return false;
    }
}

static int analyze_near(struct analysis *analysis, struct ast *node, bool names)
{
    if (names)
        return error_set_at(analysis->err, FX_EQUERY, node->offset, "NEAR and ADJ work on words of the text only");
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct ast *raw = node->children[i];
        int code = analyze(analysis, &node->children[i], names);
        if (code != FX_OK)
            return code;
        if (node->children[i] == NULL)
            return nothing_here(analysis, raw);
        if (!has_positions(node->children[i]))
            return error_set_at(analysis->err, FX_EQUERY, raw->offset,
                                "NEAR and ADJ need words or phrases on both sides");
    }
    return FX_OK;
}

/* A scope that only filters is AND. */
static int analyze_within(struct analysis *analysis, struct ast **node, bool names)
{
    struct ast *within = *node;
    if (names)
        return error_set_at(analysis->err, FX_EQUERY, within->offset, "WITHIN works on words of the text only");
    for (uint32_t i = 0; i < within->child_count; i++) {
        const struct ast *raw = within->children[i];
        int code = analyze(analysis, &within->children[i], names);
        if (code != FX_OK)
            return code;
        if (within->children[i] == NULL)
            return nothing_here(analysis, raw);
    }
    if (within->scope != AST_SCOPE_FIELD)
        return FX_OK;
    const struct ast *scope = within->children[1];
    if (scope->kind == AST_FIELD) {
        enum ast_field field = scope->field;
        if (field == AST_FIELD_TITLE || field == AST_FIELD_HEADING || field == AST_FIELD_SECTION ||
            field == AST_FIELD_SPEAKER || field == AST_FIELD_SAID)
            return FX_OK;
    }
    return ast_join(node, analysis->arena, AST_AND, within->children, 2, analysis->err);
}

static int analyze_child(struct analysis *analysis, struct ast **node, bool names)
{
    struct ast *parent = *node;
    int code = analyze(analysis, &parent->children[0], names);
    if (code != FX_OK)
        return code;
    if (parent->children[0] == NULL && parent->kind == AST_FIELD)
        return nothing_here(analysis, parent);
    if (parent->children[0] == NULL)
        *node = NULL;
    else
        parent->height = parent->children[0]->height + 1;
    return FX_OK;
}

static int analyze(struct analysis *analysis, struct ast **node, bool names)
{
    struct ast *ast = *node;
    switch (ast->kind) {
    case AST_WORD:
        return make_words(analysis, node, ast->text);
    case AST_PHRASE:
        return analyze_phrase(analysis, node);
    case AST_PREFIX:
    case AST_FUZZY:
        return analyze_expansion(analysis, node);
    case AST_AND:
    case AST_OR:
        return analyze_list(analysis, node, names);
    case AST_NEAR:
    case AST_ADJ:
        return analyze_near(analysis, ast, names);
    case AST_WITHIN:
        return analyze_within(analysis, node, names);
    case AST_FIELD:
        return analyze_child(analysis, node, ast_field_is_name(ast->field));
    case AST_NOT:
    case AST_BOOST:
        return analyze_child(analysis, node, names);
    default:
        return FX_OK;
    }
}

int ast_analyze(struct ast **out, struct ast *ast, struct arena *arena, struct analyzer *analyzer, fx_error *err)
{
    *out = NULL;
    struct analysis analysis = {arena, analyzer, err};
    struct ast *root = ast;
    int code = analyze(&analysis, &root, false);
    if (code == FX_OK && root == NULL)
        code = error_set_at(err, FX_EQUERY, ast->offset, "there is nothing to search for: no word in the query");
    if (code == FX_OK)
        *out = root;
    return code;
}
