#include "oracle.h"

#include "memory.h"
#include "slice.h"

static bool interval_inside(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                            struct oracle_view view)
{
    struct oracle_intervals list = oracle_intervals_of(oracle, document, ast);
    bool found = false;
    for (size_t i = 0; i < list.count; i++)
        found |= list.items[i].start >= view.start && list.items[i].end < view.end;
    memory_free(list.items);
    return found;
}

static double sum_idf(struct oracle *oracle, enum unit unit, const struct ast *ast)
{
    double sum = 0;
    if (ast->kind == AST_WORD || ast->kind == AST_PREFIX || ast->kind == AST_FUZZY)
        return oracle_idf(oracle, unit, ast);
    if (ast->kind == AST_BOOST)
        return ast->weight * sum_idf(oracle, unit, ast->children[0]);
    for (uint32_t i = 0; i < ast->child_count; i++)
        sum += sum_idf(oracle, unit, ast->children[i]);
    return sum;
}

static bool evaluate_word(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                          struct oracle_view view, double *score)
{
    double frequency = oracle_frequency(document, ast);
    if (score != NULL && frequency > 0)
        *score = view.boost *
                 oracle_bm25(oracle, view.statistics, document, oracle_idf(oracle, view.statistics, ast), frequency);
    return frequency > 0;
}

static bool evaluate_intervals(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                               struct oracle_view view, double *score)
{
    struct oracle_intervals list = oracle_intervals_of(oracle, document, ast);
    double frequency = (double)list.count;
    memory_free(list.items);
    if (score != NULL && frequency > 0)
        *score = view.boost *
                 oracle_bm25(oracle, view.statistics, document, sum_idf(oracle, view.statistics, ast), frequency);
    return frequency > 0;
}

static bool evaluate_list(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                          struct oracle_view view, double *score)
{
    bool all = ast->kind == AST_AND, found = all;
    for (uint32_t i = 0; i < ast->child_count; i++) {
        double one = 0;
        bool matches = oracle_evaluate(oracle, document, ast->children[i], view, score ? &one : NULL);
        found = all ? found && matches : found || matches;
        if (score != NULL && matches)
            *score += one;
    }
    return found;
}

static bool evaluate_date(const struct oracle *oracle, const struct oracle_document *document, const struct ast *ast)
{
    const struct article *article = &oracle->units->corpus->articles[document->article].article;
    return article->has_published && article->published >= ast->from && article->published < ast->until;
}

static bool evaluate_id(const struct oracle *oracle, const struct oracle_document *document, const struct ast *ast)
{
    return slice_equal(oracle->units->corpus->articles[document->article].article.id, ast->text);
}

static bool evaluate_name(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                          struct oracle_view view)
{
    if (view.field == AST_FIELD_SPEAKER)
        return oracle_speaker(oracle, document, ast, view);
    return oracle_name(document, ast, view.field);
}

/* *score is 0 before the call and is added to only where the part matches. */
static bool evaluate(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                     struct oracle_view view, double *score)
{
    switch (ast->kind) {
    case AST_ALL:
        return true;
    case AST_NONE:
        return false;
    case AST_WORD:
    case AST_PREFIX:
    case AST_FUZZY:
    case AST_PHRASE:
    case AST_NEAR:
    case AST_ADJ:
        if (view.field != AST_FIELD_COUNT)
            return evaluate_name(oracle, document, ast, view);
        if (view.region)
            return interval_inside(oracle, document, ast, view);
        if (ast->kind == AST_PHRASE || ast->kind == AST_NEAR || ast->kind == AST_ADJ)
            return evaluate_intervals(oracle, document, ast, view, score);
        return evaluate_word(oracle, document, ast, view, score);
    case AST_AND:
    case AST_OR:
        return evaluate_list(oracle, document, ast, view, score);
    case AST_NOT:
        return view.relaxed || !oracle_evaluate(oracle, document, ast->children[0], view, NULL);
    case AST_FIELD:
        return oracle_field(oracle, document, ast, view, score);
    case AST_DATE:
        return evaluate_date(oracle, document, ast);
    case AST_ID:
        return evaluate_id(oracle, document, ast);
    case AST_WITHIN:
        return oracle_within(oracle, document, ast, view, score);
    case AST_BOOST:
        view.boost *= ast->weight;
        return oracle_evaluate(oracle, document, ast->children[0], view, score);
    }
    return false;
}

bool oracle_evaluate(struct oracle *oracle, const struct oracle_document *document, const struct ast *ast,
                     struct oracle_view view, double *score)
{
    if (score != NULL)
        *score = 0;
    return evaluate(oracle, document, ast, view, view.region ? NULL : score);
}

size_t oracle_search(struct oracle *oracle, enum unit unit, const struct ast *query, struct oracle_answer *answers)
{
    size_t count = 0;
    oracle->statistic_count = 0;
    for (int u = 0; u < UNIT_COUNT; u++)
        for (size_t i = 0; i < oracle->units->count[u]; i++) {
            const struct oracle_document *document = &oracle->units->documents[u][i];
            struct oracle_view view = {.field = AST_FIELD_COUNT, .statistics = unit, .boost = 1};
            double score;
            if (oracle_counts_as(document, unit) && oracle_evaluate(oracle, document, query, view, &score))
                answers[count++] = (struct oracle_answer){document, score};
        }
    return count;
}
