/* A run and its flush against a naive inversion of random articles. */
#include "unit_test.h"

#include "analyzer.h"
#include "form_table.h"
#include "memory.h"
#include "memory_extents.h"
#include "run_flush.h"
#include "segment.h"
#include "sentence.h"
#include "slice.h"

#include <stdio.h>
#include <stdlib.h>

enum { ARTICLES = 40, TUPLES_MAX = 400000, TEXT_MAX = 4000, QUOTES_MAX = 24 };

/* One occurrence of a term. */
struct tuple {
    enum unit unit;
    char term[40];
    uint32_t document, position;
    char form[40];
};

struct oracle {
    struct tuple *tuples;
    size_t count;
    uint32_t documents[UNIT_COUNT];
    uint32_t lengths[UNIT_COUNT][ARTICLES * 40];
};

/* An article of random words, and the memory it stands in. */
struct made_article {
    struct article article;
    struct annotations annotations;
    char id[32], title[TEXT_MAX], text[TEXT_MAX];
    struct span paragraphs[16];
    struct article_section sections[16];
    struct quote quotes[QUOTES_MAX];
    struct speaker speakers[2];
    struct entity entity;
    struct span mention;
};

static uint64_t state;

static uint32_t random_below(uint32_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static size_t add_words(char *text, size_t at, uint32_t words)
{
    static const char *const vocabulary[] = {
        "Robot",   "robots",   "robotics", "cooperation", "cooperate", "the",   "The",     "of",     "U.S.",
        "China's", "Müller",   "1,000",    "合作机器",    "running",   "ran",   "runs",    "said",   "trade.",
        "“No.”",   "\"Yes!\"", "don't",    "foo_bar",     "— and",     "(3.5)", "l’homme", "Mr. A.", "it.com"};
    for (uint32_t i = 0; i < words; i++) {
        const char *word = vocabulary[random_below(sizeof vocabulary / sizeof *vocabulary)];
        at += (size_t)snprintf(text + at, TEXT_MAX - at, "%s%s", i ? " " : "", word);
    }
    return at;
}

static void add_quote(struct made_article *made, struct span span)
{
    if (span.start < span.end && made->annotations.quote_count < QUOTES_MAX)
        made->quotes[made->annotations.quote_count++] =
            (struct quote){.span = span, .speaker = (int32_t)random_below(3) - 1};
}

static int compare_quotes(const void *a, const void *b)
{
    const struct quote *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    return (x->span.end < y->span.end) - (x->span.end > y->span.end);
}

/* Spans that begin and end anywhere, within words and characters too, run over paragraphs and headings, and nest. */
static void add_quotes_anywhere(struct made_article *made, uint32_t length)
{
    for (uint32_t i = random_below(12); i > 0; i--) {
        uint32_t start = random_below(length), longest = random_below(3) ? 60 : length;
        uint32_t end = start + 1 + random_below(longest);
        add_quote(made, (struct span){start, end < length ? end : length});
    }
    qsort(made->quotes, made->annotations.quote_count, sizeof *made->quotes, compare_quotes);
}

/* Two speakers, and a firm that is named by the first byte of the text. */
static void add_names(struct made_article *made, uint32_t number)
{
    static const fx_slice kim = {"Kim", 3}, acme = {"Acme", 4};
    made->speakers[0] = (struct speaker){.name = SLICE("Kim Min-kyo"), .aliases = &kim, .alias_count = 1};
    made->speakers[1] = (struct speaker){.name = SLICE("Ana Müller")};
    made->annotations.speakers = made->speakers;
    made->annotations.speaker_count = 2;
    made->mention = (struct span){0, 1};
    made->entity = (struct entity){SLICE("Acme Corp."), NAME_ORGANIZATION, &made->mention, 1, &acme, 1};
    made->annotations.entities = &made->entity;
    made->annotations.entity_count = number % 3 > 0;
    if (number % 2)
        made->article.lang = SLICE("en");
}

static void make_article(struct made_article *made, uint32_t number)
{
    struct article *article = &made->article;
    memset(made, 0, sizeof *made);
    article->id = (fx_slice){made->id, (size_t)snprintf(made->id, sizeof made->id, "article-%u", number)};
    article->title = (fx_slice){made->title, add_words(made->title, 0, random_below(6))};
    article->desk = SLICE("World");
    article->source = SLICE("The Times");
    size_t length = 0;
    uint32_t paragraphs = 1 + random_below(6);
    for (uint32_t i = 0; i < paragraphs; i++) {
        if (i > 0)
            length += (size_t)snprintf(made->text + length, TEXT_MAX - length, "\n\n");
        size_t start = length;
        length = add_words(made->text, length, 1 + random_below(20));
        made->paragraphs[i] = (struct span){(uint32_t)start, (uint32_t)length};
        if (i > 0 && i + 1 < paragraphs && random_below(4) == 0)
            made->sections[article->section_count++] =
                (struct article_section){made->paragraphs[i], {(uint32_t)start, 0}};
        if (random_below(3) == 0)
            add_quote(made, made->paragraphs[i]);
    }
    for (uint32_t i = 0; i < article->section_count; i++)
        made->sections[i].whole.end =
            i + 1 < article->section_count ? made->sections[i + 1].whole.start - 2 : (uint32_t)length;
    add_quotes_anywhere(made, (uint32_t)length);
    article->text = (fx_slice){made->text, length};
    article->paragraphs = made->paragraphs;
    article->paragraph_count = paragraphs;
    article->sections = made->sections;
    add_names(made, number);
    made->annotations.quotes = made->quotes;
}

/* ---- the naive inversion ---- */

static void note(struct oracle *oracle, enum unit unit, char space, fx_slice term, uint32_t position, fx_slice form)
{
    assert_true(oracle->count < TUPLES_MAX);
    struct tuple *tuple = &oracle->tuples[oracle->count++];
    memset(tuple, 0, sizeof *tuple);
    tuple->unit = unit;
    tuple->document = oracle->documents[unit];
    tuple->position = position;
    snprintf(tuple->term, sizeof tuple->term, "%c%.*s", space, (int)term.len, term.ptr);
    snprintf(tuple->form, sizeof tuple->form, "%.*s", (int)form.len, form.ptr);
}

/* Two forms of one word may have one stem: it stands there once. */
static bool is_repeated(const struct analyzed_term *terms, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++) {
        if (terms[k].offset == terms[i].offset && slice_equal(terms[k].stem, terms[i].stem))
            return true;
    }
    return false;
}

static void invert_field(struct oracle *oracle, struct analyzer *analyzer, enum unit unit,
                         const struct unit_field *field, uint32_t *position)
{
    struct lexer lexer;
    struct lexeme lexeme;
    uint32_t *length = &oracle->lengths[unit][oracle->documents[unit]];
    struct sentence_breaker breaker;
    struct span sentence;
    lexer_init(&lexer, field->text);
    sentence_breaker_init(&breaker, field->text, (struct span){0, (uint32_t)field->text.len});
    bool first = true, left = sentence_breaker_next(&breaker, &sentence);
    while (lexer_next(&lexer, &lexeme)) {
        const struct analyzed_term *terms;
        uint32_t count, last = UINT32_MAX;
        bool begins = first;
        for (; left && sentence.start <= lexeme.span.start; left = sentence_breaker_next(&breaker, &sentence))
            begins = true;
        if (begins)
            note(oracle, unit, TERM_MARK_SENTENCE, SLICE(""), *position, SLICE(""));
        assert_int_equal(analyzer_terms(analyzer, field->text, lexeme, &terms, &count, NULL), FX_OK);
        if (first)
            note(oracle, unit, TERM_MARK_PARAGRAPH, SLICE(""), *position, SLICE(""));
        first = false;
        for (uint32_t i = 0; i < count; i++) {
            if (is_repeated(terms, i))
                continue;
            note(oracle, unit, TERM_WORD, terms[i].stem, *position + terms[i].offset, terms[i].form);
            *length += terms[i].offset != last ? unit_field_weight(field->kind) : 0;
            last = terms[i].offset;
        }
        *position += lexeme.positions;
    }
    *position += unit_field_gap(field->kind);
}

/* The words of a name at *position on the axis of its space. */
static void invert_name(struct oracle *oracle, struct analyzer *analyzer, enum unit unit, enum term_space space,
                        fx_slice name, uint32_t *position)
{
    struct lexer lexer;
    struct lexeme lexeme;
    if (name.len == 0)
        return;
    lexer_init(&lexer, name);
    while (lexer_next(&lexer, &lexeme)) {
        const struct analyzed_term *terms;
        uint32_t count;
        assert_int_equal(analyzer_terms(analyzer, name, lexeme, &terms, &count, NULL), FX_OK);
        for (uint32_t i = 0; i < count; i++)
            note(oracle, unit, (char)space, terms[i].form, *position + terms[i].offset, SLICE(""));
        *position += lexeme.positions;
    }
    *position += NAME_GAP;
}

static void invert_spellings(struct oracle *oracle, struct analyzer *analyzer, enum unit unit, enum term_space space,
                             fx_slice name, const fx_slice *aliases, uint32_t alias_count)
{
    uint32_t position = 0;
    invert_name(oracle, analyzer, unit, space, name, &position);
    for (uint32_t i = 0; i < alias_count; i++)
        invert_name(oracle, analyzer, unit, space, aliases[i], &position);
}

static void invert_names(struct oracle *oracle, struct analyzer *analyzer, const struct made_article *made,
                         enum unit unit, uint32_t number)
{
    const struct quote *quote = unit == UNIT_QUOTE ? &made->quotes[number] : NULL;
    const struct speaker *speaker = quote != NULL && quote->speaker >= 0 ? &made->speakers[quote->speaker] : NULL;
    const struct entity *entity = &made->entity;
    bool named = quote != NULL ? quote->span.start == 0 : number == 0;
    invert_spellings(oracle, analyzer, unit, TERM_DESK, made->article.desk, NULL, 0);
    invert_spellings(oracle, analyzer, unit, TERM_SOURCE, made->article.source, NULL, 0);
    invert_spellings(oracle, analyzer, unit, TERM_LANG, made->article.lang, NULL, 0);
    if (speaker != NULL)
        invert_spellings(oracle, analyzer, unit, TERM_SPEAKER, speaker->name, speaker->aliases, speaker->alias_count);
    if (named && made->annotations.entity_count > 0)
        invert_spellings(oracle, analyzer, unit, TERM_ORGANIZATION, entity->name, entity->aliases, entity->alias_count);
}

static void invert_unit(struct oracle *oracle, struct analyzer *analyzer, const struct made_article *made,
                        enum unit unit, uint32_t number)
{
    struct unit_fields fields = UNIT_FIELDS_INIT;
    uint32_t position = 0;
    assert_int_equal(unit_fields_make(&fields, &made->article, &made->annotations, unit, number), FX_OK);
    for (uint32_t i = 0; i < fields.count; i++) {
        if (i > 0 && fields.fields[i - 1].is_head && !fields.fields[i].is_head)
            note(oracle, unit, TERM_MARK_HEAD, SLICE(""), position, SLICE(""));
        invert_field(oracle, analyzer, unit, &fields.fields[i], &position);
    }
    if (fields.count > 0 && fields.fields[fields.count - 1].is_head)
        note(oracle, unit, TERM_MARK_HEAD, SLICE(""), position, SLICE(""));
    unit_fields_release(&fields);
    invert_names(oracle, analyzer, made, unit, number);
    oracle->documents[unit]++;
}

static void invert(struct oracle *oracle, struct analyzer *analyzer, const struct made_article *made)
{
    invert_unit(oracle, analyzer, made, UNIT_ARTICLE, 0);
    for (uint32_t i = 0; made->article.section_count > 0 && i <= made->article.section_count; i++)
        invert_unit(oracle, analyzer, made, UNIT_SECTION, i);
    for (uint32_t i = 0; i < made->annotations.quote_count; i++)
        invert_unit(oracle, analyzer, made, UNIT_QUOTE, i);
}

static int compare_tuples(const void *a, const void *b)
{
    const struct tuple *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    int order = strcmp(x->term, y->term);
    if (order != 0)
        return order;
    if (x->document != y->document)
        return x->document < y->document ? -1 : 1;
    return (x->position > y->position) - (x->position < y->position);
}

/* ---- reading the segment back ---- */

static size_t check_posting(const struct oracle *oracle, size_t at, enum unit unit, const struct term_entry *entry,
                            struct postings *postings, const struct form_table *forms)
{
    const uint32_t *positions;
    const uint16_t *codes;
    uint32_t count;
    char term[41] = "";
    memcpy(term, entry->term.ptr, entry->term.len);
    assert_int_equal(postings_positions(postings, &positions, &codes, &count, NULL), FX_OK);
    for (uint32_t i = 0; i < count; i++, at++) {
        const struct tuple *tuple = &oracle->tuples[at];
        assert_true(at < oracle->count);
        assert_int_equal(tuple->unit, unit);
        assert_string_equal(tuple->term, term);
        assert_int_equal(tuple->document, postings->document);
        assert_int_equal(tuple->position, positions[i]);
        if (term[0] != TERM_WORD)
            continue;
        char form[64] = "";
        fx_slice stem = slice_part(entry->term, 1, entry->term.len);
        form[form_table_apply(forms, stem, codes ? codes[i] : 0, form, sizeof form - 1)] = '\0';
        assert_string_equal(form, tuple->form);
    }
    return at;
}

static size_t check_unit(const struct oracle *oracle, size_t at, struct segment *segment, enum unit unit,
                         const struct form_table *forms)
{
    struct term_scan scan;
    const struct term_entry *entry;
    int status = term_scan_open(&scan, segment, unit, SLICE(""), NULL);
    assert_int_equal(status, FX_OK);
    while ((status = term_scan_next(&scan, &entry, NULL)) == FX_OK) {
        char space = entry->term.ptr[0];
        if (space == TERM_FORM || space == TERM_MARK_SECTION || space == TERM_MARK_SECTIONED)
            continue;
        struct postings postings;
        struct term_entry copy = *entry;
        assert_int_equal(segment_postings(segment, unit, &copy, &postings, NULL), FX_OK);
        uint32_t documents = 0;
        while (postings_next(&postings) != DOCUMENT_END) {
            at = check_posting(oracle, at, unit, &copy, &postings, forms);
            documents++;
        }
        assert_int_equal(postings.fault.code, FX_OK);
        assert_int_equal(documents, copy.documents);
        postings_release(&postings);
    }
    assert_int_equal(status, FX_END);
    const uint32_t *lengths;
    if (oracle->documents[unit] > 0) {
        assert_int_equal(segment_lengths(segment, unit, &lengths, NULL), FX_OK);
        assert_memory_equal(lengths, oracle->lengths[unit], oracle->documents[unit] * sizeof *lengths);
    }
    return at;
}

static void compare_with_oracle(uint32_t run_count)
{
    struct form_table *forms;
    struct analyzer *analyzer;
    struct memory_extents *extents;
    struct segment_info info;
    struct segment *segment;
    struct run *runs[3];
    struct made_article made;
    struct oracle *oracle = calloc(1, sizeof *oracle);
    fx_error err = {0};
    oracle->tuples = calloc(TUPLES_MAX, sizeof *oracle->tuples);
    assert_int_equal(form_table_open(&forms, (fx_slice){NULL, 0}, &err), FX_OK);
    assert_int_equal(analyzer_new(&analyzer, "en", &err), FX_OK);
    for (uint32_t r = 0; r < run_count; r++) {
        assert_int_equal(run_new(&runs[r], forms, "en", &err), FX_OK);
        for (uint32_t i = 0; i < ARTICLES / run_count; i++) {
            struct run_article_input input = {i, i, 1, 1};
            make_article(&made, r * 100 + i);
            assert_int_equal(run_add(runs[r], &made.article, &made.annotations, &input, &err), FX_OK);
            invert(oracle, analyzer, &made);
        }
    }
    qsort(oracle->tuples, oracle->count, sizeof *oracle->tuples, compare_tuples);
    assert_int_equal(memory_extents_open(&extents, &err), FX_OK);
    assert_int_equal(run_flush(runs, run_count, memory_extents_sink(extents), 7, &info, &err), FX_OK);
    assert_int_equal(segment_open(&segment, memory_extents_source(extents), &info, &err), FX_OK);
    size_t at = 0;
    for (int unit = 0; unit < UNIT_COUNT; unit++) {
        assert_int_equal(info.units[unit].documents, oracle->documents[unit]);
        at = check_unit(oracle, at, segment, (enum unit)unit, forms);
    }
    assert_int_equal(at, oracle->count);
    segment_close(segment);
    memory_extents_close(extents);
    for (uint32_t r = 0; r < run_count; r++)
        run_free(runs[r]);
    analyzer_free(analyzer);
    form_table_close(forms);
    free(oracle->tuples);
    free(oracle);
}

static void a_flushed_run_holds_what_a_naive_inversion_finds(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        state = seed;
        print_message("seed %d\n", (int)seed);
        compare_with_oracle(1);
    }
}

static void several_runs_become_one_segment_with_their_articles_one_after_another(void **unused)
{
    (void)unused;
    for (uint64_t seed = 11; seed <= 15; seed++) {
        state = seed;
        print_message("seed %d\n", (int)seed);
        compare_with_oracle(3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flushed_run_holds_what_a_naive_inversion_finds),
        cmocka_unit_test(several_runs_become_one_segment_with_their_articles_one_after_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
