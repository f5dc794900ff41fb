/* -F kwic: one line a match, the matches aligned in a column: day, left context, [match], right context. */
#include "layout.h"
#include "printer.h"

#include "display_width.h"
#include "utf8.h"

#include <time.h>

enum { DAY_COLUMNS = 12 };

/* The end of `text` that fits `room` columns. */
static fx_slice tail_that_fits(fx_slice text, uint32_t room)
{
    while (text.len > 0 && display_width(text) > room) {
        uint32_t code_point;
        size_t length = utf8_decode(text.ptr, text.len, &code_point);
        text = (fx_slice){text.ptr + length, text.len - length};
    }
    return text;
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
    uint32_t room = printer->style.width > DAY_COLUMNS + 20 ? printer->style.width - DAY_COLUMNS : 20;
    uint32_t left_room = room * 2 / 5;
    for (uint32_t i = 0; i < count; i++) {
        put_day(printer, hit->published);
        fx_slice left = tail_that_fits(contexts[i].left, left_room);
        layout_spaces(output, left_room - (uint32_t)display_width(left));
        layout_text(output, left, left_room);
        output_format(output, "[%s", palette.match);
        uint32_t left_over = room - left_room - 2;
        left_over -= layout_text(output, contexts[i].match, left_over);
        output_format(output, "%s]", palette.reset);
        fx_slice right = contexts[i].right;
        right.len = display_width_cut(right, left_over, NULL);
        layout_text(output, right, left_over);
        output_write(output, &printer->style.separator, 1);
    }
}

const struct printer_operations print_kwic_operations = {.contexts = kwic_contexts};
