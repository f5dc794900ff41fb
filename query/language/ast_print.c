#include "ast_print.h"

#include "ast_build.h"
#include "civil_time.h"

static int print(struct buffer *out, const struct ast *ast, bool names);

/* A word that would be read as something else without quotation marks, such as "a:b". */
static bool needs_quotes(const struct ast *ast)
{
    for (size_t i = 0; i < ast->text.len; i++)
        if (ast->text.ptr[i] == ':')
            return ast->kind == AST_WORD && !ast->exact;
    return false;
}

static int print_word(struct buffer *out, const struct ast *ast, bool names)
{
    if (names || ast->kind != AST_WORD)
        return buffer_append_slice(out, ast->text);
    int code = ast->exact ? buffer_append_byte(out, '=') : FX_OK;
    return code == FX_OK ? buffer_append_slice(out, ast->exact ? ast->text : ast->stem) : code;
}

static int print_quoted(struct buffer *out, const struct ast *ast, bool names)
{
    int code = buffer_append_byte(out, '"');
    if (code == FX_OK)
        code = print_word(out, ast, names);
    return code == FX_OK ? buffer_append_byte(out, '"') : code;
}

static int print_suffix(struct buffer *out, const struct ast *ast)
{
    if (ast->kind == AST_PREFIX)
        return buffer_append_byte(out, '*');
    if (ast->kind == AST_FUZZY)
        return buffer_append_format(out, "~%u", ast->distance);
    return FX_OK;
}

static int print_phrase(struct buffer *out, const struct ast *ast, bool names)
{
    int code = buffer_append_byte(out, '"');
    for (uint32_t i = 0; i < ast->child_count && code == FX_OK; i++) {
        if (i > 0)
            code = buffer_append_byte(out, ' ');
        if (code == FX_OK)
            code = print_word(out, ast->children[i], names);
        if (code == FX_OK)
            code = print_suffix(out, ast->children[i]);
    }
    if (code == FX_OK)
        code = buffer_append_byte(out, '"');
    if (code == FX_OK && ast->distance > 0)
        code = buffer_append_format(out, "~%u", ast->distance);
    return code;
}

static int print_list(struct buffer *out, const struct ast *ast, const char *joint, bool names)
{
    int code = buffer_append_byte(out, '(');
    for (uint32_t i = 0; i < ast->child_count && code == FX_OK; i++) {
        if (i > 0)
            code = buffer_append_string(out, joint);
        if (code == FX_OK)
            code = print(out, ast->children[i], names);
    }
    return code == FX_OK ? buffer_append_byte(out, ')') : code;
}

static int print_near(struct buffer *out, const struct ast *ast)
{
    int code = buffer_append_byte(out, '(');
    if (code == FX_OK)
        code = print(out, ast->children[0], false);
    if (code == FX_OK)
        code = buffer_append_format(out, " %s/%u ", ast->kind == AST_NEAR ? "NEAR" : "ADJ", ast->distance);
    if (code == FX_OK)
        code = print(out, ast->children[1], false);
    return code == FX_OK ? buffer_append_byte(out, ')') : code;
}

static int print_within(struct buffer *out, const struct ast *ast, bool names)
{
    static const char *const scopes[] = {"SENTENCE", "PARAGRAPH", "SECTION", "TITLE", "QUOTE", ""};
    int code = buffer_append_byte(out, '(');
    if (code == FX_OK)
        code = print(out, ast->children[0], names);
    if (code == FX_OK)
        code = buffer_append_format(out, " WITHIN %s", scopes[ast->scope]);
    if (code == FX_OK && ast->scope == AST_SCOPE_FIELD)
        code = print(out, ast->children[1], false);
    return code == FX_OK ? buffer_append_byte(out, ')') : code;
}

/* Seconds as a day where they are the first of one, else to the second. */
static int print_time(struct buffer *out, int64_t seconds)
{
    char text[CIVIL_TIME_SIZE];
    if (seconds % CIVIL_DAY_SECONDS == 0)
        civil_format_day(text, seconds);
    else
        civil_format_time(text, seconds);
    return buffer_append_string(out, text);
}

/* The range's days, both inclusive, as they are typed. */
static int print_date(struct buffer *out, const struct ast *ast)
{
    int code = buffer_append_string(out, "date:");
    bool open_start = ast->from <= INT64_MIN + 1, open_end = ast->until == INT64_MAX;
    if (code == FX_OK && !open_start)
        code = print_time(out, ast->from);
    if (code == FX_OK && (open_start || open_end || ast->until - ast->from != CIVIL_DAY_SECONDS)) {
        code = buffer_append_string(out, "..");
        if (code == FX_OK && !open_end)
            code = print_time(out, ast->until - (ast->until % CIVIL_DAY_SECONDS == 0 ? CIVIL_DAY_SECONDS : 1));
    }
    return code;
}

static int print_field(struct buffer *out, const struct ast *ast)
{
    bool names = ast_field_is_name(ast->field);
    int code = buffer_append_format(out, "%s:", field_name_text(ast->field));
    return code == FX_OK ? print(out, ast->children[0], names) : code;
}

static int print(struct buffer *out, const struct ast *ast, bool names)
{
    int code = FX_OK;
    switch (ast->kind) {
    case AST_ALL:
        return buffer_append_byte(out, '*');
    case AST_NONE:
        return buffer_append_string(out, "NONE");
    case AST_WORD:
    case AST_PREFIX:
    case AST_FUZZY:
        if (needs_quotes(ast))
            return print_quoted(out, ast, names);
        code = print_word(out, ast, names);
        return code == FX_OK ? print_suffix(out, ast) : code;
    case AST_PHRASE:
        return print_phrase(out, ast, names);
    case AST_AND:
        return print_list(out, ast, " AND ", names);
    case AST_OR:
        return print_list(out, ast, " OR ", names);
    case AST_NOT:
        code = buffer_append_string(out, "NOT ");
        return code == FX_OK ? print(out, ast->children[0], names) : code;
    case AST_NEAR:
    case AST_ADJ:
        return print_near(out, ast);
    case AST_FIELD:
        return print_field(out, ast);
    case AST_DATE:
        return print_date(out, ast);
    case AST_ID:
        code = buffer_append_string(out, "id:\"");
        if (code == FX_OK)
            code = buffer_append_slice(out, ast->text);
        return code == FX_OK ? buffer_append_byte(out, '"') : code;
    case AST_WITHIN:
        return print_within(out, ast, names);
    case AST_BOOST:
        code = print(out, ast->children[0], names);
        return code == FX_OK ? buffer_append_format(out, "^%g", ast->weight) : code;
    }
    return code;
}

int ast_print(struct buffer *out, const struct ast *ast)
{
    return print(out, ast, false);
}
