#include "query_parse.h"

#include "ast_build.h"
#include "error.h"
#include "fx_search.h"
#include "query_lex.h"
#include "slice.h"

enum { PARENTHESES_MAX = 100 };

struct parser {
    struct query_lexer lexer;
    struct token token; /* the next, not yet taken */
    struct arena *arena;
    unsigned flags;
    int64_t now;
    enum field_role role; /* what a word is here: DATE and ID inside date:( ) and id:( ) */
    uint32_t depth;
    fx_error *err;
};

static int parse_or(struct parser *parser, struct ast **out);

static int advance(struct parser *parser)
{
    if (parser->role != FIELD_ROLE_NODE)
        return query_lex_raw(&parser->lexer, &parser->token, parser->err);
    return query_lex(&parser->lexer, &parser->token, parser->err);
}

static int leaf(struct parser *parser, enum ast_kind kind, struct ast **out)
{
    *out = ast_new(parser->arena, kind, parser->token.offset, parser->token.length);
    return *out ? FX_OK : error_no_memory(parser->err);
}

static int parse_date_or_id(struct parser *parser, struct ast **out)
{
    const struct token *token = &parser->token;
    int code = leaf(parser, parser->role == FIELD_ROLE_DATE ? AST_DATE : AST_ID, out);
    if (code != FX_OK)
        return code;
    (*out)->text = token->text;
    if (token->text.len == 0)
        return error_set_at(parser->err, FX_EQUERY, token->offset, "a value is missing here");
    if (parser->role == FIELD_ROLE_DATE)
        return query_parse_range(token->text, token->offset, parser->now, &(*out)->from, &(*out)->until, parser->err);
    return FX_OK;
}

/* The word or phrase in parser->token. */
static int parse_word(struct parser *parser, struct ast **out)
{
    const struct token *token = &parser->token;
    int code;
    if (parser->role != FIELD_ROLE_NODE) {
        code = parse_date_or_id(parser, out);
    } else if (token->kind == TOKEN_WORD && token->length == 1 && token->text.ptr[0] == '*') {
        code = leaf(parser, AST_ALL, out);
    } else {
        enum ast_kind kind = token->kind == TOKEN_PHRASE      ? AST_PHRASE
                             : token->modifier == WORD_PREFIX ? AST_PREFIX
                             : token->modifier == WORD_FUZZY  ? AST_FUZZY
                                                              : AST_WORD;
        code = leaf(parser, kind, out);
        if (code == FX_OK) {
            (*out)->text = token->text;
            (*out)->distance = token->distance;
            (*out)->exact = token->modifier == WORD_EXACT || (parser->flags & FX_PARSE_EXACT) != 0;
        }
    }
    return code == FX_OK ? advance(parser) : code;
}

static int parse_group(struct parser *parser, struct ast **out)
{
    uint32_t start = parser->token.offset;
    if (++parser->depth > PARENTHESES_MAX)
        return error_set_at(parser->err, FX_EQUERY, start, "the query is nested too deeply");
    int code = advance(parser);
    if (code != FX_OK)
        return code;
    if (parser->token.kind == TOKEN_CLOSE)
        return error_set_at(parser->err, FX_EQUERY, start, "there is nothing between these parentheses");
    code = parse_or(parser, out);
    if (code != FX_OK)
        return code;
    if (parser->token.kind != TOKEN_CLOSE)
        return error_set_at(parser->err, FX_EQUERY, start, "this parenthesis is never closed");
    parser->depth--;
    return FX_OK; /* the caller takes the closing one, in its own role */
}

static int unknown_field(struct parser *parser, fx_slice name, uint32_t offset)
{
    const char *nearest = field_name_nearest(name);
    int shown = name.len > 40 ? 40 : (int)name.len;
    if (nearest != NULL)
        return error_set_at(parser->err, FX_EQUERY, offset, "there is no field %.*s: (did you mean %s:?)", shown,
                            name.ptr, nearest);
    return error_set_at(parser->err, FX_EQUERY, offset,
                        "there is no field %.*s: (put the words in quotation marks to search for them)", shown,
                        name.ptr);
}

/* What stands behind the colon: word, phrase or group, at once. */
static int parse_value(struct parser *parser, const struct field_name *field, uint32_t colon_end, struct ast **out)
{
    enum field_role outside = parser->role;
    parser->role = field->role;
    int code = advance(parser);
    if (code != FX_OK)
        return code;
    enum token_kind kind = parser->token.kind;
    if (parser->token.offset != colon_end || (kind != TOKEN_WORD && kind != TOKEN_PHRASE && kind != TOKEN_OPEN))
        return error_set_at(parser->err, FX_EQUERY, colon_end, "%s: needs a value right behind it", field->name);
    if (kind != TOKEN_OPEN && field->role != FIELD_ROLE_NODE) {
        code = parse_date_or_id(parser, out);
        parser->role = outside;
        return code == FX_OK ? advance(parser) : code;
    }
    if (kind == TOKEN_OPEN)
        code = parse_group(parser, out);
    parser->role = outside;
    if (code != FX_OK)
        return code;
    return kind == TOKEN_OPEN ? advance(parser) : parse_word(parser, out);
}

static int parse_field(struct parser *parser, struct ast **out)
{
    const struct token token = parser->token;
    const struct field_name *field = field_name_find(token.text);
    if (field == NULL)
        return unknown_field(parser, token.text, token.offset);
    struct ast *child = NULL;
    int code = parse_value(parser, field, token.offset + token.length, &child);
    if (code != FX_OK)
        return code;
    if (field->role != FIELD_ROLE_NODE) {
        *out = child;
        return FX_OK;
    }
    code = ast_wrap(out, parser->arena, AST_FIELD, child, parser->err);
    if (code != FX_OK)
        return code;
    (*out)->field = field->field;
    (*out)->length += (*out)->offset - token.offset;
    (*out)->offset = token.offset;
    return FX_OK;
}

static int parse_atom(struct parser *parser, struct ast **out)
{
    int code;
    switch (parser->token.kind) {
    case TOKEN_FIELD:
        return parse_field(parser, out);
    case TOKEN_WORD:
    case TOKEN_PHRASE:
        return parse_word(parser, out);
    case TOKEN_OPEN:
        code = parse_group(parser, out);
        return code == FX_OK ? advance(parser) : code;
    case TOKEN_CLOSE:
        if (parser->depth == 0)
            return error_set_at(parser->err, FX_EQUERY, parser->token.offset, "this parenthesis was never opened");
        break;
    default:
        break;
    }
    return error_set_at(parser->err, FX_EQUERY, parser->token.offset,
                        "a word, a phrase, a field or a parenthesis is missing here");
}

static int parse_unary(struct parser *parser, struct ast **out)
{
    uint32_t start = parser->token.offset;
    bool negated = parser->token.kind == TOKEN_NOT;
    int code = negated ? advance(parser) : FX_OK;
    if (code == FX_OK)
        code = parse_atom(parser, out);
    if (code == FX_OK && parser->token.kind == TOKEN_BOOST) {
        double weight = parser->token.weight;
        code = ast_wrap(out, parser->arena, AST_BOOST, *out, parser->err);
        if (code == FX_OK) {
            (*out)->weight = weight;
            code = advance(parser);
        }
    }
    if (code == FX_OK && negated) {
        code = ast_wrap(out, parser->arena, AST_NOT, *out, parser->err);
        if (code == FX_OK) {
            (*out)->length += (*out)->offset - start;
            (*out)->offset = start;
        }
    }
    return code;
}

static int parse_near(struct parser *parser, struct ast **out)
{
    int code = parse_unary(parser, out);
    while (code == FX_OK && (parser->token.kind == TOKEN_NEAR || parser->token.kind == TOKEN_ADJ)) {
        enum ast_kind kind = parser->token.kind == TOKEN_NEAR ? AST_NEAR : AST_ADJ;
        uint32_t distance = parser->token.distance;
        struct ast *operands[2] = {*out, NULL};
        code = advance(parser);
        if (code == FX_OK)
            code = parse_unary(parser, &operands[1]);
        if (code == FX_OK)
            code = ast_join(out, parser->arena, kind, operands, 2, parser->err);
        if (code == FX_OK)
            (*out)->distance = distance;
    }
    return code;
}

static int parse_scope(struct parser *parser, enum ast_scope *scope, struct ast **field)
{
    static const struct {
        fx_slice name;
        enum ast_scope scope;
    } scopes[] = {{{"SENTENCE", 8}, AST_SCOPE_SENTENCE},
                  {{"PARAGRAPH", 9}, AST_SCOPE_PARAGRAPH},
                  {{"SECTION", 7}, AST_SCOPE_SECTION},
                  {{"TITLE", 5}, AST_SCOPE_TITLE},
                  {{"QUOTE", 5}, AST_SCOPE_QUOTE}};
    *field = NULL;
    if (parser->token.kind == TOKEN_FIELD) {
        *scope = AST_SCOPE_FIELD;
        return parse_field(parser, field);
    }
    if (parser->token.kind == TOKEN_WORD)
        for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++)
            if (slice_equal(parser->token.text, scopes[i].name)) {
                *scope = scopes[i].scope;
                return advance(parser);
            }
    return error_set_at(parser->err, FX_EQUERY, parser->token.offset,
                        "WITHIN needs SENTENCE, PARAGRAPH, SECTION, TITLE, QUOTE or a field such as speaker:");
}

static int parse_span(struct parser *parser, struct ast **out)
{
    int code = parse_near(parser, out);
    while (code == FX_OK && parser->token.kind == TOKEN_WITHIN) {
        struct ast *operands[2] = {*out, NULL};
        enum ast_scope scope = AST_SCOPE_FIELD;
        code = advance(parser);
        if (code == FX_OK)
            code = parse_scope(parser, &scope, &operands[1]);
        if (code == FX_OK)
            code = ast_join(out, parser->arena, AST_WITHIN, operands, operands[1] ? 2 : 1, parser->err);
        if (code == FX_OK)
            (*out)->scope = scope;
    }
    return code;
}

static bool begins_operand(const struct parser *parser)
{
    switch (parser->token.kind) {
    case TOKEN_END:
    case TOKEN_CLOSE:
    case TOKEN_OR:
        return false;
    default:
        return true; /* a misplaced operator is reported by parse_atom */
    }
}

/* --any: the groups that AND holds together are OR-ed; those that only exclude narrow the whole. */
static int join_any(struct parser *parser, const struct ast_list *groups, struct ast **out)
{
    struct ast_list wanted = {NULL, 0, 0}, all = {NULL, 0, 0};
    int code = FX_OK;
    for (uint32_t i = 0; i < groups->count && code == FX_OK; i++)
        if (groups->nodes[i]->kind != AST_NOT)
            code = ast_list_add(&wanted, parser->arena, groups->nodes[i], parser->err);
    if (code == FX_OK && wanted.count > 0) {
        code = ast_join(out, parser->arena, AST_OR, wanted.nodes, wanted.count, parser->err);
        if (code == FX_OK)
            code = ast_list_add(&all, parser->arena, *out, parser->err);
    }
    for (uint32_t i = 0; i < groups->count && code == FX_OK; i++)
        if (groups->nodes[i]->kind == AST_NOT)
            code = ast_list_add(&all, parser->arena, groups->nodes[i], parser->err);
    return code == FX_OK ? ast_join(out, parser->arena, AST_AND, all.nodes, all.count, parser->err) : code;
}

static int parse_and(struct parser *parser, struct ast **out)
{
    struct ast_list group = {NULL, 0, 0}, groups = {NULL, 0, 0};
    bool any = (parser->flags & FX_PARSE_ANY) != 0;
    int code;
    do {
        bool joined = parser->token.kind == TOKEN_AND && group.count > 0;
        if (any && group.count > 0 && !joined) {
            code = ast_join(out, parser->arena, AST_AND, group.nodes, group.count, parser->err);
            if (code == FX_OK)
                code = ast_list_add(&groups, parser->arena, *out, parser->err);
            if (code != FX_OK)
                return code;
            group = (struct ast_list){NULL, 0, 0};
        }
        code = joined ? advance(parser) : FX_OK;
        struct ast *span = NULL;
        if (code == FX_OK)
            code = parse_span(parser, &span);
        if (code == FX_OK)
            code = ast_list_add(&group, parser->arena, span, parser->err);
    } while (code == FX_OK && begins_operand(parser));
    if (code == FX_OK)
        code = ast_join(out, parser->arena, AST_AND, group.nodes, group.count, parser->err);
    if (code != FX_OK || groups.count == 0)
        return code;
    code = ast_list_add(&groups, parser->arena, *out, parser->err);
    return code == FX_OK ? join_any(parser, &groups, out) : code;
}

static int parse_or(struct parser *parser, struct ast **out)
{
    struct ast_list alternatives = {NULL, 0, 0};
    int code;
    for (;;) {
        struct ast *node = NULL;
        code = parse_and(parser, &node);
        if (code == FX_OK)
            code = ast_list_add(&alternatives, parser->arena, node, parser->err);
        if (code != FX_OK || parser->token.kind != TOKEN_OR)
            break;
        code = advance(parser);
        if (code != FX_OK)
            break;
    }
    return code == FX_OK ? ast_join(out, parser->arena, AST_OR, alternatives.nodes, alternatives.count, parser->err)
                         : code;
}

int query_parse(struct ast **out, struct arena *arena, fx_slice text, unsigned flags, int64_t now, fx_error *err)
{
    *out = NULL;
    struct parser parser = {.arena = arena, .flags = flags, .now = now, .err = err, .role = FIELD_ROLE_NODE};
    query_lexer_init(&parser.lexer, text);
    int code = advance(&parser);
    if (code != FX_OK || parser.token.kind == TOKEN_END)
        return code;
    struct ast *root = NULL;
    code = parse_or(&parser, &root);
    if (code == FX_OK && parser.token.kind != TOKEN_END)
        code = error_set_at(err, FX_EQUERY, parser.token.offset, "this parenthesis was never opened");
    if (code == FX_OK)
        *out = root;
    return code;
}
