/* What the tests of attribution share: a text read into lines "kind|speaker|mention|cue|words". */
#ifndef QUOTE_READING_H
#define QUOTE_READING_H

#include "unit_test.h"

#include "attribution.h"
#include "slice.h"

enum { READING_MAX = 8192 };

static inline size_t print_part(char *out, size_t at, fx_slice text, struct span span)
{
    return (size_t)snprintf(out + at, READING_MAX - at, "%.*s", (int)(span.end - span.start), text.ptr + span.start);
}

/* Quotes as lines into `out`, speakers as lines "name|title" into `speakers`. Paragraphs are split at "\n\n". `person`
 * is one that the tagger saw at its first place in the text; NULL: it saw none. */
static inline void read_speech(const char *text, const char *person, char out[READING_MAX], char speakers[READING_MAX])
{
    static const char *const kinds[] = {"direct", "mixed", "indirect"};
    struct span paragraphs[64];
    uint32_t count = 0;
    fx_slice body = slice_of(text);
    for (uint32_t start = 0; start < body.len && count < 64;) {
        const char *gap = strstr(text + start, "\n\n");
        uint32_t end = gap ? (uint32_t)(gap - text) : (uint32_t)body.len;
        paragraphs[count++] = (struct span){start, end};
        start = end + 2;
    }
    struct article article = {.text = body, .paragraphs = paragraphs, .paragraph_count = count};
    struct span seen = {0, 0};
    struct entity entity = {.kind = NAME_PERSON, .mentions = &seen, .mention_count = 1};
    if (person != NULL) {
        entity.name = slice_of(person);
        seen.start = (uint32_t)(strstr(text, person) - text);
        seen.end = seen.start + (uint32_t)strlen(person);
    }
    struct attribution *workspace;
    struct arena arena = ARENA_INIT;
    struct annotations found = {0};
    fx_error err;
    assert_int_equal(attribution_new(&workspace, &err), FX_OK);
    assert_int_equal(attribution_run(workspace, &article, &entity, person != NULL, &arena, &found, &err), FX_OK);
    size_t at = 0;
    out[0] = speakers[0] = '\0';
    for (uint32_t i = 0; i < found.quote_count; i++) {
        const struct quote *quote = &found.quotes[i];
        fx_slice name = quote->speaker >= 0 ? found.speakers[quote->speaker].name : (fx_slice){"-", 1};
        at += (size_t)snprintf(out + at, READING_MAX - at, "%s|%.*s|", kinds[quote->kind], (int)name.len, name.ptr);
        at += print_part(out, at, body, quote->mention);
        at += (size_t)snprintf(out + at, READING_MAX - at, "|");
        at += print_part(out, at, body, quote->cue);
        at += (size_t)snprintf(out + at, READING_MAX - at, "|");
        at += print_part(out, at, body, quote->span);
        at += (size_t)snprintf(out + at, READING_MAX - at, "\n");
        assert_true(quote->confidence > 0 && quote->confidence <= 1);
    }
    at = 0;
    for (uint32_t i = 0; i < found.speaker_count; i++)
        at += (size_t)snprintf(speakers + at, READING_MAX - at, "%.*s|%.*s\n", (int)found.speakers[i].name.len,
                               found.speakers[i].name.ptr, (int)found.speakers[i].title.len,
                               found.speakers[i].title.len ? found.speakers[i].title.ptr : "");
    arena_release(&arena);
    attribution_free(workspace);
}

static inline void assert_speech(const char *text, const char *expected)
{
    char out[READING_MAX], speakers[READING_MAX];
    read_speech(text, NULL, out, speakers);
    assert_string_equal(out, expected);
}

static inline void assert_speech_named(const char *text, const char *person, const char *expected)
{
    char out[READING_MAX], speakers[READING_MAX];
    read_speech(text, person, out, speakers);
    assert_string_equal(out, expected);
}

static inline void assert_speakers(const char *text, const char *expected)
{
    char out[READING_MAX], speakers[READING_MAX];
    read_speech(text, NULL, out, speakers);
    assert_string_equal(speakers, expected);
}

#endif
