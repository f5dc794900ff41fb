/* -F text: for people. A hit is a block of lines: title, day and score; where it stands; the words; who said them. */
#include "layout.h"
#include "printer.h"

#include "slice.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { INDENT = 4, RIGHT_COLUMNS = 19 };

static size_t format_time(char *out, size_t size, const char *format, int64_t when)
{
    time_t seconds = (time_t)when;
    struct tm parts;
    if (when == INT64_MIN || gmtime_r(&seconds, &parts) == NULL)
        return 0;
    return strftime(out, size, format, &parts);
}

/* 812440 -> "812,440" */
static void put_number(struct output *output, uint64_t number)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            output_string(output, ",");
        output_write(output, &digits[i], 1);
    }
}

static const char *unit_name(enum fx_unit unit, bool one)
{
    static const char *const names[][2] = {{"articles", "article"}, {"sections", "section"}, {"quotes", "quote"}};
    return names[unit][one];
}

/* ---- links: OSC 8, to the source's URL or file ---- */

static void link_target(struct output *output, fx_slice target)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < target.len; i++) {
        unsigned char c = (unsigned char)target.ptr[i];
        if (c > 0x20 && c < 0x7F) {
            output_write(output, &target.ptr[i], 1);
        } else {
            char escaped[3] = {'%', hex[c >> 4], hex[c & 15]};
            output_write(output, escaped, sizeof escaped);
        }
    }
}

static bool link_begin(struct printer *printer, const fx_hit *hit)
{
    bool url = slice_starts_with(hit->url, SLICE("http://")) || slice_starts_with(hit->url, SLICE("https://"));
    bool file = !url && hit->path.len > 0 && hit->path.ptr[0] == '/';
    if (!printer->style.links || (!url && !file))
        return false;
    output_string(printer->output, "\033]8;;");
    if (file)
        output_string(printer->output, "file://");
    link_target(printer->output, url ? hit->url : hit->path);
    output_string(printer->output, "\033\\");
    return true;
}

static void link_end(struct printer *printer)
{
    output_string(printer->output, "\033]8;;\033\\");
}

/* ---- the lines of a hit ---- */

/* " 1  Title                              2025-10-15   12.84" */
static void title_line(struct printer *printer, const fx_hit *hit, const struct palette *palette)
{
    struct output *output = printer->output;
    output_format(output, "%2u  ", hit->rank);
    uint32_t taken = INDENT + (hit->rank > 99 ? 2U : 0U) + (hit->rank > 9999 ? 2U : 0U);
    uint32_t room = printer->style.width > taken + RIGHT_COLUMNS + 10 ? printer->style.width - taken - RIGHT_COLUMNS
                                                                      : printer->style.width - taken;
    bool right = room < printer->style.width - taken;
    fx_slice title = hit->title.len > 0 ? hit->title : hit->id;
    bool linked = link_begin(printer, hit);
    output_string(output, palette->title);
    uint32_t used = layout_text(output, title, room);
    output_string(output, palette->reset);
    if (linked)
        link_end(printer);
    if (right) {
        char day[32] = "";
        format_time(day, sizeof day, "%Y-%m-%d", hit->published);
        layout_spaces(output, room - used);
        output_format(output, " %10s %s%7.2f%s", day, palette->dim, hit->score, palette->reset);
    }
    output_string(output, "\n");
}

/* "    Source > Desk > "Heading"" */
static void place_line(struct printer *printer, const fx_hit *hit)
{
    struct output *output = printer->output;
    uint32_t left = printer->style.width - INDENT;
    const fx_slice parts[] = {hit->source, hit->desk, hit->heading};
    bool any = false;
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].len == 0 || left < 8)
            continue;
        if (!any)
            layout_spaces(output, INDENT);
        else
            output_string(output, " > ");
        left -= any ? 3 : 0;
        if (i == 2)
            output_string(output, "\"");
        uint32_t used = layout_text(output, parts[i], left - (i == 2 ? 2 : 0));
        if (i == 2)
            output_string(output, "\"");
        left -= used + (i == 2 ? 2 : 0);
        any = true;
    }
    if (any)
        output_string(output, "\n");
}

static void snippet_lines(struct printer *printer, const fx_hit *hit, const struct palette *palette)
{
    for (uint32_t i = 0; i < hit->snippet_count; i++) {
        const fx_snippet *snippet = &hit->snippets[i];
        struct layout_paragraph paragraph = {
            .text = snippet->text,
            .marks = snippet->marks,
            .mark_count = snippet->mark_count,
            .before = snippet->cut_before ? "… " : "",
            .after = snippet->cut_after ? " …" : "",
            .indent = INDENT,
            .width = printer->style.width > 2 ? printer->style.width - 2 : printer->style.width,
            .palette = palette,
        };
        layout_paragraph(printer->output, &paragraph);
    }
}

static void labelled(struct printer *printer, const char *label, fx_slice text, const struct palette *palette)
{
    layout_spaces(printer->output, INDENT);
    output_format(printer->output, "%s%s", palette->dim, label);
    output_string(printer->output, palette->reset);
    uint32_t used = INDENT + (uint32_t)slice_of(label).len;
    layout_text(printer->output, text, printer->style.width > used ? printer->style.width - used : 8);
    output_string(printer->output, "\n");
}

/* A quote: "said by Kim Min-kyo, founder and CEO of … (direct, 0.98)". Else the speakers of the match. */
static void speaker_line(struct printer *printer, const fx_hit *hit, const struct palette *palette)
{
    struct output *output = printer->output;
    if (hit->speaker_count == 0 && hit->unit != FX_UNIT_QUOTE)
        return;
    layout_spaces(output, INDENT);
    uint32_t left = printer->style.width - INDENT;
    if (hit->unit == FX_UNIT_QUOTE) {
        output_format(output, "%ssaid by %s%s", palette->dim, palette->reset, palette->speaker);
        left -= 8 + layout_text(output, hit->speaker.len ? hit->speaker : SLICE("somebody unnamed"), left - 8);
        output_string(output, palette->reset);
        if (hit->speaker_title.len > 0 && left > 30) {
            output_string(output, ", ");
            left -= 2 + layout_text(output, hit->speaker_title, left - 20);
        }
        output_format(output, "%s (", palette->dim);
        output_slice(output, hit->kind);
        output_format(output, ", %.2f)%s", hit->confidence, palette->reset);
    } else {
        output_format(output, "%s%s%s", palette->dim,
                      hit->speaker_count == 1 ? "speaker: " : "speakers: ", palette->reset);
        left -= 10;
        for (uint32_t i = 0; i < hit->speaker_count && left > 12; i++) {
            if (i > 0)
                output_string(output, ", ");
            left -= layout_text(output, hit->speakers[i], left - 4) + (i > 0 ? 2 : 0);
            if (left <= 12 && i + 1 < hit->speaker_count)
                output_string(output, ", …");
        }
    }
    output_string(output, "\n");
}

static void explanation_lines(struct printer *printer, fx_slice text, const struct palette *palette)
{
    while (text.len > 0) {
        size_t end = 0;
        while (end < text.len && text.ptr[end] != '\n')
            end++;
        output_string(printer->output, palette->dim);
        layout_spaces(printer->output, INDENT);
        layout_text(printer->output, slice_part(text, 0, end), 4096);
        output_string(printer->output, palette->reset);
        output_string(printer->output, "\n");
        text = slice_part(text, end < text.len ? end + 1 : end, text.len);
    }
}

static void text_hit(struct printer *printer, const fx_hit *hit)
{
    struct palette palette = layout_palette(printer->style.color);
    if (printer->printed++ > 0)
        output_string(printer->output, "\n");
    title_line(printer, hit, &palette);
    place_line(printer, hit);
    snippet_lines(printer, hit, &palette);
    speaker_line(printer, hit, &palette);
    labelled(printer, "", hit->id, &palette);
    explanation_lines(printer, hit->explanation, &palette);
}

void printer_plain_text(struct printer *printer, fx_slice text)
{
    while (text.len > 0) {
        const char *newline = memchr(text.ptr, '\n', text.len);
        size_t end = newline ? (size_t)(newline - text.ptr) : text.len;
        layout_text(printer->output, slice_part(text, 0, end), UINT32_MAX);
        output_string(printer->output, "\n");
        text = slice_part(text, newline ? end + 1 : end, text.len);
    }
}

/* ---- around the hits ---- */

static void header_line(struct printer *printer)
{
    struct output *output = printer->output;
    const fx_search_summary *summary = &printer->query.summary;
    char fresh[32] = "unknown";
    format_time(fresh, sizeof fresh, "%Y-%m-%d %H:%M", printer->query.index.committed);
    output_string(output, summary->exact ? "" : "at least ");
    put_number(output, summary->hits);
    output_format(output, " %s, %.1f ms; index of %s UTC, ", unit_name(printer->query.unit, summary->hits == 1),
                  (double)summary->elapsed_us / 1000.0, fresh);
    put_number(output, printer->query.index.articles);
    output_format(output, " %s\n\n", unit_name(FX_UNIT_ARTICLE, printer->query.index.articles == 1));
}

static void text_begin(struct printer *printer)
{
    if (printer->style.batch) {
        output_string(printer->output, "# ");
        output_slice(printer->output, printer->query.id);
        output_string(printer->output, "\t");
        layout_text(printer->output, printer->query.text, 4096);
        output_string(printer->output, "\n");
    }
    if (printer->style.header)
        header_line(printer);
}

static void text_facet(struct printer *printer, const struct print_facet *facet)
{
    struct output *output = printer->output;
    struct palette palette = layout_palette(printer->style.color);
    output_format(output, "\n%sby %s%s\n", palette.title, facet->kind, palette.reset);
    for (uint32_t i = 0; i < facet->count; i++) {
        output_format(output, "%8llu  ", (unsigned long long)facet->counts[i].count);
        layout_text(output, facet->counts[i].name, printer->style.width - 10);
        output_string(output, "\n");
    }
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
    uint32_t room = printer->style.width > 32 ? printer->style.width - 24 : 8;
    output_format(output, "\n");
    for (uint32_t i = 0; i < count; i++) {
        output_format(output, "%-10.*s %8llu", (int)counts[i].name.len, counts[i].name.len ? counts[i].name.ptr : "",
                      (unsigned long long)counts[i].count);
        if (printer->style.terminal) {
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
