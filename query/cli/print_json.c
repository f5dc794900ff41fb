/* -F jsonl: typed records, one a line. -F json: the same values as one document a query. Both are made of the same
 * pieces, so that they cannot differ. */
#include "printer.h"

#include "json_writer.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static void put_time(struct json_writer *json, const char *key, int64_t when)
{
    time_t seconds = (time_t)when;
    struct tm parts;
    char text[40];
    if (when == INT64_MIN || gmtime_r(&seconds, &parts) == NULL)
        return;
    size_t length = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    json_key_string(json, key, (fx_slice){text, length});
}

static void put_query_id(struct printer *printer, struct json_writer *json)
{
    if (!printer->style.batch)
        return;
    json_key(json, "q");
    if (printer->query.id_is_number) {
        uint64_t number = 0;
        for (size_t i = 0; i < printer->query.id.len; i++)
            number = number * 10 + (uint64_t)(printer->query.id.ptr[i] - '0');
        json_unsigned(json, number);
    } else {
        json_string(json, printer->query.id);
    }
}

static void put_query(struct printer *printer, struct json_writer *json)
{
    json_key_integer(json, "format", 1);
    json_key_string(json, "query", printer->query.text);
    json_key_string(json, "parsed", printer->query.parsed);
    json_key_unsigned(json, "articles", printer->query.index.articles);
}

static void put_mark(struct json_writer *json, fx_mark mark)
{
    json_begin_array(json);
    json_unsigned(json, mark.start);
    json_unsigned(json, mark.end);
    json_end_array(json);
}

static void put_marks(struct json_writer *json, const fx_mark *marks, uint32_t count)
{
    json_key(json, "marks");
    json_begin_array(json);
    for (uint32_t i = 0; i < count; i++)
        put_mark(json, marks[i]);
    json_end_array(json);
}

static void put_snippets(struct json_writer *json, const fx_hit *hit)
{
    json_key(json, "snippets");
    json_begin_array(json);
    for (uint32_t i = 0; i < hit->snippet_count; i++) {
        const fx_snippet *snippet = &hit->snippets[i];
        json_begin_object(json);
        json_key_string(json, "text", snippet->text);
        put_marks(json, snippet->marks, snippet->mark_count);
        if (snippet->cut_before)
            json_key_boolean(json, "cut_before", true);
        if (snippet->cut_after)
            json_key_boolean(json, "cut_after", true);
        json_end_object(json);
    }
    json_end_array(json);
}

static void put_speakers(struct json_writer *json, const fx_hit *hit)
{
    if (hit->speaker_count == 0)
        return;
    json_key(json, "speakers");
    json_begin_array(json);
    for (uint32_t i = 0; i < hit->speaker_count; i++)
        json_string(json, hit->speakers[i]);
    json_end_array(json);
}

static void put_place(struct json_writer *json, const char *key, fx_mark place)
{
    if (place.start >= place.end)
        return;
    json_key(json, key);
    put_mark(json, place);
}

static void put_evidence(struct json_writer *json, const fx_evidence *evidence)
{
    if (evidence->text.len == 0)
        return;
    json_key(json, "evidence");
    json_begin_object(json);
    json_key_string(json, "text", evidence->text);
    put_place(json, "quote", evidence->quote);
    put_place(json, "cue", evidence->cue);
    put_place(json, "mention", evidence->mention);
    put_marks(json, evidence->marks, evidence->mark_count);
    json_end_object(json);
}

static void put_quote(struct json_writer *json, const fx_hit *hit)
{
    json_key_string(json, "quote", hit->quote);
    json_key(json, "speaker");
    if (hit->speaker.len > 0)
        json_string(json, hit->speaker);
    else
        json_null(json);
    json_key_string_if_any(json, "speaker_title", hit->speaker_title);
    json_key_string(json, "kind", hit->kind);
    json_key(json, "confidence");
    json_rounded(json, hit->confidence, 2);
    put_evidence(json, &hit->evidence);
}

static void put_hit(struct json_writer *json, const fx_hit *hit)
{
    static const char *const units[] = {"article", "section", "quote"};
    json_key_unsigned(json, "rank", hit->rank);
    json_key(json, "score");
    json_double(json, hit->score);
    json_key_string(json, "unit", (fx_slice){units[hit->unit], strlen(units[hit->unit])});
    json_key_string(json, "id", hit->id);
    if (hit->unit != FX_UNIT_ARTICLE)
        json_key_string(json, "article", hit->article);
    json_key_string_if_any(json, "path", hit->path);
    json_key_string_if_any(json, "url", hit->url);
    json_key_string_if_any(json, "title", hit->title);
    json_key_string_if_any(json, "desk", hit->desk);
    json_key_string_if_any(json, "heading", hit->heading);
    put_time(json, "published", hit->published);
    json_key_string_if_any(json, "source", hit->source);
    json_key_string_if_any(json, "byline", hit->byline);
    if (hit->unit == FX_UNIT_QUOTE)
        put_quote(json, hit);
    put_speakers(json, hit);
    put_snippets(json, hit);
    json_key_string_if_any(json, "explain", hit->explanation);
}

static void put_counts(struct json_writer *json, const fx_count *counts, uint32_t count)
{
    json_key(json, "counts");
    json_begin_array(json);
    for (uint32_t i = 0; i < count; i++) {
        json_begin_array(json);
        json_string(json, counts[i].name);
        json_unsigned(json, counts[i].count);
        json_end_array(json);
    }
    json_end_array(json);
}

static void put_facet(struct json_writer *json, const struct print_facet *facet)
{
    json_key_string(json, "kind", (fx_slice){facet->kind, strlen(facet->kind)});
    put_counts(json, facet->counts, facet->count);
    json_key_unsigned(json, "more", facet->more);
}

static void put_timeline(struct printer *printer, struct json_writer *json, const fx_count *counts, uint32_t count)
{
    const char *step = printer->query.timeline_step;
    json_key_string(json, "step", (fx_slice){step, strlen(step)});
    put_counts(json, counts, count);
}

static void put_end(struct json_writer *json, const fx_search_summary *summary, const char *hits_key)
{
    json_key_unsigned(json, hits_key, summary->hits);
    json_key_boolean(json, "exact", summary->exact);
    json_key_unsigned(json, "shown", summary->shown);
    if (summary->damaged > 0) {
        json_key_unsigned(json, "damaged", summary->damaged);
        json_key_string(json, "damage", (fx_slice){summary->damage.message, strlen(summary->damage.message)});
    }
    json_key_unsigned(json, "elapsed_us", summary->elapsed_us);
}

static void put_error(struct json_writer *json, const fx_error *error)
{
    json_key_string(json, "message", (fx_slice){error->message, strlen(error->message)});
    json_key_unsigned(json, "offset", error->offset);
}

/* Sends what was written; a writer that failed for memory counts as a failed output. */
static void send(struct printer *printer, struct json_writer *json, const char *behind)
{
    if (json_writer_status(json) != FX_OK && printer->output->failure == 0)
        printer->output->failure = ENOMEM;
    output_slice(printer->output, buffer_slice(&printer->scratch));
    output_string(printer->output, behind);
    buffer_clear(&printer->scratch);
}

/* ---- jsonl ---- */

static void record_begin(struct printer *printer, struct json_writer *json, const char *type)
{
    json_writer_init(json, &printer->scratch);
    json_begin_object(json);
    json_key_string(json, "type", (fx_slice){type, strlen(type)});
    put_query_id(printer, json);
}

static void record_end(struct printer *printer, struct json_writer *json)
{
    json_end_object(json);
    send(printer, json, "");
    output_write(printer->output, &printer->style.separator, 1);
}

static void jsonl_begin(struct printer *printer)
{
    struct json_writer json;
    record_begin(printer, &json, "begin");
    put_query(printer, &json);
    record_end(printer, &json);
}

static void jsonl_hit(struct printer *printer, const fx_hit *hit)
{
    struct json_writer json;
    record_begin(printer, &json, "hit");
    put_hit(&json, hit);
    record_end(printer, &json);
}

static void jsonl_facet(struct printer *printer, const struct print_facet *facet)
{
    struct json_writer json;
    record_begin(printer, &json, "facet");
    put_facet(&json, facet);
    record_end(printer, &json);
}

static void jsonl_timeline(struct printer *printer, const fx_count *counts, uint32_t count)
{
    struct json_writer json;
    record_begin(printer, &json, "timeline");
    put_timeline(printer, &json, counts, count);
    record_end(printer, &json);
}

static void put_suggestion(struct json_writer *json, fx_slice word, fx_slice instead)
{
    json_key_string(json, "word", word);
    json_key_string(json, "instead", instead);
}

static void jsonl_suggestion(struct printer *printer, fx_slice word, fx_slice instead)
{
    struct json_writer json;
    record_begin(printer, &json, "suggestion");
    put_suggestion(&json, word, instead);
    record_end(printer, &json);
}

static void jsonl_end(struct printer *printer)
{
    struct json_writer json;
    record_begin(printer, &json, "end");
    put_end(&json, &printer->query.summary, "hits");
    record_end(printer, &json);
}

static void jsonl_error(struct printer *printer, const fx_error *error)
{
    struct json_writer json;
    record_begin(printer, &json, "error");
    put_error(&json, error);
    record_end(printer, &json);
}

const struct printer_operations print_jsonl_operations = {.begin = jsonl_begin,
                                                          .hit = jsonl_hit,
                                                          .facet = jsonl_facet,
                                                          .timeline = jsonl_timeline,
                                                          .suggestion = jsonl_suggestion,
                                                          .end = jsonl_end,
                                                          .error = jsonl_error};

/* ---- json: {..., "hits": [...], "facets": [...], "timeline": {...}, "total": n, ...} ---- */

/* Members come in a fixed order; arrays are closed when the next member begins. */
static void json_open_array(struct printer *printer, const char *name)
{
    if (printer->pending_array != NULL && strcmp(printer->pending_array, name) == 0) {
        output_string(printer->output, ",\n");
        return;
    }
    if (printer->pending_array != NULL)
        output_string(printer->output, "]");
    output_format(printer->output, ",\n\"%s\":[", name);
    printer->pending_array = name;
}

static void json_close_array(struct printer *printer)
{
    if (printer->pending_array != NULL)
        output_string(printer->output, "]");
    printer->pending_array = NULL;
}

/* Sends an object that was written without the braces around it (the document's own members). */
static void send_members(struct printer *printer, struct json_writer *json, const char *before, const char *behind)
{
    json_end_object(json);
    if (json_writer_status(json) != FX_OK && printer->output->failure == 0)
        printer->output->failure = ENOMEM;
    fx_slice text = buffer_slice(&printer->scratch);
    output_string(printer->output, before);
    if (text.len >= 2)
        output_write(printer->output, text.ptr + 1, text.len - 2);
    output_string(printer->output, behind);
    buffer_clear(&printer->scratch);
}

static void json_begin(struct printer *printer)
{
    struct json_writer json;
    json_writer_init(&json, &printer->scratch);
    json_begin_object(&json);
    put_query_id(printer, &json);
    put_query(printer, &json);
    send_members(printer, &json, "{", "");
    printer->pending_array = NULL;
    printer->printed = 0;
}

static void json_element(struct printer *printer, struct json_writer *json, const char *array)
{
    json_open_array(printer, array);
    json_writer_init(json, &printer->scratch);
    json_begin_object(json);
}

static void json_element_end(struct printer *printer, struct json_writer *json)
{
    json_end_object(json);
    send(printer, json, "");
    printer->printed++;
}

static void json_hit(struct printer *printer, const fx_hit *hit)
{
    struct json_writer json;
    json_element(printer, &json, "hits");
    put_hit(&json, hit);
    json_element_end(printer, &json);
}

/* "hits" is always there, also when nothing was found. */
static void json_hits_done(struct printer *printer)
{
    if (printer->pending_array == NULL && printer->printed == 0) {
        output_string(printer->output, ",\n\"hits\":[");
        printer->pending_array = "hits";
        printer->printed = 1;
    }
}

static void json_facet(struct printer *printer, const struct print_facet *facet)
{
    struct json_writer json;
    json_hits_done(printer);
    json_element(printer, &json, "facets");
    put_facet(&json, facet);
    json_element_end(printer, &json);
}

static void json_timeline(struct printer *printer, const fx_count *counts, uint32_t count)
{
    struct json_writer json;
    json_hits_done(printer);
    json_close_array(printer);
    output_string(printer->output, ",\n\"timeline\":");
    json_writer_init(&json, &printer->scratch);
    json_begin_object(&json);
    put_timeline(printer, &json, counts, count);
    json_end_object(&json);
    send(printer, &json, "");
}

static void json_suggestion(struct printer *printer, fx_slice word, fx_slice instead)
{
    struct json_writer json;
    json_hits_done(printer);
    json_close_array(printer);
    output_string(printer->output, ",\n\"suggestion\":");
    json_writer_init(&json, &printer->scratch);
    json_begin_object(&json);
    put_suggestion(&json, word, instead);
    json_end_object(&json);
    send(printer, &json, "");
}

static void json_end(struct printer *printer)
{
    struct json_writer json;
    json_hits_done(printer);
    json_close_array(printer);
    json_writer_init(&json, &printer->scratch);
    json_begin_object(&json);
    put_end(&json, &printer->query.summary, "total");
    send_members(printer, &json, ",\n", "}");
    output_write(printer->output, &printer->style.separator, 1);
}

static void json_error(struct printer *printer, const fx_error *error)
{
    struct json_writer json;
    json_writer_init(&json, &printer->scratch);
    json_begin_object(&json);
    put_query_id(printer, &json);
    json_key(&json, "error");
    json_begin_object(&json);
    put_error(&json, error);
    json_end_object(&json);
    json_end_object(&json);
    send(printer, &json, "");
    output_write(printer->output, &printer->style.separator, 1);
}

const struct printer_operations print_json_operations = {.begin = json_begin,
                                                         .hit = json_hit,
                                                         .facet = json_facet,
                                                         .timeline = json_timeline,
                                                         .suggestion = json_suggestion,
                                                         .end = json_end,
                                                         .error = json_error};
