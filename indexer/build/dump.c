/* fx_index_dump: every live article as a line of JSON that `findex update -` reads back. */
#include "civil_time.h"
#include "error.h"
#include "fx_index.h"
#include "index.h"
#include "json_writer.h"
#include "slice.h"

struct dump {
    struct index *index;
    struct record record;
    struct buffer text;
    fx_line_function line;
    void *payload;
};

/* What the layout told: read back by dumped_layout.h of the corpus reader. */
static void put_layout(struct json_writer *json, const struct article *article)
{
    json_key(json, "fsearch");
    json_begin_object(json);
    json_key_string_if_any(json, "path", article->path);
    json_key(json, "headings");
    json_begin_array(json);
    for (uint32_t i = 0, k = 0; i < article->paragraph_count && k < article->section_count; i++)
        if (article->paragraphs[i].start == article->sections[k].heading.start) {
            json_unsigned(json, i);
            k++;
        }
    json_end_array(json);
    if (article->caption_count > 0) {
        json_key(json, "captions");
        json_begin_array(json);
        for (uint32_t i = 0; i < article->caption_count; i++)
            json_string(json, article->captions[i]);
        json_end_array(json);
    }
    json_end_object(json);
}

static int dump_record(struct dump *dump, fx_error *err)
{
    const struct article *article = &dump->record.article;
    struct json_writer json;
    buffer_clear(&dump->text);
    json_writer_init(&json, &dump->text);
    json_begin_object(&json);
    json_key_string(&json, "id", article->id);
    json_key_string_if_any(&json, "url", article->url);
    json_key_string_if_any(&json, "title", article->title);
    json_key_string_if_any(&json, "deck", article->deck);
    if (article->has_published) {
        char time[CIVIL_TIME_SIZE];
        civil_format_time(time, article->published);
        json_key_string(&json, "date", slice_of(time));
    }
    json_key_string_if_any(&json, "section", article->desk);
    json_key_string_if_any(&json, "source", article->source);
    json_key_string_if_any(&json, "author", article->byline);
    json_key_string_if_any(&json, "lang", article->lang);
    json_key_string_if_any(&json, "body", article->text);
    put_layout(&json, article);
    json_end_object(&json);
    if (json_writer_status(&json) != FX_OK)
        return error_no_memory(err);
    return dump->line(dump->payload, buffer_slice(&dump->text));
}

static int dump_segment(struct dump *dump, uint32_t number, fx_error *err)
{
    const struct segment_info *info = &index_commit(dump->index)->segments[number];
    const uint64_t *dead;
    int status = index_dead(dump->index, number, UNIT_ARTICLE, &dead, err);
    for (uint32_t i = 0; status == FX_OK && i < info->articles; i++) {
        if (dead != NULL && (dead[i / 64] >> (i % 64) & 1) != 0)
            continue;
        status = index_record(dump->index, info->base + i, &dump->record, err);
        if (status == FX_OK)
            status = dump_record(dump, err);
    }
    return status;
}

int fx_index_dump(const char *directory, fx_line_function line, void *payload, fx_error *err)
{
    struct dump dump = {.line = line, .payload = payload};
    error_clear(err);
    int status = index_open(&dump.index, directory, err);
    if (status != FX_OK)
        return status;
    record_init(&dump.record);
    for (uint32_t i = 0; status == FX_OK && i < index_commit(dump.index)->segment_count; i++)
        status = dump_segment(&dump, i, err);
    record_release(&dump.record);
    buffer_release(&dump.text);
    index_close(dump.index);
    return status;
}
