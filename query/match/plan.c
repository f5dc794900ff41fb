#include "error.h"
#include "plan_parts.h"

const struct match_place *match_place_new(struct match_context *context, uint32_t segment, enum unit unit,
                                          enum unit statistics)
{
    struct match_place *place = arena_allocate(context->arena, sizeof *place);
    if (place == NULL)
        return NULL;
    uint32_t documents = segment_describe(context->segments[segment].segment)->units[unit].documents;
    *place = (struct match_place){context, segment, unit, statistics, documents};
    return place;
}

int plan_elsewhere(const struct plan *plan, enum unit unit, struct plan *out)
{
    *out = *plan;
    out->place = match_place_new(plan->place->context, plan->place->segment, unit, unit);
    if (out->place == NULL)
        return error_no_memory(plan->err);
    if (out->place->documents == 0)
        out->place = NULL;
    return FX_OK;
}

int matcher_list_new(struct matcher_list *list, const struct plan *plan, uint32_t capacity)
{
    list->count = 0;
    list->items = arena_allocate(plan->place->context->arena, (capacity + 1) * sizeof *list->items);
    return list->items ? FX_OK : error_no_memory(plan->err);
}

int plan_and(const struct plan *plan, struct matcher *a, struct matcher *b, struct matcher **out)
{
    struct matcher *both[2] = {a, b};
    *out = NULL;
    return a == NULL || b == NULL ? FX_OK : match_and_new(out, plan->place, both, 2, plan->err);
}

int plan_or(const struct plan *plan, struct matcher *a, struct matcher *b, struct matcher **out)
{
    struct matcher *both[2] = {a, b};
    *out = a ? a : b;
    return a == NULL || b == NULL ? FX_OK : match_or_new(out, plan->place, both, 2, plan->err);
}

static int plan_unwanted(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    struct plan filter = *plan;
    filter.scores = false;
    return plan_node(&filter, ast->children[0], out);
}

/* What is wanted of a conjunction, then what is not. */
static int plan_conjunction(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    struct matcher_list wanted, unwanted;
    int code = matcher_list_new(&wanted, plan, ast->child_count);
    if (code == FX_OK)
        code = matcher_list_new(&unwanted, plan, ast->child_count);
    *out = NULL;
    for (uint32_t i = 0; i < ast->child_count && code == FX_OK; i++) {
        const struct ast *child = ast->children[i];
        struct matcher *matcher = NULL;
        bool negated = child->kind == AST_NOT;
        if (negated && plan->relaxed)
            continue;
        code = negated ? plan_unwanted(plan, child, &matcher) : plan_node(plan, child, &matcher);
        if (code == FX_OK && matcher == NULL && !negated)
            return FX_OK;
        if (code == FX_OK && matcher != NULL) {
            struct matcher_list *list = negated ? &unwanted : &wanted;
            list->items[list->count++] = matcher;
        }
    }
    if (code == FX_OK && wanted.count == 0)
        code = match_all_new(&wanted.items[wanted.count++], plan->place, plan->err);
    if (code != FX_OK || wanted.items[0] == NULL)
        return code;
    code = match_and_new(out, plan->place, wanted.items, wanted.count, plan->err);
    struct matcher *all_unwanted = NULL, *all_wanted = *out;
    if (code == FX_OK && unwanted.count > 0)
        code = match_or_new(&all_unwanted, plan->place, unwanted.items, unwanted.count, plan->err);
    if (code == FX_OK && all_unwanted != NULL)
        code = match_not_new(out, plan->place, all_wanted, all_unwanted, plan->err);
    return code;
}

static int plan_disjunction(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    struct matcher_list list;
    int code = matcher_list_new(&list, plan, ast->child_count);
    *out = NULL;
    for (uint32_t i = 0; i < ast->child_count && code == FX_OK; i++) {
        code = plan_node(plan, ast->children[i], &list.items[list.count]);
        if (code == FX_OK && list.items[list.count] != NULL)
            list.count++;
    }
    if (code != FX_OK || list.count == 0)
        return code;
    return match_or_new(out, plan->place, list.items, list.count, plan->err);
}

static int plan_not(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    struct matcher *all, *unwanted;
    int code = match_all_new(&all, plan->place, plan->err);
    *out = all;
    if (code != FX_OK || all == NULL || plan->relaxed)
        return code;
    code = plan_unwanted(plan, ast, &unwanted);
    return code == FX_OK && unwanted != NULL ? match_not_new(out, plan->place, all, unwanted, plan->err) : code;
}

static int plan_id(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    const struct match_segment *segment = &plan->place->context->segments[plan->place->segment];
    const struct segment_info *info = segment_describe(segment->segment);
    uint32_t article;
    fx_error fault = {.code = FX_OK};
    bool damaged;
    *out = NULL;
    int code = index_find(segment->index, ast->text, &article, &fault);
    if (code == FX_END)
        return FX_OK;
    code = match_tolerate(plan->place->context, code, &fault, &damaged);
    if (code != FX_OK)
        return error_set(plan->err, code, "%s", fault.message);
    if (damaged || article < info->base || article - info->base >= info->articles)
        return FX_OK;
    return match_article_new(out, plan->place, article - info->base, plan->err);
}

int plan_node(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    struct plan inner = *plan;
    *out = NULL;
    switch (ast->kind) {
    case AST_ALL:
        return match_all_new(out, plan->place, plan->err);
    case AST_NONE:
        return FX_OK;
    case AST_WORD:
    case AST_PREFIX:
    case AST_FUZZY:
        return plan->names ? plan_name(plan, ast, out) : plan_word(plan, ast, out);
    case AST_PHRASE:
        return plan->names ? plan_name(plan, ast, out) : plan_phrase(plan, ast, out);
    case AST_AND:
        return plan_conjunction(plan, ast, out);
    case AST_OR:
        return plan_disjunction(plan, ast, out);
    case AST_NOT:
        return plan_not(plan, ast, out);
    case AST_NEAR:
    case AST_ADJ:
        return plan_near(plan, ast, out);
    case AST_FIELD:
        return plan_field(plan, ast, out);
    case AST_DATE:
        return match_date_new(out, plan->place, ast->from, ast->until, plan->err);
    case AST_ID:
        return plan_id(plan, ast, out);
    case AST_WITHIN:
        return plan_within(plan, ast, out);
    case AST_BOOST:
        inner.boost *= ast->weight;
        return plan_node(&inner, ast->children[0], out);
    }
    return FX_OK;
}

int match_plan(struct matcher **out, const struct match_place *place, const struct ast *ast, bool twins, fx_error *err)
{
    struct plan plan = {.place = place, .boost = 1, .scores = true, .twins = twins, .err = err};
    *out = NULL;
    return place->documents > 0 ? plan_node(&plan, ast, out) : FX_OK;
}
