#include "column.h"
#include "error.h"
#include "explain.h"
#include "interval_list.h"
#include "term_matcher.h"

static struct term_matcher *term_of(struct matcher *self)
{
    return (struct term_matcher *)self;
}

static uint32_t term_next(struct matcher *self)
{
    struct term_matcher *term = term_of(self);
    term->started = true;
    term->intervals = NULL;
    return self->document = postings_next(term->postings);
}

static uint32_t term_seek(struct matcher *self, uint32_t target)
{
    return term_move(term_of(self), target);
}

static double term_score(struct matcher *self)
{
    struct term_matcher *term = term_of(self);
    if (term->lengths == NULL)
        return 0;
    return bm25_score(&term->bm25, (double)postings_frequency(term->postings),
                      column_u32_of(term->lengths, term->whole_lengths, self->document));
}

static double term_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    struct term_matcher *term = term_of(self);
    if (term->lengths == NULL)
        return matcher_no_max_score(self, target, last);
    if (term->started && target < self->document) {
        *last = self->document - 1;
        return 0;
    }
    if (target < term->bound_first || target > term->bound_last) {
        const struct impact *impacts;
        uint32_t count;
        term->bound_last = postings_block(term->postings, target, &impacts, &count);
        term->bound_first = target;
        term->bound = bm25_bound(&term->bm25, impacts, count);
    }
    *last = term->bound_last;
    return term->bound;
}

uint32_t term_least_frequency(struct term_matcher *term, double threshold, uint32_t document)
{
    const struct impact *impacts;
    uint32_t count;
    if (threshold <= 0)
        return 0;
    postings_block(term->postings, document, &impacts, &count);
    return bm25_least_frequency(&term->bm25, threshold, impacts, count);
}

double term_leaf_bound(struct term_matcher *term, uint32_t target, uint32_t *last)
{
    const struct impact *impacts;
    uint32_t count;
    *last = postings_leaf(term->postings, target, &impacts, &count);
    return bm25_bound(&term->bm25, impacts, count);
}

static int term_intervals(struct matcher *self, const struct interval **out, uint32_t *count)
{
    struct term_matcher *term = term_of(self);
    const uint32_t *positions;
    fx_error fault; /* not the message: this is done for each document */
    fault.code = FX_OK;
    *out = NULL;
    int code = postings_positions(term->postings, &positions, NULL, count, &fault);
    if (code == FX_END || code == FX_EDAMAGED) {
        match_fault(term->place->context, &fault);
        *count = 0;
        return FX_OK;
    }
    if (code != FX_OK)
        return code;
    if (term->intervals == NULL) {
        struct interval_list list = {term->interval_memory, 0, term->interval_capacity};
        if (interval_list_reserve(&list, term->place->context->arena, *count) != FX_OK)
            return FX_ENOMEM;
        term->interval_memory = list.items;
        term->interval_capacity = list.capacity;
        for (uint32_t i = 0; i < *count; i++)
            list.items[i] = (struct interval){positions[i], positions[i], 1};
        term->intervals = list.items;
    }
    *out = term->intervals;
    return FX_OK;
}

static int term_positions(struct matcher *self, struct highlights *highlights)
{
    struct term_matcher *term = term_of(self);
    const struct interval *intervals;
    uint32_t count;
    int code = term_intervals(self, &intervals, &count);
    for (uint32_t i = 0; i < count && code == FX_OK; i++)
        code =
            highlights_add(highlights, term->place->unit, self->document, intervals[i].start, term->weight.positions);
    return code;
}

static int term_explain(struct matcher *self, struct buffer *out, int indent)
{
    struct term_matcher *term = term_of(self);
    if (term->lengths == NULL)
        return FX_OK;
    return explain_word(out, indent, term->place, &term->weight, (double)postings_frequency(term->postings),
                        column_u32_of(term->lengths, term->whole_lengths, self->document), term_score(self));
}

static const struct matcher_operations term_operations = {
    .next = term_next,
    .seek = term_seek,
    .score = term_score,
    .max_score = term_max_score,
    .intervals = term_intervals,
    .positions = term_positions,
    .explain = term_explain,
};

struct term_matcher *match_term_of(struct matcher *matcher)
{
    return matcher->operations == &term_operations ? term_of(matcher) : NULL;
}

int match_term_new(struct matcher **out, const struct match_place *place, const struct term_entry *entry,
                   const struct match_weight *weight, fx_error *err)
{
    *out = NULL;
    struct match_context *context = place->context;
    struct match_cursor *cursor;
    int code = match_cursor_open(&cursor, context, &context->segments[place->segment], place->unit, entry, err);
    if (code != FX_OK || cursor == NULL)
        return code;
    struct term_matcher *term = arena_allocate_zeroed(context->arena, 1, sizeof *term);
    if (term == NULL)
        return error_no_memory(err);
    term->base.operations = &term_operations;
    term->base.cost = entry->documents;
    term->postings = &cursor->postings;
    term->place = place;
    term->weight = *weight;
    term->bound_first = 1;
    code = match_lengths(&term->lengths, place, weight, &term->bm25, err);
    term->whole_lengths = term->lengths != NULL ? column_whole(term->lengths) : NULL;
    if (code != FX_OK)
        return code;
    *out = &term->base;
    return FX_OK;
}
