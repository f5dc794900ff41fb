#include "layout.h"

#include "display_width.h"
#include "slice.h"
#include "utf8.h"

#include <errno.h>

struct palette layout_palette(bool color)
{
    if (!color)
        return (struct palette){"", "", "", "", ""};
    return (struct palette){"\033[1;34m", "\033[1;31m", "\033[2m", "\033[4m", "\033[0m"};
}

void layout_spaces(struct output *output, uint32_t count)
{
    static const char spaces[] = "                                ";
    while (count > 0) {
        uint32_t now = count < sizeof spaces - 1 ? count : (uint32_t)sizeof spaces - 1;
        output_write(output, spaces, now);
        count -= now;
    }
}

uint32_t layout_text(struct output *output, fx_slice text, uint32_t columns)
{
    struct buffer safe = BUFFER_INIT;
    if (display_append_safe(&safe, text) != FX_OK) {
        output->failure = output->failure ? output->failure : ENOMEM;
        buffer_release(&safe);
        return 0;
    }
    size_t used;
    fx_slice line = buffer_slice(&safe);
    size_t fits = display_width_cut(line, columns, &used);
    if (fits < line.len && columns > 0) {
        fits = display_width_cut(line, columns - 1, &used);
        output_write(output, line.ptr, fits);
        output_string(output, "…");
        used++;
    } else {
        output_write(output, line.ptr, fits);
    }
    buffer_release(&safe);
    return (uint32_t)used;
}

void layout_count(struct output *output, fx_slice name, uint64_t count, uint32_t width)
{
    enum { COUNT_COLUMNS = 10 };
    output_format(output, "%8llu  ", (unsigned long long)count);
    layout_text(output, name, width > COUNT_COLUMNS ? width - COUNT_COLUMNS : 1);
    output_string(output, "\n");
}

/* ---- lines ---- */

void layout_lines_begin(struct layout_lines *lines, struct output *output, fx_slice text)
{
    *lines = (struct layout_lines){.safe = BUFFER_INIT};
    if (display_append_safe(&lines->safe, text) != FX_OK && output->failure == 0)
        output->failure = ENOMEM;
}

void layout_lines_end(struct layout_lines *lines)
{
    buffer_release(&lines->safe);
}

fx_slice layout_lines_rest(struct layout_lines *lines)
{
    fx_slice rest = slice_part(buffer_slice(&lines->safe), lines->at, lines->safe.length);
    while (rest.len > 0 && rest.ptr[0] == ' ') {
        rest = slice_part(rest, 1, rest.len);
        lines->at++;
    }
    return rest;
}

bool layout_lines_next(struct layout_lines *lines, uint32_t columns, fx_slice *line)
{
    fx_slice rest = layout_lines_rest(lines);
    if (rest.len == 0)
        return false;
    uint32_t code_point;
    size_t fits = display_width_cut(rest, columns, NULL), end = fits;
    if (fits == 0) /* narrower than one character */
        fits = end = utf8_decode(rest.ptr, rest.len, &code_point);
    while (fits < rest.len && end > 0 && rest.ptr[end] != ' ')
        end--;
    if (display_width(slice_part(rest, 0, end)) * 2 < columns) /* a stretch without spaces is broken where it must be */
        end = fits;
    *line = slice_part(rest, 0, end);
    lines->at += end;
    while (line->len > 0 && line->ptr[line->len - 1] == ' ')
        line->len--;
    return true;
}

void layout_block(struct output *output, fx_slice text, uint32_t indent, uint32_t width, const char *color,
                  const struct palette *palette)
{
    struct layout_lines lines;
    fx_slice line;
    layout_lines_begin(&lines, output, text);
    while (layout_lines_next(&lines, width > indent ? width - indent : 1, &line)) {
        layout_spaces(output, indent);
        output_string(output, color);
        output_slice(output, line);
        output_string(output, *color ? palette->reset : "");
        output_string(output, "\n");
    }
    layout_lines_end(&lines);
}

/* ---- paragraphs ---- */

struct typesetter {
    struct output *output;
    const struct layout_paragraph *paragraph;
    uint32_t column;    /* where the next character goes; 0: a line has not begun */
    uint32_t next_mark; /* first mark that ends behind what is written */
    bool marked;        /* inside palette->match */
    struct buffer safe; /* one character, made harmless */
};

/* The character at `at` made safe, and its columns; borrowed until the next call. */
static fx_slice safe_character(struct typesetter *setter, size_t at, size_t *length, uint32_t *columns)
{
    fx_slice text = setter->paragraph->text;
    uint32_t code_point;
    *length = utf8_decode(text.ptr + at, text.len - at, &code_point);
    buffer_clear(&setter->safe);
    if (display_append_safe(&setter->safe, slice_part(text, at, at + *length)) != FX_OK)
        setter->output->failure = ENOMEM;
    fx_slice safe = buffer_slice(&setter->safe);
    *columns = (uint32_t)display_width(safe);
    return safe;
}

static void begin_line(struct typesetter *setter)
{
    layout_spaces(setter->output, setter->paragraph->indent);
    setter->column = setter->paragraph->indent;
    if (setter->marked)
        output_string(setter->output, setter->paragraph->palette->match);
}

static void end_line(struct typesetter *setter)
{
    if (setter->marked)
        output_string(setter->output, setter->paragraph->palette->reset);
    output_string(setter->output, "\n");
    setter->column = 0;
}

static void set_marked(struct typesetter *setter, bool marked)
{
    if (marked == setter->marked)
        return;
    setter->marked = marked;
    const struct palette *palette = setter->paragraph->palette;
    output_string(setter->output, marked ? palette->match : palette->reset);
}

/* Whether byte `at` of the text is inside a mark; `at` only grows. */
static bool is_marked(struct typesetter *setter, size_t at)
{
    const struct layout_paragraph *p = setter->paragraph;
    while (setter->next_mark < p->mark_count && p->marks[setter->next_mark].end <= at)
        setter->next_mark++;
    return setter->next_mark < p->mark_count && p->marks[setter->next_mark].start <= at;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Marks that close what stands before them: not at the beginning of a line. */
static bool closes(uint32_t code_point)
{
    static const uint32_t marks[] = {0x3001, 0x3002, 0x300D, 0x300F, 0x3009, 0x300B, 0x3011, 0xFF01, 0xFF09,
                                     0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0x2019, 0x201D, 0x2026};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i] == code_point)
            return true;
    return false;
}

/* How many characters from `at` on are printable ASCII, fit on the line and are marked alike: they are written in one.
 */
static size_t plain_stretch(struct typesetter *setter, size_t at, size_t end)
{
    const struct layout_paragraph *p = setter->paragraph;
    const bool marked = is_marked(setter, at);
    if (setter->next_mark < p->mark_count) {
        const size_t border = marked ? p->marks[setter->next_mark].end : p->marks[setter->next_mark].start;
        end = border < end ? border : end;
    }
    const size_t room = p->width > setter->column ? p->width - setter->column : 0;
    end = end - at > room ? at + room : end;
    size_t stretch = at;
    while (stretch < end && p->text.ptr[stretch] > ' ' && p->text.ptr[stretch] < 0x7F)
        stretch++;
    return stretch - at;
}

/* Writes text[start, end), which holds no space, breaking it only where it is wider than a whole line. */
static void set_word(struct typesetter *setter, size_t start, size_t end)
{
    const struct layout_paragraph *p = setter->paragraph;
    for (size_t at = start, length; at < end; at += length) {
        uint32_t wide, code_point;
        length = plain_stretch(setter, at, end);
        if (length > 0) {
            set_marked(setter, is_marked(setter, at));
            output_slice(setter->output, slice_part(p->text, at, at + length));
            setter->column += (uint32_t)length;
            continue;
        }
        fx_slice safe = safe_character(setter, at, &length, &wide);
        utf8_decode(p->text.ptr + at, end - at, &code_point);
        uint32_t limit = p->width + (closes(code_point) ? LAYOUT_HANG : 0);
        if (setter->column > p->indent && setter->column + wide > limit) {
            end_line(setter);
            begin_line(setter);
        }
        set_marked(setter, is_marked(setter, at));
        output_slice(setter->output, safe);
        setter->column += wide;
    }
}

/* Columns that must be free for a word to begin on the line: all of it, but of Chinese and Japanese, which are written
 * without spaces, one character. */
static uint32_t columns_to_begin(fx_slice word)
{
    uint32_t code_point;
    size_t length = utf8_decode(word.ptr, word.len, &code_point);
    size_t first = display_width(slice_part(word, 0, length));
    bool hangul = (code_point >= 0x1100 && code_point <= 0x11FF) || (code_point >= 0xAC00 && code_point <= 0xD7A3);
    return (uint32_t)(first > 1 && !hangul ? first : display_width(word));
}

static void set_after(struct typesetter *setter)
{
    const struct layout_paragraph *p = setter->paragraph;
    fx_slice after = slice_of(p->after);
    if (setter->column + display_width(after) > p->width + LAYOUT_HANG) {
        end_line(setter);
        begin_line(setter);
        after = slice_trim(after);
    }
    output_slice(setter->output, after);
}

static void set_space(struct typesetter *setter, size_t at, uint32_t next_columns)
{
    const struct layout_paragraph *p = setter->paragraph;
    uint32_t wanted = next_columns <= p->width - p->indent ? next_columns : 1;
    if (setter->column + 1 + wanted > p->width) {
        end_line(setter);
        begin_line(setter);
        return;
    }
    if (setter->marked && !is_marked(setter, at))
        set_marked(setter, false);
    output_string(setter->output, " ");
    setter->column++;
}

void layout_paragraph(struct output *output, const struct layout_paragraph *paragraph)
{
    struct typesetter setter = {.output = output, .paragraph = paragraph};
    fx_slice text = paragraph->text;
    begin_line(&setter);
    setter.column += layout_text(output, slice_of(paragraph->before), 8);
    size_t at = 0;
    while (at < text.len && is_space(text.ptr[at]))
        at++;
    bool first = true;
    while (at < text.len) {
        size_t end = at;
        while (end < text.len && !is_space(text.ptr[end]))
            end++;
        if (!first)
            set_space(&setter, at - 1, columns_to_begin(slice_part(text, at, end)));
        first = false;
        set_word(&setter, at, end);
        for (at = end; at < text.len && is_space(text.ptr[at]);)
            at++;
    }
    set_marked(&setter, false);
    set_after(&setter);
    end_line(&setter);
    buffer_release(&setter.safe);
}
