#include "error.h"
#include "explain.h"
#include "interval_list.h"

struct phrase_part {
    struct postings *postings;
    uint32_t offset; /* of the word in the phrase */
    uint32_t documents;
    const uint32_t *positions;
    uint32_t count, at;
};

struct phrase_matcher {
    struct matcher base;
    struct phrase_part *parts; /* rarest first */
    uint32_t count;
    uint32_t span; /* offset of the last word */
    bool started;
    const uint32_t *lengths;
    struct bm25 bm25;
    struct match_weight weight;
    const struct match_place *place;
    struct interval_list matches; /* of the current document */
};

static struct phrase_matcher *phrase_of(struct matcher *self)
{
    return (struct phrase_matcher *)self;
}

static bool load_positions(struct phrase_matcher *phrase)
{
    for (uint32_t i = 0; i < phrase->count; i++) {
        struct phrase_part *part = &phrase->parts[i];
        fx_error fault = {.code = FX_OK};
        if (postings_positions(part->postings, &part->positions, NULL, &part->count, &fault) != FX_OK) {
            match_fault(phrase->place->context, &fault);
            return false;
        }
        part->at = 0;
    }
    return true;
}

/* Does the part stand where a phrase that begins at `start` needs it? Starts come ascending. */
static bool stands_at(struct phrase_part *part, uint32_t start)
{
    uint32_t wanted = start + part->offset;
    while (part->at < part->count && part->positions[part->at] < wanted)
        part->at++;
    return part->at < part->count && part->positions[part->at] == wanted;
}

static bool find_matches(struct phrase_matcher *phrase)
{
    phrase->matches.count = 0;
    if (!load_positions(phrase))
        return false;
    struct arena *arena = phrase->place->context->arena;
    const struct phrase_part *lead = &phrase->parts[0];
    for (uint32_t i = 0; i < lead->count; i++) {
        if (lead->positions[i] < lead->offset)
            continue;
        uint32_t start = lead->positions[i] - lead->offset, k = 1;
        while (k < phrase->count && stands_at(&phrase->parts[k], start))
            k++;
        if (k < phrase->count)
            continue;
        if (interval_list_reserve(&phrase->matches, arena, phrase->matches.count + 1) != FX_OK)
            return false;
        phrase->matches.items[phrase->matches.count++] = (struct interval){start, start + phrase->span, phrase->count};
    }
    return phrase->matches.count > 0;
}

/* A phrase occurs at most as often as its rarest word here: where even that would score too little, its positions need
 * not be read. */
static bool hopeless(struct phrase_matcher *phrase, uint32_t document)
{
    if (phrase->base.threshold <= 0 || phrase->lengths == NULL)
        return false;
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < phrase->count; i++) {
        uint32_t frequency = postings_frequency(phrase->parts[i].postings);
        least = frequency < least ? frequency : least;
    }
    const double grid = 1.0 / (1 << 27);
    bool less = bm25_score(&phrase->bm25, (double)least, phrase->lengths[document]) + grid < phrase->base.threshold;
    phrase->base.skipped |= less;
    return less;
}

static uint32_t settle(struct phrase_matcher *phrase, uint32_t document)
{
    uint32_t i = 1;
    phrase->started = true;
    while (document != DOCUMENT_END) {
        if (i < phrase->count) {
            uint32_t reached = postings_seek(phrase->parts[i].postings, document);
            if (reached == document) {
                i++;
                continue;
            }
            document = reached == DOCUMENT_END ? DOCUMENT_END : postings_seek(phrase->parts[0].postings, reached);
        } else {
            if (!hopeless(phrase, document) && find_matches(phrase))
                break;
            document = postings_next(phrase->parts[0].postings);
        }
        i = 1;
    }
    return phrase->base.document = document;
}

static uint32_t phrase_next(struct matcher *self)
{
    return settle(phrase_of(self), postings_next(phrase_of(self)->parts[0].postings));
}

static uint32_t phrase_seek(struct matcher *self, uint32_t target)
{
    struct phrase_matcher *phrase = phrase_of(self);
    if (phrase->started && target <= self->document)
        return self->document;
    return settle(phrase, postings_seek(phrase->parts[0].postings, target));
}

static double phrase_score(struct matcher *self)
{
    struct phrase_matcher *phrase = phrase_of(self);
    if (phrase->lengths == NULL)
        return 0;
    return bm25_score(&phrase->bm25, (double)phrase->matches.count, phrase->lengths[self->document]);
}

static double phrase_max_score(struct matcher *self, uint32_t target, uint32_t *last)
{
    struct phrase_matcher *phrase = phrase_of(self);
    if (phrase->lengths == NULL)
        return matcher_no_max_score(self, target, last);
    if (phrase->started && target < self->document) {
        *last = self->document - 1;
        return 0;
    }
    double bound = bm25_limit(&phrase->bm25);
    *last = DOCUMENT_END;
    for (uint32_t i = 0; i < phrase->count; i++) {
        const struct impact *impacts;
        uint32_t count, until = postings_block(phrase->parts[i].postings, target, &impacts, &count);
        double one = bm25_bound(&phrase->bm25, impacts, count);
        bound = one < bound ? one : bound;
        *last = until < *last ? until : *last;
    }
    return bound;
}

static int phrase_intervals(struct matcher *self, const struct interval **out, uint32_t *count)
{
    *out = phrase_of(self)->matches.items;
    *count = phrase_of(self)->matches.count;
    return FX_OK;
}

static int phrase_positions(struct matcher *self, struct highlights *highlights)
{
    struct phrase_matcher *phrase = phrase_of(self);
    for (uint32_t i = 0; i < phrase->matches.count; i++)
        for (uint32_t k = 0; k < phrase->count; k++)
            if (highlights_add(highlights, phrase->place->unit, self->document,
                               phrase->matches.items[i].start + phrase->parts[k].offset) != FX_OK)
                return FX_ENOMEM;
    return FX_OK;
}

static int phrase_explain(struct matcher *self, struct buffer *out, int indent)
{
    struct phrase_matcher *phrase = phrase_of(self);
    if (phrase->lengths == NULL)
        return FX_OK;
    return explain_word(out, indent, phrase->place, &phrase->weight, (double)phrase->matches.count,
                        phrase->lengths[self->document], phrase_score(self));
}

static const struct matcher_operations phrase_operations = {
    .next = phrase_next,
    .seek = phrase_seek,
    .score = phrase_score,
    .max_score = phrase_max_score,
    .intervals = phrase_intervals,
    .positions = phrase_positions,
    .explain = phrase_explain,
};

/* Opens the cursors, the rarest first; *missing where one is damaged. */
static int open_parts(struct phrase_matcher *phrase, const struct phrase_word *words, bool *missing, fx_error *err)
{
    struct match_context *context = phrase->place->context;
    *missing = false;
    for (uint32_t i = 0; i < phrase->count; i++) {
        struct match_cursor *cursor;
        int code = match_cursor_open(&cursor, context, &context->segments[phrase->place->segment], phrase->place->unit,
                                     &words[i].entry, err);
        if (code != FX_OK)
            return code;
        if (cursor == NULL) {
            *missing = true;
            return FX_OK;
        }
        struct phrase_part part = {
            .postings = &cursor->postings, .offset = words[i].position, .documents = words[i].entry.documents};
        uint32_t at = i;
        for (; at > 0 && phrase->parts[at - 1].documents > part.documents; at--)
            phrase->parts[at] = phrase->parts[at - 1];
        phrase->parts[at] = part;
        phrase->span = words[i].position > phrase->span ? words[i].position : phrase->span;
    }
    return FX_OK;
}

int match_phrase_new(struct matcher **out, const struct match_place *place, const struct phrase_word *words,
                     uint32_t count, const struct match_weight *weight, fx_error *err)
{
    *out = NULL;
    struct arena *arena = place->context->arena;
    struct phrase_matcher *phrase = arena_allocate_zeroed(arena, 1, sizeof *phrase);
    if (phrase == NULL)
        return error_no_memory(err);
    phrase->parts = arena_allocate_zeroed(arena, count, sizeof *phrase->parts);
    if (phrase->parts == NULL)
        return error_no_memory(err);
    phrase->base.operations = &phrase_operations;
    phrase->count = count;
    phrase->place = place;
    phrase->weight = *weight;
    bool missing;
    int code = open_parts(phrase, words, &missing, err);
    if (code != FX_OK || missing)
        return code;
    phrase->base.cost = phrase->parts[0].documents;
    code = match_lengths(&phrase->lengths, place, weight, &phrase->bm25, err);
    if (code == FX_OK)
        *out = &phrase->base;
    return code;
}
