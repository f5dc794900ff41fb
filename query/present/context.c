/* Words of a hit in their context (-F kwic): every match, with the text around it, in order of the text. */
#include "results.h"

#include "error.h"
#include "slice.h"
#include "utf8.h"

/* Bytes of `text` before `end`, at most `width` characters, back to the field's start. */
static fx_slice left_context(fx_slice text, uint32_t end, uint32_t width)
{
    uint32_t at = end;
    while (at > 0 && width > 0) {
        at--;
        while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
            at--;
        width--;
    }
    return slice_part(text, at, end);
}

static fx_slice right_context(fx_slice text, uint32_t start, uint32_t width)
{
    uint32_t at = start;
    while (at < text.len && width > 0) {
        uint32_t code_point;
        at += (uint32_t)utf8_decode(text.ptr + at, text.len - at, &code_point);
        width--;
    }
    return slice_part(text, start, at);
}

/* Words that stand side by side (only white space between) are one match. */
static uint32_t end_of_group(const struct unit_fields *fields, const struct highlight *highlights, uint32_t count,
                             uint32_t first)
{
    uint32_t last = first + 1;
    fx_slice text = fields->fields[highlights[first].field].text;
    while (last < count && highlights[last].field == highlights[first].field) {
        fx_slice between = slice_part(text, highlights[last - 1].span.end, highlights[last].span.start);
        if (highlights[last].span.start < highlights[last - 1].span.end || slice_trim(between).len > 0)
            break;
        last++;
    }
    return last;
}

struct context_list {
    fx_context *items;
    uint32_t count, limit, width;
};

static int add_part(fx_results *results, struct context_list *list, const struct search_part *part)
{
    const struct record *record = &results->record;
    int status = unit_fields_make(&results->fields, &record->article, &record->annotations, part->unit,
                                  hit_unit_number(part->ordinal));
    struct highlight *highlights = NULL;
    uint32_t count = 0;
    if (status == FX_OK)
        status = highlight_find(&highlights, &count, &results->arena, &results->fields, part->positions,
                                part->position_count);
    for (uint32_t i = 0; status == FX_OK && i < count && list->count < list->limit;) {
        uint32_t last = end_of_group(&results->fields, highlights, count, i);
        fx_slice text = results->fields.fields[highlights[i].field].text;
        fx_context *context = &list->items[list->count++];
        context->left = left_context(text, highlights[i].span.start, list->width);
        context->match = slice_part(text, highlights[i].span.start, highlights[last - 1].span.end);
        context->right = right_context(text, highlights[last - 1].span.end, list->width);
        i = last;
    }
    return status;
}

int fx_results_contexts(fx_results *results, uint32_t width, uint32_t limit, const fx_context **contexts,
                        uint32_t *count, fx_error *err)
{
    *contexts = NULL;
    *count = 0;
    if (results->hit == NULL)
        return FX_END;
    const struct search_part *parts;
    uint32_t part_count;
    int status = search_parts(results->search, results->hit, &parts, &part_count, err);
    if (status != FX_OK)
        return status;
    uint32_t most = 0;
    for (uint32_t i = 0; i < part_count; i++)
        most += parts[i].position_count;
    struct context_list list = {NULL, 0, most < limit ? most : limit, width};
    list.items = arena_allocate(&results->arena, (list.limit + 1) * sizeof *list.items);
    if (list.items == NULL)
        return error_no_memory(err);
    for (uint32_t i = 0; i < part_count && status == FX_OK; i++)
        status = add_part(results, &list, &parts[i]);
    if (status != FX_OK)
        return error_no_memory(err);
    *contexts = list.items;
    *count = list.count;
    return FX_OK;
}
