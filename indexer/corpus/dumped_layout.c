#include "dumped_layout.h"

#include "memory.h"
#include "slice.h"

#include <string.h>

void dumped_layout_clear(struct dumped_layout *layout)
{
    layout->present = false;
    layout->part = DUMPED_NONE;
    layout->heading_count = layout->caption_count = 0;
    buffer_clear(&layout->path);
    buffer_clear(&layout->captions);
}

void dumped_layout_release(struct dumped_layout *layout)
{
    buffer_release(&layout->path);
    buffer_release(&layout->captions);
    memory_free(layout->headings);
    memory_free(layout->caption_ends);
    *layout = (struct dumped_layout){0};
}

void dumped_layout_key(struct dumped_layout *layout, uint32_t depth, fx_slice key)
{
    if (depth != 1)
        return;
    layout->part = slice_equal(key, SLICE("path"))       ? DUMPED_PATH
                   : slice_equal(key, SLICE("headings")) ? DUMPED_HEADINGS
                   : slice_equal(key, SLICE("captions")) ? DUMPED_CAPTIONS
                                                         : DUMPED_NONE;
}

int dumped_layout_string(struct dumped_layout *layout, uint32_t depth, fx_slice text)
{
    if (memchr(text.ptr, '\0', text.len) != NULL)
        return FX_OK;
    if (depth == 1 && layout->part == DUMPED_PATH) {
        buffer_clear(&layout->path);
        return buffer_append_slice(&layout->path, text);
    }
    if (depth != 2 || layout->part != DUMPED_CAPTIONS)
        return FX_OK;
    size_t start = layout->captions.length;
    int status = memory_reserve(&layout->caption_ends, &layout->caption_capacity, layout->caption_count + 1,
                                sizeof *layout->caption_ends);
    if (status == FX_OK)
        status = corpus_paragraphs_join_lines(&layout->captions, text);
    if (status == FX_OK && layout->captions.length > start)
        layout->caption_ends[layout->caption_count++] = layout->captions.length;
    return status;
}

int dumped_layout_number(struct dumped_layout *layout, uint32_t depth, fx_slice digits)
{
    size_t number = 0;
    if (depth != 2 || layout->part != DUMPED_HEADINGS || digits.len > 9)
        return FX_OK;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            return FX_OK;
        number = number * 10 + (size_t)(digits.ptr[i] - '0');
    }
    int status = memory_reserve(&layout->headings, &layout->heading_capacity, layout->heading_count + 1,
                                sizeof *layout->headings);
    if (status == FX_OK)
        layout->headings[layout->heading_count++] = number;
    return status;
}

void dumped_layout_mark(const struct dumped_layout *layout, struct corpus_paragraphs *paragraphs)
{
    for (size_t i = 0; i < layout->heading_count; i++)
        if (layout->headings[i] < paragraphs->count)
            paragraphs->headings[layout->headings[i]] = true;
}

int dumped_layout_fill(const struct dumped_layout *layout, struct article *article, struct arena *arena)
{
    article->path = buffer_slice(&layout->path);
    if (layout->caption_count == 0)
        return FX_OK;
    fx_slice *captions = arena_allocate(arena, layout->caption_count * sizeof *captions);
    if (captions == NULL)
        return FX_ENOMEM;
    for (size_t i = 0; i < layout->caption_count; i++)
        captions[i] = slice_part(buffer_slice(&layout->captions), i > 0 ? layout->caption_ends[i - 1] : 0,
                                 layout->caption_ends[i]);
    article->captions = captions;
    article->caption_count = (uint32_t)layout->caption_count;
    return FX_OK;
}
