#include "query.h"

#include "analyzer.h"
#include "ast_analyze.h"
#include "ast_build.h"
#include "ast_print.h"
#include "error.h"
#include "function_words.h"
#include "memory.h"
#include "query_parse.h"
#include "slice.h"

struct fx_query {
    struct arena arena;
    struct analyzer *analyzer;
    unsigned flags;
    int64_t now;
    struct ast *typed;                            /* NULL: empty text */
    struct ast_list filters[AST_FIELD_COUNT + 1]; /* the last: ids */
    struct ast_list dates;                        /* each narrows */
    struct ast *whole;                            /* NULL: to be put together */
    struct buffer text;                           /* of `whole` */
};

static int parse_plain(fx_query *query, fx_slice text, fx_error *err)
{
    struct ast_words words = {text, 0, (query->flags & FX_PARSE_EXACT) != 0,
                              (query->flags & FX_PARSE_ANY) ? AST_OR : AST_AND};
    int code = ast_words_make(&query->typed, &words, &query->arena, query->analyzer, err);
    if (code == FX_OK && query->typed == NULL && slice_trim(text).len > 0)
        code = error_set_at(err, FX_EQUERY, 0, "there is nothing to search for: no word in the query");
    return code;
}

static int parse_text(fx_query *query, fx_slice text, fx_error *err)
{
    if (text.len >= UINT32_MAX)
        return error_set_at(err, FX_EQUERY, 0, "the query is too long");
    fx_slice copy;
    if (arena_copy(&copy, &query->arena, text) != FX_OK)
        return error_no_memory(err);
    struct ast *raw = NULL;
    int code;
    if (query->flags & FX_PARSE_PLAIN)
        code = parse_plain(query, copy, err);
    else
        code = query_parse(&raw, &query->arena, copy, query->flags, query->now, err);
    if (code == FX_OK && raw != NULL)
        code = ast_analyze(&query->typed, raw, &query->arena, query->analyzer, err);
    if (code == FX_OK && query->flags & FX_PARSE_ANY)
        query->typed = function_words_drop(query->typed, copy);
    return code;
}

int fx_query_parse(fx_query **out, fx_slice text, unsigned flags, int64_t now, fx_error *err)
{
    *out = NULL;
    fx_query *query = memory_allocate_zeroed(1, sizeof *query);
    if (query == NULL)
        return error_no_memory(err);
    query->flags = flags;
    query->now = now;
    int code = analyzer_new(&query->analyzer, NULL, err);
    if (code == FX_OK)
        code = parse_text(query, text, err);
    if (code != FX_OK) {
        fx_query_free(query);
        return code;
    }
    *out = query;
    return FX_OK;
}

void fx_query_free(fx_query *query)
{
    if (query == NULL)
        return;
    analyzer_free(query->analyzer);
    arena_release(&query->arena);
    buffer_release(&query->text);
    memory_free(query);
}

/* `field:"value"` as a node. */
static int make_filter(fx_query *query, enum ast_field field, fx_slice value, struct ast **out, fx_error *err)
{
    fx_slice copy;
    if (arena_copy(&copy, &query->arena, value) != FX_OK)
        return error_no_memory(err);
    struct ast_words words = {copy, 0, false, AST_PHRASE};
    struct ast *child = NULL;
    int code = ast_words_make(&child, &words, &query->arena, query->analyzer, err);
    if (code == FX_OK && child == NULL)
        code = error_set(err, FX_EQUERY, "the filter %s has no word in its value \"%.*s\"", field_name_text(field),
                         value.len > 60 ? 60 : (int)value.len, value.ptr ? value.ptr : "");
    if (code == FX_OK)
        code = ast_wrap(out, &query->arena, AST_FIELD, child, err);
    if (code == FX_OK)
        (*out)->field = field;
    return code;
}

int fx_query_filter(fx_query *query, const char *field, fx_slice value, fx_error *err)
{
    const struct field_name *name = field_name_find(slice_of(field));
    if (name == NULL)
        return error_set(err, FX_EQUERY, "there is no field \"%s\"", field);
    struct ast *node = NULL;
    struct ast_list *list = name->role == FIELD_ROLE_DATE ? &query->dates : &query->filters[AST_FIELD_COUNT];
    int code;
    if (name->role == FIELD_ROLE_NODE) {
        list = &query->filters[name->field];
        code = make_filter(query, name->field, value, &node, err);
    } else {
        node = ast_new(&query->arena, name->role == FIELD_ROLE_DATE ? AST_DATE : AST_ID, 0, 0);
        code = node ? FX_OK : error_no_memory(err);
        if (code == FX_OK && arena_copy(&node->text, &query->arena, value) != FX_OK)
            code = error_no_memory(err);
        if (code == FX_OK && name->role == FIELD_ROLE_DATE)
            code = query_parse_range(node->text, 0, query->now, &node->from, &node->until, err);
    }
    if (code == FX_OK)
        code = ast_list_add(list, &query->arena, node, err);
    query->whole = NULL;
    return code;
}

int fx_query_between(fx_query *query, const char *since, const char *until, fx_error *err)
{
    if (since == NULL && until == NULL)
        return FX_OK;
    struct ast *node = ast_new(&query->arena, AST_DATE, 0, 0);
    if (node == NULL)
        return error_no_memory(err);
    int64_t ignored;
    node->from = INT64_MIN + 1;
    node->until = INT64_MAX;
    int code = FX_OK;
    if (since != NULL)
        code = query_parse_day(slice_of(since), 0, query->now, &node->from, &ignored, err);
    if (code == FX_OK && until != NULL)
        code = query_parse_day(slice_of(until), 0, query->now, &ignored, &node->until, err);
    if (code == FX_OK)
        code = ast_list_add(&query->dates, &query->arena, node, err);
    query->whole = NULL;
    return code;
}

/* The typed query, then for each field the values OR-ed, then dates: all AND-ed. */
static int put_together(fx_query *query, fx_error *err)
{
    struct arena *arena = &query->arena;
    struct ast_list all = {NULL, 0, 0};
    struct ast *node = NULL;
    int code = query->typed ? ast_list_add(&all, arena, query->typed, err) : FX_OK;
    for (int field = 0; field <= AST_FIELD_COUNT && code == FX_OK; field++) {
        if (query->filters[field].count == 0)
            continue;
        code = ast_join(&node, arena, AST_OR, query->filters[field].nodes, query->filters[field].count, err);
        if (code == FX_OK)
            code = ast_list_add(&all, arena, node, err);
    }
    for (uint32_t i = 0; i < query->dates.count && code == FX_OK; i++)
        code = ast_list_add(&all, arena, query->dates.nodes[i], err);
    if (code == FX_OK && all.count == 0) {
        node = ast_new(arena, AST_ALL, 0, 0);
        code = node ? ast_list_add(&all, arena, node, err) : error_no_memory(err);
    }
    if (code == FX_OK)
        code = ast_join(&node, arena, AST_AND, all.nodes, all.count, err);
    buffer_clear(&query->text);
    if (code == FX_OK)
        code = ast_print(&query->text, node);
    if (code == FX_OK)
        query->whole = node;
    return code;
}

const struct ast *query_ast(fx_query *query)
{
    if (query->whole == NULL && put_together(query, NULL) != FX_OK)
        return NULL;
    return query->whole;
}

fx_slice fx_query_text(fx_query *query)
{
    return query_ast(query) ? buffer_slice(&query->text) : (fx_slice){"", 0};
}
