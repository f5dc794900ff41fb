#include "memory.h"
#include "oracle.h"

static void add(struct oracle_intervals *list, uint32_t start, uint32_t end, uint32_t words)
{
    assert_int_equal(memory_reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items), FX_OK);
    list->items[list->count++] = (struct oracle_interval){start, end, words};
}

static bool holds(const struct oracle_interval *outer, const struct oracle_interval *inner)
{
    return outer->start <= inner->start && inner->end <= outer->end;
}

/* Keeps those that hold no other; of equal ones that with the most words. */
static void minimize(struct oracle_intervals *list)
{
    struct oracle_intervals kept = {NULL, 0, 0};
    for (size_t i = 0; i < list->count; i++) {
        const struct oracle_interval *one = &list->items[i];
        bool keep = true;
        for (size_t k = 0; k < list->count && keep; k++) {
            const struct oracle_interval *other = &list->items[k];
            bool equal = holds(one, other) && holds(other, one);
            if (k != i && holds(one, other))
                keep = equal && (one->words > other->words || (one->words == other->words && i < k));
        }
        if (keep)
            add(&kept, one->start, one->end, one->words);
    }
    memory_free(list->items);
    *list = kept;
}

static struct oracle_intervals word_intervals(const struct oracle_document *document, const struct ast *word)
{
    struct oracle_intervals list = {NULL, 0, 0};
    for (size_t i = 0; i < document->term_count; i++)
        if (oracle_word_is(word, &document->terms[i]))
            add(&list, document->terms[i].position, document->terms[i].position, 1);
    minimize(&list);
    return list;
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

enum pairing { ORDERED, EITHER_ORDER, COVER };

static struct oracle_intervals pair(struct oracle_intervals a, struct oracle_intervals b, enum pairing pairing)
{
    struct oracle_intervals list = {NULL, 0, 0};
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < b.count; k++) {
            struct oracle_interval x = a.items[i], y = b.items[k];
            bool wanted = pairing == COVER || x.end < y.start || (pairing == EITHER_ORDER && y.end < x.start);
            if (wanted)
                add(&list, smaller(x.start, y.start), larger(x.end, y.end), x.words + y.words);
        }
    memory_free(a.items);
    memory_free(b.items);
    minimize(&list);
    return list;
}

static bool word_at(const struct oracle_document *document, const struct ast *word, uint32_t position)
{
    for (size_t i = 0; i < document->term_count; i++)
        if (document->terms[i].position == position && oracle_word_is(word, &document->terms[i]))
            return true;
    return false;
}

static struct oracle_intervals exact_phrase(const struct oracle_document *document, const struct ast *ast)
{
    struct oracle_intervals list = {NULL, 0, 0}, starts = word_intervals(document, ast->children[0]);
    for (size_t i = 0; i < starts.count; i++) {
        uint32_t start = starts.items[i].start, end = start;
        bool found = true;
        for (uint32_t k = 0; k < ast->child_count && found; k++) {
            end = start + ast->children[k]->position;
            found = word_at(document, ast->children[k], end);
        }
        if (found)
            add(&list, start, end, ast->child_count);
    }
    memory_free(starts.items);
    return list;
}

static void thin(struct oracle_intervals *list, const struct oracle_document *document, uint32_t distance,
                 bool within_section)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct oracle_interval one = list->items[i];
        bool crosses = false;
        for (size_t k = 0; k < document->mark_count[2]; k++)
            crosses |= document->marks[2][k] > one.start && document->marks[2][k] <= one.end;
        uint32_t width = one.end - one.start + 1, beyond = width > one.words ? width - one.words : 0;
        if (beyond <= distance && !(crosses && within_section))
            list->items[kept++] = one;
    }
    list->count = kept;
}

static struct oracle_intervals sloppy_phrase(const struct oracle_document *document, const struct ast *ast)
{
    struct oracle_intervals all = word_intervals(document, ast->children[0]);
    uint32_t last = ast->child_count - 1, gaps = ast->children[last]->position - last;
    for (uint32_t i = 1; i < ast->child_count; i++)
        all = pair(all, word_intervals(document, ast->children[i]), ORDERED);
    thin(&all, document, ast->distance + gaps, false);
    return all;
}

bool oracle_region(const struct oracle_document *document, unsigned kind, size_t i, uint32_t *start, uint32_t *end)
{
    *start = 0;
    if (kind == 3) {
        *end = document->head_end;
        return i == 0 && document->has_head;
    }
    if (i > document->mark_count[kind])
        return false;
    *start = i == 0 ? 0 : document->marks[kind][i - 1];
    *end = i < document->mark_count[kind] ? document->marks[kind][i] : UINT32_MAX;
    return true;
}

/* Of the child's intervals those inside a region in which the child holds. */
static struct oracle_intervals zone_intervals(struct oracle *oracle, const struct oracle_document *document,
                                              const struct ast *child, unsigned kind)
{
    struct oracle_intervals all = oracle_intervals_of(oracle, document, child);
    size_t kept = 0;
    for (size_t i = 0; i < all.count; i++) {
        uint32_t start, end;
        bool inside = false;
        for (size_t k = 0; oracle_region(document, kind, k, &start, &end); k++) {
            struct oracle_view view = {
                .region = true, .start = start, .end = end, .field = AST_FIELD_COUNT, .statistics = document->unit};
            if (start <= all.items[i].start && all.items[i].end < end)
                inside |= oracle_evaluate(oracle, document, child, view, NULL);
        }
        if (inside)
            all.items[kept++] = all.items[i];
    }
    all.count = kept;
    return all;
}

struct oracle_intervals oracle_intervals_of(struct oracle *oracle, const struct oracle_document *document,
                                            const struct ast *ast)
{
    struct oracle_intervals all = {NULL, 0, 0}, one;
    switch (ast->kind) {
    case AST_WORD:
    case AST_PREFIX:
    case AST_FUZZY:
        return word_intervals(document, ast);
    case AST_PHRASE:
        return ast->distance > 0 ? sloppy_phrase(document, ast) : exact_phrase(document, ast);
    case AST_NEAR:
    case AST_ADJ:
        all = pair(oracle_intervals_of(oracle, document, ast->children[0]),
                   oracle_intervals_of(oracle, document, ast->children[1]),
                   ast->kind == AST_ADJ ? ORDERED : EITHER_ORDER);
        thin(&all, document, ast->distance, document->unit == UNIT_ARTICLE);
        return all;
    case AST_AND:
        all = oracle_intervals_of(oracle, document, ast->children[0]);
        for (uint32_t i = 1; i < ast->child_count; i++)
            all = pair(all, oracle_intervals_of(oracle, document, ast->children[i]), COVER);
        return all;
    case AST_OR:
        for (uint32_t i = 0; i < ast->child_count; i++) {
            one = oracle_intervals_of(oracle, document, ast->children[i]);
            for (size_t k = 0; k < one.count; k++)
                add(&all, one.items[k].start, one.items[k].end, one.items[k].words);
            memory_free(one.items);
        }
        minimize(&all);
        return all;
    case AST_BOOST:
        return oracle_intervals_of(oracle, document, ast->children[0]);
    case AST_FIELD:
        return document->unit == UNIT_ARTICLE ? zone_intervals(oracle, document, ast->children[0], 3) : all;
    case AST_WITHIN:
        if (ast->scope == AST_SCOPE_TITLE)
            return document->unit == UNIT_ARTICLE ? zone_intervals(oracle, document, ast->children[0], 3) : all;
        return zone_intervals(oracle, document, ast->children[0], (unsigned)ast->scope);
    default:
        return all;
    }
}
