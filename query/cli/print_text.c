/* -F text: for people. A hit is a block of lines: title, day and score; where it stands; the words; who said them. */
#include "hyperlink.h"
#include "layout.h"
#include "printer.h"

#include "display_width.h"
#include "slice.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { INDENT = 4, RIGHT_COLUMNS = 20, NARROW_COLUMNS = 60, TITLE_LINES = 2, TITLE_LINES_NARROW = 3 };

static size_t format_time(char *out, size_t size, const char *format, int64_t when)
{
    time_t seconds = (time_t)when;
    struct tm parts;
    if (when == INT64_MIN || gmtime_r(&seconds, &parts) == NULL)
        return 0;
    return strftime(out, size, format, &parts);
}

static const char *unit_name(enum fx_unit unit, bool one)
{
    static const char *const names[][2] = {{"articles", "article"}, {"sections", "section"}, {"quotes", "quote"}};
    return names[unit][one];
}

/* ---- the lines of a hit ---- */

static void put_title(struct printer *printer, const fx_hit *hit, fx_slice line, const struct palette *palette)
{
    bool linked = printer->style.links && hyperlink_begin(printer->output, hit->url, hit->path);
    output_string(printer->output, palette->title);
    output_slice(printer->output, line);
    output_string(printer->output, palette->reset);
    if (linked)
        hyperlink_end(printer->output);
}

static uint32_t digits_of(uint32_t number)
{
    return number < 10 ? 1 : 1 + digits_of(number / 10);
}

/* " 1  Title                              2025-10-15   12.84", a long title on two lines; on a narrow terminal the
 * title has the line for itself, and day and score stand under it (place_line). */
static void title_lines(struct printer *printer, const fx_hit *hit, const struct palette *palette)
{
    struct output *output = printer->output;
    bool narrow = printer->style.width < NARROW_COLUMNS;
    uint32_t taken = INDENT + (hit->rank > 99 ? digits_of(hit->rank) - 2 : 0);
    uint32_t room = printer->style.width - taken - (narrow ? 0 : RIGHT_COLUMNS);
    struct layout_lines lines;
    fx_slice line;
    layout_lines_begin(&lines, output, hit->title.len > 0 ? hit->title : hit->id);
    output_format(output, "%2u  ", hit->rank);
    int most = narrow ? TITLE_LINES_NARROW : TITLE_LINES;
    for (int i = 0; i < most && layout_lines_next(&lines, room, &line); i++) {
        bool cut = i == most - 1 && layout_lines_rest(&lines).len > 0;
        if (i > 0)
            layout_spaces(output, taken);
        if (cut)
            line.len = display_width_cut(line, room - 1, NULL);
        put_title(printer, hit, line, palette);
        output_string(output, cut ? "…" : "");
        if (i == 0 && !narrow) {
            char day[32] = "";
            format_time(day, sizeof day, "%Y-%m-%d", hit->published);
            layout_spaces(output, room - (uint32_t)display_width(line));
            output_format(output, "  %10s %s%7.2f%s", day, palette->dim, hit->score, palette->reset);
        }
        output_string(output, "\n");
    }
    layout_lines_end(&lines);
}

static void append(struct printer *printer, const char *before, fx_slice text, const char *after)
{
    struct buffer *line = &printer->scratch;
    if (text.len > 0 && (buffer_append_string(line, line->length > 0 ? before : "") != FX_OK ||
                         buffer_append_slice(line, text) != FX_OK || buffer_append_string(line, after) != FX_OK))
        printer->output->failure = ENOMEM;
}

/* What was appended, cut to one line; none where there is nothing. */
static void send_line(struct printer *printer)
{
    struct output *output = printer->output;
    if (printer->scratch.length > 0) {
        layout_spaces(output, INDENT);
        layout_text(output, buffer_slice(&printer->scratch), printer->style.width - INDENT);
        output_string(output, "\n");
    }
    buffer_clear(&printer->scratch);
}

/* "    Source > Desk > "Heading"" */
static void place_line(struct printer *printer, const fx_hit *hit)
{
    buffer_clear(&printer->scratch);
    if (printer->style.width < NARROW_COLUMNS) {
        char when[64];
        size_t length = format_time(when, sizeof when, "%Y-%m-%d  ", hit->published);
        length += (size_t)snprintf(when + length, sizeof when - length, "%.2f", hit->score);
        append(printer, "", (fx_slice){when, length}, "");
        send_line(printer);
    }
    append(printer, " > ", hit->source, "");
    append(printer, " > ", hit->desk, "");
    if (hit->heading.len > 0) {
        append(printer, " > ", SLICE("\""), "");
        append(printer, "", hit->heading, "\"");
    }
    send_line(printer);
}

/* A quote in the article's own sentence, so that one sees who said it and how. */
static void evidence_lines(struct printer *printer, const fx_evidence *evidence, const struct palette *palette)
{
    struct layout_paragraph paragraph = {
        .text = evidence->text,
        .marks = evidence->marks,
        .mark_count = evidence->mark_count,
        .before = "",
        .after = "",
        .indent = INDENT,
        .width = printer->style.width - LAYOUT_HANG,
        .palette = palette,
    };
    layout_paragraph(printer->output, &paragraph);
}

static void snippet_lines(struct printer *printer, const fx_hit *hit, const struct palette *palette)
{
    if (hit->evidence.text.len > 0) {
        evidence_lines(printer, &hit->evidence, palette);
        return;
    }
    bool spoken = hit->unit == FX_UNIT_QUOTE && slice_equal(hit->kind, SLICE("direct"));
    for (uint32_t i = 0; i < hit->snippet_count; i++) {
        const fx_snippet *snippet = &hit->snippets[i];
        struct layout_paragraph paragraph = {
            .text = snippet->text,
            .marks = snippet->marks,
            .mark_count = snippet->mark_count,
            .before = snippet->cut_before ? "… "
                      : spoken            ? "\u201C"
                                          : "",
            .after = snippet->cut_after ? " …"
                     : spoken           ? "\u201D"
                                        : "",
            .indent = INDENT,
            .width = printer->style.width - LAYOUT_HANG,
            .palette = palette,
        };
        layout_paragraph(printer->output, &paragraph);
    }
}

/* "said by Kim Min-kyo, founder and CEO (direct, 0.98)": what does not fit is left out from the end. */
static void said_by(struct printer *printer, const fx_hit *hit, const struct palette *palette)
{
    struct output *output = printer->output;
    char how[64];
    int how_length = snprintf(how, sizeof how, " (%.*s, %.2f)", (int)hit->kind.len, hit->kind.ptr, hit->confidence);
    uint32_t left = printer->style.width - INDENT - 8;
    layout_spaces(output, INDENT);
    output_format(output, "%ssaid by %s%s", palette->dim, palette->reset, palette->speaker);
    left -= layout_text(output, hit->speaker.len ? hit->speaker : SLICE("somebody unnamed"), left);
    output_string(output, palette->reset);
    uint32_t reserved = (uint32_t)how_length + 2;
    if (hit->speaker_title.len > 0 && left > reserved + 12) {
        output_string(output, ", ");
        left -= 2 + layout_text(output, hit->speaker_title, left - reserved);
    }
    if (left >= (uint32_t)how_length)
        output_format(output, "%s%s%s", palette->dim, how, palette->reset);
    output_string(output, "\n");
}

/* Columns of a text as it will be shown. */
static uint32_t shown_columns(struct printer *printer, fx_slice text)
{
    buffer_clear(&printer->scratch);
    if (display_append_safe(&printer->scratch, text) != FX_OK && printer->output->failure == 0)
        printer->output->failure = ENOMEM;
    uint32_t columns = (uint32_t)display_width(buffer_slice(&printer->scratch));
    buffer_clear(&printer->scratch);
    return columns;
}

/* "Giulia Ferri, Priya Raghunathan and 3 more": whole names; only the first is ever cut. */
static void names_that_fit(struct printer *printer, const fx_hit *hit, uint32_t room)
{
    enum { MORE_COLUMNS = 12 }; /* " and 99 more" */
    struct output *output = printer->output;
    for (uint32_t i = 0; i < hit->speaker_count; i++) {
        uint32_t reserved = i + 1 < hit->speaker_count ? MORE_COLUMNS : 0;
        uint32_t needed = shown_columns(printer, hit->speakers[i]) + (i > 0 ? 2 : 0);
        if (i > 0 && needed + reserved > room) {
            output_format(output, " and %u more", hit->speaker_count - i);
            return;
        }
        output_string(output, i > 0 ? ", " : "");
        uint32_t used = layout_text(output, hit->speakers[i], room > reserved ? room - reserved : 1);
        room -= used + (i > 0 ? 2 : 0);
    }
}

static void speaker_line(struct printer *printer, const fx_hit *hit, const struct palette *palette)
{
    struct output *output = printer->output;
    if (hit->unit == FX_UNIT_QUOTE) {
        said_by(printer, hit, palette);
        return;
    }
    if (hit->speaker_count == 0)
        return;
    const char *label = hit->speaker_count == 1 ? "speaker: " : "speakers: ";
    layout_spaces(output, INDENT);
    output_format(output, "%s%s%s", palette->dim, label, palette->reset);
    names_that_fit(printer, hit, printer->style.width - INDENT - (uint32_t)strlen(label));
    output_string(output, "\n");
}

static void id_line(struct printer *printer, const fx_hit *hit, const struct palette *palette)
{
    layout_spaces(printer->output, INDENT);
    output_string(printer->output, palette->dim);
    layout_text(printer->output, hit->id, printer->style.width - INDENT);
    output_format(printer->output, "%s\n", palette->reset);
}

/* Lines keep their own indentation; on a terminal they are broken to fit, the rest indented deeper. */
static void explanation_lines(struct printer *printer, fx_slice text, const struct palette *palette)
{
    while (text.len > 0) {
        const char *newline = memchr(text.ptr, '\n', text.len);
        size_t end = newline ? (size_t)(newline - text.ptr) : text.len;
        uint32_t indent = INDENT, width = printer->style.terminal ? printer->style.width : UINT32_MAX;
        for (size_t i = 0; i < end && text.ptr[i] == ' '; i++)
            indent++;
        layout_block(printer->output, slice_part(text, 0, end), indent, width, palette->dim, palette);
        text = slice_part(text, newline ? end + 1 : end, text.len);
    }
}

static void text_hit(struct printer *printer, const fx_hit *hit)
{
    struct palette palette = layout_palette(printer->style.color);
    if (printer->printed++ > 0)
        output_string(printer->output, "\n");
    title_lines(printer, hit, &palette);
    place_line(printer, hit);
    snippet_lines(printer, hit, &palette);
    speaker_line(printer, hit, &palette);
    id_line(printer, hit, &palette);
    explanation_lines(printer, hit->explanation, &palette);
}

void printer_plain_text(struct printer *printer, fx_slice text)
{
    while (text.len > 0) {
        const char *newline = memchr(text.ptr, '\n', text.len);
        size_t end = newline ? (size_t)(newline - text.ptr) : text.len;
        fx_slice line = slice_part(text, 0, end);
        uint32_t width = printer->style.terminal ? printer->style.width : UINT32_MAX;
        if (slice_trim(line).len == 0)
            output_string(printer->output, "\n");
        else
            layout_block(printer->output, line, 0, width, "", NULL);
        text = slice_part(text, newline ? end + 1 : end, text.len);
    }
}

/* ---- around the hits ---- */

static void append_number(struct printer *printer, uint64_t number, const char *of_what)
{
    char text[32];
    size_t at = sizeof text;
    for (int digits = 0; digits == 0 || number > 0; digits++, number /= 10) {
        if (digits > 0 && digits % 3 == 0)
            text[--at] = ',';
        text[--at] = (char)('0' + number % 10);
    }
    append(printer, "", (fx_slice){text + at, sizeof text - at}, " ");
    append(printer, "", slice_of(of_what), "");
}

/* "1,234 articles in 0.4 ms; index of 2025-10-15 04:00 UTC, 63,000 articles" */
static void header_line(struct printer *printer)
{
    const fx_search_summary *summary = &printer->query.summary;
    struct palette palette = layout_palette(printer->style.color);
    char text[96], fresh[32] = "unknown";
    format_time(fresh, sizeof fresh, "%Y-%m-%d %H:%M UTC", printer->query.index.committed);
    buffer_clear(&printer->scratch);
    append(printer, "", slice_of(summary->exact ? "" : "at least "), "");
    append_number(printer, summary->hits, unit_name(printer->query.unit, summary->hits == 1));
    snprintf(text, sizeof text, " in %.1f ms; index of %s, ", (double)summary->elapsed_us / 1000.0, fresh);
    append(printer, "", slice_of(text), "");
    append_number(printer, printer->query.index.articles,
                  unit_name(FX_UNIT_ARTICLE, printer->query.index.articles == 1));
    layout_block(printer->output, buffer_slice(&printer->scratch), 0, printer->style.width, palette.dim, &palette);
    output_string(printer->output, "\n");
    buffer_clear(&printer->scratch);
}

static void text_begin(struct printer *printer)
{
    if (printer->style.batch) {
        output_string(printer->output, "# ");
        output_slice(printer->output, printer->query.id);
        output_string(printer->output, "\t");
        layout_text(printer->output, printer->query.text, UINT32_MAX);
        output_string(printer->output, "\n");
    }
    if (printer->style.header)
        header_line(printer);
}

/* A blank line between what is printed, none before the first. */
static void stand_apart(struct printer *printer)
{
    if (printer->printed++ > 0)
        output_string(printer->output, "\n");
}

static void text_facet(struct printer *printer, const struct print_facet *facet)
{
    struct output *output = printer->output;
    struct palette palette = layout_palette(printer->style.color);
    stand_apart(printer);
    output_format(output, "%sby %s%s\n", palette.title, facet->kind, palette.reset);
    for (uint32_t i = 0; i < facet->count; i++)
        layout_count(output, facet->counts[i].name, facet->counts[i].count, printer->style.width);
    if (facet->more > 0)
        output_format(output, "          and %llu more\n", (unsigned long long)facet->more);
}

/* Bars are drawn on a terminal only: elsewhere a program reads the counts. */
static void text_timeline(struct printer *printer, const fx_count *counts, uint32_t count)
{
    struct output *output = printer->output;
    uint64_t most = 1;
    for (uint32_t i = 0; i < count; i++)
        most = counts[i].count > most ? counts[i].count : most;
    uint32_t room = printer->style.width > 24 ? printer->style.width - 22 : 0;
    stand_apart(printer);
    for (uint32_t i = 0; i < count; i++) {
        fx_slice name = counts[i].name.len > 0 ? counts[i].name : SLICE("undated");
        output_format(output, "%-10.*s %8llu", (int)name.len, name.ptr, (unsigned long long)counts[i].count);
        if (printer->style.terminal && room > 0) {
            output_string(output, "  ");
            uint64_t bar = (counts[i].count * room + most - 1) / most;
            for (uint64_t j = 0; j < bar; j++)
                output_string(output, "#");
        }
        output_string(output, "\n");
    }
}

/* The answers of a batch stand apart. */
static void text_end(struct printer *printer)
{
    if (printer->style.batch)
        output_string(printer->output, "\n");
}

const struct printer_operations print_text_operations = {
    .begin = text_begin, .hit = text_hit, .facet = text_facet, .timeline = text_timeline, .end = text_end};
