#include "corpus_paragraphs.h"

#include "ascii_bytes.h"
#include "memory.h"
#include "text_space.h"

#include <string.h>

void corpus_paragraphs_init(struct corpus_paragraphs *paragraphs)
{
    *paragraphs = (struct corpus_paragraphs){.text = BUFFER_INIT};
}

void corpus_paragraphs_clear(struct corpus_paragraphs *paragraphs)
{
    buffer_clear(&paragraphs->text);
    paragraphs->count = 0;
}

void corpus_paragraphs_release(struct corpus_paragraphs *paragraphs)
{
    buffer_release(&paragraphs->text);
    memory_free(paragraphs->spans);
    memory_free(paragraphs->headings);
    corpus_paragraphs_init(paragraphs);
}

void corpus_paragraphs_remove_last(struct corpus_paragraphs *paragraphs)
{
    paragraphs->count--;
    paragraphs->text.length = paragraphs->count > 0 ? paragraphs->spans[paragraphs->count - 1].end : 0;
}

fx_slice corpus_paragraphs_get(const struct corpus_paragraphs *paragraphs, size_t number)
{
    struct span span = paragraphs->spans[number];
    return (fx_slice){paragraphs->text.bytes + span.start, span.end - span.start};
}

/* Bytes before the first line feed or carriage return. */
static size_t line_length(fx_slice text)
{
    size_t at = 0;
    for (; text.len - at >= sizeof(uint64_t); at += sizeof(uint64_t)) {
        const uint64_t word = ascii_load(text.ptr + at);
        const uint64_t ends = ascii_lanes_between(word, '\n', '\r') & ~word; /* and two that are rare */
        if (ends != 0)
            break;
    }
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r')
        at++;
    return at;
}

int corpus_paragraphs_join_lines(struct buffer *out, fx_slice text)
{
    text = trim_spaces(text);
    int status = FX_OK;
    while (status == FX_OK && text.len > 0) {
        const size_t line = line_length(text);
        fx_slice kept = trim_spaces(slice_part(text, 0, line));
        status = buffer_append_slice(out, kept);
        text = trim_spaces(slice_part(text, line, text.len));
        if (status == FX_OK && text.len > 0)
            status = buffer_append_byte(out, ' ');
    }
    return status;
}

int corpus_paragraphs_add(struct corpus_paragraphs *paragraphs, fx_slice paragraph, bool heading)
{
    paragraph = trim_spaces(paragraph);
    if (paragraph.len == 0)
        return FX_OK;
    size_t wanted = paragraphs->count + 1;
    struct buffer *text = &paragraphs->text;
    size_t old = text->length;
    int status = memory_reserve(&paragraphs->spans, &paragraphs->span_capacity, wanted, sizeof *paragraphs->spans);
    if (status == FX_OK)
        status =
            memory_reserve(&paragraphs->headings, &paragraphs->heading_capacity, wanted, sizeof *paragraphs->headings);
    if (status == FX_OK && paragraphs->count > 0)
        status = buffer_append(text, "\n\n", 2);
    uint32_t start = (uint32_t)text->length; /* articles are below 2^32 bytes: CORPUS_ARTICLE_MAX */
    if (status == FX_OK)
        status = corpus_paragraphs_join_lines(text, paragraph);
    if (status != FX_OK) {
        text->length = old;
        return status;
    }
    paragraphs->spans[paragraphs->count] = (struct span){start, (uint32_t)text->length};
    paragraphs->headings[paragraphs->count++] = heading;
    return FX_OK;
}

/* The bytes up to the next blank line, and in *next what follows it. */
static size_t paragraph_length(fx_slice text, size_t *next)
{
    size_t at = 0;
    for (;;) {
        const char *newline = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;
        if (newline == NULL) {
            *next = text.len;
            return text.len;
        }
        size_t end = (size_t)(newline - text.ptr);
        at = end + 1;
        size_t space;
        while (at < text.len && text.ptr[at] != '\n') {
            space = is_ascii_space(text.ptr[at]) ? 1 : wide_space_at(text.ptr + at, text.len - at);
            if (space == 0)
                break;
            at += space;
        }
        if (at == text.len || text.ptr[at] == '\n') {
            *next = at;
            return end;
        }
    }
}

int corpus_paragraphs_add_text(struct corpus_paragraphs *paragraphs, fx_slice text)
{
    int status = FX_OK;
    while (status == FX_OK && text.len > 0) {
        size_t next;
        size_t length = paragraph_length(text, &next);
        status = corpus_paragraphs_add(paragraphs, slice_part(text, 0, length), false);
        text = slice_part(text, next, text.len);
    }
    return status;
}

static int make_sections(const struct corpus_paragraphs *paragraphs, struct article *article, struct arena *arena)
{
    uint32_t count = 0;
    for (size_t i = 0; i < paragraphs->count; i++)
        count += paragraphs->headings[i];
    if (count == 0)
        return FX_OK;
    struct article_section *sections = arena_allocate(arena, count * sizeof *sections);
    if (sections == NULL)
        return FX_ENOMEM;
    uint32_t at = 0;
    for (size_t i = 0; i < paragraphs->count; i++) {
        struct span span = paragraphs->spans[i];
        if (paragraphs->headings[i])
            sections[at++] = (struct article_section){span, span};
        else if (at > 0)
            sections[at - 1].whole.end = span.end;
    }
    article->sections = sections;
    article->section_count = count;
    return FX_OK;
}

int corpus_paragraphs_finish(const struct corpus_paragraphs *paragraphs, struct article *article, struct arena *arena)
{
    article->text = buffer_slice(&paragraphs->text);
    article->paragraphs = NULL;
    article->paragraph_count = 0;
    article->sections = NULL;
    article->section_count = 0;
    if (paragraphs->count == 0)
        return FX_OK;
    struct span *spans = arena_allocate(arena, paragraphs->count * sizeof *spans);
    if (spans == NULL)
        return FX_ENOMEM;
    memcpy(spans, paragraphs->spans, paragraphs->count * sizeof *spans);
    article->paragraphs = spans;
    article->paragraph_count = (uint32_t)paragraphs->count;
    return make_sections(paragraphs, article, arena);
}
