#include "flush_postings.h"

#include "error.h"
#include "form_counts.h"
#include "memory.h"
#include "name_postings.h"
#include "word_postings.h"

/* Where the postings of a term stand. */
enum term_class { CLASS_MARK, CLASS_NAME, CLASS_WORD };

struct flush {
    const struct flush_source *source;
    struct segment_writer *writer;
    struct word_postings *words; /* by run */
    struct name_postings *names; /* by run */
    size_t group_end;            /* names and words in front of this term are sorted */
    struct postings_buffer_reader mark_reader;
    struct name_postings_reader name_reader;
    struct word_postings_reader word_reader;
};

static enum term_class class_of(const struct flush *flush, size_t term)
{
    unsigned space = sorted_term_space(&flush->source->terms->list[term]);
    if (space <= TERM_MARK_SECTIONED)
        return CLASS_MARK;
    return space == TERM_WORD ? CLASS_WORD : CLASS_NAME;
}

/* ---- lists ---- */

static void start_list(struct flush *flush, const struct sorted_term *term, enum term_class class)
{
    const struct run *run = flush->source->runs[term->run];
    if (class == CLASS_MARK)
        postings_buffer_reader_start(&flush->mark_reader, &run->units[flush->source->unit].postings, term->term);
    else if (class == CLASS_NAME)
        name_postings_reader_start(&flush->name_reader, &flush->names[term->run], term->rank);
    else
        word_postings_reader_start(&flush->word_reader, &flush->words[term->run], term->rank);
}

/* FX_END after the last. */
static int next_posting(struct flush *flush, enum term_class class, struct posting_input *out)
{
    int status;
    if (class == CLASS_MARK) {
        const struct postings_buffer_reader *reader = &flush->mark_reader;
        status = postings_buffer_reader_next(&flush->mark_reader);
        *out = (struct posting_input){
            .document = reader->document, .count = reader->count, .positions = reader->positions};
    } else if (class == CLASS_NAME) {
        const struct name_postings_reader *reader = &flush->name_reader;
        status = name_postings_reader_next(&flush->name_reader);
        *out = (struct posting_input){
            .document = reader->document, .count = reader->count, .positions = reader->positions};
    } else {
        const struct word_postings_reader *reader = &flush->word_reader;
        status = word_postings_reader_next(&flush->word_reader);
        *out = (struct posting_input){.document = reader->document,
                                      .boost = reader->boost,
                                      .count = reader->count,
                                      .positions = reader->positions,
                                      .forms = reader->has_forms ? reader->forms : NULL};
    }
    return status;
}

/* The postings of a term in one run. */
static int write_list(struct flush *flush, const struct sorted_term *term, enum term_class class, fx_error *err)
{
    const struct run_unit *unit = &flush->source->runs[term->run]->units[flush->source->unit];
    struct posting_input posting;
    int status;
    start_list(flush, term, class);
    while ((status = next_posting(flush, class, &posting)) == FX_OK) {
        posting.length = unit->lengths[posting.document];
        posting.document += flush->source->bases[term->run];
        status = segment_writer_posting(flush->writer, &posting, err);
        if (status != FX_OK)
            return status;
    }
    return status == FX_END ? FX_OK : error_no_memory(err);
}

/* ---- groups ---- */

static struct term_sort *sort_of(struct flush *flush, enum term_class class, uint32_t run)
{
    return class == CLASS_WORD ? &flush->words[run].sort : &flush->names[run].sort;
}

/* Sorts the postings from term `first` on, of as many terms of its class as fit a group, equal ones together. */
static int sort_group(struct flush *flush, size_t first, fx_error *err)
{
    const struct flush_source *source = flush->source;
    const struct sorted_term *terms = source->terms->list;
    enum term_class class = class_of(flush, first);
    size_t entries = 0, at = first, end = source->terms->count;
    for (uint32_t i = 0; i < source->run_count; i++) {
        term_sort_hand_on(sort_of(flush, class == CLASS_WORD ? CLASS_NAME : CLASS_WORD, i), sort_of(flush, class, i));
        term_sort_begin_group(sort_of(flush, class, i));
    }
    while (at < end && entries < TERM_GROUP_ENTRIES && class_of(flush, at) == class) {
        size_t n = sorted_terms_equal(source->runs, terms + at, end - at);
        for (; n > 0; n--, at++) {
            struct term_sort *sort = sort_of(flush, class, terms[at].run);
            term_sort_add_to_group(sort, terms[at].rank);
            entries += term_sort_occurrences(sort, terms[at].rank);
        }
    }
    flush->group_end = at;
    for (uint32_t i = 0; i < source->run_count; i++) {
        int status = class == CLASS_WORD ? word_postings_sort_group(&flush->words[i])
                                         : name_postings_sort_group(&flush->names[i]);
        if (status != FX_OK)
            return error_no_memory(err);
    }
    return FX_OK;
}

/* ---- terms ---- */

/* How often the term terms[i] stands in the unit; of a mark, in how many documents. */
static uint32_t occurrences_of(struct flush *flush, const struct sorted_term *term, enum term_class class)
{
    if (class == CLASS_MARK)
        return postings_buffer_documents(&flush->source->runs[term->run]->units[flush->source->unit].postings,
                                         term->term);
    return term_sort_occurrences(sort_of(flush, class, term->run), term->rank);
}

/* One term of all runs: terms[first] and those after it. */
static int write_term(struct flush *flush, size_t first, size_t count, fx_error *err)
{
    const struct flush_source *source = flush->source;
    const struct sorted_term *terms = source->terms->list + first;
    enum term_class class = class_of(flush, first);
    char short_bytes[SORTED_TERM_PREFIX];
    uint64_t occurrences = 0;
    uint32_t parents = 0;
    int status = FX_OK;
    if (class != CLASS_MARK && first >= flush->group_end)
        status = sort_group(flush, first, err);
    for (size_t i = 0; status == FX_OK && i < count; i++) {
        uint32_t found = occurrences_of(flush, &terms[i], class);
        occurrences += found;
        if (class == CLASS_WORD && source->unit == UNIT_SECTION && found > 0)
            parents += word_postings_parents(&flush->words[terms[i].run], terms[i].rank,
                                             source->runs[terms[i].run]->units[UNIT_SECTION].parents);
    }
    if (status != FX_OK || occurrences == 0)
        return status;
    status =
        segment_writer_begin_term(flush->writer, sorted_term_bytes(source->runs, &terms[0], short_bytes), parents, err);
    for (size_t i = 0; status == FX_OK && i < count; i++)
        status = write_list(flush, &terms[i], class, err);
    return status == FX_OK ? segment_writer_end_term(flush->writer, err) : status;
}

static int write_forms(struct flush *flush, fx_error *err)
{
    const struct flush_source *source = flush->source;
    struct form_counts forms;
    if (form_counts_make(&forms, source->runs, flush->words, source->terms->list, source->terms->count) != FX_OK)
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
static int write_terms(struct flush *flush, fx_error *err)
{
    const struct sorted_terms *terms = flush->source->terms;
    bool forms_written = false;
    for (size_t i = 0, n; i < terms->count; i += n) {
        int status = FX_OK;
        n = sorted_terms_equal(flush->source->runs, terms->list + i, terms->count - i);
        if (!forms_written && sorted_term_space(&terms->list[i]) > TERM_FORM) {
            forms_written = true;
            status = write_forms(flush, err);
        }
        if (status == FX_OK)
            status = write_term(flush, i, n, err);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

static int open_runs(struct flush *flush, fx_error *err)
{
    const struct flush_source *source = flush->source;
    for (uint32_t i = 0; i < source->run_count; i++) {
        const struct run *run = source->runs[i];
        const struct run_unit *unit = &run->units[source->unit];
        const struct term_ranks *ranks = &source->terms->ranks[i];
        struct word_postings_source words = {&run->log, run->vocabulary, ranks->of_words, ranks->count};
        int status = word_postings_open(&flush->words[i], &words, unit->words, unit->documents, err);
        if (status != FX_OK)
            return status;
        if (name_postings_open(&flush->names[i], run, ranks, source->unit) != FX_OK)
            return error_no_memory(err);
    }
    return FX_OK;
}

int flush_postings(const struct flush_source *source, struct segment_writer *writer, fx_error *err)
{
    struct flush flush = {.source = source, .writer = writer};
    int status = FX_ENOMEM;
    postings_buffer_reader_init(&flush.mark_reader);
    name_postings_reader_init(&flush.name_reader);
    word_postings_reader_init(&flush.word_reader);
    flush.words = memory_allocate_zeroed(source->run_count, sizeof *flush.words);
    flush.names = memory_allocate_zeroed(source->run_count, sizeof *flush.names);
    if (flush.words == NULL || flush.names == NULL)
        status = error_no_memory(err);
    else
        status = open_runs(&flush, err);
    if (status == FX_OK)
        status = write_terms(&flush, err);
    for (uint32_t i = 0; flush.words != NULL && flush.names != NULL && i < source->run_count; i++) {
        word_postings_close(&flush.words[i]);
        name_postings_close(&flush.names[i]);
    }
    memory_free(flush.words);
    memory_free(flush.names);
    postings_buffer_reader_release(&flush.mark_reader);
    name_postings_reader_release(&flush.name_reader);
    word_postings_reader_release(&flush.word_reader);
    return status;
}
