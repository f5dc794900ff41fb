#include "unit_fields.h"

#include "memory.h"

#define NOT_IN_TEXT UINT32_MAX

void unit_fields_release(struct unit_fields *fields)
{
    memory_free(fields->fields);
    *fields = (struct unit_fields)UNIT_FIELDS_INIT;
}

static int add_field(struct unit_fields *fields, struct unit_field field)
{
    if (field.text.len == 0)
        return FX_OK;
    size_t capacity = fields->capacity;
    int status = memory_reserve(&fields->fields, &capacity, (size_t)fields->count + 1, sizeof *fields->fields);
    if (status != FX_OK)
        return status;
    fields->capacity = (uint32_t)capacity;
    fields->fields[fields->count++] = field;
    return FX_OK;
}

/* A span of the article's text as a field; nothing where the span does not lie within the text. */
static int add_span(struct unit_fields *fields, const struct article *article, struct span span, enum field_kind kind,
                    bool is_head)
{
    if (span.start >= span.end || span.end > article->text.len)
        return FX_OK;
    fx_slice text = {article->text.ptr + span.start, span.end - span.start};
    return add_field(fields, (struct unit_field){kind, text, span.start, is_head});
}

/* The number of the first paragraph that ends behind `offset`. */
static uint32_t paragraph_behind(const struct article *article, uint32_t offset)
{
    uint32_t low = 0, high = article->paragraph_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (article->paragraphs[middle].end > offset)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The number of the first section whose heading starts at or behind `offset`. */
static uint32_t section_from(const struct article *article, uint32_t offset)
{
    uint32_t low = 0, high = article->section_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (article->sections[middle].heading.start >= offset)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The paragraphs within `whole`, cut to it, sub-headings told apart. */
static int add_paragraphs(struct unit_fields *fields, const struct article *article, struct span whole, bool has_head)
{
    uint32_t section = section_from(article, whole.start);
    for (uint32_t i = paragraph_behind(article, whole.start); i < article->paragraph_count; i++) {
        struct span span = article->paragraphs[i];
        if (span.start >= whole.end)
            break;
        while (section < article->section_count && article->sections[section].heading.start < span.start)
            section++;
        bool is_heading = section < article->section_count && article->sections[section].heading.start == span.start;
        bool is_head = has_head && is_heading && span.start == whole.start;
        span.start = span.start < whole.start ? whole.start : span.start;
        span.end = span.end > whole.end ? whole.end : span.end;
        int status = add_span(fields, article, span, is_heading ? FIELD_HEADING : FIELD_BODY, is_head);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

static int add_title(struct unit_fields *fields, const struct article *article)
{
    int status = add_field(fields, (struct unit_field){FIELD_TITLE, article->title, NOT_IN_TEXT, true});
    if (status != FX_OK)
        return status;
    return add_field(fields, (struct unit_field){FIELD_DECK, article->deck, NOT_IN_TEXT, false});
}

static int make_article(struct unit_fields *fields, const struct article *article)
{
    int status = add_title(fields, article);
    if (status == FX_OK)
        status = add_paragraphs(fields, article, (struct span){0, (uint32_t)article->text.len}, false);
    for (uint32_t i = 0; i < article->caption_count && status == FX_OK; i++)
        status = add_field(fields, (struct unit_field){FIELD_CAPTION, article->captions[i], NOT_IN_TEXT, false});
    return status;
}

static int make_section(struct unit_fields *fields, const struct article *article, uint32_t number)
{
    if (number > article->section_count)
        return FX_EINVAL;
    if (number > 0)
        return add_paragraphs(fields, article, article->sections[number - 1].whole, true);
    struct span before = {0, (uint32_t)article->text.len};
    if (article->section_count > 0)
        before.end = article->sections[0].whole.start;
    int status = add_title(fields, article);
    return status == FX_OK ? add_paragraphs(fields, article, before, false) : status;
}

static int make_quote(struct unit_fields *fields, const struct article *article, const struct annotations *annotations,
                      uint32_t number)
{
    if (annotations == NULL || number >= annotations->quote_count)
        return FX_EINVAL;
    struct span whole = annotations->quotes[number].span;
    for (uint32_t i = paragraph_behind(article, whole.start); i < article->paragraph_count; i++) {
        struct span span = article->paragraphs[i];
        if (span.start >= whole.end)
            break;
        span.start = span.start < whole.start ? whole.start : span.start;
        span.end = span.end > whole.end ? whole.end : span.end;
        int status = add_span(fields, article, span, FIELD_BODY, false);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

int unit_fields_make(struct unit_fields *out, const struct article *article, const struct annotations *annotations,
                     enum unit unit, uint32_t number)
{
    out->count = 0;
    switch (unit) {
    case UNIT_ARTICLE:
        return make_article(out, article);
    case UNIT_SECTION:
        return make_section(out, article, number);
    case UNIT_QUOTE:
        return make_quote(out, article, annotations, number);
    case UNIT_COUNT:
        break;
    }
    return FX_EINVAL;
}

uint32_t unit_field_gap(enum field_kind kind)
{
    return kind == FIELD_BODY ? POSITION_GAP_PARAGRAPH : POSITION_GAP_ZONE;
}

uint32_t unit_field_weight(enum field_kind kind)
{
    switch (kind) {
    case FIELD_TITLE:
        return FIELD_WEIGHT_TITLE;
    case FIELD_HEADING:
        return FIELD_WEIGHT_HEADING;
    default:
        return FIELD_WEIGHT_OTHER;
    }
}
