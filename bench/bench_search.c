/* Times queries in process on a warm index, as the peers' runners do (measure_queries.h): mean microseconds of each
 * class, parsing included; top 10, with the exact number of hits, with titles and snippets.
 *
 *     cmake --build --preset release --target bench_search && build/release/bin/bench_search INDEX queries.tsv
 *
 * queries.tsv: CLASS<TAB>WORDS as make_queries.py writes it. Classes that begin with "or" are OR-ed, "phrase" quoted,
 * "quote" ask for quotes instead of articles, "facet-KIND" and "timeline" also count that; all are in fsearch's own
 * language. */
#include "fx_search.h"
#include "measure_queries.h"

#include <stdbool.h>

static _Noreturn void fail(const char *what, const fx_error *err)
{
    fprintf(stderr, "bench_search: %s: %s\n", what, err->message);
    exit(1);
}

static bool begins(const char *class_name, const char *with)
{
    return strncmp(class_name, with, strlen(with)) == 0;
}

/* The facet that a class counts; FX_FACET_COUNT: none. */
static enum fx_facet facet_of(const char *class_name)
{
    static const char *const names[FX_FACET_COUNT] = {"section", "desk",         "speaker", "entity",
                                                      "person",  "organization", "place",   "source"};
    int facet = 0;
    while (facet < FX_FACET_COUNT && !(begins(class_name, "facet-") && strcmp(class_name + 6, names[facet]) == 0))
        facet++;
    return (enum fx_facet)facet;
}

static fx_search_options options_of(const char *class_name, int mode)
{
    fx_search_options options = FX_SEARCH_OPTIONS_INIT;
    options.count_exactly = mode == MODE_COUNTED;
    options.snippets = mode == MODE_STORED;
    options.unit = begins(class_name, "quote") ? FX_UNIT_QUOTE : FX_UNIT_ARTICLE;
    options.timeline = begins(class_name, "timeline") ? FX_TIMELINE_MONTH : FX_TIMELINE_NONE;
    enum fx_facet facet = facet_of(class_name);
    if (facet < FX_FACET_COUNT)
        options.facet_limits[facet] = 10;
    return options;
}

/* All that a caller would fetch. */
static void fetch(fx_results *results, const fx_search_options *options, enum fx_facet facet)
{
    fx_error err;
    fx_hit hit;
    const fx_count *counts;
    uint32_t count;
    uint64_t more;
    while (options->snippets > 0 && fx_results_next(results, &hit, &err) == FX_OK)
        continue;
    if (facet < FX_FACET_COUNT && fx_results_facet(results, facet, &counts, &count, &more, &err) != FX_OK)
        fail("facet", &err);
    if (options->timeline != FX_TIMELINE_NONE && fx_results_timeline(results, &counts, &count, &err) != FX_OK)
        fail("timeline", &err);
}

static unsigned long long run(void *payload, const char *class_name, const char *words, int mode)
{
    char text[4096];
    snprintf(text, sizeof text, begins(class_name, "phrase") ? "\"%s\"" : "%s", words);
    fx_error err;
    fx_query *query;
    fx_results *results;
    fx_search_options options = options_of(class_name, mode);
    if (fx_query_parse(&query, (fx_slice){text, strlen(text)}, begins(class_name, "or") ? FX_PARSE_ANY : 0, 0, &err) !=
        FX_OK)
        fail(text, &err);
    if (fx_search(&results, payload, query, &options, &err) != FX_OK)
        fail(text, &err);
    fetch(results, &options, facet_of(class_name));
    fx_search_summary summary;
    fx_results_summary(results, &summary);
    fx_results_free(results);
    fx_query_free(query);
    return summary.hits;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: bench_search INDEX QUERIES.tsv\n");
        return 2;
    }
    fx_error err;
    fx_reader *reader;
    const char *directory = argv[1];
    if (fx_reader_open(&reader, &directory, 1, &err) != FX_OK)
        fail(directory, &err);
    measure_queries(argv[2], run, reader);
    fx_reader_close(reader);
    return 0;
}
