#include "match_context.h"

#include "column.h"
#include "error.h"
#include "matchers.h"
#include "slice.h"

#include <string.h>
#include <time.h>

enum { DEADLINE_WORK = 8192 };

double matcher_no_score(struct matcher *self)
{
    (void)self;
    return 0;
}

double matcher_no_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    (void)self;
    (void)target;
    *last = DOCUMENT_END;
    return 0;
}

bool deadline_look(struct deadline *deadline)
{
    struct timespec now;
    deadline->countdown = DEADLINE_WORK;
    clock_gettime(CLOCK_MONOTONIC, &now);
    deadline->passed = (double)now.tv_sec + (double)now.tv_nsec * 1e-9 >= deadline->at;
    return deadline->passed;
}

void match_fault(struct match_context *context, const fx_error *fault)
{
    if (fault->code >= 0)
        return;
    if (fault->code == FX_ENOMEM) {
        context->out_of_memory = true;
        return;
    }
    if (context->faults.count++ == 0)
        context->faults.first = *fault;
}

int match_tolerate(struct match_context *context, int code, const fx_error *err, bool *damaged)
{
    *damaged = code == FX_EDAMAGED;
    if (!*damaged)
        return code;
    match_fault(context, err);
    return FX_OK;
}

int match_cursor_open(struct match_cursor **out, struct match_context *context, const struct match_segment *segment,
                      enum unit unit, const struct term_entry *entry, fx_error *err)
{
    *out = NULL;
    struct match_cursor *cursor = arena_allocate(context->arena, sizeof *cursor);
    if (cursor == NULL)
        return error_no_memory(err);
    fx_error fault = {.code = FX_OK};
    bool damaged;
    int code = match_tolerate(context, segment_postings(segment->segment, unit, entry, &cursor->postings, &fault),
                              &fault, &damaged);
    if (code != FX_OK)
        return error_set(err, code, "%s", fault.message);
    if (damaged)
        return FX_OK;
    cursor->next = context->cursors;
    context->cursors = cursor;
    *out = cursor;
    return FX_OK;
}

int match_column_open(struct column **out, struct match_context *context, const struct match_segment *segment,
                      enum unit unit, enum stream_kind kind, fx_error *err)
{
    fx_error fault;
    bool damaged;
    int code = match_tolerate(context, segment_column(segment->segment, unit, kind, out, &fault), &fault, &damaged);
    if (code != FX_OK)
        return error_set(err, code, "%s", fault.message);
    if (damaged)
        return FX_OK;
    struct match_column_use *use = arena_allocate(context->arena, sizeof *use);
    if (use == NULL) {
        *out = NULL;
        return error_no_memory(err);
    }
    *use = (struct match_column_use){*out, context->columns};
    context->columns = use;
    return FX_OK;
}

void match_cursors_close(struct match_context *context)
{
    for (struct match_column_use *use = context->columns; use != NULL; use = use->next) {
        fx_error fault;
        if (column_take_fault(use->column, &fault) != FX_OK)
            match_fault(context, &fault);
    }
    context->columns = NULL;
    for (struct match_cursor *cursor = context->cursors; cursor != NULL; cursor = cursor->next) {
        match_fault(context, &cursor->postings.fault);
        postings_release(&cursor->postings);
    }
    context->cursors = NULL;
}

int match_find_term(struct match_context *context, const struct match_segment *segment, enum unit unit,
                    enum term_space space, fx_slice term, struct term_entry *out, bool *found, fx_error *err)
{
    char key[256];
    *found = false;
    if (term.len + 1 > sizeof key)
        return FX_OK;
    key[0] = (char)space;
    if (term.len > 0)
        memcpy(key + 1, term.ptr, term.len);
    fx_error fault = {.code = FX_OK};
    bool damaged;
    int code = segment_find_term(segment->segment, unit, (fx_slice){key, term.len + 1}, out, &fault);
    if (code == FX_END)
        return FX_OK;
    code = match_tolerate(context, code, &fault, &damaged);
    if (code != FX_OK)
        return error_set(err, code, "%s", fault.message);
    *found = !damaged;
    return FX_OK;
}

static uint32_t next_set(const uint64_t *words, uint32_t from, uint32_t end)
{
    while (from < end) {
        uint64_t rest = words[from / 64] >> (from % 64);
        if (rest != 0) {
            from += (uint32_t)__builtin_ctzll(rest);
            return from < end ? from : DOCUMENT_END;
        }
        from = (from / 64 + 1) * 64;
    }
    return DOCUMENT_END;
}

int match_live(struct match_context *context, const struct match_segment *segment, enum unit unit,
               const struct term_entry *entry, const uint64_t *dead, uint64_t documents, uint64_t *live, fx_error *err)
{
    *live = documents;
    if (dead == NULL)
        return FX_OK;
    uint32_t end = segment_describe(segment->segment)->units[unit].documents;
    struct postings postings;
    fx_error fault = {.code = FX_OK};
    bool damaged;
    int code =
        match_tolerate(context, segment_postings(segment->segment, unit, entry, &postings, &fault), &fault, &damaged);
    if (code != FX_OK)
        return error_set(err, code, "%s", fault.message);
    if (damaged)
        return FX_OK;
    uint64_t gone = 0;
    for (uint32_t document = next_set(dead, 0, end); document != DOCUMENT_END;) {
        uint32_t reached = postings_seek(&postings, document);
        if (reached == DOCUMENT_END || reached >= end)
            break;
        gone += reached == document;
        document = next_set(dead, reached > document ? reached : document + 1, end);
    }
    match_fault(context, &postings.fault);
    postings_release(&postings);
    *live = documents > gone ? documents - gone : 0;
    return FX_OK;
}

/* Gallops from `from`: joins ask for values near the last one. */
uint32_t match_lower_bound(struct column *values, uint32_t from, uint32_t end, uint32_t wanted)
{
    uint32_t low = from, step = 1;
    while (low < end && column_u32(values, low) < wanted) {
        from = low + 1;
        low = end - low > step ? low + step : end;
        step *= 2;
    }
    while (from < low) {
        uint32_t middle = from + (low - from) / 2;
        if (column_u32(values, middle) < wanted)
            from = middle + 1;
        else
            low = middle;
    }
    return from;
}

int match_lengths(struct column **lengths, const struct match_place *place, const struct match_weight *weight,
                  struct bm25 *bm25, fx_error *err)
{
    struct match_context *context = place->context;
    *lengths = NULL;
    *bm25 =
        bm25_make(weight->idf, weight->boost, context->k1, context->b, context->statistics[place->statistics].average);
    if (bm25->weight <= 0)
        return FX_OK;
    return match_column_open(lengths, context, &context->segments[place->segment], place->unit, STREAM_LENGTHS, err);
}
