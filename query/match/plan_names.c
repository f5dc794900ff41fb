#include "plan_parts.h"

#include "error.h"

static uint32_t spaces_of(enum ast_field field, enum term_space spaces[4])
{
    switch (field) {
    case AST_FIELD_DESK:
    case AST_FIELD_SECTION: /* its headings are planned apart */
        return (spaces[0] = TERM_DESK, 1);
    case AST_FIELD_SPEAKER:
        return (spaces[0] = TERM_SPEAKER, 1);
    case AST_FIELD_PERSON:
        return (spaces[0] = TERM_PERSON, 1);
    case AST_FIELD_ORGANIZATION:
        return (spaces[0] = TERM_ORGANIZATION, 1);
    case AST_FIELD_PLACE:
        return (spaces[0] = TERM_PLACE, 1);
    case AST_FIELD_SOURCE:
        return (spaces[0] = TERM_SOURCE, 1);
    case AST_FIELD_AUTHOR:
        return (spaces[0] = TERM_AUTHOR, 1);
    case AST_FIELD_LANG:
        return (spaces[0] = TERM_LANG, 1);
    case AST_FIELD_ENTITY:
        spaces[0] = TERM_PERSON;
        spaces[1] = TERM_ORGANIZATION;
        spaces[2] = TERM_PLACE;
        spaces[3] = TERM_OTHER;
        return 4;
    default:
        return 0;
    }
}

/* Words of a name have places in the name, not in the text: nothing there is to be marked. */
static int mark_nothing(const struct plan *plan, struct matcher *named)
{
    struct matcher_operations *operations = arena_allocate(plan->place->context->arena, sizeof *operations);
    if (operations == NULL)
        return error_no_memory(plan->err);
    *operations = *named->operations;
    operations->positions = NULL;
    named->operations = operations;
    return FX_OK;
}

/* The name in the unit of `plan`, in any space of the field. */
static int plan_in_spaces(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    enum term_space spaces[4];
    uint32_t count = spaces_of(plan->field, spaces), found = 0;
    struct matcher *matchers[4];
    *out = NULL;
    for (uint32_t i = 0; i < count; i++) {
        int code = ast->kind == AST_PHRASE ? plan_phrase_in(plan, ast, spaces[i], &matchers[found])
                                           : plan_word_in(plan, ast, spaces[i], &matchers[found]);
        if (code == FX_OK && plan->twins && matchers[found] != NULL) /* highlights will be asked for */
            code = mark_nothing(plan, matchers[found]);
        if (code != FX_OK)
            return code;
        found += matchers[found] != NULL;
    }
    return found > 0 ? match_or_new(out, plan->place, matchers, found, plan->err) : FX_OK;
}

/* Who speaks is known of quotes: articles and sections ask theirs. */
static int plan_speaker(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    struct plan quotes;
    struct matcher *named = NULL, *twin = NULL;
    int code = plan_elsewhere(plan, UNIT_QUOTE, &quotes);
    if (code != FX_OK || quotes.place == NULL)
        return code;
    code = plan_in_spaces(&quotes, ast, &named);
    if (code != FX_OK || named == NULL)
        return code;
    if (plan->place->unit == UNIT_SECTION)
        return match_join_name_new(out, plan->place, named, UNIT_QUOTE, FACET_SPEAKER, plan->err);
    if (plan->twins)
        code = plan_in_spaces(&quotes, ast, &twin);
    return code == FX_OK ? match_join_up_new(out, plan->place, named, twin, UNIT_QUOTE, plan->err) : code;
}

int plan_name(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    struct plan filter = *plan;
    filter.scores = false;
    *out = NULL;
    if (plan->field == AST_FIELD_SPEAKER && plan->place->unit != UNIT_QUOTE)
        return plan_speaker(&filter, ast, out);
    return plan_in_spaces(&filter, ast, out);
}
