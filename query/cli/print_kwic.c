/* -F kwic: one line a match, the matches aligned in a column: day, left context, [match], right context. */
#include "layout.h"
#include "printer.h"

#include "display_width.h"
#include "utf8.h"

#include <errno.h>
#include <string.h>
#include <time.h>

enum { DAY_COLUMNS = 12, DAYS_FROM_COLUMNS = 50, WORD_BYTES = 24 /* longer words, and text without spaces, are cut */ };

/* The end of `text` that fits `room` columns, without a piece of a word at its beginning. */
static fx_slice tail_that_fits(fx_slice text, uint32_t room)
{
    fx_slice tail = text;
    while (tail.len > 0 && display_width(tail) > room) {
        uint32_t code_point;
        size_t length = utf8_decode(tail.ptr, tail.len, &code_point);
        tail = (fx_slice){tail.ptr + length, tail.len - length};
    }
    if (tail.len == text.len || tail.ptr[-1] == ' ')
        return tail;
    const char *space = tail.len > 0 ? memchr(tail.ptr, ' ', tail.len < WORD_BYTES ? tail.len : WORD_BYTES) : NULL;
    size_t skipped = space != NULL ? (size_t)(space - tail.ptr) + 1 : 0;
    return (fx_slice){tail.ptr + skipped, tail.len - skipped};
}

/* The beginning of `text` that fits, without a piece of a word at its end. */
static fx_slice head_that_fits(fx_slice text, uint32_t room)
{
    size_t fits = display_width_cut(text, room, NULL);
    size_t end = fits;
    while (fits < text.len && end > 0 && fits - end < WORD_BYTES && text.ptr[end] != ' ')
        end--;
    bool at_word = fits == text.len || text.ptr[end] == ' ';
    return (fx_slice){text.ptr, at_word ? end : fits};
}

/* Harmless on a terminal, on one line; borrowed until the next call. What is measured is what will be shown. */
static fx_slice safe_text(struct printer *printer, fx_slice text)
{
    buffer_clear(&printer->scratch);
    if (display_append_safe(&printer->scratch, text) != FX_OK && printer->output->failure == 0)
        printer->output->failure = ENOMEM;
    return buffer_slice(&printer->scratch);
}

static void put_day(struct printer *printer, int64_t published)
{
    char text[32] = "";
    time_t seconds = (time_t)published;
    struct tm parts;
    if (published != INT64_MIN && gmtime_r(&seconds, &parts) != NULL)
        strftime(text, sizeof text, "%Y-%m-%d", &parts);
    output_format(printer->output, "%-10s  ", text);
}

static void kwic_contexts(struct printer *printer, const fx_hit *hit, const fx_context *contexts, uint32_t count)
{
    struct output *output = printer->output;
    struct palette palette = layout_palette(printer->style.color);
    bool days = printer->style.width >= DAYS_FROM_COLUMNS; /* a narrow terminal shows the words rather */
    uint32_t room = printer->style.width - (days ? DAY_COLUMNS : 0);
    uint32_t left_room = room * 2 / 5;
    for (uint32_t i = 0; i < count; i++) {
        if (days)
            put_day(printer, hit->published);
        fx_slice left = tail_that_fits(safe_text(printer, contexts[i].left), left_room);
        layout_spaces(output, left_room - (uint32_t)display_width(left));
        output_slice(output, left);
        output_format(output, "[%s", palette.match);
        uint32_t left_over = room - left_room - 2;
        left_over -= layout_text(output, contexts[i].match, left_over);
        output_format(output, "%s]", palette.reset);
        output_slice(output, head_that_fits(safe_text(printer, contexts[i].right), left_over));
        output_write(output, &printer->style.separator, 1);
    }
}

const struct printer_operations print_kwic_operations = {.contexts = kwic_contexts};
