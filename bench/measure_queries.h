/* How the runners time queries: each of a class in three ways, the best of its rounds, parsing included. All do it in
 * this way, BenchLucene.java included. C and C++. */
#ifndef BENCH_MEASURE_QUERIES_H
#define BENCH_MEASURE_QUERIES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline FILE *open_or_exit(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

/* Ten best; with the exact number of hits; with their titles and snippets. */
enum { MODE_TOP10, MODE_COUNTED, MODE_STORED, MODES };
static const char *const mode_names[MODES] = {"top10", "counted", "stored"};

enum { ROUNDS = 5, CLASSES_MOST = 32 };
#define MICROSECONDS_A_QUERY 100000.0 /* in one mode: then two rounds are enough */

static inline double microseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

struct query_class {
    char name[32];
    double sum[MODES];
    unsigned long long hits;
    unsigned count;
};

/* Runs a query in one mode; returns its hits, which count in MODE_COUNTED only. */
typedef unsigned long long run_query(void *engine, const char *class_name, const char *words, int mode);

static inline double best_of_rounds(run_query *run, void *engine, struct query_class *measured, const char *words,
                                    int mode)
{
    double best = 1e18, all = 0;
    for (int round = 0; round < ROUNDS && (round < 2 || all < MICROSECONDS_A_QUERY); round++) {
        double start = microseconds();
        unsigned long long hits = run(engine, measured->name, words, mode);
        double took = microseconds() - start;
        all += took;
        best = took < best ? took : best;
        if (mode == MODE_COUNTED && round == 0)
            measured->hits += hits;
    }
    return best;
}

static inline struct query_class *class_of(struct query_class *classes, const char *name)
{
    int c = 0;
    while (c + 1 < CLASSES_MOST && classes[c].count > 0 && strcmp(classes[c].name, name) != 0)
        c++;
    snprintf(classes[c].name, sizeof classes[c].name, "%.31s", name);
    return &classes[c];
}

/* All queries of a file (CLASS<TAB>WORDS), each the best of its rounds. Prints CLASS MODE COUNT MEAN HITS, tabs
 * between; HITS is the sum over the class. */
static inline void measure_queries(const char *path, run_query *run, void *engine)
{
    static struct query_class classes[CLASSES_MOST];
    char line[4096];
    FILE *file = open_or_exit(path);
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *tab = strchr(line, '\t');
        if (tab == NULL)
            continue;
        *tab = '\0';
        struct query_class *measured = class_of(classes, line);
        for (int mode = 0; mode < MODES; mode++)
            measured->sum[mode] += best_of_rounds(run, engine, measured, tab + 1, mode);
        measured->count++;
    }
    fclose(file);
    for (int c = 0; c < CLASSES_MOST && classes[c].count > 0; c++)
        for (int mode = 0; mode < MODES; mode++)
            printf("%s\t%s\t%u\t%.1f\t%llu\n", classes[c].name, mode_names[mode], classes[c].count,
                   classes[c].sum[mode] / classes[c].count, classes[c].hits);
}

#endif
