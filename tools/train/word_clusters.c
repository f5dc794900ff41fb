#include "word_clusters.h"

#include "lexicon_table.h"

#include <stdlib.h>
#include <string.h>

struct neighbour {
    uint32_t word, count;
};

/* Which words stand on one side of each word: those of w at list[first[w]] up to first[w + 1]. */
struct side {
    struct neighbour *list;
    size_t *first;
};

struct clustering {
    uint32_t word_count; /* with word 0 */
    uint8_t *cluster;
    struct side behind, before;
    int64_t pairs[CLUSTER_COUNT][CLUSTER_COUNT]; /* [class][class of the next word] */
    int64_t firsts[CLUSTER_COUNT], seconds[CLUSTER_COUNT];
    double *information; /* n log n */
};

/* What joins a word to the classes of its neighbours, its own occurrences beside each other apart. */
struct word_links {
    uint32_t touched[CLUSTER_COUNT], touched_count;
    int64_t behind[CLUSTER_COUNT], before[CLUSTER_COUNT];
    int64_t self, behind_total, before_total;
};

static int compare_pairs(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void fill_side(struct side *side, uint64_t *pairs, size_t count, uint32_t word_count)
{
    size_t made = 0;
    uint32_t word = 0;
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    side->list = trainer_allocate(count, sizeof *side->list);
    side->first = trainer_allocate((size_t)word_count + 1, sizeof *side->first);
    for (size_t i = 0, end; i < count; i = end) {
        end = i + 1;
        while (end < count && pairs[end] == pairs[i])
            end++;
        while (word <= pairs[i] >> 32)
            side->first[word++] = made;
        side->list[made++] = (struct neighbour){(uint32_t)pairs[i], (uint32_t)(end - i)};
    }
    while (word <= word_count)
        side->first[word++] = made;
}

/* n log n for n up to `count`, by the series of log(n / (n - 1)), so that no version of a library changes it. */
static double *tabulate_information(size_t count)
{
    double *table = trainer_allocate(count + 1, sizeof *table), logarithm = 0;
    for (size_t n = 2; n <= count; n++) {
        double x = 1 / (2 * (double)n - 1), square = x * x, term = x, sum = 0;
        for (int power = 1; power < 40 && term > 1e-18; power += 2, term *= square)
            sum += term / power;
        logarithm += 2 * sum;
        table[n] = (double)n * logarithm;
    }
    return table;
}

static void begin(struct clustering *c, const struct cluster_text *text)
{
    size_t count = text->length > 0 ? text->length - 1 : 0;
    uint64_t *pairs = trainer_allocate(count, sizeof *pairs);
    c->word_count = text->word_count + 1;
    for (size_t i = 0; i < count; i++)
        pairs[i] = (uint64_t)text->words[i] << 32 | text->words[i + 1];
    fill_side(&c->behind, pairs, count, c->word_count);
    for (size_t i = 0; i < count; i++)
        pairs[i] = (uint64_t)text->words[i + 1] << 32 | text->words[i];
    fill_side(&c->before, pairs, count, c->word_count);
    free(pairs);
    c->information = tabulate_information(text->length);
    c->cluster = trainer_allocate(c->word_count, 1);
    for (uint32_t word = 1; word < c->word_count; word++)
        c->cluster[word] = (uint8_t)(1 + (word - 1) % (CLUSTER_COUNT - 1));
    for (size_t i = 0; i < count; i++) {
        uint8_t first = c->cluster[text->words[i]], second = c->cluster[text->words[i + 1]];
        c->pairs[first][second]++;
        c->firsts[first]++;
        c->seconds[second]++;
    }
}

static void add_side(const struct clustering *c, const struct side *side, uint32_t word, int64_t *counts,
                     int64_t *total, int64_t *self)
{
    for (size_t i = side->first[word]; i < side->first[word + 1]; i++) {
        const struct neighbour *neighbour = &side->list[i];
        if (neighbour->word == word)
            *self = neighbour->count;
        else
            counts[c->cluster[neighbour->word]] += neighbour->count;
        *total += neighbour->count;
    }
}

static void find_links(const struct clustering *c, uint32_t word, struct word_links *links)
{
    memset(links, 0, sizeof *links);
    add_side(c, &c->behind, word, links->behind, &links->behind_total, &links->self);
    add_side(c, &c->before, word, links->before, &links->before_total, &links->self);
    for (uint32_t i = 0; i < CLUSTER_COUNT; i++) {
        if (links->behind[i] != 0 || links->before[i] != 0)
            links->touched[links->touched_count++] = i;
    }
}

/* Puts the word with these links into a class (sign 1) or takes it out (-1). */
static void move_links(struct clustering *c, const struct word_links *links, uint32_t cluster, int sign)
{
    for (uint32_t i = 0; i < links->touched_count; i++) {
        uint32_t other = links->touched[i];
        c->pairs[cluster][other] += sign * links->behind[other];
        c->pairs[other][cluster] += sign * links->before[other];
    }
    c->pairs[cluster][cluster] += sign * links->self;
    c->firsts[cluster] += sign * links->behind_total;
    c->seconds[cluster] += sign * links->before_total;
}

static double grown(const struct clustering *c, int64_t count, int64_t more)
{
    return c->information[count + more] - c->information[count];
}

/* How much likelier the text is with the word, now in no class, in this one. */
static double gain_of(const struct clustering *c, const struct word_links *links, uint32_t cluster)
{
    double gain = grown(c, c->pairs[cluster][cluster], links->behind[cluster] + links->before[cluster] + links->self) -
                  grown(c, c->firsts[cluster], links->behind_total) -
                  grown(c, c->seconds[cluster], links->before_total);
    for (uint32_t i = 0; i < links->touched_count; i++) {
        uint32_t other = links->touched[i];
        if (other == cluster)
            continue;
        gain += grown(c, c->pairs[cluster][other], links->behind[other]);
        gain += grown(c, c->pairs[other][cluster], links->before[other]);
    }
    return gain;
}

static void exchange(struct clustering *c, uint32_t word)
{
    struct word_links links;
    uint8_t best = c->cluster[word];
    find_links(c, word, &links);
    move_links(c, &links, best, -1);
    double most = gain_of(c, &links, best);
    for (uint32_t cluster = 1; cluster < CLUSTER_COUNT; cluster++) {
        double gain = gain_of(c, &links, cluster);
        if (gain > most + 1e-9) {
            most = gain;
            best = (uint8_t)cluster;
        }
    }
    c->cluster[word] = best;
    move_links(c, &links, best, 1);
}

uint8_t *word_clusters_learn(const struct cluster_text *text, uint32_t rounds)
{
    struct clustering *c = trainer_allocate(1, sizeof *c);
    begin(c, text);
    for (uint32_t round = 0; round < rounds; round++) {
        for (uint32_t word = 1; word < c->word_count; word++)
            exchange(c, word);
    }
    uint8_t *cluster = c->cluster;
    free(c->behind.list);
    free(c->behind.first);
    free(c->before.list);
    free(c->before.first);
    free(c->information);
    free(c);
    return cluster;
}
