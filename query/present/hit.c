/* Makes an fx_hit of a search_hit: the article's fields, the heading and the speakers that belong to the match,
 * snippets. */
#include "results.h"

#include "error.h"
#include "evidence.h"
#include "slice.h"

#include <stdbool.h>

#include <string.h>

enum { SPEAKERS_SHOWN_MAX = 64, SNIPPET_WIDTH = 240 };

static uint32_t snippet_width(const fx_results *results)
{
    return results->options.snippet_width ? results->options.snippet_width : SNIPPET_WIDTH;
}

uint32_t hit_unit_number(uint32_t ordinal)
{
    return ordinal == SEARCH_WHOLE ? 0 : ordinal;
}

static fx_slice heading_of_section(const struct article *article, uint32_t number)
{
    if (number == 0 || number > article->section_count)
        return (fx_slice){NULL, 0};
    struct span heading = article->sections[number - 1].heading;
    return slice_part(article->text, heading.start, heading.end);
}

static fx_slice heading_at(const struct article *article, uint32_t offset)
{
    for (uint32_t i = 0; i < article->section_count; i++)
        if (offset >= article->sections[i].whole.start && offset < article->sections[i].whole.end)
            return heading_of_section(article, i + 1);
    return (fx_slice){NULL, 0};
}

/* ---- speakers ---- */

struct speaker_list {
    fx_slice *names;
    uint32_t count;
};

static void add_speaker(struct speaker_list *list, const struct annotations *annotations, uint32_t quote)
{
    int32_t speaker = quote < annotations->quote_count ? annotations->quotes[quote].speaker : -1;
    if (speaker < 0 || list->count >= SPEAKERS_SHOWN_MAX)
        return;
    fx_slice name = annotations->speakers[speaker].name;
    for (uint32_t i = 0; i < list->count; i++)
        if (slice_equal(list->names[i], name))
            return;
    list->names[list->count++] = name;
}

/* The stretch of text that the hit's unit covers. */
static struct span unit_span(const struct article *article, enum unit unit, uint32_t ordinal)
{
    struct span whole = {0, (uint32_t)article->text.len};
    if (unit != UNIT_SECTION || ordinal == SEARCH_WHOLE)
        return whole;
    if (ordinal == 0 && article->section_count > 0)
        return (struct span){0, article->sections[0].whole.start};
    return ordinal <= article->section_count && ordinal > 0 ? article->sections[ordinal - 1].whole : whole;
}

/* Who says the words that are marked in a snippet. */
static void add_speakers_of_snippet(struct speaker_list *list, const struct record *record,
                                    const struct unit_field *field, const fx_snippet *snippet, struct span place)
{
    const struct annotations *annotations = &record->annotations;
    if (field->text_start == UINT32_MAX)
        return;
    uint32_t base = field->text_start + place.start;
    for (uint32_t i = 0; i < annotations->quote_count; i++) {
        struct span quote = annotations->quotes[i].span;
        bool marked = false;
        for (uint32_t j = 0; j < snippet->mark_count && !marked; j++)
            marked = base + snippet->marks[j].start >= quote.start && base + snippet->marks[j].end <= quote.end;
        if (marked)
            add_speaker(list, annotations, i);
    }
}

/* Whose speech matched: asked for (parts of quotes), or shown in the snippets (already in `list`); else who speaks in
 * the unit. */
static void fill_speakers(fx_results *results, fx_hit *out, enum unit unit, const struct search_part *parts,
                          uint32_t part_count, struct speaker_list *list)
{
    const struct annotations *annotations = &results->record.annotations;
    if (unit == UNIT_QUOTE)
        add_speaker(list, annotations, results->hit->ordinal);
    for (uint32_t i = 0; i < part_count && unit != UNIT_QUOTE; i++)
        if (parts[i].unit == UNIT_QUOTE)
            add_speaker(list, annotations, parts[i].ordinal);
    if (list->count == 0 && unit != UNIT_QUOTE) {
        struct span span = unit_span(&results->record.article, unit, results->hit->ordinal);
        for (uint32_t i = 0; i < annotations->quote_count; i++)
            if (annotations->quotes[i].span.start >= span.start && annotations->quotes[i].span.start < span.end)
                add_speaker(list, annotations, i);
    }
    out->speakers = list->names;
    out->speaker_count = list->count;
}

static void fill_quote(const struct record *record, uint32_t ordinal, fx_hit *out)
{
    static const char *const kinds[QUOTE_KIND_COUNT] = {"direct", "mixed", "indirect"};
    if (ordinal >= record->annotations.quote_count)
        return;
    const struct quote *quote = &record->annotations.quotes[ordinal];
    out->quote = slice_part(record->article.text, quote->span.start, quote->span.end);
    out->kind = slice_of(kinds[quote->kind]);
    out->confidence = (double)quote->confidence;
    if (quote->speaker >= 0) {
        out->speaker = record->annotations.speakers[quote->speaker].name;
        out->speaker_title = record->annotations.speakers[quote->speaker].title;
    }
}

static fx_mark place_in(struct span whole, struct span part)
{
    if (part.start >= part.end)
        return (fx_mark){0, 0};
    return (fx_mark){part.start - whole.start, part.end - whole.start};
}

/* What the snippets of the quote mark is marked in its evidence. */
static int mark_evidence(fx_results *results, fx_evidence *evidence, struct span whole, const struct snippets *snippets)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < snippets->count; i++)
        most += snippets->items[i].mark_count;
    fx_mark *marks = arena_allocate(&results->arena, (most + 1) * sizeof *marks);
    if (marks == NULL)
        return FX_ENOMEM;
    evidence->marks = marks;
    for (uint32_t i = 0; i < snippets->count; i++) {
        const struct unit_field *field = &results->fields.fields[snippets->places[i].field];
        uint32_t base = field->text_start + snippets->places[i].span.start;
        for (uint32_t j = 0; j < snippets->items[i].mark_count && field->text_start != UINT32_MAX; j++) {
            fx_mark mark = snippets->items[i].marks[j];
            if (base + mark.start >= whole.start && base + mark.end <= whole.end)
                marks[evidence->mark_count++] =
                    (fx_mark){base + mark.start - whole.start, base + mark.end - whole.start};
        }
    }
    return FX_OK;
}

static int fill_evidence(fx_results *results, fx_hit *out, uint32_t ordinal, const struct snippets *snippets)
{
    const struct record *record = &results->record;
    if (ordinal >= record->annotations.quote_count)
        return FX_OK;
    const struct quote *quote = &record->annotations.quotes[ordinal];
    struct span whole = evidence_find(&record->article, quote, 2 * snippet_width(results));
    if (whole.start >= whole.end)
        return FX_OK;
    out->evidence = (fx_evidence){.text = slice_part(record->article.text, whole.start, whole.end),
                                  .quote = place_in(whole, quote->span),
                                  .cue = place_in(whole, quote->cue),
                                  .mention = place_in(whole, quote->mention)};
    return mark_evidence(results, &out->evidence, whole, snippets);
}

/* ---- snippets ---- */

/* Snippets of one part, appended to those `out` has; the heading is that of the first one's section. */
static int add_snippets(fx_results *results, fx_hit *out, const struct search_part *part, struct speaker_list *speakers,
                        fx_error *err)
{
    const struct record *record = &results->record;
    int status = unit_fields_make(&results->fields, &record->article, &record->annotations, part->unit,
                                  hit_unit_number(part->ordinal));
    struct highlight *highlights = NULL;
    uint32_t count = 0;
    if (status == FX_OK)
        status = highlight_find(&highlights, &count, &results->arena, &results->fields, part->positions,
                                part->position_count);
    struct snippets made = {0};
    struct snippet_limits limits = {(uint32_t)results->options.snippets - out->snippet_count, snippet_width(results)};
    if (status == FX_OK)
        status = snippet_make(&made, &results->arena, &results->fields, highlights, count, &limits);
    fx_snippet *all = NULL;
    if (status == FX_OK && made.count > 0) {
        all = arena_allocate(&results->arena, (out->snippet_count + made.count) * sizeof *all);
        status = all == NULL ? FX_ENOMEM : FX_OK;
    }
    if (status != FX_OK)
        return error_no_memory(err);
    if (made.count == 0)
        return FX_OK;
    if (out->unit == FX_UNIT_QUOTE && fill_evidence(results, out, part->ordinal, &made) != FX_OK)
        return error_no_memory(err);
    if (out->snippet_count > 0)
        memcpy(all, out->snippets, out->snippet_count * sizeof *all);
    memcpy(all + out->snippet_count, made.items, made.count * sizeof *all);
    if (out->heading.len == 0 && out->snippet_count == 0) {
        const struct unit_field *field = &results->fields.fields[made.best.field];
        if (field->text_start != UINT32_MAX)
            out->heading = heading_at(&record->article, field->text_start + made.best.span.start);
    }
    for (uint32_t i = 0; i < made.count; i++)
        add_speakers_of_snippet(speakers, record, &results->fields.fields[made.places[i].field], &made.items[i],
                                made.places[i].span);
    out->snippets = all;
    out->snippet_count += made.count;
    return FX_OK;
}

static int fill_snippets(fx_results *results, fx_hit *out, enum unit unit, const struct search_part *parts,
                         uint32_t part_count, struct speaker_list *speakers, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < part_count && status == FX_OK; i++)
        if (parts[i].position_count > 0 && out->snippet_count < (uint32_t)results->options.snippets)
            status = add_snippets(results, out, &parts[i], speakers, err);
    /* Filters alone: a quote whose speaker was asked for, else the beginning of the unit. */
    for (uint32_t i = 0; i < part_count && status == FX_OK && out->snippet_count == 0; i++)
        if (parts[i].unit == UNIT_QUOTE)
            status = add_snippets(results, out, &parts[i], speakers, err);
    if (status == FX_OK && out->snippet_count == 0) {
        struct search_part whole = {.unit = unit, .ordinal = results->hit->ordinal};
        status = add_snippets(results, out, &whole, speakers, err);
    }
    return status;
}

/* ---- the whole hit ---- */

static int fill_id(fx_results *results, fx_hit *out, enum unit unit)
{
    char suffix[SEARCH_SUFFIX_MAX];
    size_t length = search_unit_suffix(unit, results->hit->ordinal, suffix);
    fx_slice article = results->record.article.id;
    out->article = article;
    if (length == 0) {
        out->id = article;
        return FX_OK;
    }
    char *id = arena_allocate_bytes(&results->arena, article.len + length);
    if (id == NULL)
        return FX_ENOMEM;
    memcpy(id, article.ptr, article.len);
    memcpy(id + article.len, suffix, length);
    out->id = (fx_slice){id, article.len + length};
    return FX_OK;
}

static void fill_article(const struct article *article, fx_hit *out)
{
    out->path = article->path;
    out->url = article->url;
    out->title = article->title;
    out->desk = article->desk;
    out->source = article->source;
    out->byline = article->byline;
    out->published = article->has_published ? article->published : INT64_MIN;
}

int hit_fill(fx_results *results, fx_hit *out, fx_error *err)
{
    const struct search_hit *hit = results->hit;
    uint32_t leaf_count;
    const struct search_leaf *leaf = &search_leaves(results->search, &leaf_count)[hit->leaf];
    struct index *index = searcher_index(results->reader->searcher, leaf->index);
    const bool brief = results->options.brief && results->options.snippets == 0;
    int status = brief ? index_record_head(index, hit->article, &results->record, err)
                       : index_record(index, hit->article, &results->record, err);
    if (status != FX_OK)
        return status;
    out->score = hit->score;
    out->unit = (enum fx_unit)results->options.unit;
    fill_article(&results->record.article, out);
    if (leaf->unit == UNIT_SECTION && !brief)
        out->heading = heading_of_section(&results->record.article, hit_unit_number(hit->ordinal));
    if (leaf->unit == UNIT_QUOTE && !brief)
        fill_quote(&results->record, hit->ordinal, out);
    if (fill_id(results, out, leaf->unit) != FX_OK)
        return error_no_memory(err);
    struct speaker_list speakers = {arena_allocate(&results->arena, SPEAKERS_SHOWN_MAX * sizeof(fx_slice)), 0};
    if (speakers.names == NULL)
        return error_no_memory(err);
    const struct search_part *parts = NULL;
    uint32_t part_count = 0;
    if (results->options.snippets > 0) /* without snippets nobody asks where the match is: spare the second look */
        status = search_parts(results->search, hit, &parts, &part_count, err);
    if (status == FX_OK && results->options.snippets > 0)
        status = fill_snippets(results, out, leaf->unit, parts, part_count, &speakers, err);
    if (status == FX_OK && !brief)
        fill_speakers(results, out, leaf->unit, parts, part_count, &speakers);
    if (status == FX_OK && results->options.explain) {
        status = search_explain(results->search, hit, &results->explanation, err);
        out->explanation = buffer_slice(&results->explanation);
    }
    return status;
}
