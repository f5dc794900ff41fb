#include "record.h"

#include "bytes.h"
#include "error.h"
#include "record_format.h"
#include "slice.h"

/* Failures stick: `in.failed` for what is damaged, `no_memory` apart. Every count is held against the bytes left before
 * memory is asked for it, so a record never costs more than a small multiple of its own size. */
struct decoder {
    struct byte_reader in;
    struct arena *arena;
    fx_slice text;
    bool no_memory;
};

static bool good(const struct decoder *decoder)
{
    return !decoder->in.failed && !decoder->no_memory;
}

static int64_t take_signed(struct decoder *decoder)
{
    uint64_t value = byte_reader_varint(&decoder->in);
    return (int64_t)(value >> 1 ^ (value & 1 ? UINT64_MAX : 0));
}

/* Memory for a list of items that take at least `item_bytes` each in the record. */
static void *take_list(struct decoder *decoder, uint32_t *count, size_t size, size_t item_bytes)
{
    uint64_t number = byte_reader_varint(&decoder->in);
    *count = 0;
    if (number > byte_reader_left(&decoder->in) / item_bytes)
        decoder->in.failed = true;
    if (!good(decoder) || number == 0)
        return NULL;
    void *list = arena_allocate_zeroed(decoder->arena, (size_t)number, size);
    if (list == NULL)
        decoder->no_memory = true;
    else
        *count = (uint32_t)number;
    return list;
}

static const fx_slice *take_strings(struct decoder *decoder, uint32_t *count)
{
    fx_slice *texts = take_list(decoder, count, sizeof *texts, 1);
    for (uint32_t i = 0; i < *count; i++)
        texts[i] = byte_reader_slice(&decoder->in);
    return texts;
}

static bool at_character(fx_slice text, uint64_t offset)
{
    return offset == text.len || ((unsigned char)text.ptr[offset] & 0xC0) != 0x80;
}

/* A span of the text: inside it and at whole characters. */
static struct span check_span(struct decoder *decoder, uint64_t start, uint64_t length)
{
    fx_slice text = decoder->text;
    if (decoder->in.failed || start > text.len || length > text.len - start || !at_character(text, start) ||
        !at_character(text, start + length)) {
        decoder->in.failed = true;
        return (struct span){0, 0};
    }
    return (struct span){(uint32_t)start, (uint32_t)(start + length)};
}

static struct span take_span(struct decoder *decoder, uint32_t *previous)
{
    uint64_t start = (uint64_t)*previous + byte_reader_varint32(&decoder->in);
    struct span span = check_span(decoder, start, byte_reader_varint32(&decoder->in));
    *previous = span.start;
    return span;
}

static struct span take_near(struct decoder *decoder, uint32_t from)
{
    uint32_t length = byte_reader_varint32(&decoder->in);
    if (length == 0)
        return (struct span){0, 0};
    int64_t distance = take_signed(decoder);
    if (distance < -(int64_t)from || distance > (int64_t)decoder->text.len) {
        decoder->in.failed = true;
        return (struct span){0, 0};
    }
    return check_span(decoder, (uint64_t)(from + distance), length);
}

static void split_paragraphs(struct decoder *decoder, struct article *article)
{
    uint32_t count = 0;
    for (uint32_t start = 0; start <= article->text.len && article->text.len > 0; count++)
        start = record_piece(article->text, start).end + 2;
    if (count == 0)
        return;
    struct span *paragraphs = arena_allocate_zeroed(decoder->arena, count, sizeof *paragraphs);
    if (paragraphs == NULL) {
        decoder->no_memory = true;
        return;
    }
    uint32_t start = 0;
    for (uint32_t i = 0; i < count; i++) {
        paragraphs[i] = record_piece(article->text, start);
        start = paragraphs[i].end + 2;
    }
    article->paragraphs = paragraphs;
    article->paragraph_count = count;
}

static void take_paragraphs(struct decoder *decoder, struct article *article)
{
    struct span *paragraphs = take_list(decoder, &article->paragraph_count, sizeof *paragraphs, 2);
    article->paragraphs = paragraphs;
    uint32_t previous = 0;
    uint32_t end = 0;
    for (uint32_t i = 0; i < article->paragraph_count && good(decoder); i++) {
        paragraphs[i] = take_span(decoder, &previous);
        if (paragraphs[i].start < end)
            decoder->in.failed = true;
        end = paragraphs[i].end;
    }
}

static void take_sections(struct decoder *decoder, struct article *article)
{
    struct article_section *sections = take_list(decoder, &article->section_count, sizeof *sections, 4);
    article->sections = sections;
    uint32_t previous = 0;
    uint32_t end = 0;
    for (uint32_t i = 0; i < article->section_count && good(decoder); i++) {
        sections[i].whole = take_span(decoder, &previous);
        uint32_t start = previous;
        sections[i].heading = take_span(decoder, &start);
        if (sections[i].whole.start < end || sections[i].heading.end > sections[i].whole.end)
            decoder->in.failed = true;
        end = sections[i].whole.end;
    }
}

/* The strings and the date; true where the paragraphs are plain. */
static bool take_head(struct decoder *decoder, struct article *article)
{
    uint8_t version = byte_reader_u8(&decoder->in);
    uint8_t flags = byte_reader_u8(&decoder->in);
    if (version != RECORD_VERSION || (flags & ~(RECORD_PUBLISHED | RECORD_PLAIN_PARAGRAPHS)) != 0)
        decoder->in.failed = true;
    fx_slice *const strings[] = {&article->id,   &article->path,   &article->url,    &article->title, &article->deck,
                                 &article->desk, &article->byline, &article->source, &article->lang,  &article->text};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = byte_reader_slice(&decoder->in);
    if (article->id.len == 0 || article->text.len >= UINT32_MAX - 2 || !at_character(article->text, 0))
        decoder->in.failed = true;
    decoder->text = article->text;
    article->has_published = (flags & RECORD_PUBLISHED) != 0;
    if (article->has_published)
        article->published = take_signed(decoder);
    return (flags & RECORD_PLAIN_PARAGRAPHS) != 0;
}

static void take_article(struct decoder *decoder, struct article *article)
{
    bool plain = take_head(decoder, article);
    if (!good(decoder))
        return;
    if (plain)
        split_paragraphs(decoder, article);
    else
        take_paragraphs(decoder, article);
    take_sections(decoder, article);
    article->captions = take_strings(decoder, &article->caption_count);
}

static void take_entity(struct decoder *decoder, struct entity *entity)
{
    uint8_t kind = byte_reader_u8(&decoder->in);
    if (kind >= NAME_KIND_COUNT)
        decoder->in.failed = true;
    entity->kind = (enum name_kind)(kind % NAME_KIND_COUNT);
    struct span *mentions = take_list(decoder, &entity->mention_count, sizeof *mentions, 2);
    entity->mentions = mentions;
    uint32_t previous = 0;
    for (uint32_t i = 0; i < entity->mention_count && good(decoder); i++) {
        mentions[i] = take_span(decoder, &previous);
        if (mentions[i].end == mentions[i].start)
            decoder->in.failed = true;
    }
    uint32_t spelt_so = byte_reader_varint32(&decoder->in);
    if (spelt_so > entity->mention_count)
        decoder->in.failed = true;
    if (!good(decoder))
        return;
    entity->name = spelt_so > 0 ? slice_part(decoder->text, mentions[spelt_so - 1].start, mentions[spelt_so - 1].end)
                                : byte_reader_slice(&decoder->in);
    entity->aliases = take_strings(decoder, &entity->alias_count);
}

static void take_speaker(struct decoder *decoder, const struct annotations *annotations, struct speaker *speaker)
{
    uint32_t same = byte_reader_varint32(&decoder->in);
    if (same > annotations->entity_count)
        decoder->in.failed = true;
    if (!good(decoder))
        return;
    speaker->name = same > 0 ? annotations->entities[same - 1].name : byte_reader_slice(&decoder->in);
    speaker->title = byte_reader_slice(&decoder->in);
    speaker->aliases = take_strings(decoder, &speaker->alias_count);
}

static void take_quote(struct decoder *decoder, const struct annotations *annotations, struct quote *quote,
                       uint32_t *previous)
{
    quote->span = take_span(decoder, previous);
    quote->mention = take_near(decoder, quote->span.end);
    quote->cue = take_near(decoder, quote->span.end);
    uint32_t speaker = byte_reader_varint32(&decoder->in);
    uint32_t thousandths = byte_reader_varint32(&decoder->in);
    uint8_t kind = byte_reader_u8(&decoder->in);
    if (speaker > annotations->speaker_count || thousandths > 1000 || kind >= QUOTE_KIND_COUNT)
        decoder->in.failed = true;
    quote->speaker = (int32_t)((int64_t)speaker - 1);
    quote->confidence = (float)thousandths / 1000;
    quote->kind = (enum quote_kind)(kind % QUOTE_KIND_COUNT);
    quote->rule = byte_reader_u8(&decoder->in);
}

static void take_annotations(struct decoder *decoder, struct annotations *annotations)
{
    struct entity *entities = take_list(decoder, &annotations->entity_count, sizeof *entities, 4);
    annotations->entities = entities;
    for (uint32_t i = 0; i < annotations->entity_count && good(decoder); i++)
        take_entity(decoder, &entities[i]);
    struct speaker *speakers = take_list(decoder, &annotations->speaker_count, sizeof *speakers, 3);
    annotations->speakers = speakers;
    for (uint32_t i = 0; i < annotations->speaker_count && good(decoder); i++)
        take_speaker(decoder, annotations, &speakers[i]);
    struct quote *quotes = take_list(decoder, &annotations->quote_count, sizeof *quotes, 8);
    annotations->quotes = quotes;
    uint32_t previous = 0;
    for (uint32_t i = 0; i < annotations->quote_count && good(decoder); i++)
        take_quote(decoder, annotations, &quotes[i], &previous);
}

void record_init(struct record *record)
{
    *record = (struct record){.arena = ARENA_INIT};
}

void record_clear(struct record *record)
{
    arena_clear(&record->arena);
    record->article = (struct article){0};
    record->annotations = (struct annotations){0};
}

void record_release(struct record *record)
{
    arena_release(&record->arena);
    record_init(record);
}

int record_decode_in_place(struct record *out, fx_slice bytes, fx_error *err)
{
    out->article = (struct article){0};
    out->annotations = (struct annotations){0};
    struct decoder decoder = {byte_reader_of(bytes.ptr, bytes.len), &out->arena, {NULL, 0}, false};
    take_article(&decoder, &out->article);
    if (good(&decoder))
        take_annotations(&decoder, &out->annotations);
    if (byte_reader_left(&decoder.in) > 0)
        decoder.in.failed = true;
    if (good(&decoder))
        return FX_OK;
    record_clear(out);
    return decoder.no_memory ? error_no_memory(err) : error_set(err, FX_EDAMAGED, "a stored record cannot be decoded");
}

int record_decode_head(struct record *out, fx_slice bytes, fx_error *err)
{
    out->article = (struct article){0};
    out->annotations = (struct annotations){0};
    struct decoder decoder = {byte_reader_of(bytes.ptr, bytes.len), &out->arena, {NULL, 0}, false};
    (void)take_head(&decoder, &out->article);
    out->article.text = (fx_slice){NULL, 0};
    if (good(&decoder))
        return FX_OK;
    record_clear(out);
    return error_set(err, FX_EDAMAGED, "a stored record cannot be decoded");
}

int record_decode(struct record *out, fx_slice bytes, fx_error *err)
{
    record_clear(out);
    fx_slice copy;
    if (arena_copy(&copy, &out->arena, bytes) != FX_OK)
        return error_no_memory(err);
    return record_decode_in_place(out, copy, err);
}
