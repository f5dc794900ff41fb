/* How fast text becomes words, terms and sentences, on one core.
 *
 *   build/release/bin/bench_text FILE...      (plain text, paragraphs separated by blank lines)
 *
 * Each line is the best of five runs; MB are 10^6 bytes. */
#include "analyzer.h"
#include "sentence.h"
#include "slice.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 5 };

/* One measured pass over a text; returns a count that is printed, so that the work cannot be left out. */
typedef uint64_t pass(fx_slice text, struct analyzer *analyzer);

static uint64_t count_valid_bytes(fx_slice text, struct analyzer *analyzer)
{
    (void)analyzer;
    return utf8_valid_prefix(text);
}

static uint64_t count_lexemes(fx_slice text, struct analyzer *analyzer)
{
    (void)analyzer;
    struct lexer lexer;
    struct lexeme lexeme;
    uint64_t count = 0;
    lexer_init(&lexer, text);
    while (lexer_next(&lexer, &lexeme))
        count++;
    return count;
}

static uint64_t count_terms(fx_slice text, struct analyzer *analyzer)
{
    struct lexer lexer;
    struct lexeme lexeme;
    uint64_t terms_seen = 0;
    lexer_init(&lexer, text);
    while (lexer_next(&lexer, &lexeme)) {
        const struct analyzed_term *terms;
        uint32_t count;
        if (analyzer_terms(analyzer, text, lexeme, &terms, &count, NULL) == FX_OK)
            terms_seen += count;
    }
    return terms_seen;
}

static uint64_t count_sentences(fx_slice text, struct analyzer *analyzer)
{
    (void)analyzer;
    struct sentence_breaker breaker;
    struct span span;
    uint64_t count = 0;
    sentence_breaker_init(&breaker, text, (struct span){0, (uint32_t)text.len});
    while (sentence_breaker_next(&breaker, &span))
        count++;
    return count;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void measure(const char *name, pass *run, fx_slice text, struct analyzer *analyzer)
{
    double best = 1e9;
    uint64_t count = 0;
    for (int i = 0; i < RUNS; i++) {
        double start = now();
        count = run(text, analyzer);
        double took = now() - start;
        best = took < best ? took : best;
    }
    printf("  %-28s %8.1f MB/s %8.1f ns each, %llu\n", name, (double)text.len / best / 1e6,
           best * 1e9 / (double)(count ? count : 1), (unsigned long long)count);
}

/* The whole file; the process ends before it is freed. */
static fx_slice read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        return (fx_slice){NULL, 0};
    long size = ftell(file);
    char *text = malloc(size > 0 ? (size_t)size : 1);
    rewind(file);
    size_t length = text ? fread(text, 1, (size_t)size, file) : 0;
    fclose(file);
    return (fx_slice){text, length};
}

int main(int argc, char **argv)
{
    struct analyzer *stemming, *plain;
    if (argc < 2 || analyzer_new(&stemming, "en", NULL) != FX_OK || analyzer_new(&plain, "", NULL) != FX_OK)
        return 2;
    for (int i = 1; i < argc; i++) {
        fx_slice text = read_file(argv[i]);
        printf("%s: %zu bytes\n", argv[i], text.len);
        measure("utf8_valid_prefix (bytes)", count_valid_bytes, text, plain);
        measure("lexer (lexemes)", count_lexemes, text, plain);
        measure("lexer + forms (terms)", count_terms, text, plain);
        measure("lexer + forms, stems (terms)", count_terms, text, stemming);
        measure("sentences", count_sentences, text, plain);
    }
    analyzer_free(stemming);
    analyzer_free(plain);
    return 0;
}
