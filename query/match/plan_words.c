#include "error.h"
#include "lexer.h"
#include "plan_parts.h"

#include <string.h>

static struct word_key key_of(const struct plan *plan, const struct ast *ast, enum term_space space)
{
    bool form = ast->kind != AST_WORD || ast->exact || space != TERM_WORD;
    return (struct word_key){
        .kind = ast->kind,
        .unit = plan->place->statistics,
        .space = space,
        .text = form ? ast->text : ast->stem,
        .form = ast->text,
        .exact = ast->kind == AST_WORD && ast->exact && space == TERM_WORD,
        .distance = ast->kind == AST_FUZZY ? ast->distance : 0,
        .offset = ast->offset,
    };
}

static bool scores(const struct plan *plan, enum term_space space)
{
    return plan->scores && plan->boost > 0 && space == TERM_WORD;
}

/* The lists of a word here; with its statistics over everything where they are wanted. */
static int find_lists(const struct plan *plan, const struct ast *ast, enum term_space space,
                      const struct word_lists **lists, const struct word **word)
{
    struct match_context *context = plan->place->context;
    struct word_key key = key_of(plan, ast, space);
    *lists = NULL;
    *word = NULL;
    if (scores(plan, space)) {
        struct word *found;
        int code = word_find(&found, context, &key, plan->err);
        if (code != FX_OK)
            return code;
        *word = found;
        *lists = &found->segments[plan->place->unit][plan->place->segment];
        return FX_OK;
    }
    struct word_lists *own = arena_allocate(context->arena, sizeof *own);
    if (own == NULL)
        return error_no_memory(plan->err);
    *lists = own;
    return word_lists_find(own, context, plan->place->segment, plan->place->unit, &key, plan->err);
}

/* "robot", "=robotics", "robot*", "robot~1" */
static int make_label(const struct plan *plan, const struct ast *ast, fx_slice *label)
{
    fx_slice text = ast->kind == AST_WORD && !ast->exact ? ast->stem : ast->text;
    char *bytes = arena_allocate_bytes(plan->place->context->arena, text.len + 3);
    size_t length = 0;
    if (bytes == NULL)
        return error_no_memory(plan->err);
    if (ast->kind == AST_WORD && ast->exact)
        bytes[length++] = '=';
    memcpy(bytes + length, text.ptr, text.len);
    length += text.len;
    if (ast->kind == AST_PREFIX)
        bytes[length++] = '*';
    if (ast->kind == AST_FUZZY) {
        bytes[length++] = '~';
        bytes[length++] = (char)('0' + ast->distance);
    }
    *label = (fx_slice){bytes, length};
    return FX_OK;
}

/* Positions that an occurrence takes: a pair of ideographs is one term over two. */
static uint32_t positions_of(const struct ast *ast)
{
    struct lexer lexer;
    struct lexeme lexeme;
    lexer_init(&lexer, ast->text);
    bool pair = lexer_next(&lexer, &lexeme) && lexeme.kind == LEXEME_CJK && lexeme.positions > 1;
    return pair ? 2 : 1;
}

int plan_word_in(const struct plan *plan, const struct ast *ast, enum term_space space, struct matcher **out)
{
    const struct word_lists *lists;
    const struct word *word;
    struct match_weight weight = {0};
    *out = NULL;
    int code = find_lists(plan, ast, space, &lists, &word);
    if (code != FX_OK || lists->count == 0)
        return code;
    if (word != NULL) {
        weight = (struct match_weight){word->idf, plan->boost, word->document_frequency, {NULL, 0}, 1};
        if (plan->twins)
            code = make_label(plan, ast, &weight.label);
    }
    if (plan->twins) /* a hit is looked at; while searching nobody asks */
        weight.positions = positions_of(ast);
    if (code != FX_OK)
        return code;
    if (lists->count == 1 && lists->lists[0].codes == NULL)
        return match_term_new(out, plan->place, &lists->lists[0].entry, &weight, plan->err);
    return match_expand_new(out, plan->place, lists, &weight, plan->err);
}

int plan_word(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    return plan_word_in(plan, ast, TERM_WORD, out);
}

/* The sum of the idfs of all words of a phrase or NEAR, boosts inside it included. */
static int sum_idf(const struct plan *plan, const struct ast *ast, double boost, double *sum)
{
    const struct word_lists *lists;
    const struct word *word;
    int code = FX_OK;
    switch (ast->kind) {
    case AST_WORD:
    case AST_PREFIX:
    case AST_FUZZY:
        code = find_lists(plan, ast, TERM_WORD, &lists, &word);
        if (code == FX_OK && word != NULL)
            *sum += word->idf * boost;
        return code;
    case AST_BOOST:
        return sum_idf(plan, ast->children[0], boost * ast->weight, sum);
    case AST_WITHIN:
        return sum_idf(plan, ast->children[0], boost, sum);
    default:
        for (uint32_t i = 0; i < ast->child_count && code == FX_OK; i++)
            code = sum_idf(plan, ast->children[i], boost, sum);
        return code;
    }
}

static int weigh(const struct plan *plan, const struct ast *ast, enum term_space space, struct match_weight *weight)
{
    *weight = (struct match_weight){0, plan->boost, 0, {"phrase", 6}, 1};
    if (ast->kind != AST_PHRASE)
        weight->label = ast->kind == AST_NEAR ? (fx_slice){"NEAR", 4} : (fx_slice){"ADJ", 3};
    return scores(plan, space) ? sum_idf(plan, ast, 1, &weight->idf) : FX_OK;
}

/* A phrase of plain words: one list each. *plain is false where forms or expansions stand in it; *out is NULL and
 * *plain true where a word is missing. */
static int plan_plain_phrase(const struct plan *plan, const struct ast *ast, enum term_space space,
                             const struct match_weight *weight, bool *plain, struct matcher **out)
{
    struct phrase_word *words = arena_allocate(plan->place->context->arena, ast->child_count * sizeof *words);
    *plain = ast->distance == 0;
    if (words == NULL)
        return error_no_memory(plan->err);
    for (uint32_t i = 0; i < ast->child_count; i++) {
        const struct word_lists *lists;
        const struct word *word;
        int code = find_lists(plan, ast->children[i], space, &lists, &word);
        if (code != FX_OK)
            return code;
        if (lists->count == 0) {
            *plain = true;
            return FX_OK;
        }
        if (lists->count > 1 || lists->lists[0].codes != NULL)
            *plain = false;
        words[i] = (struct phrase_word){lists->lists[0].entry, ast->children[i]->position,
                                        plan->twins ? positions_of(ast->children[i]) : 1};
    }
    return *plain ? match_phrase_new(out, plan->place, words, ast->child_count, weight, plan->err) : FX_OK;
}

int plan_phrase_in(const struct plan *plan, const struct ast *ast, enum term_space space, struct matcher **out)
{
    struct match_weight weight;
    struct matcher_list parts;
    bool plain;
    *out = NULL;
    int code = weigh(plan, ast, space, &weight);
    if (code == FX_OK)
        code = plan_plain_phrase(plan, ast, space, &weight, &plain, out);
    if (code != FX_OK || plain)
        return code;
    code = matcher_list_new(&parts, plan, ast->child_count);
    uint32_t *offsets = arena_allocate(plan->place->context->arena, ast->child_count * sizeof *offsets);
    if (code == FX_OK && offsets == NULL)
        code = error_no_memory(plan->err);
    struct plan filter = *plan;
    filter.scores = false;
    for (uint32_t i = 0; i < ast->child_count && code == FX_OK; i++) {
        code = plan_word_in(&filter, ast->children[i], space, &parts.items[i]);
        if (code != FX_OK || parts.items[i] == NULL)
            return code;
        offsets[i] = ast->children[i]->position;
        parts.count++;
    }
    if (code != FX_OK)
        return code;
    uint32_t gaps = offsets[parts.count - 1] - (parts.count - 1);
    struct near_shape shape = {.distance = ast->distance + gaps, .ordered = true};
    if (ast->distance == 0)
        shape.offsets = offsets;
    return match_near_new(out, plan->place, parts.items, parts.count, &shape, &weight, plan->err);
}

int plan_phrase(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    return plan_phrase_in(plan, ast, TERM_WORD, out);
}

int plan_near(const struct plan *plan, const struct ast *ast, struct matcher **out)
{
    struct match_weight weight;
    struct matcher *operands[2];
    struct near_shape shape = {.distance = ast->distance,
                               .ordered = ast->kind == AST_ADJ,
                               .within_section = plan->place->unit == UNIT_ARTICLE};
    struct plan filter = *plan;
    filter.scores = false;
    filter.relaxed = false;
    filter.positional = true;
    *out = NULL;
    for (uint32_t i = 0; i < 2; i++) {
        int code = plan_node(&filter, ast->children[i], &operands[i]);
        if (code != FX_OK || operands[i] == NULL)
            return code;
    }
    int code = weigh(plan, ast, TERM_WORD, &weight);
    return code == FX_OK ? match_near_new(out, plan->place, operands, 2, &shape, &weight, plan->err) : code;
}
