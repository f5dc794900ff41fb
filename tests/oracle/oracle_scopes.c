#include "oracle.h"
#include "slice.h"

/* The view of a whole document of another unit. */
static struct oracle_view elsewhere(struct oracle_view view, enum unit unit)
{
    view.region = view.relaxed = false;
    view.field = AST_FIELD_COUNT;
    view.statistics = unit;
    return view;
}

static bool shares_facet(const struct oracle_document *a, const struct oracle_document *b, enum facet_kind kind)
{
    for (size_t i = 0; i < a->facet_count; i++)
        for (size_t k = 0; k < b->facet_count; k++)
            if (a->facets[i].kind == kind && b->facets[k].kind == kind &&
                slice_equal(a->facets[i].folded, b->facets[k].folded))
                return true;
    return false;
}

/* Does a document of `unit` of the same article match `a` and `b` (NULL: nothing asked)? The best one scores. */
struct relatives {
    enum unit unit;
    const struct ast *a, *b, *heading;     /* heading: the head of a headed section holds it */
    const struct oracle_document *sharing; /* NULL, or the document that has to share a name of `kind` */
    enum facet_kind kind;
};

static bool head_holds(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                       struct oracle_view view)
{
    view.region = true;
    view.start = 0;
    view.end = document->head_end;
    return document->has_head && oracle_evaluate(oracle, document, ast, view, NULL);
}

static double relaxed_score(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                            struct oracle_view view)
{
    double score;
    view.relaxed = true;
    oracle_evaluate(oracle, document, ast, view, &score);
    return score;
}

static bool relative_matches(struct oracle *oracle, const struct oracle_document *document,
                             const struct relatives *asked, struct oracle_view view, double *score)
{
    double a = 0, b = 0;
    *score = 0;
    if (asked->sharing != NULL && !shares_facet(document, asked->sharing, asked->kind))
        return false;
    if (asked->heading != NULL) {
        if (document->ordinal == 0 || !head_holds(oracle, document, asked->heading, view))
            return false;
        *score = relaxed_score(oracle, document, asked->heading, view);
    }
    if (asked->a != NULL && !oracle_evaluate(oracle, document, asked->a, view, &a))
        return false;
    if (asked->b != NULL && !oracle_evaluate(oracle, document, asked->b, view, &b))
        return false;
    *score += a + b;
    return true;
}

static bool any_relative(struct oracle *oracle, const struct oracle_document *document, const struct relatives *asked,
                         struct oracle_view view, double *score)
{
    bool found = false;
    view = elsewhere(view, asked->unit);
    for (size_t i = 0; i < oracle->units->count[asked->unit]; i++) {
        const struct oracle_document *other = &oracle->units->documents[asked->unit][i];
        double one;
        if (other->article != document->article || !relative_matches(oracle, other, asked, view, &one))
            continue;
        found = true;
        if (score != NULL && one > *score)
            *score = one;
    }
    return found;
}

bool oracle_speaker(struct oracle *oracle, const struct oracle_document *document, const struct ast *name,
                    struct oracle_view view)
{
    (void)view;
    if (document->unit == UNIT_QUOTE)
        return oracle_name(document, name, AST_FIELD_SPEAKER);
    for (size_t i = 0; i < oracle->units->count[UNIT_QUOTE]; i++) {
        const struct oracle_document *quote = &oracle->units->documents[UNIT_QUOTE][i];
        if (quote->article != document->article || !oracle_name(quote, name, AST_FIELD_SPEAKER))
            continue;
        if (document->unit == UNIT_ARTICLE || shares_facet(document, quote, FACET_SPEAKER))
            return true;
    }
    return false;
}

/* ---- title ---- */

static const struct oracle_document *article_of(const struct oracle *oracle, const struct oracle_document *document)
{
    for (size_t i = 0; i < oracle->units->count[UNIT_ARTICLE]; i++)
        if (oracle->units->documents[UNIT_ARTICLE][i].article == document->article)
            return &oracle->units->documents[UNIT_ARTICLE][i];
    return NULL;
}

/* `ast` holds in some region of a kind, cut to the view's; scores as if the whole document were asked. */
static bool zone(struct oracle *oracle, const struct oracle_document *document, unsigned kind, const struct ast *ast,
                 struct oracle_view view, double *score)
{
    struct oracle_view inner = view;
    uint32_t start, end;
    bool found = false;
    inner.relaxed = true;
    if (!view.region && (!oracle_evaluate(oracle, document, ast, inner, score) || view.relaxed))
        return view.relaxed && oracle_evaluate(oracle, document, ast, inner, score);
    for (size_t i = 0; oracle_region(document, kind, i, &start, &end) && !found; i++) {
        inner = view;
        inner.relaxed = false;
        inner.region = true;
        inner.start = view.region && view.start > start ? view.start : start;
        inner.end = view.region && view.end < end ? view.end : end;
        found = inner.start < inner.end && oracle_evaluate(oracle, document, ast, inner, NULL);
    }
    return found;
}

static bool title(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                  struct oracle_view view, double *score)
{
    view.field = AST_FIELD_COUNT;
    if (document->unit == UNIT_ARTICLE)
        return zone(oracle, document, 3, ast, view, score);
    return zone(oracle, article_of(oracle, document), 3, ast, elsewhere(view, UNIT_ARTICLE), score);
}

/* ---- quotes ---- */

static bool quote(struct oracle *oracle, const struct oracle_document *document, const struct ast *a,
                  const struct ast *b, struct oracle_view view, double *score)
{
    struct relatives asked = {.unit = UNIT_QUOTE, .a = a, .b = b};
    double x = 0, y = 0;
    view.field = AST_FIELD_COUNT;
    if (document->unit != UNIT_QUOTE)
        return any_relative(oracle, document, &asked, view, score);
    view.region = false;
    bool found =
        oracle_evaluate(oracle, document, a, view, &x) && (b == NULL || oracle_evaluate(oracle, document, b, view, &y));
    if (score != NULL)
        *score = x + y;
    return found;
}

static bool speech(struct oracle *oracle, const struct oracle_document *document, const struct ast *a,
                   const struct ast *speaker, struct oracle_view view, double *score)
{
    struct relatives heard = {.unit = UNIT_QUOTE, .a = a, .b = speaker, .sharing = document, .kind = FACET_SPEAKER};
    if (!quote(oracle, document, a, speaker, view, score))
        return false;
    return document->unit != UNIT_SECTION || any_relative(oracle, document, &heard, view, NULL);
}

/* ---- headings ---- */

static bool heading(struct oracle *oracle, const struct oracle_document *document, const struct ast *a,
                    const struct ast *head, struct oracle_view view, double *score)
{
    struct relatives asked = {.unit = UNIT_SECTION, .a = a, .heading = head};
    double one;
    view.field = AST_FIELD_COUNT;
    if (document->unit == UNIT_ARTICLE)
        return any_relative(oracle, document, &asked, view, score);
    view.region = false;
    if (document->unit == UNIT_SECTION) {
        view.relaxed = false;
        bool found = relative_matches(oracle, document, &asked, view, &one);
        if (score != NULL)
            *score = one;
        return found;
    }
    asked.a = NULL;
    asked.sharing = document;
    asked.kind = FACET_HEADING;
    return any_relative(oracle, document, &asked, view, NULL) &&
           (a == NULL || oracle_evaluate(oracle, document, a, view, score));
}

/* ---- fields and WITHIN ---- */

static bool section(struct oracle *oracle, const struct oracle_document *document, const struct ast *a,
                    const struct ast *value, struct oracle_view view, double *score)
{
    struct oracle_view names = view;
    double at_desk = 0, under = 0;
    names.field = AST_FIELD_SECTION;
    bool desk = oracle_evaluate(oracle, document, value, names, NULL);
    if (desk && a != NULL) {
        view.region = false;
        desk = oracle_evaluate(oracle, document, a, view, &at_desk);
    }
    bool headed = heading(oracle, document, a, value, view, &under);
    if (score != NULL)
        *score = (desk ? at_desk : 0) + (headed ? under : 0);
    return desk || headed;
}

bool oracle_field(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                  struct oracle_view view, double *score)
{
    const struct ast *child = ast->children[0];
    switch (ast->field) {
    case AST_FIELD_TITLE:
        return title(oracle, document, child, view, score);
    case AST_FIELD_HEADING:
        return heading(oracle, document, NULL, child, view, score);
    case AST_FIELD_SAID:
        return quote(oracle, document, child, NULL, view, score);
    case AST_FIELD_SECTION:
        view.field = AST_FIELD_COUNT;
        return section(oracle, document, NULL, child, view, score);
    default:
        view.field = ast->field;
        return oracle_evaluate(oracle, document, child, view, NULL);
    }
}

bool oracle_within(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                   struct oracle_view view, double *score)
{
    const struct ast *a = ast->children[0];
    switch (ast->scope) {
    case AST_SCOPE_SENTENCE:
    case AST_SCOPE_PARAGRAPH:
    case AST_SCOPE_SECTION:
        return zone(oracle, document, (unsigned)ast->scope, a, view, score);
    case AST_SCOPE_TITLE:
        return title(oracle, document, a, view, score);
    case AST_SCOPE_QUOTE:
        return quote(oracle, document, a, NULL, view, score);
    case AST_SCOPE_FIELD:
        break;
    }
    const struct ast *scope = ast->children[1], *value = scope->children[0];
    struct ast *both[2] = {ast->children[0], scope->children[0]};
    struct ast conjunction = {.kind = AST_AND, .children = both, .child_count = 2};
    switch (scope->field) {
    case AST_FIELD_TITLE:
        return title(oracle, document, &conjunction, view, score);
    case AST_FIELD_HEADING:
        return heading(oracle, document, a, value, view, score);
    case AST_FIELD_SECTION:
        return section(oracle, document, a, value, view, score);
    case AST_FIELD_SPEAKER:
        return speech(oracle, document, a, scope, view, score);
    default:
        return quote(oracle, document, a, value, view, score);
    }
}
