#include "error.h"
#include "plan_parts.h"

/* A part that is answered by quotes or sections, as the unit of `plan` sees it: `in_unit` plans it over `unit`. */
typedef int (*plan_function)(const struct plan *plan, const struct ast *a, const struct ast *b, struct matcher **out);

static int plan_joined_up(const struct plan *plan, enum unit unit, plan_function in_unit, const struct ast *a,
                          const struct ast *b, struct matcher **out)
{
    struct plan child;
    struct matcher *matcher = NULL, *twin = NULL;
    *out = NULL;
    int code = plan_elsewhere(plan, unit, &child);
    if (code != FX_OK || child.place == NULL)
        return code;
    child.relaxed = false;
    code = in_unit(&child, a, b, &matcher);
    if (code != FX_OK || matcher == NULL)
        return code;
    if (plan->twins)
        code = in_unit(&child, a, b, &twin);
    return code == FX_OK ? match_join_up_new(out, plan->place, matcher, twin, unit, plan->err) : code;
}

/* Any part that articles answer, for their sections and quotes. */
static int plan_joined_down(const struct plan *plan, plan_function in_article, const struct ast *a, const struct ast *b,
                            struct matcher **out)
{
    struct plan parent;
    struct matcher *matcher = NULL;
    *out = NULL;
    int code = plan_elsewhere(plan, UNIT_ARTICLE, &parent);
    if (code != FX_OK || parent.place == NULL)
        return code;
    parent.relaxed = false;
    code = in_article(&parent, a, b, &matcher);
    return code == FX_OK && matcher != NULL ? match_join_down_new(out, plan->place, matcher, plan->err) : code;
}

/* ---- title ---- */

static int title_of_article(const struct plan *plan, const struct ast *a, const struct ast *b, struct matcher **out)
{
    if (b == NULL)
        return plan_zone(plan, ZONE_HEAD, a, out);
    struct ast *children[2] = {(struct ast *)(uintptr_t)a, (struct ast *)(uintptr_t)b};
    struct ast **copy = arena_allocate(plan->place->context->arena, sizeof children);
    struct ast *both = arena_allocate_zeroed(plan->place->context->arena, 1, sizeof *both);
    *out = NULL;
    if (copy == NULL || both == NULL)
        return error_no_memory(plan->err);
    copy[0] = children[0];
    copy[1] = children[1];
    *both = (struct ast){.kind = AST_AND, .children = copy, .child_count = 2, .offset = a->offset};
    return plan_zone(plan, ZONE_HEAD, both, out);
}

static int plan_title(const struct plan *plan, const struct ast *a, const struct ast *b, struct matcher **out)
{
    *out = NULL;
    if (plan->place->unit == UNIT_ARTICLE)
        return title_of_article(plan, a, b, out);
    if (plan->positional) /* the title's words are no words of this unit */
        return FX_OK;
    return plan_joined_down(plan, title_of_article, a, b, out);
}

/* ---- quotes ---- */

static int all_of(const struct plan *plan, const struct ast *a, const struct ast *b, struct matcher **out)
{
    struct matcher *first = NULL, *second = NULL;
    int code = plan_node(plan, a, &first);
    *out = first;
    if (code != FX_OK || b == NULL || first == NULL)
        return code;
    code = plan_node(plan, b, &second);
    return code == FX_OK ? plan_and(plan, first, second, out) : code;
}

static int quote_of_article(const struct plan *plan, const struct ast *a, const struct ast *b, struct matcher **out)
{
    return plan_joined_up(plan, UNIT_QUOTE, all_of, a, b, out);
}

/* `a`, and `b` where given, in one quote. A section is answered by the quotes of its article. */
static int plan_quote(const struct plan *plan, const struct ast *a, const struct ast *b, struct matcher **out)
{
    if (plan->place->unit == UNIT_QUOTE)
        return all_of(plan, a, b, out);
    if (plan->place->unit == UNIT_ARTICLE)
        return quote_of_article(plan, a, b, out);
    return plan_joined_down(plan, quote_of_article, a, b, out);
}

/* ---- headings ---- */

static int heading_of_section(const struct plan *plan, const struct ast *a, const struct ast *heading,
                              struct matcher **out)
{
    struct matcher *head = NULL, *headed = NULL, *words = NULL;
    *out = NULL;
    int code = plan_zone(plan, ZONE_HEAD, heading, &head);
    if (code == FX_OK && head != NULL)
        code = match_headed_new(&headed, plan->place, plan->err);
    if (code == FX_OK)
        code = plan_and(plan, head, headed, out);
    if (code != FX_OK || a == NULL || *out == NULL)
        return code;
    code = plan_node(plan, a, &words);
    return code == FX_OK ? plan_and(plan, words, *out, out) : code;
}

/* Quotes under the heading. */
static int heading_of_quote(const struct plan *plan, const struct ast *heading, struct matcher **out)
{
    struct plan sections;
    struct matcher *matcher = NULL;
    *out = NULL;
    int code = plan_elsewhere(plan, UNIT_SECTION, &sections);
    if (code != FX_OK || sections.place == NULL)
        return code;
    sections.scores = false;
    sections.relaxed = false;
    code = heading_of_section(&sections, NULL, heading, &matcher);
    if (code != FX_OK || matcher == NULL)
        return code;
    return match_join_name_new(out, plan->place, matcher, UNIT_SECTION, FACET_HEADING, plan->err);
}

/* `a`, where given, in a section so headed. */
static int plan_heading(const struct plan *plan, const struct ast *a, const struct ast *heading, struct matcher **out)
{
    struct matcher *words = NULL, *under = NULL;
    struct plan exact = *plan;
    exact.relaxed = false;
    if (plan->place->unit == UNIT_SECTION)
        return heading_of_section(&exact, a, heading, out);
    if (plan->place->unit == UNIT_ARTICLE)
        return plan_joined_up(plan, UNIT_SECTION, heading_of_section, a, heading, out);
    int code = heading_of_quote(plan, heading, &under);
    *out = under;
    if (code != FX_OK || a == NULL || under == NULL)
        return code;
    code = plan_node(plan, a, &words);
    return code == FX_OK ? plan_and(plan, words, under, out) : code;
}

/* ---- fields and scopes ---- */

/* The newspaper's desk, or a sub-heading. */
static int plan_section(const struct plan *plan, const struct ast *a, const struct ast *value, struct matcher **out)
{
    struct plan names = *plan;
    struct matcher *desk = NULL, *heading = NULL, *words = NULL;
    names.names = true;
    names.field = AST_FIELD_SECTION;
    *out = NULL;
    int code = plan_node(&names, value, &desk);
    if (code == FX_OK && desk != NULL && a != NULL) {
        code = plan_node(plan, a, &words);
        if (code == FX_OK)
            code = plan_and(plan, words, desk, &desk);
    }
    if (code == FX_OK)
        code = plan_heading(plan, a, value, &heading);
    return code == FX_OK ? plan_or(plan, desk, heading, out) : code;
}

int plan_field(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    struct plan inner = *plan;
    const struct ast *child = ast->children[0];
    inner.names = false;
    inner.field = ast->field;
    switch (ast->field) {
    case AST_FIELD_TITLE:
        return plan_title(&inner, child, NULL, out);
    case AST_FIELD_HEADING:
        return plan_heading(&inner, NULL, child, out);
    case AST_FIELD_SAID:
        return plan_quote(&inner, child, NULL, out);
    case AST_FIELD_SECTION:
        return plan_section(&inner, NULL, child, out);
    default:
        inner.names = true;
        return plan_node(&inner, child, out);
    }
}

/* Speech by someone. Of a section it is also asked that the speaker is heard in it. */
static int plan_speech(const struct plan *plan, const struct ast *words, const struct ast *speaker,
                       struct matcher **out)
{
    struct plan quotes;
    struct matcher *speech = NULL, *heard = NULL, *named = NULL;
    int code = plan_quote(plan, words, speaker, &speech);
    *out = speech;
    if (code != FX_OK || speech == NULL || plan->place->unit != UNIT_SECTION)
        return code;
    code = plan_elsewhere(plan, UNIT_QUOTE, &quotes);
    if (code != FX_OK || quotes.place == NULL)
        return code;
    quotes.scores = false;
    quotes.relaxed = false;
    code = all_of(&quotes, words, speaker, &named);
    if (code == FX_OK && named != NULL)
        code = match_join_name_new(&heard, plan->place, named, UNIT_QUOTE, FACET_SPEAKER, plan->err);
    return code == FX_OK ? plan_and(plan, speech, heard, out) : code;
}

int plan_within(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    const struct ast *words = ast->children[0];
    switch (ast->scope) {
    case AST_SCOPE_SENTENCE:
        return plan_zone(plan, ZONE_SENTENCE, words, out);
    case AST_SCOPE_PARAGRAPH:
        return plan_zone(plan, ZONE_PARAGRAPH, words, out);
    case AST_SCOPE_SECTION:
        return plan_zone(plan, ZONE_SECTION, words, out);
    case AST_SCOPE_TITLE:
        return plan_title(plan, words, NULL, out);
    case AST_SCOPE_QUOTE:
        return plan_quote(plan, words, NULL, out);
    case AST_SCOPE_FIELD:
        break;
    }
    const struct ast *scope = ast->children[1];
    switch (scope->field) {
    case AST_FIELD_TITLE:
        return plan_title(plan, words, scope->children[0], out);
    case AST_FIELD_HEADING:
        return plan_heading(plan, words, scope->children[0], out);
    case AST_FIELD_SECTION:
        return plan_section(plan, words, scope->children[0], out);
    case AST_FIELD_SPEAKER:
        return plan_speech(plan, words, scope, out);
    default: /* said: */
        return plan_quote(plan, words, scope->children[0], out);
    }
}
