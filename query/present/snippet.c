#include "snippet.h"

#include "sentence.h"
#include "slice.h"

#include <stdbool.h>

/* Candidates looked at in one unit: a long read with thousands of matches still costs little. */
enum { CANDIDATES_MAX = 64, DISTINCT_MAX = 16, WORD_KEY_BYTES = 5 };

/* A stretch of one field that holds highlights [first, last). */
struct passage {
    uint32_t field;
    struct span span;
    uint32_t first, last;
    uint32_t distinct; /* different words among its highlights, roughly */
};

/* The first letters, lower-cased, stand for the word: enough to prefer a passage with both words of a query over one
 * that repeats the first. */
static uint64_t word_key(fx_slice word)
{
    uint64_t key = 0;
    for (size_t i = 0; i < word.len && i < WORD_KEY_BYTES; i++) {
        unsigned char c = (unsigned char)word.ptr[i];
        key = key << 8 | (uint64_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return key;
}

static uint32_t count_distinct(const struct unit_fields *fields, const struct highlight *highlights, uint32_t first,
                               uint32_t last)
{
    uint64_t keys[DISTINCT_MAX];
    uint32_t distinct = 0;
    for (uint32_t i = first; i < last && distinct < DISTINCT_MAX; i++) {
        fx_slice text = fields->fields[highlights[i].field].text;
        uint64_t key = word_key(slice_part(text, highlights[i].span.start, highlights[i].span.end));
        uint32_t j = 0;
        while (j < distinct && keys[j] != key)
            j++;
        if (j == distinct)
            keys[distinct++] = key;
    }
    return distinct;
}

/* Sentences that hold a highlight, as passages. Titles are shown by themselves, so the head counts only when nothing
 * else matched. */
static uint32_t collect_passages(struct passage *out, const struct unit_fields *fields,
                                 const struct highlight *highlights, uint32_t count, bool heads)
{
    uint32_t made = 0;
    uint32_t i = 0;
    while (i < count && made < CANDIDATES_MAX) {
        const struct unit_field *field = &fields->fields[highlights[i].field];
        uint32_t field_number = highlights[i].field;
        if (field->is_head && !heads) {
            i++;
            continue;
        }
        struct sentence_breaker breaker;
        sentence_breaker_init(&breaker, field->text, (struct span){0, (uint32_t)field->text.len});
        struct span sentence;
        while (i < count && highlights[i].field == field_number && sentence_breaker_next(&breaker, &sentence)) {
            uint32_t first = i;
            while (i < count && highlights[i].field == field_number && highlights[i].span.start < sentence.end)
                i++;
            if (i > first && made < CANDIDATES_MAX)
                out[made++] =
                    (struct passage){field_number, sentence, first, i, count_distinct(fields, highlights, first, i)};
        }
        while (i < count && highlights[i].field == field_number)
            i++;
    }
    return made;
}

static bool better(const struct passage *a, const struct passage *b)
{
    if (a->distinct != b->distinct)
        return a->distinct > b->distinct;
    if (a->last - a->first != b->last - b->first)
        return a->last - a->first > b->last - b->first;
    return a->field != b->field ? a->field < b->field : a->span.start < b->span.start;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Moves `at` down to the beginning of a word (or of a character, where a stretch has no spaces). */
static uint32_t word_start_before(fx_slice text, uint32_t at, uint32_t lowest)
{
    uint32_t limit = at > lowest + 40 ? at - 40 : lowest;
    for (uint32_t i = at; i > limit; i--)
        if (is_space(text.ptr[i - 1]))
            return i;
    while (at > lowest && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at--;
    return limit == lowest ? lowest : at;
}

static uint32_t word_end_after(fx_slice text, uint32_t at, uint32_t highest)
{
    uint32_t limit = highest - at > 40 ? at + 40 : highest;
    for (uint32_t i = at; i < limit; i++)
        if (is_space(text.ptr[i]))
            return i;
    while (at < highest && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at++;
    return limit == highest ? highest : at;
}

/* A sentence longer than the width is cut around the stretch with most highlights. */
static void cut_long_sentence(struct passage *passage, fx_slice text, const struct highlight *highlights,
                              uint32_t width)
{
    uint32_t best_first = passage->first, best_last = passage->first + 1;
    uint32_t first = passage->first;
    for (uint32_t last = passage->first + 1; last <= passage->last; last++) {
        while (highlights[last - 1].span.end - highlights[first].span.start > width && first + 1 < last)
            first++;
        if (last - first > best_last - best_first) {
            best_first = first;
            best_last = last;
        }
    }
    uint32_t from = highlights[best_first].span.start, to = highlights[best_last - 1].span.end;
    uint32_t spare = to - from < width ? width - (to - from) : 0;
    uint32_t before = spare / 2;
    struct span sentence = passage->span;
    uint32_t start = from - sentence.start > before ? from - before : sentence.start;
    uint32_t end = sentence.end - start > width ? start + width : sentence.end;
    if (end < to)
        end = to;
    if (end == sentence.end && end - sentence.start > width && end - width < start)
        start = end - width;
    passage->span.start = start == sentence.start ? start : word_start_before(text, start, sentence.start);
    passage->span.end = end == sentence.end ? end : word_end_after(text, end, sentence.end);
    passage->first = best_first;
    passage->last = best_last;
}

/* Adds the sentences that follow in the same field while they fit whole. */
static void extend_with_sentences(struct passage *passage, fx_slice text, uint32_t width)
{
    struct sentence_breaker breaker;
    sentence_breaker_init(&breaker, text, (struct span){passage->span.end, (uint32_t)text.len});
    struct span sentence;
    while (passage->span.end - passage->span.start < width && sentence_breaker_next(&breaker, &sentence)) {
        if (sentence.end - passage->span.start > width)
            return;
        passage->span.end = sentence.end;
    }
}

/* Takes the best passages, one after another, each extended and none inside another. */
static uint32_t choose(struct passage *passages, uint32_t count, const struct unit_fields *fields,
                       const struct highlight *highlights, const struct snippet_limits *limits)
{
    uint32_t taken = 0;
    while (taken < limits->count && taken < count) {
        uint32_t best = taken;
        for (uint32_t i = taken + 1; i < count; i++)
            if (better(&passages[i], &passages[best]))
                best = i;
        struct passage passage = passages[best];
        passages[best] = passages[taken];
        fx_slice text = fields->fields[passage.field].text;
        if (passage.span.end - passage.span.start > limits->width + limits->width / 4)
            cut_long_sentence(&passage, text, highlights, limits->width);
        else
            extend_with_sentences(&passage, text, limits->width);
        passages[taken++] = passage;
        for (uint32_t i = taken; i < count;) {
            if (passages[i].field == passage.field && passages[i].span.start < passage.span.end &&
                passages[i].span.end > passage.span.start)
                passages[i] = passages[--count];
            else
                i++;
        }
    }
    return taken;
}

static void sort_by_place(struct passage *passages, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct passage moving = passages[i];
        uint32_t j = i;
        while (j > 0 && (passages[j - 1].field > moving.field ||
                         (passages[j - 1].field == moving.field && passages[j - 1].span.start > moving.span.start))) {
            passages[j] = passages[j - 1];
            j--;
        }
        passages[j] = moving;
    }
}

static int write_snippet(fx_snippet *out, struct arena *arena, const struct unit_fields *fields,
                         const struct highlight *highlights, uint32_t highlight_count, const struct passage *passage)
{
    fx_slice text = fields->fields[passage->field].text;
    int status = arena_copy(&out->text, arena, slice_part(text, passage->span.start, passage->span.end));
    if (status != FX_OK)
        return status;
    out->cut_before = passage->span.start > 0;
    out->cut_after = passage->span.end < text.len;
    uint32_t first = 0;
    while (first < highlight_count &&
           (highlights[first].field < passage->field ||
            (highlights[first].field == passage->field && highlights[first].span.start < passage->span.start)))
        first++;
    uint32_t last = first;
    while (last < highlight_count && highlights[last].field == passage->field &&
           highlights[last].span.end <= passage->span.end)
        last++;
    fx_mark *marks = arena_allocate(arena, (last - first + 1) * sizeof *marks);
    if (marks == NULL)
        return FX_ENOMEM;
    uint32_t made = 0;
    for (uint32_t i = first; i < last; i++) {
        fx_mark mark = {highlights[i].span.start - passage->span.start, highlights[i].span.end - passage->span.start};
        if (made > 0 && marks[made - 1].end >= mark.start)
            marks[made - 1].end = mark.end > marks[made - 1].end ? mark.end : marks[made - 1].end;
        else
            marks[made++] = mark;
    }
    out->marks = marks;
    out->mark_count = made;
    return FX_OK;
}

/* What is shown of a unit in which no word matched (a filter alone): the beginning of its body. */
static uint32_t first_passage(struct passage *out, const struct unit_fields *fields, uint32_t width)
{
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < fields->count; i++) {
            const struct unit_field *field = &fields->fields[i];
            if (pass == 0 && (field->kind != FIELD_BODY || field->is_head))
                continue;
            struct sentence_breaker breaker;
            sentence_breaker_init(&breaker, field->text, (struct span){0, (uint32_t)field->text.len});
            struct span sentence;
            if (!sentence_breaker_next(&breaker, &sentence))
                continue;
            *out = (struct passage){.field = i, .span = sentence};
            if (sentence.end - sentence.start > width + width / 4)
                out->span.end = word_end_after(field->text, sentence.start + width, sentence.end);
            else
                extend_with_sentences(out, field->text, width);
            return 1;
        }
    return 0;
}

int snippet_make(struct snippets *out, struct arena *arena, const struct unit_fields *fields,
                 const struct highlight *highlights, uint32_t highlight_count, const struct snippet_limits *limits)
{
    *out = (struct snippets){0};
    struct passage passages[CANDIDATES_MAX];
    uint32_t found = collect_passages(passages, fields, highlights, highlight_count, false);
    if (found == 0)
        found = collect_passages(passages, fields, highlights, highlight_count, true);
    if (found == 0)
        found = first_passage(passages, fields, limits->width);
    else
        found = choose(passages, found, fields, highlights, limits);
    if (found == 0)
        return FX_OK;
    out->best = (struct highlight){passages[0].field, passages[0].span};
    sort_by_place(passages, found);
    fx_snippet *snippets = arena_allocate_zeroed(arena, found, sizeof *snippets);
    struct highlight *places = arena_allocate(arena, found * sizeof *places);
    if (snippets == NULL || places == NULL)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < found; i++) {
        places[i] = (struct highlight){passages[i].field, passages[i].span};
        int status = write_snippet(&snippets[i], arena, fields, highlights, highlight_count, &passages[i]);
        if (status != FX_OK)
            return status;
    }
    out->items = snippets;
    out->places = places;
    out->count = found;
    return FX_OK;
}
