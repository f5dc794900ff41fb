#include "run_flush.h"

#include "error.h"
#include "form_counts.h"
#include "memory.h"
#include "merged_names.h"
#include "sorted_terms.h"
#include "word_postings.h"

#include <stdlib.h>

struct flush {
    struct run *const *runs;
    uint32_t run_count;
    struct segment_writer *writer;
    struct sorted_term *terms;
    size_t term_count;
    struct merged_names names;
    struct postings_buffer_reader reader;
    struct word_postings_reader word_reader;
    struct word_postings *words; /* by run, of the unit at hand */
    size_t group_end;            /* terms in front of it are sorted */
    uint32_t *bases;             /* of the unit at hand: the first document of each run */
    uint32_t *facets;
    size_t facet_capacity;
};

/* ---- postings ---- */

static int write_list(struct flush *flush, const struct sorted_term *term, enum unit unit, fx_error *err)
{
    const struct run_unit *source = &flush->runs[term->run]->units[unit];
    struct postings_buffer_reader *reader = &flush->reader;
    int status;
    postings_buffer_reader_start(reader, &source->postings, term->term);
    while ((status = postings_buffer_reader_next(reader)) == FX_OK) {
        struct posting_input posting = {
            .document = flush->bases[term->run] + reader->document,
            .length = source->lengths[reader->document],
            .count = reader->count,
            .positions = reader->positions,
        };
        status = segment_writer_posting(flush->writer, &posting, err);
        if (status != FX_OK)
            return status;
    }
    return status == FX_END ? FX_OK : error_no_memory(err);
}

static int write_word_list(struct flush *flush, const struct sorted_term *term, enum unit unit, fx_error *err)
{
    const struct run_unit *source = &flush->runs[term->run]->units[unit];
    struct word_postings_reader *reader = &flush->word_reader;
    int status;
    word_postings_reader_start(reader, &flush->words[term->run], term->term);
    while ((status = word_postings_reader_next(reader)) == FX_OK) {
        struct posting_input posting = {
            .document = flush->bases[term->run] + reader->document,
            .boost = reader->boost,
            .length = source->lengths[reader->document],
            .count = reader->count,
            .positions = reader->positions,
            .forms = reader->has_forms ? reader->forms : NULL,
        };
        status = segment_writer_posting(flush->writer, &posting, err);
        if (status != FX_OK)
            return status;
    }
    return status == FX_END ? FX_OK : error_no_memory(err);
}

static bool is_word(const struct flush *flush, size_t term)
{
    return sorted_term_bytes(flush->runs, &flush->terms[term]).ptr[0] == TERM_WORD;
}

/* Sorts the words from term `first` on, as many as fit a group, those of equal terms together. */
static int sort_group(struct flush *flush, size_t first, fx_error *err)
{
    size_t entries = 0, at = first;
    for (uint32_t i = 0; i < flush->run_count; i++)
        word_postings_begin_group(&flush->words[i]);
    while (at < flush->term_count && entries < WORD_GROUP_ENTRIES && is_word(flush, at)) {
        size_t n = sorted_terms_equal(flush->runs, flush->terms + at, flush->term_count - at);
        for (; n > 0; n--, at++) {
            const struct sorted_term *term = &flush->terms[at];
            word_postings_add_to_group(&flush->words[term->run], term->term);
            entries += word_postings_occurrences(&flush->words[term->run], term->term);
        }
    }
    flush->group_end = at;
    int status = FX_OK;
    for (uint32_t i = 0; status == FX_OK && i < flush->run_count; i++)
        status = word_postings_sort_group(&flush->words[i], err);
    return status;
}

/* A word's postings of all runs. */
static int write_word(struct flush *flush, const struct sorted_term *terms, size_t count, enum unit unit, fx_error *err)
{
    uint64_t occurrences = 0;
    uint32_t parents = 0;
    int status = FX_OK;
    if ((size_t)(terms - flush->terms) >= flush->group_end)
        status = sort_group(flush, (size_t)(terms - flush->terms), err);
    if (status != FX_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        const struct word_postings *words = &flush->words[terms[i].run];
        uint32_t found = word_postings_occurrences(words, terms[i].term);
        occurrences += found;
        if (unit == UNIT_SECTION && found > 0)
            parents += word_postings_parents(words, terms[i].term, flush->runs[terms[i].run]->units[unit].parents);
    }
    if (occurrences == 0)
        return FX_OK;
    status = segment_writer_begin_term(flush->writer, sorted_term_bytes(flush->runs, &terms[0]), parents, err);
    for (size_t i = 0; status == FX_OK && i < count; i++)
        status = write_word_list(flush, &terms[i], unit, err);
    return status == FX_OK ? segment_writer_end_term(flush->writer, err) : status;
}

/* One term of all runs that is no word. */
static int write_term(struct flush *flush, const struct sorted_term *terms, size_t count, enum unit unit, fx_error *err)
{
    uint32_t documents = 0;
    for (size_t i = 0; i < count; i++)
        documents += postings_buffer_documents(&flush->runs[terms[i].run]->units[unit].postings, terms[i].term);
    if (documents == 0)
        return FX_OK;
    int status = segment_writer_begin_term(flush->writer, sorted_term_bytes(flush->runs, &terms[0]), 0, err);
    for (size_t i = 0; status == FX_OK && i < count; i++)
        status = write_list(flush, &terms[i], unit, err);
    return status == FX_OK ? segment_writer_end_term(flush->writer, err) : status;
}

static int write_forms(struct flush *flush, fx_error *err)
{
    struct form_counts forms;
    if (form_counts_make(&forms, flush->runs, flush->words, flush->terms, flush->term_count) != FX_OK)
        return error_no_memory(err);
    int status = FX_OK;
    for (size_t i = 0; status == FX_OK && i < forms.count; i++) {
        const struct form_count *form = &forms.counts[i];
        status = segment_writer_form(flush->writer, form->form, form->stem, form->code, form->documents,
                                     form->occurrences, err);
    }
    form_counts_release(&forms);
    return status;
}

/* Terms in byte order; the forms have a space of their own between them. */
static int write_terms(struct flush *flush, enum unit unit, fx_error *err)
{
    bool forms_written = false;
    for (size_t i = 0, n; i < flush->term_count; i += n) {
        fx_slice bytes = sorted_term_bytes(flush->runs, &flush->terms[i]);
        int status = FX_OK;
        n = sorted_terms_equal(flush->runs, flush->terms + i, flush->term_count - i);
        if (!forms_written && (unsigned char)bytes.ptr[0] > TERM_FORM) {
            forms_written = true;
            status = write_forms(flush, err);
        }
        if (status == FX_OK)
            status = (bytes.ptr[0] == TERM_WORD ? write_word : write_term)(flush, flush->terms + i, n, unit, err);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

/* ---- columns ---- */

static int compare_numbers(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The names of a document under their final numbers, ascending, each once. */
static int map_facets(struct flush *flush, uint32_t run, const uint32_t *facets, uint32_t *count)
{
    if (memory_reserve(&flush->facets, &flush->facet_capacity, *count, sizeof *flush->facets) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < *count; i++)
        flush->facets[i] = flush->names.numbers[run][facets[i]];
    if (*count < 2)
        return FX_OK;
    qsort(flush->facets, *count, sizeof *flush->facets, compare_numbers);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < *count; i++) {
        if (flush->facets[i] != flush->facets[kept - 1])
            flush->facets[kept++] = flush->facets[i];
    }
    *count = kept;
    return FX_OK;
}

static int write_documents(struct flush *flush, uint32_t run, enum unit unit, uint32_t article_base, fx_error *err)
{
    const struct run_unit *source = &flush->runs[run]->units[unit];
    for (uint32_t i = 0; i < source->documents; i++) {
        uint32_t start = source->facet_starts[i];
        uint32_t count = source->facet_starts[i + 1] - start;
        if (count > 0 && map_facets(flush, run, source->facets + start, &count) != FX_OK)
            return error_no_memory(err);
        int status = segment_writer_document(flush->writer, source->lengths[i], article_base + source->parents[i],
                                             source->ordinals[i], flush->facets, count, err);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

/* The terms of a unit, its words counted and sorted. */
static int write_postings(struct flush *flush, enum unit unit, fx_error *err)
{
    int status = FX_OK;
    uint32_t opened = 0;
    for (; status == FX_OK && opened < flush->run_count; opened++) {
        const struct run *run = flush->runs[opened];
        status = word_postings_open(&flush->words[opened], &run->log, run->vocabulary, run->units[unit].words,
                                    run->units[unit].documents, err);
    }
    flush->group_end = 0;
    if (status == FX_OK)
        status = write_terms(flush, unit, err);
    while (opened > 0)
        word_postings_close(&flush->words[--opened]);
    return status;
}

static int write_unit(struct flush *flush, enum unit unit, fx_error *err)
{
    uint32_t documents = 0, articles = 0;
    for (uint32_t i = 0; i < flush->run_count; i++) {
        flush->bases[i] = documents;
        documents += flush->runs[i]->units[unit].documents;
    }
    int status = segment_writer_begin_unit(flush->writer, unit, documents, err);
    if (status == FX_OK && documents > 0)
        status = write_postings(flush, unit, err);
    for (uint32_t i = 0; status == FX_OK && i < flush->run_count; i++) {
        status = write_documents(flush, i, unit, articles, err);
        articles += flush->runs[i]->article_count;
    }
    return status;
}

static int write_articles(struct flush *flush, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < flush->run_count; i++) {
        const struct run *run = flush->runs[i];
        for (uint32_t k = 0; status == FX_OK && k < run->article_count; k++) {
            const struct run_article *article = &run->articles[k];
            struct article_columns columns = {article->published, article->content_hash, article->id_hash,
                                              article->file};
            status = segment_writer_article(flush->writer, &columns, err);
        }
    }
    for (uint32_t i = 0; status == FX_OK && i < flush->names.count; i++)
        status = segment_writer_name(flush->writer, &flush->names.entries[i], err);
    return status;
}

int run_flush(struct run *const *runs, uint32_t run_count, const struct extent_sink *sink, uint32_t owner,
              struct segment_info *info, fx_error *err)
{
    struct flush flush = {.runs = runs, .run_count = run_count};
    int status;
    *info = (struct segment_info){0};
    postings_buffer_reader_init(&flush.reader);
    word_postings_reader_init(&flush.word_reader);
    flush.bases = memory_allocate(run_count, sizeof *flush.bases);
    flush.words = memory_allocate_zeroed(run_count, sizeof *flush.words);
    if (flush.bases == NULL || flush.words == NULL ||
        sorted_terms_make(&flush.terms, &flush.term_count, runs, run_count) != FX_OK ||
        merged_names_make(&flush.names, runs, run_count) != FX_OK) {
        status = error_no_memory(err);
        goto out;
    }
    status = segment_writer_open(&flush.writer, sink, owner, err);
    for (int unit = 0; status == FX_OK && unit < UNIT_COUNT; unit++)
        status = write_unit(&flush, (enum unit)unit, err);
    if (status == FX_OK)
        status = write_articles(&flush, err);
    if (status == FX_OK) {
        status = segment_writer_finish(flush.writer, info, err);
        flush.writer = NULL;
    }
out:
    if (flush.writer != NULL)
        segment_writer_abandon(flush.writer);
    postings_buffer_reader_release(&flush.reader);
    word_postings_reader_release(&flush.word_reader);
    merged_names_release(&flush.names);
    memory_free(flush.terms);
    memory_free(flush.bases);
    memory_free(flush.words);
    memory_free(flush.facets);
    return status;
}
