#include "run_flush.h"

#include "error.h"
#include "flush_postings.h"
#include "memory.h"
#include "merged_names.h"
#include "sort_numbers.h"

struct flush {
    struct run *const *runs;
    uint32_t run_count;
    struct segment_writer *writer;
    struct sorted_terms terms;
    struct merged_names names;
    uint32_t *bases;  /* of the unit at hand: the first document of each run */
    uint32_t *facets; /* of the document at hand */
    uint64_t *sorted;
    size_t facet_capacity, sorted_capacity;
};

/* ---- columns ---- */

/* The final number of a name joins flush->sorted. */
static void map_facet(struct flush *flush, uint32_t run, uint32_t logged, size_t *count)
{
    uint32_t name = flush->runs[run]->name_log.names[logged].name;
    if (name != STRING_MAP_NONE) /* a language, or nothing is left when it is folded */
        flush->sorted[(*count)++] = flush->names.numbers[run][name];
}

/* The names of a document under their final numbers, ascending, each once. */
static int map_facets(struct flush *flush, uint32_t run, const struct run_unit *unit, uint32_t document,
                      uint32_t *count)
{
    struct name_range common = flush->runs[run]->name_log.articles[unit->parents[document]];
    uint32_t start = unit->name_starts[document], end = unit->name_starts[document + 1];
    size_t wanted = (size_t)common.count + end - start, listed = 0;
    *count = 0;
    if (memory_reserve(&flush->facets, &flush->facet_capacity, wanted, sizeof *flush->facets) != FX_OK ||
        memory_reserve(&flush->sorted, &flush->sorted_capacity, wanted, sizeof *flush->sorted) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < common.count; i++)
        map_facet(flush, run, common.start + i, &listed);
    for (uint32_t i = start; i < end; i++)
        map_facet(flush, run, unit->names[i], &listed);
    sort_numbers(flush->sorted, listed);
    for (size_t i = 0; i < listed; i++) {
        if (i == 0 || flush->sorted[i] != flush->sorted[i - 1])
            flush->facets[(*count)++] = (uint32_t)flush->sorted[i];
    }
    return FX_OK;
}

static int write_documents(struct flush *flush, uint32_t run, enum unit unit, uint32_t article_base, fx_error *err)
{
    const struct run_unit *source = &flush->runs[run]->units[unit];
    for (uint32_t i = 0; i < source->documents; i++) {
        uint32_t count;
        if (map_facets(flush, run, source, i, &count) != FX_OK)
            return error_no_memory(err);
        int status = segment_writer_document(flush->writer, source->lengths[i], article_base + source->parents[i],
                                             source->ordinals[i], flush->facets, count, err);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

static int write_unit(struct flush *flush, enum unit unit, fx_error *err)
{
    uint32_t documents = 0, articles = 0;
    for (uint32_t i = 0; i < flush->run_count; i++) {
        flush->bases[i] = documents;
        documents += flush->runs[i]->units[unit].documents;
    }
    int status = segment_writer_begin_unit(flush->writer, unit, documents, err);
    struct flush_source source = {flush->runs, flush->run_count, &flush->terms, unit, flush->bases};
    if (status == FX_OK && documents > 0)
        status = flush_postings(&source, flush->writer, err);
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
    flush.bases = memory_allocate(run_count, sizeof *flush.bases);
    if (flush.bases == NULL || sorted_terms_make(&flush.terms, runs, run_count) != FX_OK ||
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
    merged_names_release(&flush.names);
    sorted_terms_release(&flush.terms);
    memory_free(flush.bases);
    memory_free(flush.facets);
    memory_free(flush.sorted);
    return status;
}
