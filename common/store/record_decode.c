#include "record.h"

#include "bytes.h"
#include "error.h"
#include "record_format.h"
#include "record_numbers.h"
#include "slice.h"

/* Failures stick: `in.failed` for what is damaged, `no_memory` apart. Every count is held against the bytes left before
 * memory is asked for it, so a record never costs more than a small multiple of its own size. */
struct decoder {
    struct byte_reader in;
    struct arena *arena;
    fx_slice text;
    bool no_memory;
    struct byte_reader numbers; /* behind `in` */
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

/* The numbers are the end of the record. */
static void take_numbers(struct decoder *decoder)
{
    const uint64_t length = byte_reader_varint(&decoder->in);
    if (length > byte_reader_left(&decoder->in))
        decoder->in.failed = true;
    if (decoder->in.failed || length == 0)
        return;
    decoder->numbers = byte_reader_of(decoder->in.end - length, (size_t)length);
    decoder->in.end -= length;
}

/* The strings and the date; true where the paragraphs are plain. */
static bool take_head(struct decoder *decoder, struct article *article)
{
    uint8_t version = byte_reader_u8(&decoder->in);
    uint8_t flags = byte_reader_u8(&decoder->in);
    take_numbers(decoder);
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

static void *make_list(struct decoder *decoder, uint32_t count, size_t size)
{
    void *list = count > 0 ? arena_allocate_zeroed(decoder->arena, count, size) : NULL;
    if (count > 0 && list == NULL)
        decoder->no_memory = true;
    return list;
}

/* `count` strings, each of a byte at least. */
static const fx_slice *take_names(struct decoder *decoder, uint32_t count, uint32_t *taken)
{
    *taken = 0;
    if (count > byte_reader_left(&decoder->in))
        decoder->in.failed = true;
    fx_slice *names = good(decoder) ? make_list(decoder, count, sizeof *names) : NULL;
    if (names == NULL)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        names[i] = byte_reader_slice(&decoder->in);
    *taken = count;
    return names;
}

/* *previous is the start of the span before it in the same list. */
static struct span span_of(struct decoder *decoder, uint32_t *previous, uint32_t distance, uint32_t length)
{
    struct span span = check_span(decoder, (uint64_t)*previous + distance, length);
    *previous = span.start;
    return span;
}

static struct span near_of(struct decoder *decoder, uint32_t from, uint32_t zig_zag, uint32_t length)
{
    const int64_t distance = (int64_t)(zig_zag >> 1) ^ -(int64_t)(zig_zag & 1);
    if (length == 0)
        return (struct span){0, 0};
    if (distance < -(int64_t)from) {
        decoder->in.failed = true;
        return (struct span){0, 0};
    }
    return check_span(decoder, (uint64_t)(from + distance), length);
}

/* Entity `i`, whose mentions begin at *mention in their columns. */
static void take_entity(struct decoder *decoder, const struct record_numbers *numbers, struct entity *entity,
                        uint32_t i, uint32_t *mention)
{
    uint32_t *const *columns = numbers->columns;
    const uint32_t count = columns[COLUMN_ENTITY_MENTIONS][i], name = columns[COLUMN_ENTITY_NAME][i];
    const uint32_t spelt = name > 0 ? name - 1 : 0;
    if (columns[COLUMN_ENTITY_KIND][i] >= NAME_KIND_COUNT || count > numbers->counts[GROUP_MENTION] - *mention ||
        (name != COLUMN_NAME_APART && spelt >= count))
        decoder->in.failed = true;
    struct span *mentions = good(decoder) ? make_list(decoder, count, sizeof *mentions) : NULL;
    if (!good(decoder))
        return;
    entity->kind = (enum name_kind)columns[COLUMN_ENTITY_KIND][i];
    entity->mentions = mentions;
    entity->mention_count = count;
    uint32_t previous = 0;
    for (uint32_t k = 0; k < count; k++, ++*mention) {
        mentions[k] = span_of(decoder, &previous, columns[COLUMN_MENTION_START][*mention],
                              columns[COLUMN_MENTION_LENGTH][*mention]);
        if (mentions[k].end == mentions[k].start)
            decoder->in.failed = true;
    }
    if (!good(decoder))
        return;
    entity->name = name == COLUMN_NAME_APART ? byte_reader_slice(&decoder->in)
                                             : slice_part(decoder->text, mentions[spelt].start, mentions[spelt].end);
    entity->aliases = take_names(decoder, columns[COLUMN_ENTITY_ALIASES][i], &entity->alias_count);
}

static void take_speaker(struct decoder *decoder, const struct record_numbers *numbers,
                         const struct annotations *annotations, struct speaker *speaker, uint32_t i)
{
    const uint32_t same = numbers->columns[COLUMN_SPEAKER_NAME][i];
    if (same > annotations->entity_count)
        decoder->in.failed = true;
    if (!good(decoder))
        return;
    speaker->name = same > 0 ? annotations->entities[same - 1].name : byte_reader_slice(&decoder->in);
    speaker->title = byte_reader_slice(&decoder->in);
    speaker->aliases = take_names(decoder, numbers->columns[COLUMN_SPEAKER_ALIASES][i], &speaker->alias_count);
}

static void take_quote(struct decoder *decoder, const struct record_numbers *numbers,
                       const struct annotations *annotations, struct quote *quote, uint32_t i, uint32_t *previous)
{
    uint32_t *const *columns = numbers->columns;
    quote->span = span_of(decoder, previous, columns[COLUMN_QUOTE_START][i], columns[COLUMN_QUOTE_LENGTH][i]);
    quote->mention =
        near_of(decoder, quote->span.end, columns[COLUMN_QUOTE_MENTION][i], columns[COLUMN_QUOTE_MENTION_LENGTH][i]);
    quote->cue = near_of(decoder, quote->span.end, columns[COLUMN_QUOTE_CUE][i], columns[COLUMN_QUOTE_CUE_LENGTH][i]);
    const uint32_t speaker = columns[COLUMN_QUOTE_SPEAKER][i], thousandths = columns[COLUMN_QUOTE_CONFIDENCE][i];
    const uint32_t kind = columns[COLUMN_QUOTE_KIND][i], rule = columns[COLUMN_QUOTE_RULE][i];
    if (speaker > annotations->speaker_count || thousandths > 1000 || kind >= QUOTE_KIND_COUNT || rule > UINT8_MAX)
        decoder->in.failed = true;
    quote->speaker = (int32_t)((int64_t)speaker - 1);
    quote->confidence = (float)thousandths / 1000;
    quote->kind = (enum quote_kind)(kind % QUOTE_KIND_COUNT);
    quote->rule = (uint8_t)rule;
}

static void take_lists(struct decoder *decoder, const struct record_numbers *numbers, struct annotations *annotations)
{
    const uint32_t *counts = numbers->counts;
    struct entity *entities = make_list(decoder, counts[GROUP_ENTITY], sizeof *entities);
    struct speaker *speakers = make_list(decoder, counts[GROUP_SPEAKER], sizeof *speakers);
    struct quote *quotes = make_list(decoder, counts[GROUP_QUOTE], sizeof *quotes);
    if (!good(decoder))
        return;
    *annotations = (struct annotations){entities, counts[GROUP_ENTITY], speakers, counts[GROUP_SPEAKER],
                                        quotes,   counts[GROUP_QUOTE]};
    uint32_t mention = 0, previous = 0;
    for (uint32_t i = 0; i < counts[GROUP_ENTITY] && good(decoder); i++)
        take_entity(decoder, numbers, &entities[i], i, &mention);
    if (mention != counts[GROUP_MENTION])
        decoder->in.failed = true;
    for (uint32_t i = 0; i < counts[GROUP_SPEAKER] && good(decoder); i++)
        take_speaker(decoder, numbers, annotations, &speakers[i], i);
    for (uint32_t i = 0; i < counts[GROUP_QUOTE] && good(decoder); i++)
        take_quote(decoder, numbers, annotations, &quotes[i], i, &previous);
}

static void take_annotations(struct decoder *decoder, struct annotations *annotations)
{
    struct record_numbers numbers;
    if (byte_reader_left(&decoder->numbers) == 0)
        return;
    const int status = record_numbers_decode(&numbers, &decoder->numbers, decoder->text.len, decoder->arena);
    if (status == FX_ENOMEM)
        decoder->no_memory = true;
    else if (status != FX_OK)
        decoder->in.failed = true;
    if (good(decoder))
        take_lists(decoder, &numbers, annotations);
}

size_t record_tail(fx_slice record)
{
    struct byte_reader in = byte_reader_of(record.ptr, record.len);
    (void)byte_reader_u16(&in);
    const uint64_t length = byte_reader_varint(&in);
    return in.failed || length > byte_reader_left(&in) ? 0 : (size_t)length;
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
    struct decoder decoder = {.in = byte_reader_of(bytes.ptr, bytes.len), .arena = &out->arena};
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
    struct decoder decoder = {.in = byte_reader_of(bytes.ptr, bytes.len), .arena = &out->arena};
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
