/* --show: one article, section or quote, whole, as JSON and as text for reading. */
#include "reader.h"

#include "article_json.h"
#include "error.h"
#include "memory.h"
#include "slice.h"

#include <time.h>

struct fx_document {
    struct record record;
    struct buffer json, text;
};

/* "ID#s2" -> the id, the unit and its number; a whole article where there is no such suffix. */
static fx_slice split_id(fx_slice id, enum unit *unit, uint32_t *number)
{
    *unit = UNIT_ARTICLE;
    *number = 0;
    size_t at = id.len;
    uint64_t value = 0, scale = 1;
    while (at > 0 && id.ptr[at - 1] >= '0' && id.ptr[at - 1] <= '9' && scale <= 1000000000) {
        value += (uint64_t)(id.ptr[at - 1] - '0') * scale;
        scale *= 10;
        at--;
    }
    if (at == id.len || at < 3 || id.ptr[at - 2] != '#' || value > UINT32_MAX)
        return id;
    if (id.ptr[at - 1] == 's')
        *unit = UNIT_SECTION;
    else if (id.ptr[at - 1] == 'q')
        *unit = UNIT_QUOTE;
    else
        return id;
    *number = (uint32_t)value;
    return slice_part(id, 0, at - 2);
}

/* ---- text ---- */

static int put_line(struct buffer *out, const char *label, fx_slice text)
{
    if (text.len == 0)
        return FX_OK;
    int status = buffer_append_string(out, label);
    if (status == FX_OK)
        status = buffer_append_slice(out, text);
    return status == FX_OK ? buffer_append_byte(out, '\n') : status;
}

static int put_head(struct buffer *out, const struct article *article)
{
    char day[40];
    size_t length = 0;
    struct tm parts;
    time_t published = (time_t)article->published;
    if (article->has_published && gmtime_r(&published, &parts) != NULL)
        length = strftime(day, sizeof day, "%Y-%m-%d %H:%M UTC", &parts);
    int status = put_line(out, "", article->title);
    if (status == FX_OK)
        status = put_line(out, "", article->deck);
    if (status == FX_OK)
        status = put_line(out, "", (fx_slice){day, length});
    if (status == FX_OK)
        status = put_line(out, "by ", article->byline);
    if (status == FX_OK)
        status = put_line(out, "source: ", article->source);
    if (status == FX_OK)
        status = put_line(out, "desk: ", article->desk);
    return status == FX_OK ? buffer_append_byte(out, '\n') : status;
}

static int put_quote_text(struct buffer *out, const struct record *record, uint32_t number)
{
    const struct quote *quote = &record->annotations.quotes[number];
    const struct speaker *speaker = quote->speaker >= 0 ? &record->annotations.speakers[quote->speaker] : NULL;
    int status = put_line(out, "", slice_part(record->article.text, quote->span.start, quote->span.end));
    if (status == FX_OK)
        status = buffer_append_string(out, "\nsaid by ");
    if (status == FX_OK)
        status = buffer_append_slice(out, speaker != NULL ? speaker->name : SLICE("somebody unnamed"));
    if (status == FX_OK && speaker != NULL && speaker->title.len > 0)
        status = buffer_append_string(out, ", ");
    if (status == FX_OK && speaker != NULL)
        status = buffer_append_slice(out, speaker->title);
    if (status == FX_OK)
        status =
            buffer_append_format(out, " (%s, %.2f)\n", article_json_quote_kind(quote->kind), (double)quote->confidence);
    return status;
}

static int put_captions(struct buffer *out, const struct article *article)
{
    int status = article->caption_count > 0 ? buffer_append_byte(out, '\n') : FX_OK;
    for (uint32_t i = 0; i < article->caption_count && status == FX_OK; i++)
        status = put_line(out, "[photo] ", article->captions[i]);
    return status;
}

/* ---- the unit asked for ---- */

/* Part of an article as an article of its own: the span of a section, everything else as it is. */
static struct span section_span(const struct article *article, uint32_t number)
{
    uint32_t end = article->section_count > 0 ? article->sections[0].whole.start : (uint32_t)article->text.len;
    return number == 0 ? (struct span){0, end} : article->sections[number - 1].whole;
}

static int write_section(fx_document *document, uint32_t number, fx_slice id)
{
    const struct article *article = &document->record.article;
    struct span span = section_span(article, number);
    fx_slice text = slice_trim(slice_part(article->text, span.start, span.end));
    struct json_writer json;
    json_writer_init(&json, &document->json);
    json_begin_object(&json);
    json_key_string(&json, "id", id);
    json_key_string(&json, "article", article->id);
    json_key_string_if_any(&json, "title", article->title);
    if (number > 0) {
        struct span heading = article->sections[number - 1].heading;
        json_key_string(&json, "heading", slice_part(article->text, heading.start, heading.end));
    }
    json_key_unsigned(&json, "start", span.start);
    json_key_unsigned(&json, "end", span.end);
    json_key_string(&json, "text", text);
    json_end_object(&json);
    int status = json_writer_status(&json);
    if (status == FX_OK)
        status = put_head(&document->text, article);
    return status == FX_OK ? put_line(&document->text, "", text) : status;
}

static int write_quote(fx_document *document, uint32_t number, fx_slice id)
{
    const struct record *record = &document->record;
    struct span span = record->annotations.quotes[number].span;
    struct json_writer json;
    json_writer_init(&json, &document->json);
    json_begin_object(&json);
    json_key_string(&json, "id", id);
    json_key_string(&json, "article", record->article.id);
    json_key_string_if_any(&json, "title", record->article.title);
    json_key_string(&json, "quote", slice_part(record->article.text, span.start, span.end));
    json_key(&json, "attribution");
    article_json_quote(&json, &record->annotations, number);
    json_end_object(&json);
    int status = json_writer_status(&json);
    if (status == FX_OK)
        status = put_head(&document->text, &record->article);
    return status == FX_OK ? put_quote_text(&document->text, record, number) : status;
}

static int write_article(fx_document *document)
{
    const struct article *article = &document->record.article;
    struct json_writer json;
    json_writer_init(&json, &document->json);
    article_json_write(&json, article, &document->record.annotations);
    int status = json_writer_status(&json);
    if (status == FX_OK)
        status = put_head(&document->text, article);
    if (status == FX_OK)
        status = put_line(&document->text, "", article->text);
    return status == FX_OK ? put_captions(&document->text, article) : status;
}

static int write_unit(fx_document *document, enum unit unit, uint32_t number, fx_slice id, fx_error *err)
{
    const struct record *record = &document->record;
    int status;
    if (unit == UNIT_ARTICLE)
        status = write_article(document);
    else if (unit == UNIT_SECTION && number <= record->article.section_count)
        status = write_section(document, number, id);
    else if (unit == UNIT_QUOTE && number < record->annotations.quote_count)
        status = write_quote(document, number, id);
    else
        return error_set(err, FX_ENOTFOUND, "the article has no such part: '%.*s'", (int)id.len, id.ptr);
    return status == FX_OK ? FX_OK : error_no_memory(err);
}

int fx_document_open(fx_document **out, fx_reader *reader, fx_slice id, fx_error *err)
{
    *out = NULL;
    fx_document *document = memory_allocate_zeroed(1, sizeof *document);
    if (document == NULL)
        return error_no_memory(err);
    record_init(&document->record);
    enum unit unit = UNIT_ARTICLE;
    uint32_t number = 0;
    int status = reader_find_record(reader, id, &document->record, err); /* an id may itself end in "#s2" */
    if (status == FX_ENOTFOUND) {
        fx_slice article = split_id(id, &unit, &number);
        if (unit != UNIT_ARTICLE) {
            error_clear(err);
            status = reader_find_record(reader, article, &document->record, err);
        }
    }
    if (status == FX_OK)
        status = write_unit(document, unit, number, id, err);
    if (status != FX_OK) {
        fx_document_free(document);
        return status;
    }
    *out = document;
    return FX_OK;
}

void fx_document_free(fx_document *document)
{
    if (document == NULL)
        return;
    record_release(&document->record);
    buffer_release(&document->json);
    buffer_release(&document->text);
    memory_free(document);
}

fx_slice fx_document_json(fx_document *document)
{
    return buffer_slice(&document->json);
}

fx_slice fx_document_text(fx_document *document)
{
    return buffer_slice(&document->text);
}
