#include "unit_indexer.h"

#include "error.h"
#include "memory.h"

#include <string.h>

struct unit_indexer *unit_indexer_new(struct vocabulary *vocabulary, struct name_table *names, struct word_log *log)
{
    struct unit_indexer *indexer = memory_allocate_zeroed(1, sizeof *indexer);
    if (indexer == NULL)
        return NULL;
    indexer->vocabulary = vocabulary;
    indexer->names = names;
    unit_words_init(&indexer->words, vocabulary, log);
    unit_names_init(&indexer->unit_names);
    return indexer;
}

void unit_indexer_free(struct unit_indexer *indexer)
{
    if (indexer == NULL)
        return;
    unit_words_release(&indexer->words);
    unit_names_release(&indexer->unit_names);
    memory_free(indexer->facets);
    memory_free(indexer->known);
    memory_free(indexer->lists);
    memory_free(indexer);
}

void unit_indexer_forget(struct unit_indexer *indexer)
{
    unit_words_forget(&indexer->words);
}

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
    if (memory_reserve(&indexer->known, &indexer->known_capacity, places, sizeof *indexer->known) != FX_OK)
        return error_no_memory(err);
    memset(indexer->known, 0, places * sizeof *indexer->known);
    indexer->list_count = 0;
    return FX_OK;
}

/* The words of a name at *position on the axis of its space. */
static int add_name_words(struct unit_indexer *indexer, const struct name_words *words, uint32_t *position,
                          fx_error *err)
{
    for (uint32_t i = 0; i < words->count; i++) {
        const struct name_word *word = &indexer->names->word_list[words->start + i];
        if (postings_buffer_add(indexer->postings, word->term, *position + word->position) != FX_OK)
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
                     struct word_range *words, fx_error *err)
{
    const struct article *article = indexer->unit_names.article;
    indexer->postings = postings;
    if (unit_names_list(&indexer->unit_names, unit, number) != FX_OK ||
        postings_buffer_begin_document(postings) != FX_OK)
        return error_no_memory(err);
    int status =
        unit_words_add(&indexer->words, postings, article, indexer->unit_names.annotations, unit, number, words, err);
    if (status == FX_OK)
        status = add_names(indexer, err);
    if (status == FX_OK)
        status = add_language(indexer, article, err);
    if (status != FX_OK)
        return status;
    if (unit == UNIT_ARTICLE && article->section_count > 0) {
        uint32_t term = vocabulary_intern(indexer->vocabulary, TERM_MARK_SECTIONED, (fx_slice){NULL, 0});
        if (term == STRING_MAP_NONE || postings_buffer_add_mark(postings, term) != FX_OK)
            return error_no_memory(err);
    }
    return postings_buffer_end_document(postings) == FX_OK ? FX_OK : error_no_memory(err);
}
