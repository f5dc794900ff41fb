#include "layout.h"

#include "display_width.h"
#include "slice.h"
#include "utf8.h"

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

/* One character made safe, and its columns. */
static uint32_t put_character(struct output *output, const char *at, size_t length, bool write)
{
    char safe[DISPLAY_SAFE_MAX];
    uint32_t columns;
    size_t bytes = display_safe_character(at, length, safe, &columns);
    if (write)
        output_write(output, safe, bytes);
    return columns;
}

static size_t character_length(fx_slice text, size_t at)
{
    uint32_t code_point;
    return utf8_decode(text.ptr + at, text.len - at, &code_point);
}

static uint32_t columns_of(fx_slice text)
{
    uint32_t columns = 0;
    for (size_t at = 0, length; at < text.len; at += length) {
        length = character_length(text, at);
        columns += put_character(NULL, text.ptr + at, length, false);
    }
    return columns;
}

uint32_t layout_text(struct output *output, fx_slice text, uint32_t columns)
{
    bool fits = columns_of(text) <= columns;
    uint32_t room = fits ? columns : columns > 0 ? columns - 1 : 0;
    uint32_t used = 0;
    for (size_t at = 0, length; at < text.len; at += length) {
        length = character_length(text, at);
        uint32_t wide = put_character(NULL, text.ptr + at, length, false);
        if (used + wide > room)
            break;
        used += put_character(output, text.ptr + at, length, true);
    }
    if (!fits && columns > 0) {
        output_string(output, "…");
        used++;
    }
    return used;
}

/* ---- paragraphs ---- */

struct typesetter {
    struct output *output;
    const struct layout_paragraph *paragraph;
    uint32_t column;    /* where the next character goes; 0: a line has not begun */
    uint32_t next_mark; /* first mark that ends behind what is written */
    bool marked;        /* inside palette->match */
};

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

/* Writes text[start, end), which holds no space, breaking it only where it is wider than a whole line. */
static void set_word(struct typesetter *setter, size_t start, size_t end)
{
    const struct layout_paragraph *p = setter->paragraph;
    for (size_t at = start, length; at < end; at += length) {
        length = character_length(p->text, at);
        uint32_t wide = put_character(NULL, p->text.ptr + at, length, false);
        if (setter->column > p->indent && setter->column + wide > p->width) {
            end_line(setter);
            begin_line(setter);
        }
        set_marked(setter, is_marked(setter, at));
        setter->column += put_character(setter->output, p->text.ptr + at, length, true);
    }
}

static void set_space(struct typesetter *setter, size_t at, uint32_t next_columns)
{
    const struct layout_paragraph *p = setter->paragraph;
    uint32_t line = p->width - p->indent;
    uint32_t wanted = next_columns < line / 2 || next_columns <= line ? next_columns : 1;
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
            set_space(&setter, at - 1, columns_of(slice_part(text, at, end)));
        first = false;
        set_word(&setter, at, end);
        for (at = end; at < text.len && is_space(text.ptr[at]);)
            at++;
    }
    set_marked(&setter, false);
    output_string(output, paragraph->after);
    end_line(&setter);
}
