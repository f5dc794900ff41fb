#include "unit_indexer.h"

#include "error.h"
#include "memory.h"

#include <string.h>

struct unit_indexer *unit_indexer_new(struct vocabulary *vocabulary, struct name_table *names, struct word_log *words,
                                      struct name_log *log)
{
    struct unit_indexer *indexer = memory_allocate_zeroed(1, sizeof *indexer);
    if (indexer == NULL)
        return NULL;
    indexer->vocabulary = vocabulary;
    indexer->names = names;
    indexer->log = log;
    unit_words_init(&indexer->words, vocabulary, words);
    unit_names_init(&indexer->unit_names);
    name_lookup_init(&indexer->lookup, names, vocabulary);
    return indexer;
}

void unit_indexer_free(struct unit_indexer *indexer)
{
    if (indexer == NULL)
        return;
    unit_words_release(&indexer->words);
    unit_names_release(&indexer->unit_names);
    memory_free(indexer->carried);
    memory_free(indexer->logged);
    memory_free(indexer->printed);
    name_lookup_release(&indexer->lookup);
    memory_free(indexer);
}

void unit_indexer_forget(struct unit_indexer *indexer)
{
    unit_words_forget(&indexer->words);
}

/* ---- names ---- */

/* One spelling of a name joins the log: the first one as a name of its own. */
static int log_spelling(struct unit_indexer *indexer, unsigned kind, enum term_space space, fx_slice name,
                        bool is_further)
{
    struct name_log *log = indexer->log;
    if ((is_further ? name_log_add_spelling(log) : name_log_add(log, (unsigned)space)) != FX_OK)
        return FX_ENOMEM;
    uint32_t count = log->spelling_count - indexer->first_spelling;
    if (memory_reserve(&indexer->printed, &indexer->printed_capacity, count, sizeof *indexer->printed) != FX_OK)
        return FX_ENOMEM;
    indexer->printed[count - 1] =
        (struct printed_name){name, (uint8_t)kind, (uint8_t)space, !is_further && space != TERM_LANG, 0};
    return FX_OK;
}

static int log_name(struct unit_indexer *indexer, const struct unit_name *name)
{
    int status = log_spelling(indexer, name->kind, name->space, name->name, false);
    for (uint32_t i = 0; status == FX_OK && name->space != 0 && i < name->alias_count; i++)
        status = log_spelling(indexer, name->kind, name->space, name->aliases[i], true);
    return status;
}

/* What all units carry. The language is one word, so that `lang:en` is one term; it is no facet. */
static int log_common(struct unit_indexer *indexer)
{
    fx_slice language = indexer->unit_names.article->lang;
    int status = unit_names_list_common(&indexer->unit_names);
    indexer->first_name = indexer->log->name_count;
    indexer->first_spelling = indexer->log->spelling_count;
    for (uint32_t i = 0; status == FX_OK && i < indexer->unit_names.count; i++)
        status = log_name(indexer, &indexer->unit_names.names[i]);
    if (status == FX_OK && language.len > 0)
        status = log_spelling(indexer, TERM_LANG, TERM_LANG, language, false);
    uint32_t common = indexer->log->name_count - indexer->first_name;
    return status == FX_OK ? name_log_add_article(indexer->log, common) : status;
}

static int carry_names(struct unit_indexer *indexer)
{
    const struct unit_names *names = &indexer->unit_names;
    if (memory_reserve(&indexer->carried, &indexer->carried_capacity, names->count, sizeof *indexer->carried) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < names->count; i++) {
        uint32_t *logged = &indexer->logged[names->names[i].place];
        if (*logged == 0) {
            if (log_name(indexer, &names->names[i]) != FX_OK)
                return FX_ENOMEM;
            *logged = indexer->log->name_count;
        }
        indexer->carried[i] = *logged - 1;
        indexer->log->names[*logged - 1].uses++;
    }
    indexer->carried_count = names->count;
    struct name_range common = indexer->log->articles[indexer->article];
    for (uint32_t i = 0; i < common.count; i++)
        indexer->log->names[common.start + i].uses++;
    return FX_OK;
}

/* ---- articles ---- */

int unit_indexer_start(struct unit_indexer *indexer, const struct article *article,
                       const struct annotations *annotations, uint32_t number, fx_error *err)
{
    indexer->article = number;
    int status = vocabulary_set_language(indexer->vocabulary, article->lang, err);
    if (status != FX_OK)
        return status;
    unit_words_start(&indexer->words, article, annotations);
    if (unit_names_start(&indexer->unit_names, article, annotations) != FX_OK)
        return error_no_memory(err);
    uint32_t places = unit_names_places(&indexer->unit_names);
    if (memory_reserve(&indexer->logged, &indexer->logged_capacity, places, sizeof *indexer->logged) != FX_OK)
        return error_no_memory(err);
    memset(indexer->logged, 0, places * sizeof *indexer->logged);
    return log_common(indexer) == FX_OK ? FX_OK : error_no_memory(err);
}

int unit_indexer_add(struct unit_indexer *indexer, struct postings_buffer *postings, enum unit unit, uint32_t number,
                     struct word_range *words, fx_error *err)
{
    const struct article *article = indexer->unit_names.article;
    if (unit_names_list(&indexer->unit_names, unit, number) != FX_OK ||
        postings_buffer_begin_document(postings) != FX_OK)
        return error_no_memory(err);
    int status =
        unit_words_add(&indexer->words, postings, article, indexer->unit_names.annotations, unit, number, words, err);
    if (status == FX_OK && carry_names(indexer) != FX_OK)
        status = error_no_memory(err);
    if (status != FX_OK)
        return status;
    if (unit == UNIT_ARTICLE && article->section_count > 0) {
        uint32_t term = vocabulary_intern(indexer->vocabulary, TERM_MARK_SECTIONED, (fx_slice){NULL, 0});
        if (term == STRING_MAP_NONE || postings_buffer_add_mark(postings, term) != FX_OK)
            return error_no_memory(err);
    }
    return postings_buffer_end_document(postings) == FX_OK ? FX_OK : error_no_memory(err);
}

/* Looks up the names that the article has logged, and counts them. */
int unit_indexer_finish(struct unit_indexer *indexer, fx_error *err)
{
    struct name_log *log = indexer->log;
    uint32_t spellings = log->spelling_count - indexer->first_spelling;
    int status = name_lookup_run(&indexer->lookup, indexer->printed, spellings, err);
    if (status != FX_OK)
        return status;
    for (uint32_t i = 0; i < spellings; i++)
        log->spellings[indexer->first_spelling + i] = indexer->names->spelling_list[indexer->printed[i].spelling].words;
    for (uint32_t i = indexer->first_name; i < log->name_count; i++) {
        struct logged_name *name = &log->names[i];
        const struct printed_name *printed = &indexer->printed[name->first_spelling - indexer->first_spelling];
        if (printed->is_name)
            name->name = name_table_count(indexer->names, printed->spelling, indexer->article, name->uses);
    }
    return FX_OK;
}
