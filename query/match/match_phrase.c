#include "column.h"
#include "error.h"
#include "explain.h"
#include "interval_list.h"
#include "phrase_pairs.h"

#include <string.h>

struct phrase_part {
    struct postings *postings;
    uint32_t offset;           /* of the word in the phrase */
    uint32_t positions_a_word; /* 2: a pair of ideographs */
    uint32_t documents;
    const uint32_t *gaps, *positions; /* of the current document; `positions` only of very long ones */
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
    /* Of the rarest word's block that ends with `hopeful_last`: find_hopeful. */
    bool hopeful_known;
    uint32_t hopeful_last, hopeful_at, hopeful_count;
    uint32_t hopeful[BLOCK_POSTINGS];
    struct bm25_filter filter; /* for `filter_threshold` */
    double filter_threshold;
    struct match_weight weight;
    const struct match_place *place;
    uint32_t *starts; /* of the matches in the current document, `span` further back */
    uint32_t match_count, start_capacity;
    bool starts_known; /* `match_count` of them */
    uint64_t *bits;    /* PHRASE_BITS of them, all 0 between uses; NULL before the first */
    struct interval_list intervals;
};

static struct phrase_matcher *phrase_of(struct matcher *self)
{
    return (struct phrase_matcher *)self;
}

static bool loaded(struct phrase_matcher *phrase, const struct phrase_part *part, int status, const fx_error *fault)
{
    if (status == FX_OK)
        return part->count > 0;
    match_fault(phrase->place->context, fault);
    return false;
}

static bool load_positions(struct phrase_matcher *phrase, struct phrase_part *part)
{
    fx_error fault; /* not the message: this is done for each document */
    fault.code = FX_OK;
    int status = postings_positions(part->postings, &part->positions, NULL, &part->count, &fault);
    return loaded(phrase, part, status, &fault);
}

static bool load_gaps(struct phrase_matcher *phrase, struct phrase_part *part)
{
    fx_error fault;
    fault.code = FX_OK;
    int status = postings_position_gaps(part->postings, &part->gaps, &part->count, &fault);
    return loaded(phrase, part, status, &fault);
}

/* And the bits. */
static bool reserve_starts(struct phrase_matcher *phrase, uint32_t count)
{
    struct arena *arena = phrase->place->context->arena;
    if (count <= phrase->start_capacity)
        return true;
    if (phrase->bits == NULL)
        phrase->bits = arena_allocate_zeroed(arena, PHRASE_BITS / 64, sizeof *phrase->bits);
    uint32_t capacity = count < 32 ? 64 : count * 2;
    uint32_t *starts = arena_allocate(arena, (size_t)capacity * sizeof *starts);
    if (starts == NULL || phrase->bits == NULL) {
        phrase->place->context->out_of_memory = true;
        return false;
    }
    phrase->starts = starts;
    phrase->start_capacity = capacity;
    return true;
}

/* ---- by a set of bits: the walks over positions have no branch to guess ----
 *
 * A phrase that begins at position p is bit p + span: none is below 0, wherever in the phrase a word that begins the
 * search stands. Bits wrap; where a position goes beyond them, the document is looked at again by merging. */

static inline uint64_t *word_of(uint64_t *bits, uint64_t start)
{
    return &bits[start % PHRASE_BITS / 64];
}

/* Where the phrase would begin by this part: `starts`, and a bit each. Returns the last one. */
static uint64_t begin_starts(struct phrase_matcher *phrase, const struct phrase_part *part)
{
    const uint32_t *gaps = part->gaps, count = part->count;
    uint32_t *starts = phrase->starts;
    uint64_t *bits = phrase->bits, start = phrase->span - part->offset;
    for (uint32_t i = 0; i < count; i++) {
        start += gaps[i];
        starts[i] = (uint32_t)start;
        *word_of(bits, start) |= UINT64_C(1) << (start % 64);
    }
    return start;
}

/* Keeps those at which this part stands where it should. Never more than there were: each bit is met once. Returns the
 * last place of the part. */
static uint64_t sieve_starts(struct phrase_matcher *phrase, const struct phrase_part *part, uint32_t *count)
{
    const uint32_t *gaps = part->gaps, positions = part->count;
    uint32_t *starts = phrase->starts, kept = 0;
    uint64_t *bits = phrase->bits, start = phrase->span - part->offset;
    for (uint32_t i = 0; i < positions; i++) {
        start += gaps[i];
        starts[kept] = (uint32_t)start;
        kept += (uint32_t)(*word_of(bits, start) >> (start % 64) & 1);
    }
    *count = kept;
    return start;
}

static void set_bits(struct phrase_matcher *phrase, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        *word_of(phrase->bits, phrase->starts[i]) |= UINT64_C(1) << (phrase->starts[i] % 64);
}

/* Clears those of starts from `first` to `last`, below PHRASE_BITS or all. */
static void clear_bits(struct phrase_matcher *phrase, uint64_t first, uint64_t last)
{
    enum { STEP = 4 };
    uint64_t from = first / 64 / STEP * STEP, to = last / 64;
    if (last >= PHRASE_BITS) {
        from = 0;
        to = PHRASE_BITS / 64 - 1;
    }
    for (uint64_t word = from; word <= to; word += STEP)
        memset(&phrase->bits[word], 0, STEP * sizeof *phrase->bits);
}

/* Sieves the starts, `count` of them, by the parts but `lead`. */
static bool sieve_by_bits(struct phrase_matcher *phrase, uint32_t lead, bool *fits)
{
    struct phrase_part *parts = phrase->parts;
    uint64_t last = begin_starts(phrase, &parts[lead]);
    uint32_t first = phrase->starts[0], count = parts[lead].count;
    bool loaded = true;
    *fits = last < PHRASE_BITS;
    for (uint32_t k = 0; k < phrase->count && count > 0 && loaded && *fits; k++) {
        if (k == lead)
            continue;
        loaded = k < 2 || load_gaps(phrase, &parts[k]);
        *fits = !loaded || sieve_starts(phrase, &parts[k], &count) < PHRASE_BITS;
        clear_bits(phrase, first, last);
        if (count == 0 || k + 1 == phrase->count || !loaded)
            continue;
        first = phrase->starts[0];
        last = phrase->starts[count - 1];
        set_bits(phrase, count);
    }
    clear_bits(phrase, first, last);
    phrase->match_count = loaded && *fits ? count : 0;
    return phrase->match_count > 0;
}

/* ---- by merging: for documents too long for the bits ---- */

static uint32_t sieve_part(uint32_t *starts, uint32_t count, const struct phrase_part *part, uint32_t back)
{
    uint32_t kept = 0, at = 0;
    for (uint32_t k = 0; k < count; k++) {
        uint64_t wanted = (uint64_t)starts[k] + part->offset - back;
        while (at < part->count && part->positions[at] < wanted)
            at++;
        if (at < part->count && part->positions[at] == wanted)
            starts[kept++] = starts[k];
    }
    return kept;
}

static bool sieve_by_merging(struct phrase_matcher *phrase, uint32_t lead)
{
    struct phrase_part *parts = phrase->parts;
    uint32_t count = 0;
    if (!load_positions(phrase, &parts[lead]))
        return false;
    for (uint32_t i = 0; i < parts[lead].count; i++)
        if (parts[lead].positions[i] >= parts[lead].offset && parts[lead].positions[i] < UINT32_MAX - phrase->span)
            phrase->starts[count++] = parts[lead].positions[i] - parts[lead].offset + phrase->span;
    for (uint32_t k = 0; k < phrase->count && count > 0; k++) {
        if (k == lead)
            continue;
        if (!load_positions(phrase, &parts[k]))
            return false;
        count = sieve_part(phrase->starts, count, &parts[k], phrase->span);
    }
    phrase->match_count = count;
    return count > 0;
}

/* Positions of a part become starts; the other parts sieve them. */
static bool find_starts(struct phrase_matcher *phrase, uint32_t lead)
{
    bool fits;
    phrase->starts_known = true;
    if (!reserve_starts(phrase, phrase->parts[lead].count + 1))
        return false;
    const bool found = sieve_by_bits(phrase, lead, &fits);
    return fits ? found : sieve_by_merging(phrase, lead);
}

/* The rarest word and the next begin, of these the one with fewer occurrences here: mostly they already say no, and
 * positions of the other words need not be read. Of a phrase of two words it is enough to know how often it stands
 * here, until somebody asks where. */
static bool find_matches(struct phrase_matcher *phrase)
{
    struct phrase_part *parts = phrase->parts;
    phrase->match_count = 0;
    phrase->starts_known = false;
    if (!load_gaps(phrase, &parts[0]) || (phrase->count > 1 && !load_gaps(phrase, &parts[1])))
        return false;
    const uint32_t lead = phrase->count > 1 && parts[1].count < parts[0].count ? 1 : 0;
    if (phrase->count > 1 && parts[lead].count <= PHRASE_PAIRS_MAX) {
        const struct phrase_part *few = &parts[lead], *many = &parts[1 - lead];
        phrase->match_count = phrase_pairs(few->gaps, few->count, many->gaps, many->count, many->offset - few->offset);
        if (phrase->count == 2 || phrase->match_count == 0)
            return phrase->match_count > 0;
    }
    return find_starts(phrase, lead);
}

/* Fills `starts` of the current document; none where memory ran out or positions cannot be read, which is noted. */
static void know_starts(struct phrase_matcher *phrase)
{
    if (phrase->starts_known)
        return;
    if (!load_gaps(phrase, &phrase->parts[0]) || !load_gaps(phrase, &phrase->parts[1]) ||
        !find_starts(phrase, phrase->parts[1].count < phrase->parts[0].count ? 1 : 0))
        phrase->match_count = 0;
}

/* ---- documents ---- */

/* A phrase occurs at most as often as its rarest word here: where even that would score too little, its positions need
 * not be read. */
static bool hopeless(struct phrase_matcher *phrase, uint32_t document)
{
    if (phrase->base.threshold <= 0 || phrase->lengths == NULL)
        return false;
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < phrase->count; i++) {
        const uint32_t *documents, *frequencies; /* of the whole block: positions will ask for them too */
        const uint32_t run = postings_run(phrase->parts[i].postings, &documents, &frequencies);
        const uint32_t frequency = run > 0 ? frequencies[0] : 0;
        least = frequency < least ? frequency : least;
    }
    bool less =
        !bm25_reaches(&phrase->bm25, phrase->base.threshold, (double)least, column_u32(phrase->lengths, document));
    phrase->base.skipped |= less;
    return less;
}

/* Of the rarest word's block from `document` on, where its cursor stands, the documents in which that word alone occurs
 * often enough. */
static void find_hopeful(struct phrase_matcher *phrase, uint32_t document)
{
    const uint32_t *documents, *frequencies, *whole = column_whole(phrase->lengths);
    const struct impact *impacts;
    uint32_t count, kept = 0;
    if (phrase->filter_threshold != phrase->base.threshold) {
        phrase->filter_threshold = phrase->base.threshold;
        bm25_filter_make(&phrase->filter, &phrase->bm25, phrase->filter_threshold);
    }
    phrase->hopeful_last = postings_block(phrase->parts[0].postings, document, &impacts, &count);
    phrase->hopeful_at = phrase->hopeful_count = 0;
    phrase->base.skipped = true;
    if (bm25_least_frequency(&phrase->bm25, phrase->filter_threshold, impacts, count) == UINT32_MAX)
        return;
    count = postings_run(phrase->parts[0].postings, &documents, &frequencies);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t length = column_u32_of(phrase->lengths, whole, documents[i]);
        phrase->hopeful[kept] = documents[i];
        kept += bm25_passes(&phrase->filter, frequencies[i], length);
    }
    phrase->hopeful_count = kept;
}

/* The first document from `document` on, where the cursor of the rarest word stands, in which that word alone could
 * make the phrase score enough: found by whole blocks, before the other words are looked up. */
static uint32_t next_hopeful(struct phrase_matcher *phrase, uint32_t document)
{
    struct postings *lead = phrase->parts[0].postings;
    if (phrase->base.threshold <= 0 || phrase->lengths == NULL)
        return document;
    while (document != DOCUMENT_END) {
        if (!phrase->hopeful_known || document > phrase->hopeful_last)
            find_hopeful(phrase, document);
        phrase->hopeful_known = true;
        while (phrase->hopeful_at < phrase->hopeful_count && phrase->hopeful[phrase->hopeful_at] < document)
            phrase->hopeful_at++;
        if (phrase->hopeful_at < phrase->hopeful_count)
            return postings_seek(lead, phrase->hopeful[phrase->hopeful_at]);
        if (phrase->hopeful_last == DOCUMENT_END)
            return DOCUMENT_END;
        document = postings_seek(lead, phrase->hopeful_last + 1);
    }
    return document;
}

/* What the phrase scores here is as quickly compared as told to whoever collects. */
static bool scores_enough(struct phrase_matcher *phrase, uint32_t document)
{
    if (phrase->base.threshold <= 0 || phrase->lengths == NULL)
        return true;
    const uint32_t length = column_u32(phrase->lengths, document);
    const bool enough = bm25_reaches(&phrase->bm25, phrase->base.threshold, (double)phrase->match_count, length);
    phrase->base.skipped |= !enough;
    return enough;
}

static uint32_t settle(struct phrase_matcher *phrase, uint32_t document)
{
    uint32_t i = 1;
    phrase->started = true;
    document = next_hopeful(phrase, document);
    while (document != DOCUMENT_END) {
        if (i < phrase->count) {
            uint32_t reached = postings_seek(phrase->parts[i].postings, document);
            if (reached == document) {
                i++;
                continue;
            }
            if (reached != DOCUMENT_END)
                reached = postings_seek(phrase->parts[0].postings, reached);
            document = next_hopeful(phrase, reached);
        } else {
            if (!hopeless(phrase, document) && find_matches(phrase) && scores_enough(phrase, document))
                break;
            if (deadline_passed(&phrase->place->context->deadline, 1))
                document = DOCUMENT_END;
            else
                document = next_hopeful(phrase, postings_next(phrase->parts[0].postings));
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
    know_starts(phrase);
    list->count = 0;
    *out = NULL;
    *count = phrase->match_count;
    if (interval_list_reserve(list, phrase->place->context->arena, phrase->match_count) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < phrase->match_count; i++)
        list->items[i] = (struct interval){phrase->starts[i] - phrase->span, phrase->starts[i], phrase->count};
    *out = list->items;
    return FX_OK;
}

static int phrase_positions(struct matcher *self, struct highlights *highlights)
{
    struct phrase_matcher *phrase = phrase_of(self);
    know_starts(phrase);
    for (uint32_t i = 0; i < phrase->match_count; i++)
        for (uint32_t k = 0; k < phrase->count; k++)
            if (highlights_add(highlights, phrase->place->unit, self->document,
                               phrase->starts[i] - phrase->span + phrase->parts[k].offset,
                               phrase->parts[k].positions_a_word) != FX_OK)
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
