#include "memory.h"
#include "oracle.h"
#include "slice.h"

#include <math.h>

static uint32_t character_at(fx_slice text, size_t *at)
{
    uint32_t value = (unsigned char)text.ptr[(*at)++];
    while (*at < text.len && ((unsigned char)text.ptr[*at] & 0xC0) == 0x80)
        value = value << 8 | (unsigned char)text.ptr[(*at)++];
    return value;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Levenshtein distance of characters, by the whole table. */
static uint32_t distance(fx_slice a, fx_slice b)
{
    static uint32_t table[130][130];
    uint32_t x[130], y[130], n = 0, m = 0;
    for (size_t at = 0; at < a.len;)
        x[n++] = character_at(a, &at);
    for (size_t at = 0; at < b.len;)
        y[m++] = character_at(b, &at);
    for (uint32_t i = 0; i <= n; i++)
        for (uint32_t k = 0; k <= m; k++) {
            if (i == 0 || k == 0)
                table[i][k] = i + k;
            else
                table[i][k] =
                    least(table[i - 1][k - 1] + (x[i - 1] != y[k - 1]), least(table[i - 1][k], table[i][k - 1]) + 1);
        }
    return table[n][m];
}

bool oracle_form_is(const struct ast *word, fx_slice form)
{
    if (word->kind == AST_PREFIX)
        return slice_starts_with(form, word->text);
    if (word->kind == AST_FUZZY)
        return distance(form, word->text) <= word->distance;
    return slice_equal(form, word->text);
}

bool oracle_word_is(const struct ast *word, const struct oracle_term *term)
{
    if (word->kind == AST_WORD && !word->exact)
        return slice_equal(term->stem, word->stem);
    return oracle_form_is(word, term->form);
}

bool oracle_counts_as(const struct oracle_document *document, enum unit unit)
{
    return document->unit == unit || (unit == UNIT_SECTION && document->unit == UNIT_ARTICLE && !document->sectioned);
}

/* Documents of a unit in which a form of `stem` stands that the word means. */
static size_t count_stem(const struct oracle *oracle, enum unit unit, const struct ast *word, fx_slice stem)
{
    size_t count = 0;
    for (int u = 0; u < UNIT_COUNT; u++)
        for (size_t i = 0; i < oracle->units->count[u]; i++) {
            const struct oracle_document *document = &oracle->units->documents[u][i];
            bool found = false;
            for (size_t k = 0; k < document->term_count && !found; k++)
                found = slice_equal(document->terms[k].stem, stem) && oracle_word_is(word, &document->terms[k]);
            count += found && oracle_counts_as(document, unit);
        }
    return count;
}

/* The stems of all terms that the word means: each counts by itself. */
static double count_documents(const struct oracle *oracle, enum unit unit, const struct ast *word)
{
    fx_slice *stems = NULL;
    size_t stem_count = 0, capacity = 0;
    double sum = 0;
    for (int u = 0; u < UNIT_COUNT; u++)
        for (size_t i = 0; i < oracle->units->count[u]; i++)
            for (size_t k = 0; k < oracle->units->documents[u][i].term_count; k++) {
                const struct oracle_term *term = &oracle->units->documents[u][i].terms[k];
                size_t known = 0;
                if (!oracle_word_is(word, term))
                    continue;
                while (known < stem_count && !slice_equal(stems[known], term->stem))
                    known++;
                if (known < stem_count)
                    continue;
                assert_int_equal(memory_reserve(&stems, &capacity, stem_count + 1, sizeof *stems), FX_OK);
                stems[stem_count++] = term->stem;
            }
    for (size_t i = 0; i < stem_count; i++)
        sum += (double)count_stem(oracle, unit, word, stems[i]);
    memory_free(stems);
    return sum;
}

static double unit_documents(const struct oracle *oracle, enum unit unit, double *average)
{
    double count = 0, length = 0;
    for (int u = 0; u < UNIT_COUNT; u++)
        for (size_t i = 0; i < oracle->units->count[u]; i++)
            if (oracle_counts_as(&oracle->units->documents[u][i], unit)) {
                count++;
                length += oracle->units->documents[u][i].length;
            }
    *average = count > 0 ? length / count : 1;
    return count;
}

double oracle_idf(struct oracle *oracle, enum unit unit, const struct ast *word)
{
    for (size_t i = 0; i < oracle->statistic_count; i++)
        if (oracle->statistics[i].word == word && oracle->statistics[i].unit == unit)
            return oracle->statistics[i].idf;
    double average, n = unit_documents(oracle, unit, &average), df = count_documents(oracle, unit, word);
    df = df < n ? df : n;
    double idf = log(1 + (n - df + 0.5) / (df + 0.5));
    assert_true(oracle->statistic_count < ORACLE_WORDS_MAX);
    oracle->statistics[oracle->statistic_count++] = (struct oracle_statistic){word, unit, idf};
    return idf;
}

/* The weighted frequency; of some forms of a stem only, their share of it. */
double oracle_frequency(const struct oracle_document *document, const struct ast *word)
{
    double sum = 0;
    for (size_t i = 0; i < document->term_count; i++) {
        fx_slice stem = document->terms[i].stem;
        double weight = 0, all = 0, matched = 0;
        bool first = true;
        for (size_t k = 0; k < document->term_count; k++) {
            const struct oracle_term *term = &document->terms[k];
            if (!slice_equal(term->stem, stem))
                continue;
            first = first && k >= i;
            weight += term->weight;
            all++;
            matched += oracle_word_is(word, term);
        }
        if (first && matched > 0)
            sum += weight * matched / all;
    }
    return sum;
}

double oracle_bm25(struct oracle *oracle, enum unit unit, const struct oracle_document *document, double idf,
                   double frequency)
{
    double average;
    unit_documents(oracle, unit, &average);
    return idf * frequency * (oracle->k1 + 1) /
           (frequency + oracle->k1 * (1 - oracle->b + oracle->b * document->length / average));
}

static bool space_is(enum term_space space, enum ast_field field)
{
    static const int spaces[AST_FIELD_COUNT] = {
        [AST_FIELD_DESK] = TERM_DESK,
        [AST_FIELD_SECTION] = TERM_DESK,
        [AST_FIELD_SPEAKER] = TERM_SPEAKER,
        [AST_FIELD_PERSON] = TERM_PERSON,
        [AST_FIELD_ORGANIZATION] = TERM_ORGANIZATION,
        [AST_FIELD_PLACE] = TERM_PLACE,
        [AST_FIELD_SOURCE] = TERM_SOURCE,
        [AST_FIELD_AUTHOR] = TERM_AUTHOR,
        [AST_FIELD_LANG] = TERM_LANG,
    };
    if (field == AST_FIELD_ENTITY)
        return space == TERM_PERSON || space == TERM_ORGANIZATION || space == TERM_PLACE || space == TERM_OTHER;
    return (int)space == spaces[field];
}

static bool name_at(const struct oracle_document *document, const struct ast *word, enum term_space space,
                    uint32_t position)
{
    for (size_t i = 0; i < document->name_count; i++) {
        const struct oracle_name *name = &document->names[i];
        if (name->space == space && name->position == position && oracle_form_is(word, name->form))
            return true;
    }
    return false;
}

bool oracle_name(const struct oracle_document *document, const struct ast *ast, enum ast_field field)
{
    for (size_t i = 0; i < document->name_count; i++) {
        const struct oracle_name *name = &document->names[i];
        bool found = space_is(name->space, field);
        if (ast->kind != AST_PHRASE)
            found = found && oracle_form_is(ast, name->form);
        for (uint32_t k = 0; k < ast->child_count && found; k++)
            found = name_at(document, ast->children[k], name->space, name->position + ast->children[k]->position);
        if (found)
            return true;
    }
    return false;
}
