#include "answer.h"

#include "complaint.h"
#include "error.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { CONTEXTS_PER_HIT = 1000 };

/* The offset of a mistake in an option's value says nothing about the query: no caret. */
static int blame_option(int status, const char *option, fx_error *err)
{
    if (status != FX_EQUERY)
        return status;
    error_prefix(err, FX_EINVAL, "--%s", option);
    return err->code = FX_EINVAL;
}

static int narrow(fx_query *query, const struct fsearch_options *options, fx_error *err)
{
    int status = FX_OK;
    for (size_t i = 0; status == FX_OK && i < options->filter_count; i++) {
        const struct fsearch_filter *filter = &options->filters[i];
        status = fx_query_filter(query, filter->field, (fx_slice){filter->value, strlen(filter->value)}, err);
        status = blame_option(status, filter->field, err);
    }
    if (status == FX_OK && options->since != NULL)
        status = blame_option(fx_query_between(query, options->since, NULL, err), "since", err);
    if (status == FX_OK && options->until != NULL)
        status = blame_option(fx_query_between(query, NULL, options->until, err), "until", err);
    return status;
}

static int parse(fx_query **out, const struct fsearch_options *options, fx_slice text, fx_error *err)
{
    fx_query *query;
    *out = NULL;
    int status = fx_query_parse(&query, text, options->parse_flags, (int64_t)time(NULL), err);
    if (status != FX_OK)
        return status;
    status = narrow(query, options, err);
    if (status != FX_OK) {
        fx_query_free(query);
        return status;
    }
    *out = query;
    return FX_OK;
}

static void note_damage(struct printer *printer, const fx_error *err)
{
    fx_search_summary *summary = &printer->query.summary;
    if (summary->damaged++ == 0 && err != NULL)
        summary->damage = *err;
    summary->shown -= summary->shown > 0;
}

static int print_hits(struct printer *printer, fx_results *results, const struct fsearch_options *options,
                      fx_error *err)
{
    const struct printer_operations *operations = printer->operations;
    fx_hit hit;
    int status = FX_OK;
    while (!printer->output->closed && status != FX_END) {
        status = fx_results_next(results, &hit, err);
        if (status == FX_EDAMAGED) { /* costs that hit, not the answer */
            note_damage(printer, err);
            continue;
        }
        if (status != FX_OK)
            break;
        if (operations->hit != NULL)
            operations->hit(printer, &hit);
        if (!options->format->contexts || operations->contexts == NULL)
            continue;
        const fx_context *contexts;
        uint32_t count;
        status = fx_results_contexts(results, printer->style.width, CONTEXTS_PER_HIT, &contexts, &count, err);
        if (status != FX_OK)
            return status;
        operations->contexts(printer, &hit, contexts, count);
    }
    return status == FX_END ? FX_OK : status;
}

static int print_counts(struct printer *printer, fx_results *results, const struct fsearch_options *options,
                        fx_error *err)
{
    const struct printer_operations *operations = printer->operations;
    const fx_count *counts;
    uint32_t count;
    for (int i = 0; operations->facet != NULL && i < FX_FACET_COUNT; i++) {
        struct print_facet facet = {.kind = fsearch_facet_name((enum fx_facet)i)};
        int status = fx_results_facet(results, (enum fx_facet)i, &facet.counts, &facet.count, &facet.more, err);
        if (status == FX_OK)
            operations->facet(printer, &facet);
        else if (status != FX_END)
            return status;
    }
    if (operations->timeline == NULL || options->search.timeline == FX_TIMELINE_NONE)
        return FX_OK;
    int status = fx_results_timeline(results, &counts, &count, err);
    if (status == FX_OK)
        operations->timeline(printer, counts, count);
    return status == FX_END ? FX_OK : status;
}

/* "did you mean": in the record where the format has one, else on stderr. */
static int suggest(struct printer *printer, fx_results *results, fx_error *err)
{
    fx_slice word, instead;
    int status = fx_results_suggestion(results, &word, &instead, err);
    if (status == FX_END)
        return FX_OK;
    if (status != FX_OK)
        return status;
    if (printer->operations->suggestion != NULL)
        printer->operations->suggestion(printer, word, instead);
    if (!printer->style.batch)
        complain("nothing has \"%.*s\"; did you mean \"%.*s\"?", (int)word.len, word.ptr, (int)instead.len,
                 instead.ptr);
    return FX_OK;
}

/* The number alone, as grep -c; with the query's id in a batch. Formats that have records say it in their end record.
 */
static void print_count(struct printer *printer, uint64_t hits)
{
    if (printer->style.batch) {
        output_slice(printer->output, printer->query.id);
        output_string(printer->output, "\t");
    }
    output_format(printer->output, "%llu", (unsigned long long)hits);
    output_write(printer->output, &printer->style.separator, 1);
}

static int print(struct printer *printer, fx_results *results, const struct fsearch_options *options, fx_error *err)
{
    const struct printer_operations *operations = printer->operations;
    bool plain_count = options->count && !options->format->errors_in_band;
    if (options->quiet)
        return FX_OK;
    if (plain_count) {
        print_count(printer, printer->query.summary.hits);
        return FX_OK;
    }
    printer->printed = 0;
    if (operations->begin != NULL)
        operations->begin(printer);
    int status = options->count ? FX_OK : print_hits(printer, results, options, err);
    if (status == FX_OK)
        status = print_counts(printer, results, options, err);
    if (status == FX_OK && printer->query.summary.hits == 0)
        status = suggest(printer, results, err);
    if (operations->end != NULL)
        operations->end(printer);
    return status;
}

int answer_query(struct answer *out, struct printer *printer, fx_reader *reader, const struct fsearch_options *options,
                 fx_slice text, fx_error *err)
{
    *out = (struct answer){false, false};
    fx_query *query = NULL;
    fx_results *results = NULL;
    int status = parse(&query, options, text, err);
    if (status == FX_OK)
        status = fx_reader_describe(reader, &printer->query.index, err);
    if (status == FX_OK)
        status = fx_search(&results, reader, query, &options->search, err);
    if (status == FX_OK) {
        fx_results_summary(results, &printer->query.summary);
        if (options->count)
            printer->query.summary.shown = 0;
        printer->query.text = text;
        printer->query.parsed = fx_query_text(query);
        printer->query.unit = options->search.unit;
        printer->query.timeline_step = fsearch_timeline_name(options->search.timeline);
        out->found = printer->query.summary.hits > 0;
        status = print(printer, results, options, err);
        out->damaged = printer->query.summary.damaged > 0;
    }
    fx_results_free(results);
    fx_query_free(query);
    return status;
}
