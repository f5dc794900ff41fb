#include "oracle_units.h"

#include "analyzer.h"
#include "memory.h"
#include "sentence.h"
#include "slice.h"
#include "unit_names.h"

struct reader {
    struct oracle_units *units;
    struct oracle_document *document;
    struct analyzer *analyzer;
    struct unit_names names;
    uint32_t position;
};

static fx_slice keep(struct reader *reader, fx_slice text)
{
    fx_slice copy;
    assert_int_equal(arena_copy(&copy, &reader->units->arena, text), FX_OK);
    return copy;
}

#define PUSH(list, count, capacity, value)                                                                             \
    do {                                                                                                               \
        assert_int_equal(memory_reserve(&(list), &(capacity), (count) + 1, sizeof *(list)), FX_OK);                    \
        (list)[(count)++] = (value);                                                                                   \
    } while (0)

static void mark(struct reader *reader, unsigned kind)
{
    struct oracle_document *document = reader->document;
    PUSH(document->marks[kind], document->mark_count[kind], document->mark_capacity[kind], reader->position);
}

static void read_lexeme(struct reader *reader, const struct unit_field *field, struct lexeme lexeme)
{
    struct oracle_document *document = reader->document;
    const struct analyzed_term *terms;
    uint32_t count, last = UINT32_MAX, weight = unit_field_weight(field->kind);
    assert_int_equal(analyzer_terms(reader->analyzer, field->text, lexeme, &terms, &count, NULL), FX_OK);
    for (uint32_t i = 0; i < count; i++) {
        struct oracle_term term = {keep(reader, terms[i].stem), keep(reader, terms[i].form),
                                   reader->position + terms[i].offset, weight};
        PUSH(document->terms, document->term_count, document->term_capacity, term);
        document->length += terms[i].offset != last ? weight : 0;
        last = terms[i].offset;
    }
    reader->position += lexeme.positions;
}

static bool begins_sentence(fx_slice text, uint32_t previous_end, uint32_t start)
{
    struct sentence_breaker breaker;
    struct span sentence;
    sentence_breaker_init(&breaker, text, (struct span){0, (uint32_t)text.len});
    while (sentence_breaker_next(&breaker, &sentence))
        if (sentence.start >= previous_end && sentence.start <= start)
            return true;
    return false;
}

static void read_field(struct reader *reader, const struct unit_field *field, bool section)
{
    struct lexer lexer;
    struct lexeme lexeme;
    bool first = true;
    uint32_t previous = 0;
    lexer_init(&lexer, field->text);
    while (lexer_next(&lexer, &lexeme)) {
        if (first || begins_sentence(field->text, previous, lexeme.span.start))
            mark(reader, 0);
        if (first)
            mark(reader, 1);
        if (first && section)
            mark(reader, 2);
        first = false;
        previous = lexeme.span.end;
        read_lexeme(reader, field, lexeme);
    }
    reader->position += unit_field_gap(field->kind);
}

static void read_fields(struct reader *reader, const struct corpus_article *article, enum unit unit, uint32_t number)
{
    struct unit_fields fields = UNIT_FIELDS_INIT;
    bool sectioned = unit == UNIT_ARTICLE && article->article.section_count > 0;
    assert_int_equal(unit_fields_make(&fields, &article->article, &article->annotations, unit, number), FX_OK);
    for (uint32_t i = 0; i < fields.count; i++) {
        const struct unit_field *field = &fields.fields[i];
        read_field(reader, field, sectioned && (i == 0 || field->kind == FIELD_HEADING));
        if (field->is_head) {
            reader->document->has_head = true;
            reader->document->head_end = reader->position;
        }
    }
    unit_fields_release(&fields);
}

static void read_name(struct reader *reader, enum term_space space, fx_slice name, uint32_t *position)
{
    struct oracle_document *document = reader->document;
    struct lexer lexer;
    struct lexeme lexeme;
    lexer_init(&lexer, name);
    while (lexer_next(&lexer, &lexeme)) {
        const struct analyzed_term *terms;
        uint32_t count;
        assert_int_equal(analyzer_terms(reader->analyzer, name, lexeme, &terms, &count, NULL), FX_OK);
        for (uint32_t i = 0; i < count; i++) {
            struct oracle_name made = {space, keep(reader, terms[i].form), *position + terms[i].offset};
            PUSH(document->names, document->name_count, document->name_capacity, made);
        }
        *position += lexeme.positions;
    }
    *position += NAME_GAP;
}

/* The names that were listed: facets, and terms but for speakers outside of quotes. */
static void read_listed(struct reader *reader, enum unit unit, uint32_t *positions)
{
    struct oracle_document *document = reader->document;
    for (uint32_t i = 0; i < reader->names.count; i++) {
        const struct unit_name *name = &reader->names.names[i];
        char folded[256];
        size_t length = analyzer_fold_name(reader->analyzer, name->name, folded, sizeof folded);
        struct oracle_facet facet = {name->kind, keep(reader, (fx_slice){folded, length})};
        PUSH(document->facets, document->facet_count, document->facet_capacity, facet);
        if (name->space == 0 || (name->space == TERM_SPEAKER && unit != UNIT_QUOTE))
            continue;
        read_name(reader, name->space, name->name, &positions[name->space]);
        for (uint32_t k = 0; k < name->alias_count; k++)
            read_name(reader, name->space, name->aliases[k], &positions[name->space]);
    }
}

static void read_names(struct reader *reader, enum unit unit, uint32_t number)
{
    uint32_t positions[256] = {0};
    assert_int_equal(unit_names_list_common(&reader->names), FX_OK);
    read_listed(reader, unit, positions);
    assert_int_equal(unit_names_list(&reader->names, unit, number), FX_OK);
    read_listed(reader, unit, positions);
    uint32_t start = 0;
    read_name(reader, TERM_LANG, reader->names.article->lang, &start);
}

static void read_unit(struct reader *reader, uint32_t article, enum unit unit, uint32_t number, uint32_t ordinal)
{
    struct oracle_units *units = reader->units;
    const struct corpus_article *from = &units->corpus->articles[article];
    struct oracle_document document = {.unit = unit, .article = article, .ordinal = ordinal};
    document.sectioned = unit == UNIT_ARTICLE && from->article.section_count > 0;
    reader->document = &document;
    reader->position = 0;
    read_fields(reader, from, unit, number);
    read_names(reader, unit, number);
    PUSH(units->documents[unit], units->count[unit], units->capacity[unit], document);
}

void oracle_units_make(struct oracle_units *units, const struct corpus *corpus)
{
    struct reader reader = {.units = units};
    memset(units, 0, sizeof *units);
    units->corpus = corpus;
    assert_int_equal(analyzer_new(&reader.analyzer, "en", NULL), FX_OK);
    unit_names_init(&reader.names);
    for (uint32_t i = 0; i < corpus->count; i++) {
        const struct corpus_article *article = &corpus->articles[i];
        if (article->dead)
            continue;
        assert_int_equal(unit_names_start(&reader.names, &article->article, &article->annotations), FX_OK);
        read_unit(&reader, i, UNIT_ARTICLE, 0, 0);
        for (uint32_t k = 0; article->article.section_count > 0 && k <= article->article.section_count; k++)
            read_unit(&reader, i, UNIT_SECTION, k, k);
        for (uint32_t k = 0; k < article->annotations.quote_count; k++)
            read_unit(&reader, i, UNIT_QUOTE, k, k);
    }
    unit_names_release(&reader.names);
    analyzer_free(reader.analyzer);
}

void oracle_units_release(struct oracle_units *units)
{
    for (int unit = 0; unit < UNIT_COUNT; unit++) {
        for (size_t i = 0; i < units->count[unit]; i++) {
            struct oracle_document *document = &units->documents[unit][i];
            memory_free(document->terms);
            memory_free(document->names);
            memory_free(document->facets);
            for (int k = 0; k < 3; k++)
                memory_free(document->marks[k]);
        }
        memory_free(units->documents[unit]);
    }
    arena_release(&units->arena);
}
