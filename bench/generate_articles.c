/* Makes news articles, as many as asked for, the same for the same seed: what the benchmarks index.
 *
 *     generate_articles --text seed.tsv --articles N [--first N] [--seed N] [--speech PERCENT] > articles.jsonl
 *     generate_articles --text seed.tsv --articles N ... --tree DIR     (a plain text file an article)
 *
 * Real text is scaled: seed.tsv (seed_text.py) holds DESK<TAB>SENTENCE. An article takes sentences of one desk, nine in
 * ten, so that words keep their real frequencies and company. What is synthetic:
 * - the order of the sentences; and half of them are crossed: after a connecting word such as "of" the sentence goes on
 *   as another one of the desk does after the same word, so that long passages are not repeated word by word;
 * - one word in 120 is a coined name, drawn by a Pitman-Yor process: frequencies follow a power law and the vocabulary
 *   keeps growing with about the 0.7th power of the text (Heaps' law), as news has it;
 * - with --speech, that share of the sentences is put into somebody's mouth (people are drawn in the same way);
 * - dates (evenly over twenty years, ascending), titles (eight words of the desk), lengths (log-normal, mean 370
 *   words), sources (40). */
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    MEAN_WORDS = 370,
    COIN_EVERY = 120,
    DESKS = 12,
    SOURCES = 40,
    TITLE_WORDS = 8,
    PARAGRAPH_SENTENCES = 3,
    FILES_A_FOLDER = 1000,
    CROSS_EVERY = 6, /* connecting words; about half of the sentences of news length */
    SPEAKERS_AN_ARTICLE = 3
};
#define SPREAD              0.55 /* of the logarithm of an article's length */
#define PITMAN_YOR_DISCOUNT 0.7
#define SEED_BYTES_MOST     ((size_t)1 << 31)

static const char *const connectives[] = {"the", "of",   "and",  "to",   "in", "a",  "that", "for",
                                          "on",  "with", "from", "into", "by", "as", "is",   "are"};
enum { CONNECTIVES = sizeof connectives / sizeof *connectives };

struct sentence {
    uint32_t start, length; /* in `text` */
    uint32_t words;
    uint32_t desk;
};

/* Where a sentence goes on after one connective. */
struct landings {
    uint32_t *start, *end;
    size_t count, capacity;
};

/* Pitman-Yor: new things come ever more rarely, old ones in proportion to their use. */
struct names {
    double strength;
    uint32_t *drawn; /* every draw, in order: a uniform pick is one in proportion to use */
    uint32_t *uses;  /* of each name */
    size_t draws, draw_capacity, count, count_capacity;
};

struct text {
    char *bytes;
    size_t length, capacity;
};

struct speaker {
    uint32_t id;
    bool named; /* in full, earlier in the article */
};

struct generator {
    uint64_t state;
    struct text seed;
    struct sentence *sentences; /* by desk */
    size_t sentence_count, sentence_capacity, desk_start[DESKS + 1];
    struct landings landings[DESKS][CONNECTIVES];
    struct names words, people;
    unsigned speech; /* per cent */
    struct text title, body;
    struct speaker speakers[SPEAKERS_AN_ARTICLE];
};

static _Noreturn void fail(const char *what)
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

static void append(struct text *text, const char *bytes, size_t length)
{
    text->bytes = grow(text->bytes, &text->capacity, text->length + length, 1);
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

static void append_string(struct text *text, const char *string)
{
    append(text, string, strlen(string));
}

/* ---- chance ---- */

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
    return (size_t)(((random_u64(g) >> 32) * (uint64_t)limit) >> 32);
}

static double random_unit(struct generator *g)
{
    return (double)(random_u64(g) >> 11) * 0x1.0p-53;
}

static double random_normal(struct generator *g)
{
    return sqrt(-2 * log(random_unit(g) + 1e-300)) * cos(6.283185307179586 * random_unit(g));
}

static uint32_t draw_name(struct generator *g, struct names *names)
{
    double fresh =
        (names->strength + PITMAN_YOR_DISCOUNT * (double)names->count) / (names->strength + (double)names->draws);
    uint32_t id = (uint32_t)names->count;
    if (random_unit(g) >= fresh) {
        do /* in proportion to uses - discount */
            id = names->drawn[random_below(g, names->draws)];
        while (random_unit(g) * names->uses[id] < PITMAN_YOR_DISCOUNT);
    } else {
        names->uses = grow(names->uses, &names->count_capacity, names->count + 1, sizeof *names->uses);
        names->uses[names->count++] = 0;
    }
    names->uses[id]++;
    names->drawn = grow(names->drawn, &names->draw_capacity, names->draws + 1, sizeof *names->drawn);
    names->drawn[names->draws++] = id;
    return id;
}

/* ---- the seed text ---- */

static int connective_at(const char *word, size_t length)
{
    for (int i = 0; length <= 4 && i < CONNECTIVES; i++)
        if (strlen(connectives[i]) == length && memcmp(connectives[i], word, length) == 0)
            return i;
    return -1;
}

static void add_landings(struct generator *g, const struct sentence *sentence)
{
    uint32_t end = sentence->start + sentence->length;
    for (uint32_t at = sentence->start, word = at; at < end; at++) {
        if (g->seed.bytes[at] != ' ')
            continue;
        int connective = connective_at(g->seed.bytes + word, at - word);
        word = at + 1;
        if (connective < 0)
            continue;
        struct landings *landings = &g->landings[sentence->desk][connective];
        size_t capacity = landings->capacity;
        landings->start = grow(landings->start, &capacity, landings->count + 1, sizeof *landings->start);
        landings->end = grow(landings->end, &landings->capacity, landings->count + 1, sizeof *landings->end);
        landings->start[landings->count] = word;
        landings->end[landings->count++] = end;
    }
}

static int by_desk(const void *left, const void *right)
{
    const struct sentence *a = left, *b = right;
    if (a->desk != b->desk)
        return a->desk < b->desk ? -1 : 1;
    return a->start < b->start ? -1 : a->start > b->start;
}

static void add_line(struct generator *g, char *line)
{
    line[strcspn(line, "\r\n")] = '\0';
    char *sentence;
    unsigned long desk = strtoul(line, &sentence, 10);
    size_t length = strlen(sentence);
    if (*sentence != '\t' || length < 2 || desk >= DESKS)
        fail("--text: a line is not DESK<TAB>SENTENCE");
    uint32_t words = 1;
    for (const char *at = sentence + 1; *at != '\0'; at++)
        words += *at == ' ';
    g->sentences = grow(g->sentences, &g->sentence_capacity, g->sentence_count + 1, sizeof *g->sentences);
    g->sentences[g->sentence_count++] =
        (struct sentence){(uint32_t)g->seed.length, (uint32_t)length - 1, words, (uint32_t)desk};
    append(&g->seed, sentence + 1, length - 1);
}

static void load_seed(struct generator *g, const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail("cannot open the file of --text");
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, file) > 0 && g->seed.length < SEED_BYTES_MOST)
        add_line(g, line);
    free(line);
    fclose(file);
    if (g->sentence_count == 0)
        fail("no sentences in the file of --text");
    qsort(g->sentences, g->sentence_count, sizeof *g->sentences, by_desk);
    for (size_t i = 0; i < g->sentence_count; i++)
        add_landings(g, &g->sentences[i]);
    size_t at = 0;
    for (unsigned desk = 0; desk <= DESKS; desk++) {
        while (at < g->sentence_count && g->sentences[at].desk < desk)
            at++;
        g->desk_start[desk] = at;
    }
}

static const struct sentence *random_sentence(struct generator *g, unsigned desk)
{
    size_t low = g->desk_start[desk], high = g->desk_start[desk + 1];
    if (low == high || random_below(g, 10) == 0)
        low = 0, high = g->sentence_count;
    return &g->sentences[low + random_below(g, high - low)];
}

/* ---- sentences ---- */

static void append_coined(struct text *out, uint32_t id)
{
    static const char *const syllables[] = {"ka",  "ro",  "mi",  "ven", "tal", "sho", "ber", "lin",
                                            "dra", "pol", "gu",  "wen", "sta", "fir", "nor", "ish",
                                            "ola", "que", "zan", "tor", "mu",  "bel", "cha", "dri"};
    size_t start = out->length;
    for (uint32_t rest = id + 24 * 24; rest > 0; rest /= 24)
        append_string(out, syllables[rest % 24]);
    out->bytes[start] = (char)toupper((unsigned char)out->bytes[start]);
}

static bool plain_word(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isalpha((unsigned char)word[i]))
            return false;
    return length > 3;
}

/* A sentence of the desk, perhaps crossed with others, with coined names; returns how many words. */
static size_t append_sentence(struct generator *g, unsigned desk)
{
    struct text *out = &g->body;
    const struct sentence *sentence = random_sentence(g, desk);
    const char *at = g->seed.bytes + sentence->start, *end = at + sentence->length;
    size_t words = 0;
    while (at < end && words < 100) {
        const char *space = memchr(at, ' ', (size_t)(end - at));
        size_t length = (size_t)((space ? space : end) - at);
        if (plain_word(at, length) && random_below(g, COIN_EVERY * 5 / 9) == 0) /* plain: about five words in nine */
            append_coined(out, draw_name(g, &g->words));
        else
            append(out, at, length);
        words++;
        if (space == NULL)
            break;
        append(out, " ", 1);
        int connective = connective_at(at, length);
        at = space + 1;
        if (connective < 0 || random_below(g, CROSS_EVERY) > 0)
            continue;
        const struct landings *landings = &g->landings[desk][connective];
        if (landings->count == 0)
            continue;
        size_t landing = random_below(g, landings->count);
        at = g->seed.bytes + landings->start[landing];
        end = g->seed.bytes + landings->end[landing];
    }
    return words;
}

/* ---- speech ---- */

static void append_person(struct text *out, uint32_t id, bool full)
{
    static const char *const given[] = {"Anna",  "David", "Maria",  "James", "Ingrid", "Kofi",  "Elena",  "Omar",
                                        "Julia", "Peter", "Yasmin", "Carl",  "Rosa",   "Simon", "Teresa", "Viktor"};
    if (full) {
        append_string(out, given[id * 2654435761u >> 28]);
        append(out, " ", 1);
    }
    append_coined(out, id * 7 + 3); /* family names that are not among the coined words' first */
}

static void append_attribution(struct generator *g, struct speaker *speaker)
{
    static const char *const verbs[] = {" said", " said", " said", " told reporters", " added", " argued"};
    static const char *const titles[] = {"the minister of transport",
                                         "a spokeswoman for the union",
                                         "the head of the institute",
                                         "a professor of economics",
                                         "the mayor",
                                         "chief executive of the company"};
    struct text *out = &g->body;
    if (!speaker->named) {
        append_string(out, " said ");
        append_person(out, speaker->id, true);
        append_string(out, ", ");
        append_string(out, titles[random_below(g, 6)]);
        speaker->named = true;
    } else {
        append(out, " ", 1);
        append_person(out, speaker->id, false);
        append_string(out, verbs[random_below(g, 6)]);
    }
    append(out, ".", 1);
}

/* "Sentence," said Anna Karo, the mayor. One in four without quotation marks: Karo said that sentence. */
static size_t append_speech(struct generator *g, unsigned desk)
{
    struct text *out = &g->body;
    struct speaker *speaker = &g->speakers[random_below(g, SPEAKERS_AN_ARTICLE)];
    bool indirect = speaker->named && random_below(g, 4) == 0;
    if (indirect) {
        append_person(out, speaker->id, false);
        append_string(out, " said that ");
    } else {
        append(out, "\"", 1);
    }
    size_t start = out->length;
    size_t words = append_sentence(g, desk);
    if (indirect) {
        out->bytes[start] = (char)tolower((unsigned char)out->bytes[start]);
        return words + 3;
    }
    while (out->length > start && strchr(".!?,;: ", out->bytes[out->length - 1]) != NULL)
        out->length--;
    append(out, ",\"", 2);
    append_attribution(g, speaker);
    return words + 3;
}

/* ---- articles ---- */

/* A word from somewhere in the desk's text. */
static void append_title_word(struct generator *g, unsigned desk)
{
    const struct sentence *sentence = random_sentence(g, desk);
    const char *at = g->seed.bytes + sentence->start, *end = at + sentence->length;
    at += random_below(g, sentence->length);
    while (at < end && isalpha((unsigned char)*at))
        at++;
    while (at < end && !isalpha((unsigned char)*at))
        at++;
    const char *stop = at;
    while (stop < end && isalpha((unsigned char)*stop))
        stop++;
    append(&g->title, stop > at ? at : "report", stop > at ? (size_t)(stop - at) : 6);
}

static void compose(struct generator *g, unsigned desk)
{
    g->title.length = g->body.length = 0;
    for (int i = 0; i < TITLE_WORDS; i++) {
        append(&g->title, " ", i > 0);
        append_title_word(g, desk);
    }
    for (int i = 0; g->speech > 0 && i < SPEAKERS_AN_ARTICLE; i++)
        g->speakers[i] = (struct speaker){draw_name(g, &g->people), false};
    size_t wanted = (size_t)(MEAN_WORDS * exp(random_normal(g) * SPREAD - SPREAD * SPREAD / 2));
    size_t words = 0;
    for (size_t sentences = 0; words < wanted || words == 0; sentences++) {
        if (sentences > 0)
            append_string(&g->body, sentences % PARAGRAPH_SENTENCES == 0 ? "\n\n" : " ");
        words += random_below(g, 100) < g->speech ? append_speech(g, desk) : append_sentence(g, desk);
    }
}

static void put_json_string(const struct text *text)
{
    putchar_unlocked('"');
    for (size_t i = 0; i < text->length; i++) {
        char c = text->bytes[i];
        if (c == '"' || c == '\\')
            putchar_unlocked('\\'), putchar_unlocked(c);
        else if (c == '\n')
            putchar_unlocked('\\'), putchar_unlocked('n');
        else
            putchar_unlocked((unsigned char)c < ' ' ? ' ' : c);
    }
    putchar_unlocked('"');
}

static void put_json(const struct generator *g, size_t number, const char *day, unsigned desk, size_t source)
{
    printf("{\"id\": \"a%08zu\", \"title\": ", number);
    put_json_string(&g->title);
    printf(", \"date\": \"%s\", \"section\": \"desk-%u\", \"source\": \"source-%zu\", \"body\": ", day, desk, source);
    put_json_string(&g->body);
    puts("}");
}

static void write_file(const struct generator *g, size_t number, const char *directory)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%05zu", directory, number / FILES_A_FOLDER);
    if (number % FILES_A_FOLDER == 0)
        mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/%05zu/a%08zu.txt", directory, number / FILES_A_FOLDER, number);
    FILE *file = fopen(path, "w");
    if (file == NULL)
        fail("cannot write under the folder of --tree");
    fprintf(file, "%.*s\n\n%.*s\n", (int)g->title.length, g->title.bytes, (int)g->body.length, g->body.bytes);
    if (ferror(file) || fclose(file) != 0)
        fail("cannot write under the folder of --tree");
}

static void put_article(struct generator *g, size_t number, size_t total, const char *tree)
{
    unsigned desk = (unsigned)random_below(g, DESKS);
    size_t source = random_below(g, SOURCES);
    time_t when = (time_t)(1104537600 + (int64_t)((double)number / (double)total * 20 * 365.25 * 86400));
    struct tm parts;
    char day[32];
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&when, &parts));
    compose(g, desk);
    if (tree != NULL)
        write_file(g, number, tree);
    else
        put_json(g, number, day, desk, source);
}

int main(int argc, char **argv)
{
    static struct generator g;
    size_t articles = 1000, first = 0;
    uint64_t seed = 1;
    const char *text = NULL, *tree = NULL;
    for (int i = 1; i < argc; i += 2) {
        const char *name = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(name, "--articles") == 0)
            articles = strtoull(value, NULL, 10);
        else if (strcmp(name, "--first") == 0)
            first = strtoull(value, NULL, 10);
        else if (strcmp(name, "--seed") == 0)
            seed = strtoull(value, NULL, 10);
        else if (strcmp(name, "--speech") == 0)
            g.speech = (unsigned)strtoul(value, NULL, 10);
        else if (strcmp(name, "--text") == 0)
            text = value;
        else if (strcmp(name, "--tree") == 0)
            tree = value;
        else
            fail("usage: --text SEED.tsv [--articles N] [--first N] [--seed N] [--speech PERCENT] [--tree DIR]");
    }
    if (text == NULL)
        fail("--text SEED.tsv is missing (bench/seed_text.py writes it)");
    g.state = seed * 0x9E3779B97F4A7C15u;
    g.words.strength = 1000;
    g.people.strength = 500;
    load_seed(&g, text);
    for (size_t i = 0; i < articles; i++)
        put_article(&g, first + i, first + articles, tree);
    return ferror(stdout) || fflush(stdout) != 0 ? 1 : 0;
}
