#include "unit_indexer.h"

#include "error.h"
#include "memory.h"
#include "sentence.h"
#include "slice.h"

void unit_indexer_init(struct unit_indexer *indexer, struct vocabulary *vocabulary, struct name_table *names)
{
    *indexer = (struct unit_indexer){.vocabulary = vocabulary, .names = names, .fields = UNIT_FIELDS_INIT};
    unit_names_init(&indexer->unit_names);
}

void unit_indexer_release(struct unit_indexer *indexer)
{
    unit_fields_release(&indexer->fields);
    unit_names_release(&indexer->unit_names);
    memory_free(indexer->facets);
    memory_free(indexer->known);
    memory_free(indexer->lists);
    indexer->facets = NULL;
    indexer->known = NULL;
    indexer->lists = NULL;
    indexer->facet_capacity = indexer->known_capacity = indexer->list_capacity = 0;
}

void unit_indexer_forget(struct unit_indexer *indexer)
{
    memset(indexer->marks, 0, sizeof indexer->marks);
}

int unit_indexer_start(struct unit_indexer *indexer, const struct article *article,
                       const struct annotations *annotations, uint32_t number, fx_error *err)
{
    indexer->article = number;
    int status = vocabulary_set_language(indexer->vocabulary, article->lang, err);
    if (status != FX_OK)
        return status;
    if (unit_names_start(&indexer->unit_names, article, annotations) != FX_OK)
        return error_no_memory(err);
    uint32_t places = unit_names_places(&indexer->unit_names);
    if (memory_reserve(&indexer->known, &indexer->known_capacity, places, sizeof *indexer->known) != FX_OK)
        return error_no_memory(err);
    memset(indexer->known, 0, places * sizeof *indexer->known);
    indexer->list_count = 0;
    return FX_OK;
}

static int add_term(struct unit_indexer *indexer, uint32_t term, uint32_t position)
{
    return postings_buffer_add(indexer->postings, term, position, FORM_SAME, 0);
}

/* A boundary term at a position. */
static int mark(struct unit_indexer *indexer, enum term_space space, uint32_t position)
{
    uint32_t *known = &indexer->marks[space - TERM_MARK_SENTENCE];
    if (*known == 0) {
        uint32_t term = vocabulary_intern(indexer->vocabulary, space, (fx_slice){NULL, 0});
        if (term == STRING_MAP_NONE)
            return FX_ENOMEM;
        *known = term + 1;
    }
    return add_term(indexer, *known - 1, position);
}

/* Marks what begins with the word at the present position: the paragraph, and a section where one is due. */
static int mark_first_word(struct unit_indexer *indexer)
{
    if (mark(indexer, TERM_MARK_PARAGRAPH, indexer->position) != FX_OK)
        return FX_ENOMEM;
    if (!indexer->section_begins)
        return FX_OK;
    indexer->section_begins = false;
    return mark(indexer, TERM_MARK_SECTION, indexer->position);
}

/* Words are looked up in batches: each step for all of them, so that the memory that the next step needs is fetched
 * while others are worked on. A table of hundreds of thousands of words does not fit a cache. */
enum { BATCH_WORDS = 32, BATCH_TERMS = 64 };

struct batch {
    struct lexeme lexemes[BATCH_WORDS];
    bool begins_sentence[BATCH_WORDS];
    uint64_t hashes[BATCH_WORDS];
    uint32_t count;
    struct batch_term {
        uint32_t term, position;
        uint16_t form;
    } terms[BATCH_TERMS];
    uint32_t term_count;
};

/* A field on its way into batches. */
struct field_walk {
    const struct unit_field *field;
    struct lexer lexer;
    struct sentence_breaker breaker;
    struct span sentence;
    bool sentence_left, first;
    uint32_t weight;
};

static void start_walk(struct field_walk *walk, const struct unit_field *field)
{
    walk->field = field;
    walk->weight = unit_field_weight(field->kind);
    walk->first = true;
    lexer_init(&walk->lexer, field->text);
    sentence_breaker_init(&walk->breaker, field->text, (struct span){0, (uint32_t)field->text.len});
    walk->sentence_left = sentence_breaker_next(&walk->breaker, &walk->sentence);
}

static void fill_batch(struct field_walk *walk, struct batch *batch)
{
    uint32_t n = 0;
    while (n < BATCH_WORDS && lexer_next(&walk->lexer, &batch->lexemes[n])) {
        bool begins = walk->first && n == 0;
        while (walk->sentence_left && walk->sentence.start <= batch->lexemes[n].span.start) {
            begins = true;
            walk->sentence_left = sentence_breaker_next(&walk->breaker, &walk->sentence);
        }
        batch->begins_sentence[n++] = begins;
    }
    batch->count = n;
}

static int add_batch_terms(struct unit_indexer *indexer, struct batch *batch, uint32_t boost)
{
    for (uint32_t i = 0; i < batch->term_count; i++) {
        const struct batch_term *term = &batch->terms[i];
        if (postings_buffer_add(indexer->postings, term->term, term->position, term->form, boost) != FX_OK)
            return FX_ENOMEM;
    }
    batch->term_count = 0;
    return FX_OK;
}

/* The terms of one word join the batch. */
static int take_terms(struct unit_indexer *indexer, struct batch *batch, const struct word_term *terms, uint32_t count,
                      uint32_t weight)
{
    for (uint32_t i = 0; i < count; i++) {
        if (batch->term_count == BATCH_TERMS && add_batch_terms(indexer, batch, weight - 1) != FX_OK)
            return FX_ENOMEM;
        batch->terms[batch->term_count++] =
            (struct batch_term){terms[i].term, indexer->position + terms[i].offset, terms[i].form};
        postings_buffer_approach(indexer->postings, terms[i].term);
        indexer->length += terms[i].principal ? weight : 0;
    }
    return FX_OK;
}

static int add_batch(struct unit_indexer *indexer, struct field_walk *walk, struct batch *batch, fx_error *err)
{
    fx_slice text = walk->field->text;
    vocabulary_approach(indexer->vocabulary, text, batch->lexemes, batch->count, batch->hashes);
    batch->term_count = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct lexeme *lexeme = &batch->lexemes[i];
        const struct word_term *terms;
        uint32_t count;
        if (batch->begins_sentence[i] && mark(indexer, TERM_MARK_SENTENCE, indexer->position) != FX_OK)
            return error_no_memory(err);
        if (walk->first && mark_first_word(indexer) != FX_OK)
            return error_no_memory(err);
        walk->first = false;
        int status = vocabulary_terms(indexer->vocabulary, text, lexeme, batch->hashes[i], &terms, &count, err);
        if (status != FX_OK)
            return status;
        if (take_terms(indexer, batch, terms, count, walk->weight) != FX_OK)
            return error_no_memory(err);
        indexer->position += lexeme->positions;
        indexer->words += lexeme->positions;
    }
    return add_batch_terms(indexer, batch, walk->weight - 1) == FX_OK ? FX_OK : error_no_memory(err);
}

/* A field is a paragraph of its own: it begins a sentence and a paragraph. */
static int add_field(struct unit_indexer *indexer, const struct unit_field *field, fx_error *err)
{
    struct field_walk walk;
    struct batch batch;
    start_walk(&walk, field);
    do {
        fill_batch(&walk, &batch);
        int status = add_batch(indexer, &walk, &batch, err);
        if (status != FX_OK)
            return status;
    } while (batch.count == BATCH_WORDS && indexer->words < UNIT_WORDS_MAX);
    indexer->position += unit_field_gap(field->kind);
    return FX_OK;
}

/* In an article with sub-headings a section begins with the article, with each sub-heading, and with the captions. */
static bool begins_section(const struct unit_fields *fields, uint32_t i)
{
    enum field_kind kind = fields->fields[i].kind;
    if (i == 0 || kind == FIELD_HEADING)
        return true;
    return kind == FIELD_CAPTION && fields->fields[i - 1].kind != FIELD_CAPTION;
}

static int add_fields(struct unit_indexer *indexer, bool sectioned, fx_error *err)
{
    bool in_head = false;
    for (uint32_t i = 0; i < indexer->fields.count; i++) {
        const struct unit_field *field = &indexer->fields.fields[i];
        if (in_head && !field->is_head && mark(indexer, TERM_MARK_HEAD, indexer->position) != FX_OK)
            return error_no_memory(err);
        in_head = field->is_head;
        if (sectioned && begins_section(&indexer->fields, i))
            indexer->section_begins = true;
        int status = add_field(indexer, field, err);
        if (status != FX_OK)
            return status;
    }
    if (in_head && mark(indexer, TERM_MARK_HEAD, indexer->position) != FX_OK)
        return error_no_memory(err);
    return FX_OK;
}

/* The words of a name at *position on the axis of its space. */
static int add_name_words(struct unit_indexer *indexer, const struct name_words *words, uint32_t *position,
                          fx_error *err)
{
    for (uint32_t i = 0; i < words->count; i++) {
        const struct name_word *word = &indexer->names->word_list[words->start + i];
        if (add_term(indexer, word->term, *position + word->position) != FX_OK)
            return error_no_memory(err);
    }
    *position += words->positions + NAME_GAP;
    return FX_OK;
}

static int look_up_words(struct unit_indexer *indexer, const struct unit_name *name, struct known_name *known,
                         fx_error *err)
{
    known->words = indexer->list_count;
    known->word_lists = 1 + name->alias_count;
    if (memory_reserve(&indexer->lists, &indexer->list_capacity, (size_t)known->words + known->word_lists,
                       sizeof *indexer->lists) != FX_OK)
        return error_no_memory(err);
    int status = FX_OK;
    for (uint32_t i = 0; status == FX_OK && i < known->word_lists; i++) {
        uint32_t spelling = known->spelling;
        if (i > 0)
            status = name_table_spelling(indexer->names, name->kind, name->aliases[i - 1], &spelling, err);
        if (status == FX_OK)
            status = name_table_words(indexer->names, indexer->vocabulary, name->space, spelling,
                                      &indexer->lists[known->words + i], err);
    }
    indexer->list_count += known->word_lists;
    known->words_known = status == FX_OK;
    return status;
}

static int add_facet(struct unit_indexer *indexer, const struct unit_name *name, struct known_name *known,
                     fx_error *err)
{
    uint32_t number;
    int status = FX_OK;
    if (!known->known)
        status = name_table_spelling(indexer->names, name->kind, name->name, &known->spelling, err);
    known->known = status == FX_OK;
    if (status == FX_OK)
        status = name_table_add(indexer->names, indexer->vocabulary, known->spelling, indexer->article, &number, err);
    if (status != FX_OK || number == STRING_MAP_NONE)
        return status;
    if (memory_reserve(&indexer->facets, &indexer->facet_capacity, (size_t)indexer->facet_count + 1,
                       sizeof *indexer->facets) != FX_OK)
        return error_no_memory(err);
    indexer->facets[indexer->facet_count++] = number;
    return FX_OK;
}

static int add_names(struct unit_indexer *indexer, fx_error *err)
{
    uint32_t positions[256] = {0}; /* by space */
    indexer->facet_count = 0;
    for (uint32_t i = 0; i < indexer->unit_names.count; i++) {
        const struct unit_name *name = &indexer->unit_names.names[i];
        struct known_name *known = &indexer->known[name->place];
        int status = add_facet(indexer, name, known, err);
        if (status == FX_OK && name->space != 0 && !known->words_known)
            status = look_up_words(indexer, name, known, err);
        for (uint32_t k = 0; status == FX_OK && name->space != 0 && k < known->word_lists; k++)
            status = add_name_words(indexer, &indexer->lists[known->words + k], &positions[name->space], err);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

/* The language: one word, so that `lang:en` is one term. */
static int add_language(struct unit_indexer *indexer, const struct article *article, fx_error *err)
{
    struct name_words words;
    uint32_t position = 0;
    if (article->lang.len == 0)
        return FX_OK;
    uint32_t spelling;
    int status = name_table_spelling(indexer->names, TERM_LANG, article->lang, &spelling, err);
    if (status == FX_OK)
        status = name_table_words(indexer->names, indexer->vocabulary, TERM_LANG, spelling, &words, err);
    return status == FX_OK ? add_name_words(indexer, &words, &position, err) : status;
}

int unit_indexer_add(struct unit_indexer *indexer, struct postings_buffer *postings, enum unit unit, uint32_t number,
                     uint32_t *length, fx_error *err)
{
    const struct article *article = indexer->unit_names.article;
    indexer->postings = postings;
    indexer->position = 0;
    indexer->words = 0;
    indexer->length = 0;
    indexer->section_begins = false;
    if (unit_fields_make(&indexer->fields, article, indexer->unit_names.annotations, unit, number) != FX_OK ||
        unit_names_list(&indexer->unit_names, unit, number) != FX_OK ||
        postings_buffer_begin_document(postings) != FX_OK)
        return error_no_memory(err);
    bool sectioned = unit == UNIT_ARTICLE && article->section_count > 0;
    int status = add_fields(indexer, sectioned, err);
    if (status == FX_OK)
        status = add_names(indexer, err);
    if (status == FX_OK)
        status = add_language(indexer, article, err);
    if (status != FX_OK)
        return status;
    if (sectioned) {
        uint32_t term = vocabulary_intern(indexer->vocabulary, TERM_MARK_SECTIONED, (fx_slice){NULL, 0});
        if (term == STRING_MAP_NONE || postings_buffer_add_mark(postings, term) != FX_OK)
            return error_no_memory(err);
    }
    if (postings_buffer_end_document(postings, indexer->article) != FX_OK)
        return error_no_memory(err);
    *length = indexer->length;
    return FX_OK;
}
