/* Making nodes of the tree in the arena of a query, and the table of field names. */
#ifndef LANGUAGE_AST_BUILD_H
#define LANGUAGE_AST_BUILD_H

#include "arena.h"
#include "ast.h"

/* A leaf; NULL: out of memory. */
struct ast *ast_new(struct arena *arena, enum ast_kind kind, uint32_t offset, uint32_t length);

/* A node over copies of the child pointers; its place reaches from the first child to the last. AND and OR of one child
 * are that child, and children of the same kind are taken up. FX_EQUERY: higher than AST_HEIGHT_MAX. */
int ast_join(struct ast **out, struct arena *arena, enum ast_kind kind, struct ast *const *children, uint32_t count,
             fx_error *err) FX_CHECK;
int ast_wrap(struct ast **out, struct arena *arena, enum ast_kind kind, struct ast *child, fx_error *err) FX_CHECK;

/* A list of nodes that grows in the arena. */
struct ast_list {
    struct ast **nodes;
    uint32_t count, capacity;
};
int ast_list_add(struct ast_list *list, struct arena *arena, struct ast *node, fx_error *err) FX_CHECK;

/* What stands before the colon. DATE and ID are fields of the language but kinds of node. */
enum field_role { FIELD_ROLE_NODE, FIELD_ROLE_DATE, FIELD_ROLE_ID };
struct field_name {
    const char *name;
    enum field_role role;
    enum ast_field field; /* where role is FIELD_ROLE_NODE */
};
/* NULL where there is no such field. */
const struct field_name *field_name_find(fx_slice name);
const char *field_name_text(enum ast_field field);
/* The field whose name is nearest to a misspelt one; NULL where none is near. */
const char *field_name_nearest(fx_slice name);

/* Fields whose words are those of a name (desk, speaker, …), not words of the text. */
static inline bool ast_field_is_name(enum ast_field field)
{
    return field != AST_FIELD_TITLE && field != AST_FIELD_HEADING && field != AST_FIELD_SAID;
}

#endif
