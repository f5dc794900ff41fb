#include "error.h"
#include "plan_parts.h"

static int plan_region(const struct plan *plan, const struct ast *ast, struct region_node **out) FX_CHECK;

static int make_node(const struct plan *plan, enum region_kind kind, uint32_t children, struct region_node **out)
{
    *out = region_new(plan->place->context->arena, kind, children);
    return *out ? FX_OK : error_no_memory(plan->err);
}

static int plan_leaf(const struct plan *plan, enum region_kind kind, const struct ast *ast, struct region_node **out)
{
    struct matcher *matcher;
    int code = plan_node(plan, ast, &matcher);
    if (code == FX_OK)
        code = make_node(plan, matcher ? kind : REGION_NONE, 0, out);
    if (code == FX_OK)
        (*out)->matcher = matcher;
    return code;
}

static int plan_children(const struct plan *plan, enum region_kind kind, const struct ast *ast,
                         struct region_node **out)
{
    int code = make_node(plan, kind, ast->child_count, out);
    for (uint32_t i = 0; i < ast->child_count && code == FX_OK; i++) {
        code = plan_region(plan, ast->children[i], &(*out)->children[i]);
        (*out)->child_count = i + (code == FX_OK);
    }
    return code;
}

static int plan_zone_node(const struct plan *plan, enum zone_kind kind, const struct ast *child,
                          struct region_node **out)
{
    int code = make_node(plan, REGION_ZONE, 1, out);
    if (code == FX_OK)
        code = zone_open(&(*out)->zone, plan->place, kind, plan->err);
    if (code == FX_OK)
        code = plan_region(plan, child, &(*out)->children[0]);
    if (code == FX_OK)
        (*out)->child_count = 1;
    return code;
}

/* `X WITHIN title:y`: both in the head. */
static int plan_head_of_both(const struct plan *plan, const struct ast *ast, struct region_node **out)
{
    struct region_node *both;
    int code = make_node(plan, REGION_ZONE, 1, out);
    if (code == FX_OK)
        code = zone_open(&(*out)->zone, plan->place, ZONE_HEAD, plan->err);
    if (code == FX_OK)
        code = make_node(plan, REGION_AND, 2, &both);
    if (code == FX_OK)
        code = plan_region(plan, ast->children[0], &both->children[0]);
    if (code == FX_OK)
        code = plan_region(plan, ast->children[1]->children[0], &both->children[1]);
    if (code != FX_OK)
        return code;
    both->child_count = 2;
    (*out)->children[0] = both;
    (*out)->child_count = 1;
    return FX_OK;
}

static int plan_scope(const struct plan *plan, const struct ast *ast, struct region_node **out)
{
    switch (ast->scope) {
    case AST_SCOPE_SENTENCE:
        return plan_zone_node(plan, ZONE_SENTENCE, ast->children[0], out);
    case AST_SCOPE_PARAGRAPH:
        return plan_zone_node(plan, ZONE_PARAGRAPH, ast->children[0], out);
    case AST_SCOPE_SECTION:
        return plan_zone_node(plan, ZONE_SECTION, ast->children[0], out);
    case AST_SCOPE_TITLE:
        if (plan->place->unit == UNIT_ARTICLE)
            return plan_zone_node(plan, ZONE_HEAD, ast->children[0], out);
        break;
    case AST_SCOPE_FIELD:
        if (ast->children[1]->field == AST_FIELD_TITLE && plan->place->unit == UNIT_ARTICLE)
            return plan_head_of_both(plan, ast, out);
        break;
    case AST_SCOPE_QUOTE:
        break;
    }
    return plan_leaf(plan, REGION_DOCUMENT, ast, out);
}

/* Filters of an outer name field stay what they are; words inside title: are words. */
static int plan_region(const struct plan *plan, const struct ast *ast, struct region_node **out)
{
    struct plan words = *plan;
    if (plan->names && ast->kind != AST_AND && ast->kind != AST_OR && ast->kind != AST_NOT && ast->kind != AST_FIELD)
        return plan_leaf(plan, REGION_DOCUMENT, ast, out);
    switch (ast->kind) {
    case AST_ALL:
        return make_node(plan, REGION_ALL, 0, out);
    case AST_WORD:
    case AST_PREFIX:
    case AST_FUZZY:
    case AST_PHRASE:
    case AST_NEAR:
    case AST_ADJ:
        return plan_leaf(plan, REGION_INTERVALS, ast, out);
    case AST_AND:
        return plan_children(plan, REGION_AND, ast, out);
    case AST_OR:
        return plan_children(plan, REGION_OR, ast, out);
    case AST_NOT:
        return plan_children(plan, REGION_NOT, ast, out);
    case AST_BOOST:
        return plan_region(plan, ast->children[0], out);
    case AST_FIELD:
        words.names = false;
        if (ast->field == AST_FIELD_TITLE && plan->place->unit == UNIT_ARTICLE)
            return plan_zone_node(&words, ZONE_HEAD, ast->children[0], out);
        break;
    case AST_WITHIN:
        return plan_scope(plan, ast, out);
    default:
        break;
    }
    return plan_leaf(plan, REGION_DOCUMENT, ast, out);
}

int plan_zone(const struct plan *plan, enum zone_kind kind, const struct ast *ast, struct matcher **out)
{
    struct plan relaxed = *plan, exact = *plan;
    struct matcher *child;
    struct region_node *region;
    relaxed.relaxed = true;
    *out = NULL;
    int code = plan_node(&relaxed, ast, &child);
    if (code != FX_OK || child == NULL || plan->relaxed) {
        *out = child;
        return code;
    }
    exact.scores = false;
    exact.relaxed = false;
    code = plan_region(&exact, ast, &region);
    return code == FX_OK ? match_zone_new(out, plan->place, kind, child, region, plan->err) : code;
}
