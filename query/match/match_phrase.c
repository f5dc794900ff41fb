#include "column.h"
#include "error.h"
#include "explain.h"
#include "interval_list.h"

struct phrase_part {
    struct postings *postings;
    uint32_t offset;           /* of the word in the phrase */
    uint32_t positions_a_word; /* 2: a pair of ideographs */
    uint32_t documents;
    const uint32_t *positions;
    uint32_t count;
};

enum { PHRASE_BITS = 1 << 15 }; /* positions */

struct phrase_matcher {
    struct matcher base;
    struct phrase_part *parts; /* rarest first */
    uint32_t count;
    uint32_t span; /* offset of the last word */
    bool started;
    struct column *lengths;
    struct bm25 bm25;
    struct match_weight weight;
    const struct match_place *place;
    uint32_t *starts; /* of the matches in the current document */
    uint32_t match_count, start_capacity;
    uint64_t *bits; /* PHRASE_BITS of them, all 0 between uses */
    struct interval_list intervals;
};

static struct phrase_matcher *phrase_of(struct matcher *self)
{
    return (struct phrase_matcher *)self;
}

static bool load_positions(struct phrase_matcher *phrase, struct phrase_part *part)
{
    fx_error fault; /* not the message: this is done for each document */
    fault.code = FX_OK;
    if (postings_positions(part->postings, &part->positions, NULL, &part->count, &fault) == FX_OK)
        return part->count > 0;
    match_fault(phrase->place->context, &fault);
    return false;
}

static bool reserve_starts(struct phrase_matcher *phrase, uint32_t count)
{
    if (count <= phrase->start_capacity)
        return true;
    uint32_t capacity = count < 32 ? 64 : count * 2;
    uint32_t *starts = arena_allocate(phrase->place->context->arena, (size_t)capacity * sizeof *starts);
    if (starts == NULL) {
        phrase->place->context->out_of_memory = true;
        return false;
    }
    phrase->starts = starts;
    phrase->start_capacity = capacity;
    return true;
}

/* Keeps the starts at which the part stands where it should. Both lists ascend; a set of bits is made of the starts, so
 * that the walk over the part's positions has no branch to guess. */
static uint32_t sieve(uint64_t *bits, uint32_t *starts, uint32_t count, const struct phrase_part *part)
{
    uint32_t kept = 0;
    uint32_t first = starts[0] + part->offset, last = starts[count - 1] + part->offset, i = 0;
    for (uint32_t k = 0; k < count; k++)
        bits[starts[k] / 64] |= UINT64_C(1) << (starts[k] % 64);
    uint32_t words[2] = {starts[0] / 64, starts[count - 1] / 64};
    while (i < part->count && part->positions[i] < first)
        i++;
    for (; i < part->count && part->positions[i] <= last; i++) {
        uint32_t start = part->positions[i] - part->offset;
        starts[kept] = start; /* never beyond those read: at most `count` bits are set, each is met once */
        kept += (uint32_t)(bits[start / 64] >> (start % 64) & 1);
    }
    for (uint32_t w = words[0]; w <= words[1]; w++)
        bits[w] = 0;
    return kept;
}

/* The same for documents too long for the bits. */
static uint32_t sieve_by_merging(uint32_t *starts, uint32_t count, const struct phrase_part *part)
{
    uint32_t kept = 0, at = 0;
    for (uint32_t k = 0; k < count; k++) {
        uint32_t wanted = starts[k] + part->offset;
        while (at < part->count && part->positions[at] < wanted)
            at++;
        if (at < part->count && part->positions[at] == wanted)
            starts[kept++] = starts[k];
    }
    return kept;
}

/* Positions of a part become starts; the other parts sieve them. The rarest word and the next begin, of these the one
 * with fewer occurrences here: mostly they already say no, and positions of the other words need not be read. */
static bool find_matches(struct phrase_matcher *phrase)
{
    struct phrase_part *parts = phrase->parts;
    uint32_t count = 0;
    phrase->match_count = 0;
    if (!load_positions(phrase, &parts[0]) || (phrase->count > 1 && !load_positions(phrase, &parts[1])))
        return false;
    const uint32_t lead = phrase->count > 1 && parts[1].count < parts[0].count ? 1 : 0;
    if (!reserve_starts(phrase, parts[lead].count + 1))
        return false;
    for (uint32_t i = 0; i < parts[lead].count; i++)
        if (parts[lead].positions[i] >= parts[lead].offset)
            phrase->starts[count++] = parts[lead].positions[i] - parts[lead].offset;
    const bool fits = count > 0 && phrase->starts[count - 1] < PHRASE_BITS;
    for (uint32_t k = 0; k < phrase->count && count > 0; k++) {
        if (k == lead)
            continue;
        if (k > 1 && !load_positions(phrase, &parts[k]))
            return false;
        count = fits ? sieve(phrase->bits, phrase->starts, count, &parts[k])
                     : sieve_by_merging(phrase->starts, count, &parts[k]);
    }
    phrase->match_count = count;
    return count > 0;
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
    bool less =
        !bm25_reaches(&phrase->bm25, phrase->base.threshold, (double)least, column_u32(phrase->lengths, document));
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
            document = deadline_passed(&phrase->place->context->deadline, 1) ? DOCUMENT_END
                                                                             : postings_next(phrase->parts[0].postings);
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
    return bm25_score(&phrase->bm25, (double)phrase->match_count, column_u32(phrase->lengths, self->document));
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
    struct phrase_matcher *phrase = phrase_of(self);
    struct interval_list *list = &phrase->intervals;
    list->count = 0;
    *out = NULL;
    *count = phrase->match_count;
    if (interval_list_reserve(list, phrase->place->context->arena, phrase->match_count) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < phrase->match_count; i++)
        list->items[i] = (struct interval){phrase->starts[i], phrase->starts[i] + phrase->span, phrase->count};
    *out = list->items;
    return FX_OK;
}

static int phrase_positions(struct matcher *self, struct highlights *highlights)
{
    struct phrase_matcher *phrase = phrase_of(self);
    for (uint32_t i = 0; i < phrase->match_count; i++)
        for (uint32_t k = 0; k < phrase->count; k++)
            if (highlights_add(highlights, phrase->place->unit, self->document,
                               phrase->starts[i] + phrase->parts[k].offset, phrase->parts[k].positions_a_word) != FX_OK)
                return FX_ENOMEM;
    return FX_OK;
}

static int phrase_explain(struct matcher *self, struct buffer *out, int indent)
{
    struct phrase_matcher *phrase = phrase_of(self);
    if (phrase->lengths == NULL)
        return FX_OK;
    return explain_word(out, indent, phrase->place, &phrase->weight, (double)phrase->match_count,
                        column_u32(phrase->lengths, self->document), phrase_score(self));
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
        struct phrase_part part = {.postings = &cursor->postings,
                                   .offset = words[i].position,
                                   .positions_a_word = words[i].positions,
                                   .documents = words[i].entry.documents};
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
    phrase->bits = arena_allocate_zeroed(arena, PHRASE_BITS / 64, sizeof *phrase->bits);
    if (phrase->parts == NULL || phrase->bits == NULL)
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
