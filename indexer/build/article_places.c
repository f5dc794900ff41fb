#include "article_places.h"

#include "memory.h"

void article_places_init(struct article_places *places)
{
    *places = (struct article_places){0};
}

void article_places_release(struct article_places *places)
{
    memory_free(places->fields);
    memory_free(places->lexemes);
    memory_free(places->sentences);
    article_places_init(places);
}

/* ---- recording ---- */

void article_places_start(struct article_places *places)
{
    places->known = false;
    places->field_count = 0;
    places->lexeme_count = 0;
    places->sentence_count = 0;
}

int article_places_begin_field(struct article_places *places, const struct unit_field *field, uint32_t slot)
{
    if (memory_reserve(&places->fields, &places->field_capacity, (size_t)places->field_count + 1,
                       sizeof *places->fields) != FX_OK)
        return FX_ENOMEM;
    places->fields[places->field_count++] = (struct placed_field){
        .field = *field, .slot = slot, .first_lexeme = places->lexeme_count, .first_sentence = places->sentence_count};
    return FX_OK;
}

int article_places_add_lexemes(struct article_places *places, const struct lexeme *lexemes, uint32_t count,
                               uint32_t slot)
{
    if (memory_reserve(&places->lexemes, &places->lexeme_capacity, (size_t)places->lexeme_count + count,
                       sizeof *places->lexemes) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < count; i++) {
        places->lexemes[places->lexeme_count++] = (struct placed_lexeme){lexemes[i].span, slot};
        slot += lexemes[i].positions;
    }
    return FX_OK;
}

int article_places_add_sentence(struct article_places *places, uint32_t slot)
{
    if (memory_reserve(&places->sentences, &places->sentence_capacity, (size_t)places->sentence_count + 1,
                       sizeof *places->sentences) != FX_OK)
        return FX_ENOMEM;
    places->sentences[places->sentence_count++] = slot;
    return FX_OK;
}

void article_places_end_field(struct article_places *places, uint32_t end_slot)
{
    struct placed_field *field = &places->fields[places->field_count - 1];
    field->end_slot = end_slot;
    field->lexeme_count = places->lexeme_count - field->first_lexeme;
    field->sentence_count = places->sentence_count - field->first_sentence;
}

/* ---- finding ---- */

static bool holds(const struct unit_field *outer, const struct unit_field *inner)
{
    uintptr_t outer_start = (uintptr_t)outer->text.ptr, inner_start = (uintptr_t)inner->text.ptr;
    return inner_start >= outer_start && inner_start + inner->text.len <= outer_start + outer->text.len;
}

/* The field of the article in which one of a unit stands; field_count where there is none. */
static uint32_t find_field(const struct article_places *places, const struct unit_field *wanted)
{
    uint32_t i = 0;
    if (wanted->text_start != UINT32_MAX) {
        /* Fields within the text ascend; those without an offset stand before and behind them. */
        uint32_t low = 0, high = places->field_count;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            const struct unit_field *field = &places->fields[middle].field;
            bool behind =
                field->text_start == UINT32_MAX ? field->kind == FIELD_CAPTION : field->text_start > wanted->text_start;
            if (behind)
                high = middle;
            else
                low = middle + 1;
        }
        i = low > 0 ? low - 1 : 0;
    }
    for (; i < places->field_count; i++) {
        if (holds(&places->fields[i].field, wanted))
            return i;
        if (wanted->text_start != UINT32_MAX)
            break;
    }
    return places->field_count;
}

/* The first lexeme of a field that ends behind `offset`. */
static uint32_t lexeme_behind(const struct article_places *places, const struct placed_field *field, uint32_t offset)
{
    uint32_t low = field->first_lexeme, high = low + field->lexeme_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (places->lexemes[middle].span.end > offset)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The first lexeme of a field, from `low` on, that starts at `offset` or behind it. */
static uint32_t lexeme_from(const struct article_places *places, const struct placed_field *field, uint32_t low,
                            uint32_t offset)
{
    uint32_t high = field->first_lexeme + field->lexeme_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (places->lexemes[middle].span.start >= offset)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

struct field_place article_places_field(const struct article_places *places, const struct unit_fields *fields,
                                        uint32_t first, uint32_t i)
{
    const struct unit_field *wanted = &fields->fields[i];
    struct field_place place = {.field = &places->fields[first + i]};
    const struct placed_field *field = place.field;
    place.span.start = (uint32_t)(wanted->text.ptr - field->field.text.ptr);
    place.span.end = place.span.start + (uint32_t)wanted->text.len;
    place.first_lexeme = place.span.start == 0 ? field->first_lexeme : lexeme_behind(places, field, place.span.start);
    place.end_lexeme = place.span.end == field->field.text.len
                           ? field->first_lexeme + field->lexeme_count
                           : lexeme_from(places, field, place.first_lexeme, place.span.end);
    uint32_t end = field->first_lexeme + field->lexeme_count;
    place.slot = place.first_lexeme < end ? places->lexemes[place.first_lexeme].slot : field->end_slot;
    return place;
}

/* Whether a lexer that begins where the place begins comes to the place's first word as the article's did. */
static bool begins_alike(const struct article_places *places, const struct field_place *place)
{
    if (place->span.start == 0)
        return true;
    uint32_t end = place->span.end;
    if (place->first_lexeme < place->field->first_lexeme + place->field->lexeme_count) {
        uint32_t start = places->lexemes[place->first_lexeme].span.start;
        if (start < place->span.start)
            return false;
        end = start < end ? start : end;
    }
    for (uint32_t i = place->span.start; i < end; i++) {
        unsigned char byte = (unsigned char)place->field->field.text.ptr[i];
        if (byte >= 0x80 || byte == '_')
            return false;
    }
    return true;
}

static bool ends_alike(const struct article_places *places, const struct field_place *place)
{
    return place->end_lexeme == place->first_lexeme ||
           places->lexemes[place->end_lexeme - 1].span.end <= place->span.end;
}

/* The slot behind the last word of a place. */
static uint32_t end_slot_of(const struct article_places *places, const struct field_place *place)
{
    if (place->end_lexeme == place->first_lexeme)
        return place->slot;
    uint32_t end = place->field->first_lexeme + place->field->lexeme_count;
    return place->end_lexeme < end ? places->lexemes[place->end_lexeme].slot : place->field->end_slot;
}

bool article_places_find(const struct article_places *places, const struct unit_fields *fields,
                         struct word_range *range, uint32_t *first)
{
    *range = (struct word_range){0, 0};
    *first = 0;
    if (!places->known)
        return false;
    if (fields->count == 0)
        return true;
    *first = find_field(places, &fields->fields[0]);
    if (fields->count > places->field_count - *first)
        return false;
    for (uint32_t i = 0; i < fields->count; i++) {
        const struct unit_field *wanted = &fields->fields[i], *field = &places->fields[*first + i].field;
        if (!holds(field, wanted) || unit_field_weight(wanted->kind) != unit_field_weight(field->kind))
            return false;
        bool is_last = i + 1 == fields->count;
        if (!is_last && unit_field_gap(wanted->kind) != unit_field_gap(field->kind))
            return false;
        struct field_place place = article_places_field(places, fields, *first, i);
        if ((i > 0 && place.span.start > 0) || (!is_last && place.span.end < field->text.len) ||
            !begins_alike(places, &place) || !ends_alike(places, &place))
            return false;
        if (i == 0)
            range->start = place.slot;
        range->count = end_slot_of(places, &place) - range->start;
    }
    return true;
}
