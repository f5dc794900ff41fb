#include "article_json.h"

#include "slice.h"

#include <time.h>

static void put_time(struct json_writer *json, const char *key, int64_t when)
{
    time_t seconds = (time_t)when;
    struct tm parts;
    char text[40];
    if (gmtime_r(&seconds, &parts) == NULL)
        return;
    size_t length = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    json_key_string(json, key, (fx_slice){text, length});
}

static void put_pair(struct json_writer *json, struct span span)
{
    json_begin_array(json);
    json_unsigned(json, span.start);
    json_unsigned(json, span.end);
    json_end_array(json);
}

static void put_bounds(struct json_writer *json, struct span span)
{
    json_key_unsigned(json, "start", span.start);
    json_key_unsigned(json, "end", span.end);
}

static void put_strings(struct json_writer *json, const char *key, const fx_slice *strings, uint32_t count)
{
    json_key(json, key);
    json_begin_array(json);
    for (uint32_t i = 0; i < count; i++)
        json_string(json, strings[i]);
    json_end_array(json);
}

static void put_fields(struct json_writer *json, const struct article *article)
{
    json_key_string(json, "id", article->id);
    json_key_string_if_any(json, "path", article->path);
    json_key_string_if_any(json, "url", article->url);
    json_key_string_if_any(json, "title", article->title);
    json_key_string_if_any(json, "deck", article->deck);
    json_key_string_if_any(json, "desk", article->desk);
    json_key_string_if_any(json, "byline", article->byline);
    json_key_string_if_any(json, "source", article->source);
    if (article->has_published)
        put_time(json, "published", article->published);
    json_key_string_if_any(json, "lang", article->lang);
    json_key_string(json, "text", article->text);
}

static void put_sections(struct json_writer *json, const struct article *article)
{
    json_key(json, "sections");
    json_begin_array(json);
    for (uint32_t i = 0; i < article->section_count; i++) {
        struct span heading = article->sections[i].heading;
        json_begin_object(json);
        json_key_string(json, "heading", slice_part(article->text, heading.start, heading.end));
        put_bounds(json, article->sections[i].whole);
        json_end_object(json);
    }
    json_end_array(json);
}

static void put_speakers(struct json_writer *json, const struct annotations *annotations)
{
    json_key(json, "speakers");
    json_begin_array(json);
    for (uint32_t i = 0; i < annotations->speaker_count; i++) {
        json_begin_object(json);
        json_key_string(json, "name", annotations->speakers[i].name);
        json_key_string_if_any(json, "title", annotations->speakers[i].title);
        json_end_object(json);
    }
    json_end_array(json);
}

const char *article_json_quote_kind(enum quote_kind kind)
{
    static const char *const kinds[QUOTE_KIND_COUNT] = {"direct", "mixed", "indirect"};
    return kinds[kind];
}

static const char *rule_name(uint8_t rule)
{
    static const char *const names[ATTRIBUTION_RULE_COUNT] = {
        [ATTRIBUTION_UNKNOWN] = "unknown",
        [ATTRIBUTION_VERB_AFTER_QUOTE] = "verb-after-quote",
        [ATTRIBUTION_INVERTED] = "verb-before-speaker",
        [ATTRIBUTION_VERB_BEFORE_QUOTE] = "verb-before-quote",
        [ATTRIBUTION_VERB_BEFORE_CLAUSE] = "verb-before-clause",
        [ATTRIBUTION_VERB_AFTER_CLAUSE] = "verb-after-clause",
        [ATTRIBUTION_INFINITIVE] = "infinitive",
        [ATTRIBUTION_OBJECT] = "object",
        [ATTRIBUTION_PASSIVE] = "passive",
        [ATTRIBUTION_ACCORDING] = "according-to",
        [ATTRIBUTION_NOUN] = "noun",
        [ATTRIBUTION_COLON] = "colon",
        [ATTRIBUTION_CONTINUED] = "same-paragraph",
        [ATTRIBUTION_NEXT_PARAGRAPH] = "next-paragraph",
        [ATTRIBUTION_INTRODUCED] = "announced",
        [ATTRIBUTION_BESIDE] = "beside-quote",
        [ATTRIBUTION_SIGNATURE] = "signature",
        [ATTRIBUTION_ALONE] = "quotation-alone",
    };
    return rule < ATTRIBUTION_RULE_COUNT ? names[rule] : names[ATTRIBUTION_UNKNOWN];
}

void article_json_quote(struct json_writer *json, const struct annotations *annotations, uint32_t number)
{
    const struct quote *quote = &annotations->quotes[number];
    json_begin_object(json);
    put_bounds(json, quote->span);
    json_key_string(json, "kind", slice_of(article_json_quote_kind(quote->kind)));
    json_key(json, "speaker");
    if (quote->speaker >= 0)
        json_string(json, annotations->speakers[quote->speaker].name);
    else
        json_null(json);
    if (quote->mention.end > 0) {
        json_key(json, "mention");
        put_pair(json, quote->mention);
    }
    if (quote->cue.end > 0) {
        json_key(json, "cue");
        put_pair(json, quote->cue);
    }
    json_key(json, "confidence");
    json_rounded(json, (double)quote->confidence, 2);
    if (quote->rule != ATTRIBUTION_UNKNOWN)
        json_key_string(json, "rule", slice_of(rule_name(quote->rule)));
    json_end_object(json);
}

static void put_quotes(struct json_writer *json, const struct annotations *annotations)
{
    json_key(json, "quotes");
    json_begin_array(json);
    for (uint32_t i = 0; i < annotations->quote_count; i++)
        article_json_quote(json, annotations, i);
    json_end_array(json);
}

static void put_entities(struct json_writer *json, const struct annotations *annotations)
{
    static const char *const kinds[NAME_KIND_COUNT] = {"person", "organization", "place", "other"};
    json_key(json, "entities");
    json_begin_array(json);
    for (uint32_t i = 0; i < annotations->entity_count; i++) {
        const struct entity *entity = &annotations->entities[i];
        json_begin_object(json);
        json_key_string(json, "name", entity->name);
        json_key_string(json, "type", slice_of(kinds[entity->kind]));
        json_key(json, "mentions");
        json_begin_array(json);
        for (uint32_t j = 0; j < entity->mention_count; j++)
            put_pair(json, entity->mentions[j]);
        json_end_array(json);
        json_end_object(json);
    }
    json_end_array(json);
}

void article_json_write(struct json_writer *json, const struct article *article, const struct annotations *annotations)
{
    json_begin_object(json);
    put_fields(json, article);
    put_sections(json, article);
    put_strings(json, "captions", article->captions, article->caption_count);
    if (annotations != NULL) {
        put_speakers(json, annotations);
        put_quotes(json, annotations);
        put_entities(json, annotations);
    }
    json_end_object(json);
}
