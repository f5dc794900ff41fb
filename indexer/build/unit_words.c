#include "unit_words.h"

#include "error.h"
#include "memory.h"
#include "sentence.h"
#include "slice.h"

void unit_words_init(struct unit_words *words, struct vocabulary *vocabulary, struct word_log *log)
{
    *words = (struct unit_words){.vocabulary = vocabulary, .log = log, .fields = UNIT_FIELDS_INIT};
    article_places_init(&words->places);
}

void unit_words_release(struct unit_words *words)
{
    unit_fields_release(&words->fields);
    article_places_release(&words->places);
}

void unit_words_forget(struct unit_words *words)
{
    memset(words->marks, 0, sizeof words->marks);
}

void unit_words_start(struct unit_words *words, const struct article *article, const struct annotations *annotations)
{
    words->has_parts = article->section_count > 0 || annotations->quote_count > 0;
    article_places_start(&words->places);
}

/* A boundary term at a slot. */
static int mark(struct unit_words *words, enum term_space space, uint32_t slot)
{
    uint32_t *known = &words->marks[space - TERM_MARK_SENTENCE];
    if (*known == 0) {
        uint32_t term = vocabulary_intern(words->vocabulary, space, (fx_slice){NULL, 0});
        if (term == STRING_MAP_NONE)
            return FX_ENOMEM;
        *known = term + 1;
    }
    return postings_buffer_add(words->postings, *known - 1, slot - words->start);
}

/* Marks what begins with the word that comes next: the paragraph, and a section where one is due. */
static int mark_first_word(struct unit_words *words)
{
    uint32_t slot = words->log->count;
    if (mark(words, TERM_MARK_PARAGRAPH, slot) != FX_OK)
        return FX_ENOMEM;
    if (!words->section_begins)
        return FX_OK;
    words->section_begins = false;
    return mark(words, TERM_MARK_SECTION, slot);
}

/* ---- reading ---- */

/* Words are looked up in batches: each step for all of them, so that the memory that the next step needs is fetched
 * while others are worked on. A table of hundreds of thousands of words does not fit a cache. */
enum { BATCH_WORDS = 32 };

struct batch {
    struct lexeme lexemes[BATCH_WORDS];
    bool begins_sentence[BATCH_WORDS];
    uint64_t hashes[BATCH_WORDS];
    uint32_t count;
};

/* A field on its way into batches. */
struct field_walk {
    const struct unit_field *field;
    struct lexer lexer;
    struct sentence_breaker breaker;
    struct span sentence;
    bool sentence_left, first;
    bool is_placed; /* article_places are told of it */
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

static int begin_sentence(struct unit_words *words, const struct field_walk *walk)
{
    if (mark(words, TERM_MARK_SENTENCE, words->log->count) != FX_OK)
        return FX_ENOMEM;
    return walk->is_placed ? article_places_add_sentence(&words->places, words->log->count) : FX_OK;
}

/* A lexeme's positions and what stands at them join the log. */
static int put_terms(struct unit_words *words, const struct lexeme *lexeme, const struct word_term *terms,
                     uint32_t count, uint32_t weight)
{
    struct word_log *log = words->log;
    uint32_t at = log->count;
    if (count == 1 && lexeme->positions == 1)
        return word_log_append(log, terms[0].word, weight);
    if (word_log_skip(log, lexeme->positions) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < count; i++) {
        if (word_log_put(log, at + terms[i].offset, terms[i].word, weight) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

static int add_batch(struct unit_words *words, struct field_walk *walk, struct batch *batch, fx_error *err)
{
    fx_slice text = walk->field->text;
    vocabulary_approach(words->vocabulary, text, batch->lexemes, batch->count, batch->hashes);
    if (walk->is_placed &&
        article_places_add_lexemes(&words->places, batch->lexemes, batch->count, words->log->count) != FX_OK)
        return error_no_memory(err);
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct lexeme *lexeme = &batch->lexemes[i];
        const struct word_term *terms;
        uint32_t count;
        if (batch->begins_sentence[i] && begin_sentence(words, walk) != FX_OK)
            return error_no_memory(err);
        if (walk->first && mark_first_word(words) != FX_OK)
            return error_no_memory(err);
        walk->first = false;
        int status = vocabulary_terms(words->vocabulary, text, lexeme, batch->hashes[i], &terms, &count, err);
        if (status != FX_OK)
            return status;
        if (put_terms(words, lexeme, terms, count, walk->weight) != FX_OK)
            return error_no_memory(err);
        words->words += lexeme->positions;
    }
    return FX_OK;
}

/* A field is a paragraph of its own: it begins a sentence and a paragraph. */
static int read_field(struct unit_words *words, const struct unit_field *field, bool is_placed, fx_error *err)
{
    struct field_walk walk = {.is_placed = is_placed};
    struct batch batch;
    start_walk(&walk, field);
    if (is_placed && article_places_begin_field(&words->places, field, words->log->count) != FX_OK)
        return error_no_memory(err);
    do {
        fill_batch(&walk, &batch);
        int status = add_batch(words, &walk, &batch, err);
        if (status != FX_OK)
            return status;
    } while (batch.count == BATCH_WORDS && words->words < UNIT_WORDS_MAX);
    if (is_placed)
        article_places_end_field(&words->places, words->log->count);
    return word_log_skip(words->log, unit_field_gap(field->kind)) == FX_OK ? FX_OK : error_no_memory(err);
}

/* In an article with sub-headings a section begins with the article, with each sub-heading, and with the captions. */
static bool begins_section(const struct unit_fields *fields, uint32_t i)
{
    enum field_kind kind = fields->fields[i].kind;
    if (i == 0 || kind == FIELD_HEADING)
        return true;
    return kind == FIELD_CAPTION && fields->fields[i - 1].kind != FIELD_CAPTION;
}

static int read_fields(struct unit_words *words, bool sectioned, bool is_placed, fx_error *err)
{
    bool in_head = false;
    for (uint32_t i = 0; i < words->fields.count; i++) {
        const struct unit_field *field = &words->fields.fields[i];
        if (in_head && !field->is_head && mark(words, TERM_MARK_HEAD, words->log->count) != FX_OK)
            return error_no_memory(err);
        in_head = field->is_head;
        if (sectioned && begins_section(&words->fields, i))
            words->section_begins = true;
        int status = read_field(words, field, is_placed, err);
        if (status != FX_OK)
            return status;
    }
    if (in_head && mark(words, TERM_MARK_HEAD, words->log->count) != FX_OK)
        return error_no_memory(err);
    return FX_OK;
}

/* ---- ranges ---- */

/* The sentences of a part of a field: found anew, since a sentence breaker looks at what stands around a stop. */
static int mark_sentences_within(struct unit_words *words, const struct field_place *place)
{
    const struct placed_lexeme *lexemes = words->places.lexemes;
    struct sentence_breaker breaker;
    struct span sentence;
    uint32_t at = place->first_lexeme;
    fx_slice text = slice_part(place->field->field.text, place->span.start, place->span.end);
    if (mark(words, TERM_MARK_SENTENCE, lexemes[at].slot) != FX_OK)
        return FX_ENOMEM;
    sentence_breaker_init(&breaker, text, (struct span){0, (uint32_t)text.len});
    while (sentence_breaker_next(&breaker, &sentence)) {
        while (at < place->end_lexeme && lexemes[at].span.start < place->span.start + sentence.start)
            at++;
        if (at == place->end_lexeme)
            break;
        if (mark(words, TERM_MARK_SENTENCE, lexemes[at].slot) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

static int mark_field(struct unit_words *words, const struct field_place *place)
{
    const struct placed_field *field = place->field;
    if (place->first_lexeme == place->end_lexeme)
        return FX_OK;
    if (mark(words, TERM_MARK_PARAGRAPH, place->slot) != FX_OK)
        return FX_ENOMEM;
    if (place->span.start > 0 || place->span.end < field->field.text.len)
        return mark_sentences_within(words, place);
    for (uint32_t i = 0; i < field->sentence_count; i++) {
        if (mark(words, TERM_MARK_SENTENCE, words->places.sentences[field->first_sentence + i]) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

static int mark_range(struct unit_words *words, uint32_t first)
{
    bool in_head = false;
    uint32_t next = words->start; /* the slot behind the gap of the field before */
    for (uint32_t i = 0; i < words->fields.count; i++) {
        const struct unit_field *field = &words->fields.fields[i];
        struct field_place place = article_places_field(&words->places, &words->fields, first, i);
        if (in_head && !field->is_head && mark(words, TERM_MARK_HEAD, next) != FX_OK)
            return FX_ENOMEM;
        in_head = field->is_head;
        if (mark_field(words, &place) != FX_OK)
            return FX_ENOMEM;
        next = place.field->end_slot + unit_field_gap(field->kind);
    }
    return in_head ? mark(words, TERM_MARK_HEAD, next) : FX_OK;
}

/* ---- units ---- */

/* The words of the fields as slots of their own. */
static int read_unit(struct unit_words *words, bool sectioned, bool is_placed, struct word_range *range, fx_error *err)
{
    words->start = words->log->count;
    words->words = 0;
    words->section_begins = false;
    int status = read_fields(words, sectioned, is_placed, err);
    if (status != FX_OK)
        return status;
    *range = (struct word_range){words->start, words->log->count - words->start};
    words->places.known = words->places.known || (is_placed && words->words < UNIT_WORDS_MAX);
    return FX_OK;
}

int unit_words_add(struct unit_words *words, struct postings_buffer *postings, const struct article *article,
                   const struct annotations *annotations, enum unit unit, uint32_t number, struct word_range *range,
                   fx_error *err)
{
    uint32_t first;
    bool is_article = unit == UNIT_ARTICLE;
    words->postings = postings;
    if (unit_fields_make(&words->fields, article, annotations, unit, number) != FX_OK)
        return error_no_memory(err);
    if (is_article || !article_places_find(&words->places, &words->fields, range, &first))
        return read_unit(words, is_article && article->section_count > 0, is_article && words->has_parts, range, err);
    words->start = range->start;
    return mark_range(words, first) == FX_OK ? FX_OK : error_no_memory(err);
}
