#include "record.h"

#include "record_format.h"
#include "record_numbers.h"
#include "slice.h"

/* Entities that a speaker's name is looked for among: a bound on time, since lists may be as long as a hostile article
 * makes them. */
enum { NAMES_COMPARED = 256 };

/* Failures stick, so that the format reads as a list of puts. */
struct encoder {
    struct buffer *out;
    int status;
};

static void put(struct encoder *encoder, int status)
{
    if (encoder->status == FX_OK)
        encoder->status = status;
}

static void put_number(struct encoder *encoder, uint64_t value)
{
    put(encoder, buffer_append_varint(encoder->out, value));
}

static void put_signed(struct encoder *encoder, int64_t value)
{
    put_number(encoder, ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0));
}

static void put_string(struct encoder *encoder, fx_slice text)
{
    put_number(encoder, text.len);
    put(encoder, buffer_append_slice(encoder->out, text));
}

static void put_strings(struct encoder *encoder, const fx_slice *texts, uint32_t count)
{
    put_number(encoder, count);
    for (uint32_t i = 0; i < count; i++)
        put_string(encoder, texts[i]);
}

/* *previous is the start of the span before it in the same list. */
static void put_span(struct encoder *encoder, struct span span, uint32_t *previous)
{
    if (span.start < *previous || span.end < span.start) {
        put(encoder, FX_EINVAL);
        return;
    }
    put_number(encoder, span.start - *previous);
    put_number(encoder, span.end - span.start);
    *previous = span.start;
}

static bool paragraphs_are_plain(const struct article *article)
{
    uint32_t start = 0;
    if (article->text.len == 0)
        return article->paragraph_count == 0;
    for (uint32_t i = 0; i < article->paragraph_count; i++) {
        struct span piece = record_piece(article->text, start);
        if (piece.start != article->paragraphs[i].start || piece.end != article->paragraphs[i].end)
            return false;
        bool last = i + 1 == article->paragraph_count;
        if (last != (piece.end == article->text.len))
            return false;
        start = piece.end + 2;
    }
    return article->paragraph_count > 0;
}

static void put_article(struct encoder *encoder, const struct article *article, size_t numbers)
{
    bool plain = paragraphs_are_plain(article);
    unsigned flags = (article->has_published ? RECORD_PUBLISHED : 0u) | (plain ? RECORD_PLAIN_PARAGRAPHS : 0u);
    put(encoder, buffer_append_byte(encoder->out, RECORD_VERSION));
    put(encoder, buffer_append_byte(encoder->out, (char)flags));
    put_number(encoder, numbers);
    const fx_slice strings[] = {article->id,   article->path,   article->url,    article->title, article->deck,
                                article->desk, article->byline, article->source, article->lang,  article->text};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        put_string(encoder, strings[i]);
    if (article->has_published)
        put_signed(encoder, article->published);
    uint32_t previous = 0;
    if (!plain) {
        put_number(encoder, article->paragraph_count);
        for (uint32_t i = 0; i < article->paragraph_count; i++)
            put_span(encoder, article->paragraphs[i], &previous);
    }
    previous = 0;
    put_number(encoder, article->section_count);
    for (uint32_t i = 0; i < article->section_count; i++) {
        put_span(encoder, article->sections[i].whole, &previous);
        uint32_t start = previous;
        put_span(encoder, article->sections[i].heading, &start);
    }
    put_strings(encoder, article->captions, article->caption_count);
}

/* What extraction says is held against the text before it is stored, since what a record cannot be read back with would
 * cost the whole article: a mention or cue that is no span of the text is left out, a quote becomes empty, a speaker
 * that is not listed unknown. */
static bool is_of_text(fx_slice text, struct span span)
{
    return span.start < span.end && span.end <= text.len && ((unsigned char)text.ptr[span.start] & 0xC0) != 0x80 &&
           (span.end == text.len || ((unsigned char)text.ptr[span.end] & 0xC0) != 0x80);
}

static uint32_t zig_zag(int64_t value)
{
    return (uint32_t)((uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

/* Of an entity its mentions in columns, from `at` on; returns how many. */
static uint32_t number_mentions(struct record_numbers *numbers, uint32_t at, fx_slice text, const struct entity *entity,
                                uint32_t *spelt_so)
{
    uint32_t previous = 0, count = 0;
    *spelt_so = COLUMN_NAME_APART;
    for (uint32_t i = 0; i < entity->mention_count; i++) {
        const struct span mention = entity->mentions[i];
        if (!is_of_text(text, mention))
            continue;
        if (mention.start < previous)
            return UINT32_MAX;
        numbers->columns[COLUMN_MENTION_START][at + count] = mention.start - previous;
        numbers->columns[COLUMN_MENTION_LENGTH][at + count] = mention.end - mention.start;
        previous = mention.start;
        if (*spelt_so == COLUMN_NAME_APART && slice_equal(slice_part(text, mention.start, mention.end), entity->name))
            *spelt_so = count == 0 ? 0 : count + 1;
        count++;
    }
    return count;
}

static int number_entities(struct record_numbers *numbers, fx_slice text, const struct annotations *annotations)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < annotations->entity_count; i++) {
        const struct entity *entity = &annotations->entities[i];
        const uint32_t count = number_mentions(numbers, at, text, entity, &numbers->columns[COLUMN_ENTITY_NAME][i]);
        if (count == UINT32_MAX)
            return FX_EINVAL;
        numbers->columns[COLUMN_ENTITY_KIND][i] = entity->kind;
        numbers->columns[COLUMN_ENTITY_MENTIONS][i] = count;
        numbers->columns[COLUMN_ENTITY_ALIASES][i] = entity->alias_count;
        at += count;
    }
    return FX_OK;
}

static void number_speakers(struct record_numbers *numbers, const struct annotations *annotations)
{
    uint32_t compared = annotations->entity_count < NAMES_COMPARED ? annotations->entity_count : NAMES_COMPARED;
    for (uint32_t i = 0; i < annotations->speaker_count; i++) {
        uint32_t same = 0;
        for (uint32_t k = 0; k < compared && same == 0; k++) {
            if (slice_equal(annotations->entities[k].name, annotations->speakers[i].name))
                same = k + 1;
        }
        numbers->columns[COLUMN_SPEAKER_NAME][i] = same;
        numbers->columns[COLUMN_SPEAKER_ALIASES][i] = annotations->speakers[i].alias_count;
    }
}

/* Mentions and cues stand near their quote, on either side: their distance is signed; absent ones have length 0. */
static void number_near(uint32_t *distance, uint32_t *length, fx_slice text, struct span span, uint32_t from)
{
    *distance = *length = 0;
    if (!is_of_text(text, span))
        return;
    *distance = zig_zag((int64_t)span.start - from);
    *length = span.end - span.start;
}

static void number_quotes(struct record_numbers *numbers, fx_slice text, const struct annotations *annotations)
{
    uint32_t **columns = numbers->columns;
    uint32_t previous = 0;
    for (uint32_t i = 0; i < annotations->quote_count; i++) {
        const struct quote *quote = &annotations->quotes[i];
        const bool known = quote->speaker >= 0 && (uint32_t)quote->speaker < annotations->speaker_count;
        struct span span = quote->span;
        if (!is_of_text(text, span) || span.start < previous)
            span = (struct span){previous, previous}; /* quotes are known by their number: none may be left out */
        columns[COLUMN_QUOTE_START][i] = span.start - previous;
        columns[COLUMN_QUOTE_LENGTH][i] = span.end - span.start;
        previous = span.start;
        number_near(&columns[COLUMN_QUOTE_MENTION][i], &columns[COLUMN_QUOTE_MENTION_LENGTH][i], text, quote->mention,
                    span.end);
        number_near(&columns[COLUMN_QUOTE_CUE][i], &columns[COLUMN_QUOTE_CUE_LENGTH][i], text, quote->cue, span.end);
        columns[COLUMN_QUOTE_SPEAKER][i] = known ? (uint32_t)quote->speaker + 1 : 0;
        const float confidence = quote->confidence > 0 ? quote->confidence < 1 ? quote->confidence : 1 : 0;
        columns[COLUMN_QUOTE_CONFIDENCE][i] = (uint32_t)(confidence * 1000 + 0.5F);
        columns[COLUMN_QUOTE_KIND][i] = quote->kind;
        columns[COLUMN_QUOTE_RULE][i] = quote->rule;
    }
}

/* Nothing where there are no annotations. */
static int encode_numbers(struct buffer *out, struct record_numbers *numbers, struct arena *arena, fx_slice text,
                          const struct annotations *annotations)
{
    uint64_t mentions = 0;
    for (uint32_t i = 0; i < annotations->entity_count; i++)
        for (uint32_t k = 0; k < annotations->entities[i].mention_count; k++)
            mentions += is_of_text(text, annotations->entities[i].mentions[k]);
    const uint64_t counts[GROUP_COUNT] = {annotations->entity_count, mentions, annotations->speaker_count,
                                          annotations->quote_count};
    uint64_t sum = 0;
    for (unsigned i = 0; i < GROUP_COUNT; i++) {
        if (counts[i] > record_group_limit(text.len))
            return FX_EINVAL;
        numbers->counts[i] = (uint32_t)counts[i];
        sum += counts[i];
    }
    if (sum == 0)
        return FX_OK;
    int status = record_numbers_reserve(numbers, arena);
    if (status == FX_OK)
        status = number_entities(numbers, text, annotations);
    if (status != FX_OK)
        return status;
    number_speakers(numbers, annotations);
    number_quotes(numbers, text, annotations);
    return record_numbers_encode(numbers, out);
}

/* What of the annotations is text. */
static void put_names(struct encoder *encoder, const struct record_numbers *numbers,
                      const struct annotations *annotations)
{
    for (uint32_t i = 0; i < annotations->entity_count; i++) {
        const struct entity *entity = &annotations->entities[i];
        if (numbers->columns[COLUMN_ENTITY_NAME][i] == COLUMN_NAME_APART)
            put_string(encoder, entity->name);
        for (uint32_t k = 0; k < entity->alias_count; k++)
            put_string(encoder, entity->aliases[k]);
    }
    for (uint32_t i = 0; i < annotations->speaker_count; i++) {
        const struct speaker *speaker = &annotations->speakers[i];
        if (numbers->columns[COLUMN_SPEAKER_NAME][i] == 0)
            put_string(encoder, speaker->name);
        put_string(encoder, speaker->title);
        for (uint32_t k = 0; k < speaker->alias_count; k++)
            put_string(encoder, speaker->aliases[k]);
    }
}

int record_encode(struct buffer *out, const struct article *article, const struct annotations *annotations)
{
    static const struct annotations none;
    const size_t before = out->length;
    struct record_numbers numbers = {{0}, {NULL}};
    struct buffer encoded = BUFFER_INIT;
    struct arena arena = ARENA_INIT;
    if (annotations == NULL)
        annotations = &none;
    struct encoder encoder = {out, encode_numbers(&encoded, &numbers, &arena, article->text, annotations)};
    if (encoder.status == FX_OK) {
        put_article(&encoder, article, encoded.length);
        put_names(&encoder, &numbers, annotations);
        put(&encoder, buffer_append(out, encoded.bytes, encoded.length));
    }
    if (encoder.status != FX_OK)
        out->length = before;
    buffer_release(&encoded);
    arena_release(&arena);
    return encoder.status;
}
