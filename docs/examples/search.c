/* A program of its own that searches an index: open, parse, search, walk hits, snippets, facets and a timeline.
 *
 *     cc search.c $(pkg-config --cflags --libs fsearch) -o search
 *     ./search INDEX QUERY [SPEAKER]
 *
 * It uses the public headers alone and shows the rules of fx.h: every call that can fail returns a code and fills an
 * fx_error, what an out-parameter gives is yours to free, and slices are borrowed. */
#include "fx_search.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static fx_slice slice(const char *text)
{
    return (fx_slice){text, strlen(text)};
}

static void print_snippet(const fx_snippet *snippet)
{
    uint32_t at = 0;
    printf("    ");
    for (uint32_t i = 0; i < snippet->mark_count; i++) {
        const fx_mark *mark = &snippet->marks[i];
        printf("%.*s[%.*s]", (int)(mark->start - at), snippet->text.ptr + at, (int)(mark->end - mark->start),
               snippet->text.ptr + mark->start);
        at = mark->end;
    }
    printf("%.*s\n", (int)(snippet->text.len - at), snippet->text.ptr + at);
}

static int print_hits(fx_results *results, fx_error *err)
{
    fx_hit hit;
    int status;
    while ((status = fx_results_next(results, &hit, err)) == FX_OK) {
        printf("%u  %.3f  %.*s\n", hit.rank, hit.score, (int)hit.id.len, hit.id.ptr);
        for (uint32_t i = 0; i < hit.speaker_count; i++)
            printf("    speaker %.*s\n", (int)hit.speakers[i].len, hit.speakers[i].ptr);
        for (uint32_t i = 0; i < hit.snippet_count; i++)
            print_snippet(&hit.snippets[i]);
    }
    return status == FX_END ? FX_OK : status;
}

static void print_counts(const char *what, const fx_count *counts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        printf("%s %llu %.*s\n", what, (unsigned long long)counts[i].count, (int)counts[i].name.len,
               counts[i].name.ptr);
}

static int print_all(fx_results *results, fx_error *err)
{
    fx_search_summary summary;
    const fx_count *counts;
    uint32_t count;
    uint64_t more;
    int status = print_hits(results, err);
    if (status == FX_OK)
        status = fx_results_facet(results, FX_FACET_SPEAKER, &counts, &count, &more, err);
    if (status == FX_OK) {
        print_counts("facet", counts, count);
        status = fx_results_timeline(results, &counts, &count, err);
    }
    if (status == FX_OK)
        print_counts("year", counts, count);
    fx_results_summary(results, &summary);
    printf("%s%llu hits\n", summary.exact ? "" : "at least ", (unsigned long long)summary.hits);
    return status;
}

static int search(const char *directory, const char *text, const char *speaker, fx_error *err)
{
    fx_reader *reader = NULL;
    fx_query *query = NULL;
    fx_results *results = NULL;
    fx_search_options options = FX_SEARCH_OPTIONS_INIT;
    options.limit = 5;
    options.snippets = 1;
    options.facet_limits[FX_FACET_SPEAKER] = 3;
    options.timeline = FX_TIMELINE_YEAR;
    int status = fx_reader_open(&reader, &directory, 1, err);
    if (status == FX_OK)
        status = fx_query_parse(&query, slice(text), 0, (int64_t)time(NULL), err);
    if (status == FX_OK && speaker != NULL)
        status = fx_query_filter(query, "speaker", slice(speaker), err);
    if (status == FX_OK)
        status = fx_search(&results, reader, query, &options, err);
    if (status == FX_OK)
        status = print_all(results, err);
    fx_results_free(results); /* before their reader */
    fx_query_free(query);
    fx_reader_close(reader);
    return status;
}

int main(int argc, char **argv)
{
    fx_error err = {0};
    if (argc < 3 || argc > 4) {
        fprintf(stderr, "usage: search INDEX QUERY [SPEAKER]\n");
        return 2;
    }
    if (search(argv[1], argv[2], argc > 3 ? argv[3] : NULL, &err) != FX_OK) {
        fprintf(stderr, "search: %s (%s)\n", err.message, fx_code_name(err.code));
        return 1;
    }
    return 0;
}
