#include "word_source.h"

#include "error.h"

int word_source_open(struct word_source *out, struct match_context *context, const struct match_segment *segment,
                     enum unit unit, const struct word_list *list, fx_error *err)
{
    *out = (struct word_source){.context = context, .codes = list->codes, .code_count = list->code_count};
    struct match_cursor *cursor;
    int code = match_cursor_open(&cursor, context, segment, unit, &list->entry, err);
    if (cursor != NULL)
        out->postings = &cursor->postings;
    else
        out->document = DOCUMENT_END;
    return code;
}

static bool counts(const struct word_source *source, uint16_t code)
{
    for (uint32_t i = 0; i < source->code_count; i++)
        if (source->codes[i] == code)
            return true;
    return false;
}

static bool reserve_kept(struct word_source *source, uint32_t count)
{
    if (count <= source->kept_capacity)
        return true;
    uint32_t capacity = count < 32 ? 64 : count * 2;
    uint32_t *kept = arena_allocate(source->context->arena, (size_t)capacity * sizeof *kept);
    if (kept == NULL) {
        source->context->out_of_memory = true;
        return false;
    }
    source->kept = kept;
    source->kept_capacity = capacity;
    return true;
}

/* Reads the positions of the forms that count; false where there are none. */
static bool read_positions(struct word_source *source)
{
    const uint32_t *positions;
    const uint16_t *forms;
    uint32_t count;
    fx_error fault; /* not the message: this is done for each document */
    fault.code = FX_OK;
    source->position_count = 0;
    source->occurrences = 0;
    int code = postings_positions(source->postings, &positions, &forms, &count, &fault);
    if (code != FX_OK || count == 0) {
        match_fault(source->context, &fault);
        return false;
    }
    source->occurrences = count;
    if (source->codes == NULL || (forms == NULL && counts(source, 0))) {
        source->positions = positions;
        source->position_count = count;
        return true;
    }
    if (forms == NULL || !reserve_kept(source, count))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (counts(source, forms[i]))
            source->kept[source->position_count++] = positions[i];
    source->positions = source->kept;
    return source->position_count > 0;
}

static uint32_t settle(struct word_source *source, uint32_t document)
{
    if (source->codes != NULL)
        while (document != DOCUMENT_END && !read_positions(source))
            document = postings_next(source->postings);
    else
        source->positions = NULL;
    source->document = document;
    return document;
}

uint32_t word_source_next(struct word_source *source)
{
    return source->postings ? settle(source, postings_next(source->postings)) : DOCUMENT_END;
}

uint32_t word_source_seek(struct word_source *source, uint32_t target)
{
    if (source->postings == NULL)
        return DOCUMENT_END;
    uint32_t before = source->postings->document;
    uint32_t document = postings_seek(source->postings, target);
    if (document == before && document == source->document && source->positions != NULL)
        return document;
    return settle(source, document);
}

double word_source_frequency(struct word_source *source)
{
    double frequency = (double)postings_frequency(source->postings);
    if (source->codes == NULL || source->position_count == source->occurrences)
        return frequency;
    return frequency * (double)source->position_count / (double)source->occurrences;
}

uint32_t word_source_positions(struct word_source *source, const uint32_t **positions)
{
    if (source->codes == NULL && source->positions == NULL && !read_positions(source)) {
        *positions = NULL;
        return 0;
    }
    *positions = source->positions;
    return source->position_count;
}
