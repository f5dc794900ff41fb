/* Micro benchmark of posting lists: bytes a posting and a position, and nanoseconds of decoding, seeking, skipping.
 *
 *     build/release/bin/bench_postings [ARTICLES]
 *
 * The text is synthetic: words of a Zipf-Mandelbrot law, article lengths log-normal (mean 370), and each article
 * repeats its own words (a third of its words are drawn from those it has used already), so that frequencies and gaps
 * are about those of news. What real text does to sizes, only real text tells. */
#include "memory_extents.h"
#include "segment.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { VOCABULARY = 400000, POSITION_GAP_EVERY = 60 };

struct token {
    uint32_t article, position;
};

struct collection {
    uint32_t articles;
    uint64_t tokens, postings;
    uint32_t *lengths;
    uint64_t *starts; /* of each term, in `by_term` */
    struct token *by_term;
};

static uint64_t random_state = 88172645463325252u;

static uint64_t random_u64(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static double random_unit(void)
{
    return (double)(random_u64() >> 11) / 9007199254740992.0;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void check(int status, const fx_error *err)
{
    if (status == FX_OK)
        return;
    fprintf(stderr, "bench_postings: %s\n", err->message);
    exit(1);
}

/* ---- the collection ---- */

static uint32_t draw_word(const double *cumulative)
{
    const double at = random_unit() * cumulative[VOCABULARY - 1];
    uint32_t low = 0, high = VOCABULARY - 1;
    while (low < high) {
        const uint32_t middle = (low + high) / 2;
        if (cumulative[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t draw_length(void)
{
    const double normal = sqrt(-2 * log(random_unit() + 1e-12)) * cos(6.283185307179586 * random_unit());
    const double length = exp(5.7 + 0.62 * normal);
    return length < 5 ? 5 : length > 5000 ? 5000 : (uint32_t)length;
}

static uint32_t *draw_words(struct collection *out)
{
    double *cumulative = malloc(VOCABULARY * sizeof *cumulative), sum = 0;
    for (uint32_t i = 0; i < VOCABULARY; i++)
        cumulative[i] = sum += 1 / pow(i + 2.7, 1.05);
    out->tokens = 0;
    for (uint32_t i = 0; i < out->articles; i++)
        out->tokens += out->lengths[i] = draw_length();
    uint32_t *words = malloc(out->tokens * sizeof *words), *next = words;
    for (uint32_t i = 0; i < out->articles; i++) {
        uint32_t *first = next;
        for (uint32_t j = 0; j < out->lengths[i]; j++, next++)
            *next = j > 20 && random_u64() % 3 == 0 ? first[random_u64() % j] : draw_word(cumulative);
    }
    free(cumulative);
    return words;
}

static void make_collection(struct collection *out, uint32_t articles)
{
    out->articles = articles;
    out->lengths = malloc(articles * sizeof *out->lengths);
    uint32_t *words = draw_words(out);
    out->starts = calloc(VOCABULARY + 2, sizeof *out->starts);
    for (uint64_t i = 0; i < out->tokens; i++)
        out->starts[words[i] + 2]++;
    for (uint32_t i = 2; i < VOCABULARY + 2; i++)
        out->starts[i] += out->starts[i - 1];
    out->by_term = malloc(out->tokens * sizeof *out->by_term);
    const uint32_t *next = words;
    for (uint32_t i = 0; i < articles; i++)
        for (uint32_t j = 0; j < out->lengths[i]; j++, next++)
            out->by_term[out->starts[*next + 1]++] = (struct token){i, j + 2 * (j / POSITION_GAP_EVERY)};
    free(words);
}

/* Terms in byte order are not those in order of frequency: scramble. */
static uint32_t term_rank(uint32_t i)
{
    return (uint32_t)((uint64_t)i * 179424673 % VOCABULARY);
}

static fx_slice term_name(uint32_t i, char out[24])
{
    const int length = snprintf(out, 24, "w%08x%.*s", i * 5000, (int)(i % 4), "word");
    return (fx_slice){out, (size_t)length};
}

static struct segment_info write_segment(struct collection *collection, const struct extent_sink *sink)
{
    fx_error err;
    struct segment_writer *writer;
    struct segment_info info;
    uint32_t positions[5000];
    check(segment_writer_open(&writer, sink, 1, &err), &err);
    check(segment_writer_begin_unit(writer, UNIT_ARTICLE, collection->articles, &err), &err);
    collection->postings = 0;
    for (uint32_t i = 0; i < VOCABULARY; i++) {
        char name[24];
        const uint32_t term = term_rank(i);
        uint64_t at = collection->starts[term], end = collection->starts[term + 1];
        if (at == end)
            continue;
        check(segment_writer_begin_term(writer, term_name(i, name), 0, &err), &err);
        while (at < end) {
            struct posting_input posting = {.document = collection->by_term[at].article, .positions = positions};
            for (; at < end && collection->by_term[at].article == posting.document; at++)
                positions[posting.count++] = collection->by_term[at].position;
            posting.length = collection->lengths[posting.document];
            check(segment_writer_posting(writer, &posting, &err), &err);
            collection->postings++;
        }
        check(segment_writer_end_term(writer, &err), &err);
    }
    for (uint32_t i = 0; i < collection->articles; i++) {
        check(segment_writer_document(writer, collection->lengths[i], 0, 0, NULL, 0, &err), &err);
        const struct article_columns columns = {.id_hash = random_u64()};
        check(segment_writer_article(writer, &columns, &err), &err);
    }
    check(segment_writer_finish(writer, &info, &err), &err);
    return info;
}

/* ---- reading ---- */

static struct term_entry *list_entries(struct segment *segment, uint32_t *count)
{
    fx_error err;
    struct term_scan scan;
    const struct term_entry *entry;
    struct term_entry *entries = malloc(VOCABULARY * sizeof *entries);
    *count = 0;
    check(term_scan_open(&scan, segment, UNIT_ARTICLE, (fx_slice){"", 0}, &err), &err);
    while (term_scan_next(&scan, &entry, &err) == FX_OK)
        entries[(*count)++] = *entry;
    return entries;
}

enum reading { READ_NEXT, READ_RUNS, READ_RUNS_AND_FREQUENCIES, READ_POSITIONS, READ_POSITIONS_AND_FORMS };

static uint64_t read_list(struct segment *segment, const struct term_entry *entry, enum reading how)
{
    fx_error err;
    struct postings cursor;
    const uint32_t *documents, *values;
    const uint16_t *forms;
    uint32_t count;
    uint64_t sum = 0;
    check(segment_postings(segment, UNIT_ARTICLE, entry, &cursor, &err), &err);
    while (postings_next(&cursor) != DOCUMENT_END) {
        if (how == READ_NEXT) {
            sum++;
        } else if (how == READ_RUNS) {
            /* the seek jumps over the rest of the block */
            const struct impact *impacts;
            const uint32_t last = postings_block(&cursor, cursor.document, &impacts, &count);
            if (last == DOCUMENT_END || postings_seek(&cursor, last) == DOCUMENT_END)
                break;
            sum += last;
        } else if (how == READ_RUNS_AND_FREQUENCIES) {
            count = postings_run(&cursor, &documents, &values);
            for (uint32_t i = 0; i < count; i++)
                sum += documents[i] + values[i];
            postings_seek(&cursor, documents[count - 1]);
        } else {
            check(postings_positions(&cursor, &values, how == READ_POSITIONS ? NULL : &forms, &count, &err), &err);
            sum += count;
        }
    }
    postings_release(&cursor);
    return sum;
}

/* Nanoseconds a posting over all lists of at least `least` and fewer than `most` postings. */
static void time_reading(struct segment *segment, const struct term_entry *entries, uint32_t count, uint32_t least,
                         uint32_t most, enum reading how, const char *what)
{
    uint64_t postings = 0, occurrences = 0, lists = 0, sum = 0;
    double best = 1e300;
    for (int round = 0; round < 5; round++) {
        postings = occurrences = lists = 0;
        const double start = now();
        for (uint32_t i = 0; i < count; i++) {
            if (entries[i].documents < least || entries[i].documents >= most)
                continue;
            sum += read_list(segment, &entries[i], how);
            lists++;
            postings += entries[i].documents;
            occurrences += entries[i].occurrences;
        }
        const double took = now() - start;
        best = took < best ? took : best;
    }
    printf("%-34s lists of %7u..%-7u %8.2f ns/posting %8.2f ns/occurrence %10.0f ns/list (%llu lists) %llx\n", what,
           least, most - 1, best / (double)postings, best / (double)occurrences, best / (double)lists,
           (unsigned long long)lists, (unsigned long long)(sum & 0xF));
}

static void time_seeking(struct segment *segment, const struct term_entry *entry, uint32_t step)
{
    fx_error err;
    uint64_t seeks = 0, sum = 0;
    double best = 1e300;
    for (int round = 0; round < 5; round++) {
        struct postings cursor;
        seeks = 0;
        const double start = now();
        check(segment_postings(segment, UNIT_ARTICLE, entry, &cursor, &err), &err);
        for (uint32_t target = 0; postings_seek(&cursor, target) != DOCUMENT_END; seeks++) {
            target = cursor.document + 1 + step / 2 + (uint32_t)(random_u64() % (step + 1));
            sum += postings_frequency(&cursor);
        }
        const double took = now() - start;
        postings_release(&cursor);
        best = took < best ? took : best;
    }
    printf("seek and frequency, list of %8u, step %6u: %8.2f ns/seek (%llu seeks) %llx\n", entry->documents, step,
           best / (double)seeks, (unsigned long long)seeks, (unsigned long long)(sum & 0xF));
}

static void time_skipping(struct segment *segment, const struct term_entry *entry)
{
    fx_error err;
    uint64_t blocks = 0, impacts_seen = 0;
    double best = 1e300;
    for (int round = 0; round < 5; round++) {
        struct postings cursor;
        const struct impact *impacts;
        uint32_t count;
        blocks = impacts_seen = 0;
        const double start = now();
        check(segment_postings(segment, UNIT_ARTICLE, entry, &cursor, &err), &err);
        uint32_t last = postings_block(&cursor, 0, &impacts, &count);
        for (; last != DOCUMENT_END; blocks++) {
            impacts_seen += count;
            last = postings_block(&cursor, last + 1, &impacts, &count);
        }
        const double took = now() - start;
        postings_release(&cursor);
        best = took < best ? took : best;
    }
    printf("block impacts, list of %8u: %8.2f ns/block, %.1f impacts a block, whole list %.1f us\n", entry->documents,
           best / (double)blocks, (double)impacts_seen / (double)blocks, best / 1000);
}

static void time_dictionary(struct segment *segment, const struct collection *collection)
{
    fx_error err;
    char name[24];
    struct term_entry entry;
    const int rounds = 200000;
    uint64_t found = 0;
    const double start = now();
    for (int i = 0; i < rounds; i++)
        found += segment_find_term(segment, UNIT_ARTICLE, term_name((uint32_t)(random_u64() % VOCABULARY), name),
                                   &entry, &err) == FX_OK;
    printf("dictionary: %.0f ns a look-up in memory (%.0f %% found)\n", (now() - start) / rounds,
           100.0 * (double)found / rounds);
    (void)collection;
}

static void report_sizes(const struct collection *collection, const struct segment_info *info,
                         struct memory_extents *extents, double nanoseconds)
{
    const struct unit_totals *totals = &info->units[UNIT_ARTICLE];
    uint64_t dictionary = 0, blocks = 0;
    for (uint32_t i = 0; i < memory_extents_count(extents); i++) {
        size_t length;
        unsigned unit;
        memory_extents_value(extents, i, &length);
        if (memory_extents_term(extents, i, &unit).len > 0) {
            dictionary += length + memory_extents_term(extents, i, &unit).len;
            blocks++;
        }
    }
    printf("articles %u, terms %u, tokens %llu, postings %llu; written in %.2f s (%.0f ns/posting)\n",
           collection->articles, totals->terms, (unsigned long long)collection->tokens,
           (unsigned long long)collection->postings, nanoseconds / 1e9, nanoseconds / (double)collection->postings);
    printf("postings  %9llu bytes, %.3f a posting\n", (unsigned long long)totals->postings_bytes,
           (double)totals->postings_bytes / (double)collection->postings);
    printf("positions %9llu bytes, %.3f a position\n", (unsigned long long)totals->positions_bytes,
           (double)totals->positions_bytes / (double)collection->tokens);
    printf("dictionary %8llu bytes, %.1f a term, %llu blocks\n", (unsigned long long)dictionary,
           (double)dictionary / totals->terms, (unsigned long long)blocks);
}

int main(int argc, char **argv)
{
    fx_error err;
    struct collection collection;
    struct memory_extents *extents;
    struct segment *segment;
    make_collection(&collection, argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 100000);
    check(memory_extents_open(&extents, &err), &err);
    const double start = now();
    const struct segment_info info = write_segment(&collection, memory_extents_sink(extents));
    report_sizes(&collection, &info, extents, now() - start);
    check(segment_open(&segment, memory_extents_source(extents), &info, &err), &err);
    uint32_t count;
    struct term_entry *entries = list_entries(segment, &count);
    static const uint32_t bounds[] = {1, 10, 129, 4097, 1U << 30};
    static const char *const names[] = {"next", "one document a block", "runs of documents and frequencies",
                                        "positions", "positions and forms"};
    for (unsigned how = 0; how < 5; how++)
        for (unsigned i = 0; i < 4; i++)
            time_reading(segment, entries, count, bounds[i], bounds[i + 1], (enum reading)how, names[how]);
    struct term_entry *longest = entries, *middle = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (entries[i].documents > longest->documents)
            longest = &entries[i];
        if (entries[i].documents > collection.articles / 20 && entries[i].documents < collection.articles / 10)
            middle = &entries[i];
    }
    static const uint32_t steps[] = {2, 20, 200, 2000, 20000};
    for (unsigned i = 0; i < 5; i++) {
        time_seeking(segment, longest, steps[i]);
        if (middle)
            time_seeking(segment, middle, steps[i]);
    }
    time_skipping(segment, longest);
    if (middle)
        time_skipping(segment, middle);
    time_dictionary(segment, &collection);
    return 0;
}
