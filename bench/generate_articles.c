/* Makes news articles as JSON Lines, as many as asked for, the same for the same seed: what the benchmarks index.
 *
 *     gcc -O2 -o generate_articles bench/generate_articles.c -lm
 *     ./generate_articles --articles 100000 --seed 1 [--from real.jsonl] > articles.jsonl
 *
 * With --from, real text is scaled: the sentences of the given articles ("body" of JSON Lines) are mixed anew, mostly
 * within a desk, so that words keep their real frequencies and company; what is synthetic is the order of the
 * sentences, the date, the lengths (lognormal, mean 370 words), and the coined names that replace one word in 120: they
 * make the vocabulary grow as it does in real text (a Yule-Simon process). Without --from the words themselves are
 * drawn from the list given with
 * --words (Debian's wamerican: /usr/share/dict/words) by Zipf's law behind 60 English function words: frequencies are
 * right then, but not which words stand together. */
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MEAN_WORDS = 370, COIN_EVERY = 120, DESKS = 12, SOURCES = 40, TITLE_WORDS = 8, PARAGRAPH_SENTENCES = 3 };

struct sentence {
    uint32_t start, length; /* in `text` */
    uint16_t words;
    uint8_t desk;
};

struct generator {
    uint64_t state;
    char *text; /* all sentences, JSON-escaped as they came */
    size_t text_length, text_capacity;
    struct sentence *sentences; /* sorted by desk when loaded */
    size_t sentence_count, sentence_capacity;
    size_t desk_start[DESKS + 1];
    char **words; /* without --from: by rank */
    size_t word_count;
    double *cumulative;
    uint32_t *coined; /* ids as often as they were used: drawing one repeats it in proportion (Yule-Simon) */
    size_t coined_count, coined_capacity;
    uint32_t next_coined;
};

static void fail(const char *what)
{
    fprintf(stderr, "generate_articles: %s\n", what);
    exit(1);
}

static void *grow(void *block, size_t *capacity, size_t wanted, size_t size)
{
    if (wanted <= *capacity)
        return block;
    *capacity = *capacity * 2 > wanted ? *capacity * 2 : wanted + 1024;
    block = realloc(block, *capacity * size);
    if (block == NULL)
        fail("out of memory");
    return block;
}

static uint64_t random_u64(struct generator *g)
{
    g->state += 0x9E3779B97F4A7C15u; /* splitmix64 */
    uint64_t z = g->state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static size_t random_below(struct generator *g, size_t limit)
{
    return (size_t)(((unsigned __int128)random_u64(g) * limit) >> 64);
}

static double random_unit(struct generator *g)
{
    return (double)(random_u64(g) >> 11) * 0x1.0p-53;
}

static double random_normal(struct generator *g)
{
    return sqrt(-2 * log(random_unit(g) + 1e-300)) * cos(6.283185307179586 * random_unit(g));
}

/* ---- real text ---- */

static void add_sentence(struct generator *g, const char *start, size_t length, unsigned desk)
{
    uint16_t words = 1;
    for (size_t i = 0; i < length; i++)
        words = (uint16_t)(words + (start[i] == ' '));
    if (words < 4 || words > 80)
        return;
    g->text = grow(g->text, &g->text_capacity, g->text_length + length, 1);
    memcpy(g->text + g->text_length, start, length);
    g->sentences = grow(g->sentences, &g->sentence_capacity, g->sentence_count + 1, sizeof *g->sentences);
    g->sentences[g->sentence_count++] =
        (struct sentence){(uint32_t)g->text_length, (uint32_t)length, words, (uint8_t)desk};
    g->text_length += length;
}

/* Cuts an escaped JSON string into sentences. Good enough for mixing: no sentence is shown to anybody. */
static void add_body(struct generator *g, const char *at, const char *end, unsigned desk)
{
    const char *start = at;
    for (; at < end; at++) {
        int newline = at + 1 < end && at[0] == '\\' && at[1] == 'n';
        int stop =
            (*at == '.' || *at == '?' || *at == '!') && at + 2 < end && at[1] == ' ' && isupper((unsigned char)at[2]);
        if (!newline && !stop)
            continue;
        if (at > start)
            add_sentence(g, start, (size_t)(at - start) + (size_t)stop, desk);
        start = at + 2;
        at++;
    }
    if (end > start)
        add_sentence(g, start, (size_t)(end - start), desk);
}

/* The value of "key": "..." in a line, escapes kept; NULL where absent. */
static const char *json_field(const char *line, const char *key, const char **end)
{
    char pattern[32];
    snprintf(pattern, sizeof pattern, "\"%s\": \"", key);
    const char *at = strstr(line, pattern);
    if (at == NULL)
        return NULL;
    at += strlen(pattern);
    const char *stop = at;
    while (*stop != '\0' && *stop != '"')
        stop += *stop == '\\' && stop[1] != '\0' ? 2 : 1;
    *end = stop;
    return at;
}

static int by_desk(const void *left, const void *right)
{
    const struct sentence *a = left, *b = right;
    if (a->desk != b->desk)
        return a->desk < b->desk ? -1 : 1;
    return a->start < b->start ? -1 : a->start > b->start;
}

static void load_real(struct generator *g, const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail("cannot open the file of --from");
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, file) > 0 && g->text_length < 400000000) {
        const char *end, *desk_end;
        const char *desk = json_field(line, "section", &desk_end);
        unsigned hash = 0;
        for (const char *at = desk; desk != NULL && at < desk_end; at++)
            hash = hash * 31 + (unsigned char)*at;
        const char *body = json_field(line, "body", &end);
        if (body != NULL)
            add_body(g, body, end, hash % DESKS);
    }
    free(line);
    fclose(file);
    if (g->sentence_count == 0)
        fail("no sentences in the file of --from");
    qsort(g->sentences, g->sentence_count, sizeof *g->sentences, by_desk);
    size_t at = 0;
    for (unsigned desk = 0; desk <= DESKS; desk++) {
        while (at < g->sentence_count && g->sentences[at].desk < desk)
            at++;
        g->desk_start[desk] = at;
    }
}

/* ---- words by Zipf's law ---- */

static const char *const function_words[] = {
    "the",  "of",   "to",    "and",  "a",     "in",   "that", "is",    "for",   "on",    "said",   "it",
    "with", "as",   "was",   "he",   "at",    "by",   "be",   "from",  "has",   "are",   "have",   "his",
    "an",   "but",  "not",   "they", "who",   "will", "this", "had",   "their", "which", "were",   "or",
    "its",  "been", "after", "one",  "about", "more", "up",   "would", "when",  "new",   "people", "there",
    "out",  "she",  "than",  "also", "into",  "year", "over", "all",   "first", "two",   "could",  "last"};

static void load_words(struct generator *g, const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail("cannot open the file of --words (Debian: wamerican)");
    size_t capacity = 0;
    char line[256];
    for (size_t i = 0; i < sizeof function_words / sizeof *function_words; i++) {
        g->words = grow(g->words, &capacity, g->word_count + 1, sizeof *g->words);
        g->words[g->word_count++] = strdup(function_words[i]);
    }
    size_t first = g->word_count;
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        if (strchr(line, '\'') != NULL || strchr(line, '"') != NULL || strlen(line) < 3)
            continue;
        g->words = grow(g->words, &capacity, g->word_count + 1, sizeof *g->words);
        g->words[g->word_count++] = strdup(line);
    }
    fclose(file);
    for (size_t i = g->word_count - 1; i > first; i--) { /* rank is chance, not the alphabet */
        size_t j = first + random_below(g, i - first + 1);
        char *kept = g->words[i];
        g->words[i] = g->words[j];
        g->words[j] = kept;
    }
    g->cumulative = malloc(g->word_count * sizeof *g->cumulative);
    double sum = 0;
    for (size_t i = 0; i < g->word_count; i++) /* Zipf-Mandelbrot */
        g->cumulative[i] = sum += 1.0 / pow((double)i + 2.7, 1.05);
}

static const char *zipf_word(struct generator *g)
{
    double wanted = random_unit(g) * g->cumulative[g->word_count - 1];
    size_t low = 0, high = g->word_count - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (g->cumulative[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return g->words[low];
}

/* ---- articles ---- */

/* A coined name: an old one in proportion to its use, else a new one. */
static void put_coined(struct generator *g)
{
    static const char *const syllables[] = {"ka",  "ro",  "mi",  "ven", "tal", "sho", "ber", "lin",
                                            "dra", "pol", "gu",  "wen", "sta", "fir", "nor", "ish",
                                            "ola", "que", "zan", "tor", "mu",  "bel", "cha", "dri"};
    uint32_t id;
    if (g->coined_count > 0 && random_below(g, 10) < 7)
        id = g->coined[random_below(g, g->coined_count)];
    else
        id = g->next_coined++;
    g->coined = grow(g->coined, &g->coined_capacity, g->coined_count + 1, sizeof *g->coined);
    g->coined[g->coined_count++] = id;
    uint32_t rest = id + 24 * 24;
    int first = 1;
    while (rest > 0) {
        const char *syllable = syllables[rest % 24];
        if (first)
            putchar(toupper((unsigned char)*syllable)), syllable++;
        fputs(syllable, stdout);
        first = 0;
        rest /= 24;
    }
}

static void put_sentence_real(struct generator *g, const struct sentence *sentence)
{
    const char *at = g->text + sentence->start, *end = at + sentence->length;
    while (at < end) {
        const char *space = memchr(at, ' ', (size_t)(end - at));
        const char *stop = space ? space : end;
        int plain = stop - at > 3;
        for (const char *c = at; plain && c < stop; c++)
            plain = isalpha((unsigned char)*c);
        if (plain && random_below(g, COIN_EVERY * 5 / 6) == 0)
            put_coined(g);
        else
            fwrite(at, 1, (size_t)(stop - at), stdout);
        if (space)
            putchar(' ');
        at = stop + (space != NULL);
    }
}

static size_t put_sentence(struct generator *g, unsigned desk)
{
    if (g->sentence_count > 0) {
        size_t low = g->desk_start[desk], high = g->desk_start[desk + 1];
        if (low == high || random_below(g, 10) == 0)
            low = 0, high = g->sentence_count;
        const struct sentence *sentence = &g->sentences[low + random_below(g, high - low)];
        put_sentence_real(g, sentence);
        return sentence->words;
    }
    size_t words = 8 + random_below(g, 25);
    for (size_t i = 0; i < words; i++) {
        if (i > 0)
            putchar(' ');
        if (random_below(g, COIN_EVERY) == 0)
            put_coined(g);
        else
            fputs(zipf_word(g), stdout);
    }
    putchar('.');
    return words;
}

static void put_title(struct generator *g, unsigned desk)
{
    for (int i = 0; i < TITLE_WORDS; i++) {
        if (i > 0)
            putchar(' ');
        if (g->sentence_count == 0) {
            fputs(zipf_word(g), stdout);
            continue;
        }
        size_t low = g->desk_start[desk], high = g->desk_start[desk + 1];
        if (low == high)
            low = 0, high = g->sentence_count;
        const struct sentence *sentence = &g->sentences[low + random_below(g, high - low)];
        const char *at = g->text + sentence->start, *end = at + sentence->length;
        at += random_below(g, sentence->length);
        while (at < end && isalpha((unsigned char)*at))
            at++;
        while (at < end && !isalpha((unsigned char)*at))
            at++;
        const char *stop = at;
        while (stop < end && isalpha((unsigned char)*stop))
            stop++;
        if (stop == at || (at > g->text && at[-1] == '\\'))
            fputs("report", stdout);
        else
            fwrite(at, 1, (size_t)(stop - at), stdout);
    }
}

static void put_article(struct generator *g, size_t number, size_t total)
{
    unsigned desk = (unsigned)random_below(g, DESKS);
    time_t when = (time_t)(1104537600 + (int64_t)((double)number / (double)total * 20 * 365.25 * 86400));
    struct tm parts;
    char day[32];
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&when, &parts));
    printf("{\"id\": \"a%08zu\", \"title\": \"", number);
    put_title(g, desk);
    printf("\", \"date\": \"%s\", \"section\": \"desk-%u\", \"source\": \"source-%zu\", \"body\": \"", day, desk,
           random_below(g, SOURCES));
    double spread = 0.55;
    size_t wanted = (size_t)(MEAN_WORDS * exp(random_normal(g) * spread - spread * spread / 2));
    size_t words = 0, sentences = 0;
    do {
        if (sentences > 0)
            fputs(sentences % PARAGRAPH_SENTENCES == 0 ? "\\n\\n" : " ", stdout);
        words += put_sentence(g, desk);
        sentences++;
    } while (words < wanted);
    puts("\"}");
}

int main(int argc, char **argv)
{
    struct generator g = {0};
    size_t articles = 1000, first = 0;
    uint64_t seed = 1;
    const char *from = NULL, *words = "/usr/share/dict/words";
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--articles") == 0)
            articles = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--first") == 0)
            first = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0)
            seed = strtoull(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--from") == 0)
            from = argv[i + 1];
        else if (strcmp(argv[i], "--words") == 0)
            words = argv[i + 1];
        else
            fail("usage: generate_articles [--articles N] [--first N] [--seed N] [--from FILE.jsonl] [--words FILE]");
    }
    g.state = seed * 0x9E3779B97F4A7C15u;
    if (from != NULL)
        load_real(&g, from);
    else
        load_words(&g, words);
    for (size_t i = 0; i < articles; i++)
        put_article(&g, first + i, first + articles);
    return ferror(stdout) || fflush(stdout) != 0 ? 1 : 0;
}
