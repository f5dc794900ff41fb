#include "results.h"

#include "error.h"
#include "memory.h"
#include "query.h"

#include <time.h>

static uint64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* Called by the search once a leaf with all its matching documents. */
static int count_leaf(void *payload, const struct search_leaf *leaf, const uint64_t *words, uint32_t count,
                      fx_error *err)
{
    fx_results *results = payload;
    int status = FX_OK;
    if (count > 0 && results->facets != NULL)
        status = facet_counter_add(results->facets, leaf, words, err);
    if (status == FX_OK && count > 0 && results->timeline != NULL)
        status = timeline_counter_add(results->timeline, leaf, words, err);
    return status;
}

static int run(fx_results *results, fx_query *query, fx_error *err)
{
    int status = facet_counter_new(&results->facets, results->options.facet_limits);
    if (status == FX_OK && results->options.timeline != FX_TIMELINE_NONE)
        status = timeline_counter_new(&results->timeline, results->options.timeline);
    if (status != FX_OK)
        return error_no_memory(err);
    bool counts = results->facets != NULL || results->timeline != NULL;
    struct search_request request = {
        .query = query_ast(query),
        .options = &results->options,
        .visit = counts ? count_leaf : NULL,
        .payload = results,
    };
    status = search_run(&results->search, results->reader->searcher, &request, err);
    if (status == FX_OK)
        results->result = search_result(results->search);
    return status;
}

int fx_search(fx_results **out, fx_reader *reader, fx_query *query, const fx_search_options *options, fx_error *err)
{
    *out = NULL;
    uint64_t start = now_us();
    fx_results *results = memory_allocate_zeroed(1, sizeof *results);
    if (results == NULL)
        return error_no_memory(err);
    results->reader = reader;
    results->options = *options;
    record_init(&results->record);
    int status = run(results, query, err);
    if (status != FX_OK) {
        fx_results_free(results);
        return status;
    }
    results->elapsed_us = now_us() - start;
    *out = results;
    return FX_OK;
}

void fx_results_free(fx_results *results)
{
    if (results == NULL)
        return;
    search_free(results->search);
    facet_counter_free(results->facets);
    timeline_counter_free(results->timeline);
    record_release(&results->record);
    arena_release(&results->arena);
    unit_fields_release(&results->fields);
    buffer_release(&results->explanation);
    memory_free(results);
}

void fx_results_summary(const fx_results *results, fx_search_summary *out)
{
    *out = (fx_search_summary){
        .hits = results->result->matches,
        .exact = results->result->exact,
        .shown = results->result->hit_count,
        .damaged = results->result->damaged,
        .damage = results->result->damage,
        .elapsed_us = results->elapsed_us,
    };
}

int fx_results_next(fx_results *results, fx_hit *out, fx_error *err)
{
    *out = (fx_hit){.published = INT64_MIN};
    if (results->next >= results->result->hit_count)
        return FX_END;
    results->hit = &results->result->hits[results->next++];
    arena_clear(&results->arena);
    buffer_clear(&results->explanation);
    out->rank = results->options.offset + results->next;
    return hit_fill(results, out, err);
}

int fx_results_facet(fx_results *results, enum fx_facet facet, const fx_count **counts, uint32_t *count, uint64_t *more,
                     fx_error *err)
{
    return facet_counter_result(results->facets, facet, counts, count, more, err);
}

int fx_results_timeline(fx_results *results, const fx_count **counts, uint32_t *count, fx_error *err)
{
    *counts = NULL;
    *count = 0;
    if (results->timeline == NULL)
        return FX_END;
    int status = timeline_counter_result(results->timeline, counts, count);
    return status == FX_OK ? FX_OK : error_no_memory(err);
}

int fx_results_suggestion(fx_results *results, fx_slice *word, fx_slice *instead, fx_error *err)
{
    return search_suggestion(results->search, word, instead, err);
}
