#include "snippet.h"

#include "lexer_skip.h"
#include "utf8.h"

/* The span of character `index` of a CJK lexeme, each of whose characters has a position of its own. */
static struct span character_span(fx_slice text, struct span run, uint32_t index)
{
    uint32_t at = run.start;
    for (;;) {
        uint32_t code_point;
        size_t length = utf8_decode(text.ptr + at, run.end - at, &code_point);
        if (length == 0)
            length = 1;
        if (index == 0 || at + length >= run.end)
            return (struct span){at, at + (uint32_t)length};
        at += (uint32_t)length;
        index--;
    }
}

struct finder {
    struct highlight *found;
    uint32_t count;
    const uint32_t *positions;
    uint32_t position_count;
    uint32_t next; /* index of the first position not yet found */
};

static void find_in_field(struct finder *finder, const struct unit_field *field, uint32_t field_number,
                          uint32_t *position)
{
    struct lexer lexer;
    lexer_init(&lexer, field->text);
    struct lexeme lexeme;
    for (;;) {
        if (finder->positions[finder->next] > *position)
            *position += lexer_skip(&lexer, finder->positions[finder->next] - *position);
        if (!lexer_next(&lexer, &lexeme))
            return;
        uint32_t end = *position + lexeme.positions;
        while (finder->next < finder->position_count && finder->positions[finder->next] < end) {
            uint32_t wanted = finder->positions[finder->next++];
            if (wanted < *position)
                continue;
            struct span span = lexeme.span;
            if (lexeme.kind == LEXEME_CJK)
                span = character_span(field->text, lexeme.span, wanted - *position);
            finder->found[finder->count++] = (struct highlight){field_number, span};
        }
        *position = end;
        if (finder->next >= finder->position_count)
            return;
    }
}

int highlight_find(struct highlight **out, uint32_t *count, struct arena *arena, const struct unit_fields *fields,
                   const uint32_t *positions, uint32_t position_count)
{
    *out = NULL;
    *count = 0;
    if (position_count == 0)
        return FX_OK;
    struct finder finder = {.positions = positions, .position_count = position_count};
    finder.found = arena_allocate(arena, position_count * sizeof *finder.found);
    if (finder.found == NULL)
        return FX_ENOMEM;
    uint32_t position = 0;
    for (uint32_t i = 0; i < fields->count && finder.next < position_count; i++) {
        find_in_field(&finder, &fields->fields[i], i, &position);
        position += unit_field_gap(fields->fields[i].kind);
    }
    *out = finder.found;
    *count = finder.count;
    return FX_OK;
}
