/* Any of several words, best first: block-max MAXSCORE (Turtle and Flood 1995; with block bounds and windows as
 * Lucene's MaxScoreBulkScorer has them).
 *
 * The documents are walked in windows in which the block of every word stays the same, so that one bound a word holds.
 * Words are ordered by their bounds; those whose bounds together stay below the threshold are not essential: a document
 * that has only them cannot be wanted. The essential ones are added up document by document in an array over the
 * window; the others are looked up only where they could lift a document over the threshold. */
#include "collector.h"
#include "column.h"
#include "error.h"
#include "term_matcher.h"

#include <string.h>

enum { WINDOW = 4096 };

struct union_term {
    struct term_matcher *term;
    double bound;       /* in the window */
    double bound_below; /* sum of the bounds of the terms before it */
};

struct union_collector {
    struct collector *collector;
    struct union_term *terms; /* by bound, ascending, once a window is begun */
    uint32_t count;
    uint32_t first_essential;
    uint32_t base, end; /* the window: [base, end) */
    double *scores;     /* WINDOW of them; 0 where no bit is set */
    uint64_t *bits;     /* WINDOW / 64 words */
};

static void sort_by_bound(struct union_collector *all)
{
    for (uint32_t i = 1; i < all->count; i++) {
        struct union_term moved = all->terms[i];
        uint32_t k = i;
        for (; k > 0 && all->terms[k - 1].bound > moved.bound; k--)
            all->terms[k] = all->terms[k - 1];
        all->terms[k] = moved;
    }
}

/* Bounds of the window that begins at `base`; says which terms are essential. */
static void begin_window(struct union_collector *all, uint32_t base)
{
    double threshold = all->collector->top->threshold, sum = 0;
    uint32_t documents = all->collector->documents;
    all->base = base;
    all->end = documents - base > WINDOW ? base + WINDOW : documents;
    all->first_essential = 0;
    if (!all->collector->prune || threshold <= 0)
        return;
    uint32_t end = documents;
    for (uint32_t i = 0; i < all->count; i++) {
        uint32_t last;
        all->terms[i].bound = matcher_max_score(&all->terms[i].term->base, base, &last);
        end = last < end ? last + 1 : end;
    }
    sort_by_bound(all);
    for (uint32_t i = 0; i < all->count; i++) {
        all->terms[i].bound_below = sum;
        sum += all->terms[i].bound;
        if (sum < threshold)
            all->first_essential = i + 1;
    }
    if (all->first_essential == all->count || end < all->end)
        all->end = end;
}

/* Adds the scores of one term in the window. */
static void add_term(struct union_collector *all, struct term_matcher *term)
{
    const uint32_t *whole = term->whole_lengths;
    uint32_t base = all->base, end = all->end;
    uint32_t document = matcher_seek(&term->base, base);
    while (document < end) {
        const uint32_t *documents, *frequencies;
        uint32_t count = postings_run(term->postings, &documents, &frequencies), i = 0;
        for (; i < count && documents[i] < end; i++) {
            uint32_t at = documents[i] - base;
            all->scores[at] +=
                bm25_score(&term->bm25, (double)frequencies[i], column_u32_of(term->lengths, whole, documents[i]));
            all->bits[at / 64] |= UINT64_C(1) << (at % 64);
        }
        if (count == 0)
            return;
        document = matcher_seek(&term->base, documents[i > 0 ? i - 1 : 0] + 1);
    }
}

/* A document with the sum of its essential words: looks the others up while they can still matter. */
static int take(struct union_collector *all, uint32_t document, double score)
{
    struct collector *collector = all->collector;
    if (collector_excludes(collector, document))
        return FX_OK;
    collector_count(collector, document);
    for (uint32_t i = all->first_essential; i-- > 0;) {
        struct term_matcher *term = all->terms[i].term;
        if (score + all->terms[i].bound + all->terms[i].bound_below < collector->top->threshold)
            return FX_OK;
        if (matcher_seek(&term->base, document) == document)
            score += matcher_score(&term->base);
    }
    if (score < collector->top->threshold)
        return FX_OK;
    return collector_add(collector, document, score) == FX_OK ? FX_OK : error_no_memory(collector->err);
}

/* One essential word: its documents as they come, no array. */
static int take_single(struct union_collector *all)
{
    struct term_matcher *term = all->terms[all->first_essential].term;
    const uint32_t *whole = term->whole_lengths;
    double others = all->terms[all->first_essential].bound_below;
    uint32_t document = matcher_seek(&term->base, all->base);
    while (document < all->end) {
        const uint32_t *documents, *frequencies;
        uint32_t count = postings_run(term->postings, &documents, &frequencies), i = 0;
        if (count == 0)
            break;
        const uint32_t least = term_least_frequency(term, all->collector->top->threshold - others, document);
        for (; i < count && documents[i] < all->end; i++) {
            if (frequencies[i] < least) {
                all->collector->count += !collector_excludes(all->collector, documents[i]);
                continue;
            }
            double score =
                bm25_score(&term->bm25, (double)frequencies[i], column_u32_of(term->lengths, whole, documents[i]));
            if (score + others < all->collector->top->threshold) {
                all->collector->count += !collector_excludes(all->collector, documents[i]);
                continue;
            }
            int code = take(all, documents[i], score);
            if (code != FX_OK)
                return code;
        }
        document = matcher_seek(&term->base, documents[i > 0 ? i - 1 : 0] + 1);
    }
    return FX_OK;
}

static int take_window(struct union_collector *all)
{
    for (uint32_t i = all->first_essential; i < all->count; i++)
        add_term(all, all->terms[i].term);
    uint32_t words = (all->end - all->base + 63) / 64;
    for (uint32_t w = 0; w < words; w++) {
        uint64_t rest = all->bits[w];
        all->bits[w] = 0;
        for (; rest != 0; rest &= rest - 1) {
            uint32_t at = w * 64 + (uint32_t)__builtin_ctzll(rest);
            double score = all->scores[at];
            all->scores[at] = 0;
            int code = take(all, all->base + at, score);
            if (code != FX_OK)
                return code;
        }
    }
    return FX_OK;
}

static int walk(struct union_collector *all)
{
    uint32_t documents = all->collector->documents;
    for (uint32_t base = 0; base < documents; base = all->end) {
        begin_window(all, base);
        int code = FX_OK;
        if (all->first_essential > 0)
            all->collector->exact = false;
        if (all->first_essential < all->count) {
            bool single =
                all->collector->prune && all->first_essential + 1 == all->count && all->collector->matches == NULL;
            code = single ? take_single(all) : take_window(all);
        }
        if (code == FX_OK)
            code = collector_tick(all->collector, all->end - base);
        if (code != FX_OK)
            return code;
    }
    return FX_OK;
}

int collect_union(struct collector *collector, struct matcher *const *terms, uint32_t count)
{
    struct union_collector all = {.collector = collector, .count = count};
    all.terms = arena_allocate_zeroed(collector->arena, count, sizeof *all.terms);
    all.scores = arena_allocate_zeroed(collector->arena, WINDOW, sizeof *all.scores);
    all.bits = arena_allocate_zeroed(collector->arena, WINDOW / 64, sizeof *all.bits);
    if (all.terms == NULL || all.scores == NULL || all.bits == NULL)
        return error_no_memory(collector->err);
    for (uint32_t i = 0; i < count; i++)
        all.terms[i].term = match_term_of(terms[i]);
    return walk(&all);
}
