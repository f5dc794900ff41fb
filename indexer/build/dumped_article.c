#include "dumped_article.h"

#include "civil_time.h"
#include "json_writer.h"
#include "slice.h"

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

int dumped_article_write(struct buffer *out, const struct article *article)
{
    struct json_writer json;
    json_writer_init(&json, out);
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
    return json_writer_status(&json);
}
