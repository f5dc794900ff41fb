#include "run.h"

#include "error.h"
#include "memory.h"
#include "unit_indexer.h"
#include "word_postings.h"

#include <string.h>

int run_new(struct run **out, struct form_table *forms, const char *language, fx_error *err)
{
    *out = NULL;
    struct run *run = memory_allocate_zeroed(1, sizeof *run);
    if (run == NULL)
        return error_no_memory(err);
    int status = vocabulary_new(&run->vocabulary, forms, language, err);
    if (status != FX_OK) {
        memory_free(run);
        return status;
    }
    name_table_init(&run->names);
    word_log_init(&run->log);
    name_log_init(&run->name_log);
    run->indexer = unit_indexer_new(run->vocabulary, &run->names, &run->log, &run->name_log);
    if (run->indexer == NULL) {
        run_free(run);
        return error_no_memory(err);
    }
    for (int unit = 0; unit < UNIT_COUNT; unit++)
        postings_buffer_init(&run->units[unit].postings);
    *out = run;
    return FX_OK;
}

static void release_unit(struct run_unit *unit)
{
    postings_buffer_release(&unit->postings);
    memory_free(unit->words);
    memory_free(unit->lengths);
    memory_free(unit->parents);
    memory_free(unit->ordinals);
    memory_free(unit->names);
    memory_free(unit->name_starts);
}

void run_free(struct run *run)
{
    if (run == NULL)
        return;
    for (int unit = 0; unit < UNIT_COUNT; unit++)
        release_unit(&run->units[unit]);
    unit_indexer_free(run->indexer);
    word_log_release(&run->log);
    name_log_release(&run->name_log);
    name_table_release(&run->names);
    vocabulary_free(run->vocabulary);
    memory_free(run->articles);
    arena_release(&run->ids);
    memory_free(run);
}

static int add_columns(struct run_unit *unit, struct word_range words, uint32_t length, uint32_t parent,
                       uint32_t ordinal)
{
    size_t wanted = (size_t)unit->documents + 1;
    if (memory_reserve(&unit->words, &unit->word_capacity, wanted, sizeof *unit->words) != FX_OK ||
        memory_reserve(&unit->lengths, &unit->length_capacity, wanted, sizeof *unit->lengths) != FX_OK ||
        memory_reserve(&unit->parents, &unit->parent_capacity, wanted, sizeof *unit->parents) != FX_OK ||
        memory_reserve(&unit->ordinals, &unit->ordinal_capacity, wanted, sizeof *unit->ordinals) != FX_OK ||
        memory_reserve(&unit->name_starts, &unit->start_capacity, wanted + 1, sizeof *unit->name_starts) != FX_OK)
        return FX_ENOMEM;
    unit->words[unit->documents] = words;
    unit->lengths[unit->documents] = length;
    unit->parents[unit->documents] = parent;
    unit->ordinals[unit->documents] = ordinal;
    return FX_OK;
}

static int add_names(struct run_unit *unit, const uint32_t *names, uint32_t count)
{
    uint32_t start = unit->documents > 0 ? unit->name_starts[unit->documents] : 0;
    if (memory_reserve(&unit->names, &unit->name_capacity, (size_t)start + count, sizeof *unit->names) != FX_OK)
        return FX_ENOMEM;
    if (count > 0)
        memcpy(unit->names + start, names, count * sizeof *names);
    unit->name_starts[unit->documents] = start;
    unit->name_starts[unit->documents + 1] = start + count;
    return FX_OK;
}

static int add_unit(struct run *run, enum unit kind, uint32_t number, fx_error *err)
{
    struct run_unit *unit = &run->units[kind];
    struct word_range words;
    int status = unit_indexer_add(run->indexer, &unit->postings, kind, number, &words, err);
    if (status != FX_OK)
        return status;
    if (add_columns(unit, words, word_log_length(&run->log, words), run->article_count, number) != FX_OK ||
        add_names(unit, run->indexer->carried, run->indexer->carried_count) != FX_OK)
        return error_no_memory(err);
    unit->documents++;
    return FX_OK;
}

static int add_article(struct run *run, const struct article *article, const struct run_article_input *input)
{
    if (memory_reserve(&run->articles, &run->article_capacity, (size_t)run->article_count + 1, sizeof *run->articles) !=
        FX_OK)
        return FX_ENOMEM;
    struct run_article *made = &run->articles[run->article_count];
    made->published = article->has_published ? article->published : INT64_MIN;
    made->id_hash = input->id_hash;
    made->content_hash = input->content_hash;
    made->file = input->file;
    made->chunk = input->chunk;
    return arena_copy(&made->id, &run->ids, article->id);
}

int run_add(struct run *run, const struct article *article, const struct annotations *annotations,
            const struct run_article_input *input, fx_error *err)
{
    if (add_article(run, article, input) != FX_OK)
        return error_no_memory(err);
    int status = unit_indexer_start(run->indexer, article, annotations, run->article_count, err);
    if (status == FX_OK)
        status = add_unit(run, UNIT_ARTICLE, 0, err);
    uint32_t sections = article->section_count > 0 ? article->section_count + 1 : 0;
    for (uint32_t i = 0; status == FX_OK && i < sections; i++)
        status = add_unit(run, UNIT_SECTION, i, err);
    for (uint32_t i = 0; status == FX_OK && i < annotations->quote_count; i++)
        status = add_unit(run, UNIT_QUOTE, i, err);
    if (status == FX_OK)
        status = unit_indexer_finish(run->indexer, err);
    if (status != FX_OK)
        return status;
    run->article_count++;
    run->text_bytes += article->text.len;
    return FX_OK;
}

static size_t unit_memory(const struct run_unit *unit)
{
    return postings_buffer_memory(&unit->postings) + unit->word_capacity * sizeof *unit->words +
           (unit->length_capacity + unit->parent_capacity + unit->ordinal_capacity + unit->name_capacity +
            unit->start_capacity) *
               sizeof(uint32_t);
}

bool run_is_full(const struct run *run)
{
    return run->log.count >= WORD_LOG_SLOTS_MAX;
}

size_t run_memory(const struct run *run)
{
    size_t sum = vocabulary_memory(run->vocabulary) + name_table_memory(&run->names) +
                 run->article_capacity * sizeof *run->articles + run->ids.total + word_log_memory(&run->log) +
                 name_log_memory(&run->name_log) + word_postings_memory(&run->log, run->vocabulary);
    for (int unit = 0; unit < UNIT_COUNT; unit++)
        sum += unit_memory(&run->units[unit]);
    return sum;
}

void run_clear(struct run *run, size_t keep)
{
    for (int i = 0; i < UNIT_COUNT; i++) {
        struct run_unit *unit = &run->units[i];
        release_unit(unit);
        memset(unit, 0, sizeof *unit);
        postings_buffer_init(&unit->postings);
    }
    name_table_release(&run->names);
    name_table_init(&run->names);
    if (vocabulary_memory(run->vocabulary) > keep) {
        vocabulary_clear(run->vocabulary);
        unit_indexer_forget(run->indexer);
    }
    word_log_clear(&run->log);
    name_log_release(&run->name_log);
    memory_free(run->articles);
    run->articles = NULL;
    run->article_capacity = 0;
    run->article_count = 0;
    arena_release(&run->ids);
    run->text_bytes = 0;
}
