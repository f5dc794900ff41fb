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
    memory_free(indexer);
}

void unit_indexer_forget(struct unit_indexer *indexer)
{
    unit_words_forget(&indexer->words);
}

/* ---- names ---- */

/* One spelling of a name joins the log: the first one as a name of its own. */
static int log_spelling(struct unit_indexer *indexer, unsigned kind, enum term_space space, fx_slice name,
                        bool is_further, fx_error *err)
{
    uint32_t spelling;
    int status = name_table_spelling(indexer->names, kind, name, &spelling, err);
    if (status == FX_OK && space != 0)
        status = name_table_words(indexer->names, indexer->vocabulary, space, spelling, err);
    if (status != FX_OK)
        return status;
    status = is_further ? name_log_add_spelling(indexer->log, spelling)
                        : name_log_add(indexer->log, spelling, (unsigned)space);
    return status == FX_OK ? FX_OK : error_no_memory(err);
}

static int log_name(struct unit_indexer *indexer, const struct unit_name *name, fx_error *err)
{
    int status = log_spelling(indexer, name->kind, name->space, name->name, false, err);
    for (uint32_t i = 0; status == FX_OK && name->space != 0 && i < name->alias_count; i++)
        status = log_spelling(indexer, name->kind, name->space, name->aliases[i], true, err);
    return status;
}

/* What all units carry. The language is one word, so that `lang:en` is one term; it is no facet. */
static int log_common(struct unit_indexer *indexer, fx_error *err)
{
    fx_slice language = indexer->unit_names.article->lang;
    int status = FX_OK;
    indexer->first_name = indexer->log->name_count;
    if (unit_names_list_common(&indexer->unit_names) != FX_OK)
        return error_no_memory(err);
    for (uint32_t i = 0; status == FX_OK && i < indexer->unit_names.count; i++)
        status = log_name(indexer, &indexer->unit_names.names[i], err);
    if (status == FX_OK && language.len > 0)
        status = log_spelling(indexer, TERM_LANG, TERM_LANG, language, false, err);
    if (status != FX_OK)
        return status;
    uint32_t common = indexer->log->name_count - indexer->first_name;
    return name_log_add_article(indexer->log, common) == FX_OK ? FX_OK : error_no_memory(err);
}

/* Names that will be logged soon. */
static void approach_names(const struct unit_indexer *indexer, uint32_t at)
{
    enum { NEAR = 3, FAR = 6 };
    const struct unit_names *names = &indexer->unit_names;
    for (uint32_t ahead = NEAR; ahead <= FAR && at + ahead < names->count; ahead += FAR - NEAR) {
        const struct unit_name *name = &names->names[at + ahead];
        if (indexer->logged[name->place] == 0)
            name_table_approach(indexer->names, name->kind, name->name, ahead == NEAR);
    }
}

static int carry_names(struct unit_indexer *indexer, fx_error *err)
{
    const struct unit_names *names = &indexer->unit_names;
    if (memory_reserve(&indexer->carried, &indexer->carried_capacity, names->count, sizeof *indexer->carried) != FX_OK)
        return error_no_memory(err);
    for (uint32_t i = 0; i < names->count; i++) {
        uint32_t *logged = &indexer->logged[names->names[i].place];
        approach_names(indexer, i);
        int status = *logged == 0 ? log_name(indexer, &names->names[i], err) : FX_OK;
        if (status != FX_OK)
            return status;
        if (*logged == 0)
            *logged = indexer->log->name_count;
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
    return log_common(indexer, err);
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
    if (status == FX_OK)
        status = carry_names(indexer, err);
    if (status != FX_OK)
        return status;
    if (unit == UNIT_ARTICLE && article->section_count > 0) {
        uint32_t term = vocabulary_intern(indexer->vocabulary, TERM_MARK_SECTIONED, (fx_slice){NULL, 0});
        if (term == STRING_MAP_NONE || postings_buffer_add_mark(postings, term) != FX_OK)
            return error_no_memory(err);
    }
    return postings_buffer_end_document(postings) == FX_OK ? FX_OK : error_no_memory(err);
}

int unit_indexer_finish(struct unit_indexer *indexer, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = indexer->first_name; status == FX_OK && i < indexer->log->name_count; i++) {
        const struct logged_name *name = &indexer->log->names[i];
        if (name->space != TERM_LANG)
            status = name_table_add(indexer->names, indexer->vocabulary, indexer->log->spellings[name->first_spelling],
                                    indexer->article, name->uses, err);
    }
    return status;
}
