/* Times queries in process on a warm index: mean and median microseconds of each class, three ways: top 10; top 10 with
 * the exact number of hits; top 10 with titles and snippets.
 *
 *     cmake --build --preset release --target bench_search && build/release/bin/bench_search INDEX queries.tsv
 *
 * queries.tsv: CLASS<TAB>WORDS as make_queries.py writes it; classes that begin with "or" are OR-ed, "phrase" quoted.
 * Lines of class "raw" hold a query in fsearch's own language; "quote" is one over quotes. */
#include "fx_search.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5, CLASSES_MAX = 32, QUERIES_MAX = 4096 };

struct measured {
    char name[32];
    double microseconds[3][QUERIES_MAX];
    size_t count;
    uint64_t hits;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void fail(const char *what, const fx_error *err)
{
    fprintf(stderr, "bench_search: %s: %s\n", what, err->message);
    exit(1);
}

/* One run of a parsed query, everything that a caller would do included. */
static double run_once(fx_reader *reader, fx_query *query, int mode, enum fx_unit unit, uint64_t *hits)
{
    fx_search_options options = FX_SEARCH_OPTIONS_INIT;
    options.count_exactly = mode == 1;
    options.snippets = mode == 2;
    options.unit = unit;
    fx_error err;
    fx_results *results;
    double start = now();
    if (fx_search(&results, reader, query, &options, &err) != FX_OK)
        fail("search", &err);
    fx_hit hit;
    if (mode == 2)
        while (fx_results_next(results, &hit, &err) == FX_OK)
            continue;
    double took = now() - start;
    fx_search_summary summary;
    fx_results_summary(results, &summary);
    *hits = summary.hits;
    fx_results_free(results);
    return took;
}

static struct measured *find_class(struct measured *classes, size_t *count, const char *name)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(classes[i].name, name) == 0)
            return &classes[i];
    if (*count == CLASSES_MAX)
        return NULL;
    snprintf(classes[*count].name, sizeof classes[*count].name, "%.31s", name);
    return &classes[(*count)++];
}

static void measure_line(struct measured *measured, fx_reader *reader, const char *words)
{
    char text[4096];
    bool phrase = strncmp(measured->name, "phrase", 6) == 0;
    snprintf(text, sizeof text, phrase ? "\"%s\"" : "%s", words);
    fx_error err;
    fx_query *query;
    unsigned flags = strncmp(measured->name, "or", 2) == 0 ? FX_PARSE_ANY : 0;
    if (fx_query_parse(&query, (fx_slice){text, strlen(text)}, flags, 0, &err) != FX_OK)
        fail(text, &err);
    enum fx_unit unit = strcmp(measured->name, "quote") == 0 ? FX_UNIT_QUOTE : FX_UNIT_ARTICLE;
    for (int mode = 0; mode < 3; mode++) {
        double best = 1e18;
        uint64_t hits = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double took = run_once(reader, query, mode, unit, &hits);
            best = took < best ? took : best;
        }
        measured->microseconds[mode][measured->count] = best;
        if (mode == 1)
            measured->hits += hits;
    }
    measured->count++;
    fx_query_free(query);
}

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void report(struct measured *measured)
{
    printf("%-10s %6zu %10.0f", measured->name, measured->count, (double)measured->hits / (double)measured->count);
    for (int mode = 0; mode < 3; mode++) {
        double sum = 0;
        for (size_t i = 0; i < measured->count; i++)
            sum += measured->microseconds[mode][i];
        qsort(measured->microseconds[mode], measured->count, sizeof(double), ascending);
        printf(" %9.1f %9.1f", sum / (double)measured->count, measured->microseconds[mode][measured->count / 2]);
    }
    printf("\n");
}

int main(int argc, char **argv)
{
    static struct measured classes[CLASSES_MAX];
    size_t count = 0;
    if (argc != 3) {
        fprintf(stderr, "usage: bench_search INDEX QUERIES.tsv\n");
        return 2;
    }
    fx_error err;
    fx_reader *reader;
    const char *directory = argv[1];
    if (fx_reader_open(&reader, &directory, 1, &err) != FX_OK)
        fail(directory, &err);
    FILE *file = fopen(argv[2], "r");
    char line[4096];
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *tab = strchr(line, '\t');
        if (tab == NULL)
            continue;
        *tab = '\0';
        struct measured *measured = find_class(classes, &count, line);
        if (measured != NULL && measured->count < QUERIES_MAX)
            measure_line(measured, reader, tab + 1);
    }
    if (file != NULL)
        fclose(file);
    printf("%-10s %6s %10s %9s %9s %9s %9s %9s %9s\n", "class", "n", "hits", "top10", "median", "counted", "median",
           "snippets", "median");
    for (size_t i = 0; i < count; i++)
        report(&classes[i]);
    fx_reader_close(reader);
    return 0;
}
