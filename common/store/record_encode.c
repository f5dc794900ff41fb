#include "record.h"

#include "record_format.h"
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

static void put_article(struct encoder *encoder, const struct article *article)
{
    bool plain = paragraphs_are_plain(article);
    unsigned flags = (article->has_published ? RECORD_PUBLISHED : 0u) | (plain ? RECORD_PLAIN_PARAGRAPHS : 0u);
    put(encoder, buffer_append_byte(encoder->out, RECORD_VERSION));
    put(encoder, buffer_append_byte(encoder->out, (char)flags));
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

static void put_entity(struct encoder *encoder, fx_slice text, const struct entity *entity)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < entity->mention_count; i++)
        count += is_of_text(text, entity->mentions[i]);
    put(encoder, buffer_append_byte(encoder->out, (char)entity->kind));
    put_number(encoder, count);
    uint32_t previous = 0;
    uint32_t spelt_so = 0;
    uint32_t number = 0;
    for (uint32_t i = 0; i < entity->mention_count; i++) {
        struct span mention = entity->mentions[i];
        if (!is_of_text(text, mention))
            continue;
        number++;
        put_span(encoder, mention, &previous);
        if (spelt_so == 0 && slice_equal(slice_part(text, mention.start, mention.end), entity->name))
            spelt_so = number;
    }
    put_number(encoder, spelt_so);
    if (spelt_so == 0)
        put_string(encoder, entity->name);
    put_strings(encoder, entity->aliases, entity->alias_count);
}

static void put_speaker(struct encoder *encoder, const struct annotations *annotations, const struct speaker *speaker)
{
    uint32_t same = 0;
    uint32_t compared = annotations->entity_count < NAMES_COMPARED ? annotations->entity_count : NAMES_COMPARED;
    for (uint32_t i = 0; i < compared && same == 0; i++) {
        if (slice_equal(annotations->entities[i].name, speaker->name))
            same = i + 1;
    }
    put_number(encoder, same);
    if (same == 0)
        put_string(encoder, speaker->name);
    put_string(encoder, speaker->title);
    put_strings(encoder, speaker->aliases, speaker->alias_count);
}

/* Mentions and cues stand near their quote, on either side: their distance is signed; the absent span {0, 0} has
 * length 0 and nothing else. */
static void put_near(struct encoder *encoder, fx_slice text, struct span span, uint32_t from)
{
    if (!is_of_text(text, span))
        span = (struct span){0, 0};
    put_number(encoder, span.end - span.start);
    if (span.end > span.start)
        put_signed(encoder, (int64_t)span.start - from);
}

static void put_quote(struct encoder *encoder, fx_slice text, const struct annotations *annotations,
                      const struct quote *quote, uint32_t *previous)
{
    bool known = quote->speaker >= 0 && (uint32_t)quote->speaker < annotations->speaker_count;
    struct span span = quote->span;
    if (!is_of_text(text, span) || span.start < *previous)
        span = (struct span){*previous, *previous}; /* quotes are known by their number: none may be left out */
    put_span(encoder, span, previous);
    put_near(encoder, text, quote->mention, span.end);
    put_near(encoder, text, quote->cue, span.end);
    put_number(encoder, known ? (uint64_t)quote->speaker + 1 : 0);
    float confidence = quote->confidence > 0 ? quote->confidence < 1 ? quote->confidence : 1 : 0;
    put_number(encoder, (uint64_t)(confidence * 1000 + 0.5F));
    put(encoder, buffer_append_byte(encoder->out, (char)quote->kind));
    put(encoder, buffer_append_byte(encoder->out, (char)quote->rule));
}

static void put_annotations(struct encoder *encoder, fx_slice text, const struct annotations *annotations)
{
    put_number(encoder, annotations->entity_count);
    for (uint32_t i = 0; i < annotations->entity_count; i++)
        put_entity(encoder, text, &annotations->entities[i]);
    put_number(encoder, annotations->speaker_count);
    for (uint32_t i = 0; i < annotations->speaker_count; i++)
        put_speaker(encoder, annotations, &annotations->speakers[i]);
    put_number(encoder, annotations->quote_count);
    uint32_t previous = 0;
    for (uint32_t i = 0; i < annotations->quote_count; i++)
        put_quote(encoder, text, annotations, &annotations->quotes[i], &previous);
}

int record_encode(struct buffer *out, const struct article *article, const struct annotations *annotations)
{
    static const struct annotations none;
    size_t before = out->length;
    struct encoder encoder = {out, FX_OK};
    put_article(&encoder, article);
    put_annotations(&encoder, article->text, annotations != NULL ? annotations : &none);
    if (encoder.status != FX_OK)
        out->length = before;
    return encoder.status;
}
