#include "ast_build.h"

#include "error.h"
#include "slice.h"

#include <strings.h>

static const struct field_name field_names[] = {
    {"title", FIELD_ROLE_NODE, AST_FIELD_TITLE},
    {"desk", FIELD_ROLE_NODE, AST_FIELD_DESK},
    {"heading", FIELD_ROLE_NODE, AST_FIELD_HEADING},
    {"section", FIELD_ROLE_NODE, AST_FIELD_SECTION},
    {"speaker", FIELD_ROLE_NODE, AST_FIELD_SPEAKER},
    {"said", FIELD_ROLE_NODE, AST_FIELD_SAID},
    {"entity", FIELD_ROLE_NODE, AST_FIELD_ENTITY},
    {"person", FIELD_ROLE_NODE, AST_FIELD_PERSON},
    {"organization", FIELD_ROLE_NODE, AST_FIELD_ORGANIZATION},
    {"place", FIELD_ROLE_NODE, AST_FIELD_PLACE},
    {"source", FIELD_ROLE_NODE, AST_FIELD_SOURCE},
    {"author", FIELD_ROLE_NODE, AST_FIELD_AUTHOR},
    {"lang", FIELD_ROLE_NODE, AST_FIELD_LANG},
    {"date", FIELD_ROLE_DATE, AST_FIELD_COUNT},
    {"id", FIELD_ROLE_ID, AST_FIELD_COUNT},
};

enum { FIELD_NAMES = sizeof field_names / sizeof field_names[0] };

const struct field_name *field_name_find(fx_slice name)
{
    for (size_t i = 0; i < FIELD_NAMES; i++)
        if (slice_equal(name, slice_of(field_names[i].name)))
            return &field_names[i];
    return NULL;
}

const char *field_name_text(enum ast_field field)
{
    for (size_t i = 0; i < FIELD_NAMES; i++)
        if (field_names[i].role == FIELD_ROLE_NODE && field_names[i].field == field)
            return field_names[i].name;
    return "";
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Levenshtein distance without regard to case; both shorter than 20 bytes. */
static unsigned edit_distance(fx_slice a, fx_slice b)
{
    unsigned row[21];
    for (unsigned j = 0; j <= b.len; j++)
        row[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned diagonal = row[0];
        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned replaced = diagonal + (strncasecmp(a.ptr + i - 1, b.ptr + j - 1, 1) != 0);
            diagonal = row[j];
            row[j] = least(replaced, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b.len];
}

const char *field_name_nearest(fx_slice name)
{
    const char *nearest = NULL;
    if (name.len >= 20)
        return NULL;
    unsigned best = (unsigned)(name.len + 1) / 3 + 1; /* one edit for each three letters */
    for (size_t i = 0; i < FIELD_NAMES; i++) {
        fx_slice candidate = slice_of(field_names[i].name);
        unsigned distance = edit_distance(name, candidate);
        if (name.len >= 3 && strncasecmp(name.ptr, candidate.ptr, name.len) == 0)
            distance = 1; /* an abbreviation: "org", "lang" */
        if (distance < best && distance < candidate.len) {
            best = distance;
            nearest = field_names[i].name;
        }
    }
    return nearest;
}

struct ast *ast_new(struct arena *arena, enum ast_kind kind, uint32_t offset, uint32_t length)
{
    struct ast *node = arena_allocate_zeroed(arena, 1, sizeof *node);
    if (node == NULL)
        return NULL;
    node->kind = kind;
    node->height = 1;
    node->offset = offset;
    node->length = length;
    return node;
}

int ast_list_add(struct ast_list *list, struct arena *arena, struct ast *node, fx_error *err)
{
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity ? list->capacity * 2 : 4;
        struct ast **nodes = arena_allocate(arena, capacity * sizeof *nodes);
        if (nodes == NULL)
            return error_no_memory(err);
        for (uint32_t i = 0; i < list->count; i++)
            nodes[i] = list->nodes[i];
        list->nodes = nodes;
        list->capacity = capacity;
    }
    list->nodes[list->count++] = node;
    return FX_OK;
}

static int take_up(struct ast_list *list, struct arena *arena, enum ast_kind kind, struct ast *child, fx_error *err)
{
    if (child->kind != kind || (kind != AST_AND && kind != AST_OR))
        return ast_list_add(list, arena, child, err);
    int code = FX_OK;
    for (uint32_t i = 0; i < child->child_count && code == FX_OK; i++)
        code = ast_list_add(list, arena, child->children[i], err);
    return code;
}

int ast_join(struct ast **out, struct arena *arena, enum ast_kind kind, struct ast *const *children, uint32_t count,
             fx_error *err)
{
    *out = NULL;
    if (count == 1 && (kind == AST_AND || kind == AST_OR)) {
        *out = children[0];
        return FX_OK;
    }
    struct ast_list list = {NULL, 0, 0};
    uint32_t height = 0, start = UINT32_MAX, end = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct ast *child = children[i];
        height = child->height > height ? child->height : height;
        start = child->offset < start ? child->offset : start;
        end = child->offset + child->length > end ? child->offset + child->length : end;
        int code = take_up(&list, arena, kind, children[i], err);
        if (code != FX_OK)
            return code;
    }
    if (height >= AST_HEIGHT_MAX)
        return error_set_at(err, FX_EQUERY, start, "the query is nested too deeply");
    struct ast *node = ast_new(arena, kind, start, end - start);
    if (node == NULL)
        return error_no_memory(err);
    node->height = height + 1;
    node->children = list.nodes;
    node->child_count = list.count;
    *out = node;
    return FX_OK;
}

int ast_wrap(struct ast **out, struct arena *arena, enum ast_kind kind, struct ast *child, fx_error *err)
{
    return ast_join(out, arena, kind, &child, 1, err);
}
