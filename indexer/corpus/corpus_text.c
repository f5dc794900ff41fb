#include "corpus_text.h"

#include "corpus_format.h"
#include "corpus_heading.h"
#include "error.h"
#include "memory.h"
#include "newspaper_line.h"
#include "string_map.h"
#include "text_space.h"
#include "utf8.h"

#include <string.h>
#include <strings.h>

enum {
    HEAD_LINES = 12,       /* looked at for title, deck, date and byline */
    HEAD_SEARCH_LINES = 4, /* behind the title, among which a date or a byline must stand */
    HEAD_LINE_MAX = 300,
    TITLE_MAX = 250,
    REPEATED_CAPTION_MAX = 700,
    WRAPPED_LINE_MAX = 120 /* longer lines are paragraphs of their own, shorter ones parts of one */
};

struct corpus_text {
    struct corpus_paragraphs body;
    struct string_map captions; /* in order, each once */
    struct buffer title, desk, deck, byline, source, scratch;
};

/* One line, trimmed. */
struct line {
    fx_slice text;
    size_t offset; /* where it begins in the file */
    bool after_blank;
};

struct line_cursor {
    fx_slice file;
    size_t at;
};

int corpus_text_new(struct corpus_text **out, fx_error *err)
{
    *out = memory_allocate_zeroed(1, sizeof **out);
    if (*out == NULL)
        return error_no_memory(err);
    string_map_init(&(*out)->captions);
    return FX_OK;
}

void corpus_text_free(struct corpus_text *parser)
{
    if (parser == NULL)
        return;
    corpus_paragraphs_release(&parser->body);
    string_map_release(&parser->captions);
    buffer_release(&parser->title);
    buffer_release(&parser->desk);
    buffer_release(&parser->deck);
    buffer_release(&parser->byline);
    buffer_release(&parser->source);
    buffer_release(&parser->scratch);
    memory_free(parser);
}

static void clear(struct corpus_text *parser)
{
    corpus_paragraphs_clear(&parser->body);
    string_map_clear(&parser->captions);
    buffer_clear(&parser->title);
    buffer_clear(&parser->desk);
    buffer_clear(&parser->deck);
    buffer_clear(&parser->byline);
    buffer_clear(&parser->source);
}

/* The next line that is not blank. */
static bool next_line(struct line *out, struct line_cursor *cursor)
{
    out->after_blank = false;
    while (cursor->at < cursor->file.len) {
        fx_slice rest = slice_part(cursor->file, cursor->at, cursor->file.len);
        const char *newline = memchr(rest.ptr, '\n', rest.len);
        size_t length = newline != NULL ? (size_t)(newline - rest.ptr) : rest.len;
        out->offset = cursor->at;
        out->text = trim_spaces(slice_part(rest, 0, length));
        cursor->at += newline != NULL ? length + 1 : length;
        if (out->text.len > 0)
            return true;
        out->after_blank = true;
    }
    return false;
}

static int check_bytes(fx_slice file, fx_error *err)
{
    size_t valid = utf8_valid_prefix(file);
    const char *nul = memchr(file.ptr, '\0', valid);
    if (nul == NULL && valid == file.len)
        return FX_OK;
    size_t bad = nul != NULL ? (size_t)(nul - file.ptr) : valid;
    uint32_t line = 1;
    for (size_t i = 0; i < bad; i++)
        line += file.ptr[i] == '\n';
    return error_set_at(err, FX_EINPUT, line, "%s", nul != NULL ? "NUL byte: a binary file" : "invalid UTF-8");
}

static int set(struct buffer *out, fx_slice text)
{
    if (out->length > 0) {
        int status = buffer_append_byte(out, ' ');
        if (status != FX_OK)
            return status;
    }
    return corpus_paragraphs_join_lines(out, text);
}

/* "IN-DEPTH" becomes "In-Depth"; a name that has small letters stays as it is. */
static int set_desk(struct buffer *desk, fx_slice text)
{
    int status = set(desk, text);
    for (size_t i = 0; i < desk->length; i++)
        if (desk->bytes[i] >= 'a' && desk->bytes[i] <= 'z')
            return status;
    bool inside = false;
    for (size_t i = 0; i < desk->length; i++) {
        bool letter = desk->bytes[i] >= 'A' && desk->bytes[i] <= 'Z';
        if (letter && inside)
            desk->bytes[i] = (char)(desk->bytes[i] | 0x20);
        inside = letter || desk->bytes[i] == '\'';
    }
    return status;
}

/* Each caption once. */
static int add_caption(struct corpus_text *parser, fx_slice text)
{
    buffer_clear(&parser->scratch);
    int status = corpus_paragraphs_join_lines(&parser->scratch, text);
    if (status == FX_OK &&
        string_map_intern(&parser->captions, buffer_slice(&parser->scratch), NULL) == STRING_MAP_NONE)
        status = FX_ENOMEM;
    return status;
}

/* ---- the head ---- */

struct head {
    struct line lines[HEAD_LINES];
    size_t count;
    size_t next; /* first line that is not used up */
    const struct time_zone *zone;
};

/* A date, a byline or a "Source:" line is used up; FX_END: it is none. */
static int take_date_or_byline(struct corpus_text *parser, fx_slice line, const struct head *head, struct article *out)
{
    int64_t seconds;
    bool updated;
    fx_slice names;
    if (newspaper_line_date(&seconds, &updated, line, head->zone)) {
        if (!out->has_published || !updated) /* when it appeared counts, not when it was last touched */
            out->published = seconds;
        out->has_published = true;
        return FX_OK;
    }
    if (newspaper_line_byline(&names, line))
        return parser->byline.length == 0 ? set(&parser->byline, names) : FX_OK;
    if (line.len <= 80 && line.len > 7 && strncasecmp(line.ptr, "source:", 7) == 0)
        return parser->source.length == 0 ? set(&parser->source, slice_part(line, 7, line.len)) : FX_OK;
    return FX_END;
}

static bool is_date_or_byline(fx_slice line, const struct head *head)
{
    int64_t seconds;
    bool updated;
    fx_slice names;
    return newspaper_line_date(&seconds, &updated, line, head->zone) || newspaper_line_byline(&names, line);
}

static int take_kicker(struct corpus_text *parser, struct head *head)
{
    const struct line *lines = head->lines;
    fx_slice desk;
    if (head->count < 2)
        return FX_OK;
    bool kicker = newspaper_line_kicker(&desk, lines[0].text);
    if (!kicker && newspaper_line_is_capitals(lines[0].text) && !lines[1].after_blank &&
        !newspaper_line_is_capitals(lines[1].text) && !is_date_or_byline(lines[1].text, head)) {
        kicker = true;
        desk = lines[0].text;
    }
    if (!kicker)
        return FX_OK;
    head->next = 1;
    return set_desk(&parser->desk, desk);
}

static bool ends_with_stop(fx_slice text)
{
    return text.ptr[text.len - 1] == '.' || slice_ends_with(text, SLICE("\xE3\x80\x82"));
}

static int take_title(struct corpus_text *parser, struct head *head)
{
    fx_slice line = head->lines[head->next].text;
    int level;
    if (newspaper_line_markdown(&line, &level, line) || line.len <= TITLE_MAX) {
        head->next++;
        return set(&parser->title, line);
    }
    return FX_OK; /* so long a line is the first paragraph of a text without title */
}

/* The line with the date or byline nearest behind the title; head->count where there is none. */
static size_t find_date_or_byline(const struct head *head)
{
    size_t end = head->next + HEAD_SEARCH_LINES;
    for (size_t i = head->next; i < head->count && i < end; i++) {
        if (is_date_or_byline(head->lines[i].text, head))
            return i;
        if (head->lines[i].text.len > HEAD_LINE_MAX && !newspaper_line_is_caption(head->lines[i].text))
            break;
    }
    return head->count;
}

static int take_deck(struct corpus_text *parser, struct head *head)
{
    size_t end = find_date_or_byline(head);
    if (end < head->count) {
        int status = FX_OK;
        for (; head->next < end && status == FX_OK; head->next++) {
            fx_slice line = head->lines[head->next].text;
            status = newspaper_line_is_caption(line) ? add_caption(parser, line) : set(&parser->deck, line);
        }
        return status;
    }
    /* Without a date only a line that stands right under the headline, alone and unlike a sentence, is a deck. */
    if (head->next == 0 || head->next + 1 >= head->count)
        return FX_OK;
    const struct line *line = &head->lines[head->next];
    bool stacked = !line->after_blank && line[1].after_blank && line->text.len <= TITLE_MAX;
    if (!stacked || ends_with_stop(line->text) || newspaper_line_is_caption(line->text) ||
        line[1].text.len < line->text.len)
        return FX_OK;
    head->next++;
    return set(&parser->deck, line->text);
}

static int take_head(struct corpus_text *parser, struct head *head, struct article *out)
{
    int status = take_kicker(parser, head);
    if (status == FX_OK && head->next < head->count)
        status = take_title(parser, head);
    if (status == FX_OK && head->next < head->count)
        status = take_deck(parser, head);
    while (status == FX_OK && head->next < head->count) {
        status = take_date_or_byline(parser, head->lines[head->next].text, head, out);
        head->next += status == FX_OK;
    }
    return status == FX_END ? FX_OK : status;
}

/* ---- the body ---- */

static int add_paragraph(struct corpus_text *parser, fx_slice text, fx_slice *previous)
{
    struct corpus_paragraphs *body = &parser->body;
    bool repeated = text.len <= REPEATED_CAPTION_MAX && slice_equal(text, *previous);
    bool caption = newspaper_line_is_caption(text);
    *previous = text;
    if (repeated && !caption && body->count > 0) {
        /* Pages carry a picture's words twice: beside it and under it. The first was taken for a paragraph. */
        buffer_clear(&parser->scratch);
        int status = corpus_paragraphs_join_lines(&parser->scratch, text);
        if (status != FX_OK)
            return status;
        if (slice_equal(corpus_paragraphs_get(body, body->count - 1), buffer_slice(&parser->scratch)))
            corpus_paragraphs_remove_last(body);
    }
    if (repeated && newspaper_line_is_junk(text))
        return FX_OK;
    if (repeated || caption)
        return add_caption(parser, text);
    return corpus_paragraphs_add(body, text, false);
}

/* Lines without a blank one between them: paragraphs each when they are long, else one paragraph that was wrapped. */
static int add_block(struct corpus_text *parser, fx_slice block, fx_slice *previous)
{
    struct line_cursor cursor = {block, 0};
    struct line line;
    bool long_lines = false;
    while (next_line(&line, &cursor))
        long_lines = long_lines || line.text.len > WRAPPED_LINE_MAX || newspaper_line_is_caption(line.text);
    cursor.at = 0;
    size_t pending = 0; /* where the wrapped paragraph under way begins */
    int status = FX_OK;
    while (status == FX_OK && next_line(&line, &cursor)) {
        fx_slice heading;
        int level;
        bool is_heading = newspaper_line_markdown(&heading, &level, line.text);
        if (!is_heading && !long_lines)
            continue;
        fx_slice before = trim_spaces(slice_part(block, pending, line.offset));
        if (before.len > 0)
            status = add_paragraph(parser, before, previous);
        if (status == FX_OK)
            status = is_heading ? corpus_paragraphs_add(&parser->body, heading, true)
                                : add_paragraph(parser, line.text, previous);
        pending = cursor.at;
    }
    fx_slice rest = trim_spaces(slice_part(block, pending, block.len));
    return status == FX_OK && rest.len > 0 ? add_paragraph(parser, rest, previous) : status;
}

static int take_body(struct corpus_text *parser, fx_slice text)
{
    struct line_cursor cursor = {text, 0};
    struct line line;
    fx_slice previous = {NULL, 0};
    size_t start = 0, end = 0;
    int status = FX_OK;
    while (status == FX_OK && next_line(&line, &cursor)) {
        if (line.after_blank && end > start) {
            status = add_block(parser, slice_part(text, start, end), &previous);
            start = line.offset;
        } else if (end == start) {
            start = line.offset;
        }
        end = cursor.at;
    }
    return status == FX_OK && end > start ? add_block(parser, slice_part(text, start, end), &previous) : status;
}

static void drop_trailing_junk(struct corpus_paragraphs *body)
{
    while (body->count > 1 && newspaper_line_is_junk(corpus_paragraphs_get(body, body->count - 1)))
        corpus_paragraphs_remove_last(body);
}

static int fill(struct corpus_text *parser, struct arena *arena, struct article *out)
{
    out->title = buffer_slice(&parser->title);
    out->desk = buffer_slice(&parser->desk);
    out->deck = buffer_slice(&parser->deck);
    out->byline = buffer_slice(&parser->byline);
    out->source = buffer_slice(&parser->source);
    out->captions = parser->captions.names;
    out->caption_count = parser->captions.count;
    return corpus_paragraphs_finish(&parser->body, out, arena);
}

int corpus_text_parse(struct corpus_text *parser, fx_slice file, const struct time_zone *zone, struct arena *arena,
                      struct article *out, fx_error *err)
{
    *out = (struct article){0};
    clear(parser);
    file = corpus_format_skip_mark(file);
    int status = check_bytes(file, err);
    if (status != FX_OK)
        return status;
    struct head head = {.zone = zone};
    struct line_cursor cursor = {file, 0};
    while (head.count < HEAD_LINES && next_line(&head.lines[head.count], &cursor))
        head.count++;
    if (head.count == 0)
        return error_set(err, FX_EINPUT, "no text");
    status = take_head(parser, &head, out);
    size_t body = head.next < head.count ? head.lines[head.next].offset : cursor.at;
    if (status == FX_OK)
        status = take_body(parser, slice_part(file, body, file.len));
    if (status == FX_OK) {
        drop_trailing_junk(&parser->body);
        corpus_heading_mark(&parser->body, out->byline, CORPUS_HEADING_LAYOUT);
        status = fill(parser, arena, out);
    }
    return status == FX_OK ? FX_OK : error_no_memory(err);
}
