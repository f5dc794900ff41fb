#include "attribution.h"

#include "attribution_frame.h"
#include "error.h"
#include "memory.h"
#include "speaker_resolve.h"

#include <stdlib.h>

enum { WINDOW_MAX = 1 << 16, COLON_MAX = 30 };

struct attribution {
    struct speech_lexicon *lexicon;
    struct speech_tokens tokens;
    struct attribution_frames frames;
    struct speaker_table *table;
    struct quote *quotes;
    size_t quote_count, quote_capacity;
    struct speaker_context context;
    /* A quotation that goes on in the next paragraph, or a cue that announces one. */
    struct quote carried;
    bool carries_open;  /* the mark was not closed: the next paragraph's opening mark continues */
    bool announced;     /* "Kim continued:" */
    bool last_was_lone; /* the paragraph before was nothing but speech of the last speaker */
    uint32_t last_end;  /* where the last paragraph ended */
};

int attribution_new(struct attribution **out, fx_error *err)
{
    *out = NULL;
    struct attribution *workspace = memory_allocate_zeroed(1, sizeof *workspace);
    if (workspace == NULL)
        return error_no_memory(err);
    int rc = speech_lexicon_new(&workspace->lexicon, err);
    if (rc == FX_OK)
        rc = speaker_table_new(&workspace->table, err);
    if (rc != FX_OK) {
        attribution_free(workspace);
        return rc;
    }
    *out = workspace;
    return FX_OK;
}

void attribution_free(struct attribution *workspace)
{
    if (workspace == NULL)
        return;
    speech_lexicon_free(workspace->lexicon);
    speech_tokens_release(&workspace->tokens);
    attribution_frames_release(&workspace->frames);
    speaker_table_free(workspace->table);
    memory_free(workspace->quotes);
    memory_free(workspace);
}

static int put_quote(struct attribution *workspace, struct quote quote, fx_error *err)
{
    if (quote.span.end <= quote.span.start)
        return FX_OK;
    if (memory_reserve(&workspace->quotes, &workspace->quote_capacity, workspace->quote_count + 1,
                       sizeof *workspace->quotes) != FX_OK)
        return error_no_memory(err);
    workspace->quotes[workspace->quote_count++] = quote;
    return FX_OK;
}

/* Kind and exact bytes of a piece: a piece that is one quotation loses its marks. */
static void shape_piece(const struct speech_tokens *tokens, struct speech_token_range piece, struct quote *quote)
{
    const struct speech_token *first = &tokens->items[piece.first], *last = &tokens->items[piece.end - 1];
    quote->span = (struct span){first->start, last->end};
    quote->kind = QUOTE_INDIRECT;
    /* `emphasised that "..."`: all that was said stands between the marks */
    if (speech_token_equals(tokens, piece.first, "that") && piece.end - piece.first > 2 && first[1].quote != 0)
        first++;
    if (first->quote != 0 && first->quote == last->quote) {
        quote->kind = QUOTE_DIRECT;
        quote->span = tokens->marks.items[first->quote - 1].inner;
        return;
    }
    for (uint32_t i = piece.first; i < piece.end; i++)
        if (tokens->items[i].quote != 0) {
            quote->kind = QUOTE_MIXED;
            return;
        }
}

static struct span token_span(const struct speech_tokens *tokens, struct speech_token_range range)
{
    if (range.end <= range.first)
        return (struct span){0, 0};
    return (struct span){tokens->items[range.first].start, tokens->items[range.end - 1].end};
}

/* The quote of a frame without its span. */
static struct quote describe(struct attribution *workspace, const struct attribution_frame *frame,
                             struct speech_token_range sentence, int32_t *who)
{
    const struct speech_tokens *tokens = &workspace->tokens;
    struct speech_token_range mention = {0, 0};
    int32_t actor = SPEAKER_NONE;
    /* names in the content before `..., he said` are not the speaker's */
    if (frame->rule == ATTRIBUTION_VERB_AFTER_QUOTE || frame->rule == ATTRIBUTION_VERB_AFTER_CLAUSE)
        sentence.first = frame->source.first;
    if (frame->source.kind != SPEECH_PHRASE_NONE)
        actor = speaker_resolve(workspace->table, tokens, &workspace->context, sentence, &frame->source, &mention);
    struct quote quote = {.mention = token_span(tokens, mention),
                          .cue = token_span(tokens, (struct speech_token_range){frame->cue_first, frame->cue_end}),
                          .confidence = frame->confidence,
                          .rule = frame->rule};
    quote.speaker = speaker_table_speak(workspace->table, actor);
    *who = actor;
    if (actor < 0)
        quote.confidence *= 0.8f;
    return quote;
}

static int put_frame(struct attribution *workspace, const struct attribution_frame *frame,
                     struct speech_token_range sentence, int32_t *who, fx_error *err)
{
    struct quote quote = describe(workspace, frame, sentence, who);
    for (uint32_t i = 0; i < frame->piece_count; i++) {
        shape_piece(&workspace->tokens, frame->pieces[i], &quote);
        int rc = put_quote(workspace, quote, err);
        if (rc != FX_OK)
            return rc;
    }
    bool aside = frame->rule == ATTRIBUTION_OBJECT || frame->rule == ATTRIBUTION_NOUN ||
                 frame->rule == ATTRIBUTION_INFINITIVE || frame->rule == ATTRIBUTION_PASSIVE ||
                 frame->source.kind == SPEECH_PHRASE_RELATIVE;
    if (!aside) {
        workspace->carried = quote;
        if (frame->source.kind != SPEECH_PHRASE_NONE)
            workspace->context.last_speaker = *who;
    }
    if (frame->piece_count == 0)
        workspace->announced = true;
    return FX_OK;
}

/* A quotation that no frame holds: is it speech all the same? It must look like a sentence of its own. */
static bool looks_spoken(const struct speech_tokens *tokens, uint32_t index)
{
    struct speech_token_range range = tokens->quotes[index];
    const struct quoted *quoted = &tokens->marks.items[index];
    uint32_t last = range.end - (quoted->closed ? 2 : 1);
    if (last < range.first + 3)
        return false;
    const struct speech_token *first = &tokens->items[range.first + 1];
    bool starts = tokens->items[range.first].sentence_start ||
                  (range.first > 0 && (tokens->items[range.first - 1].mark == SPEECH_MARK_COLON ||
                                       tokens->items[range.first - 1].mark == SPEECH_MARK_QUOTE_CLOSE));
    bool finished = tokens->items[last].mark == SPEECH_MARK_STOP || tokens->items[last].mark == SPEECH_MARK_COMMA ||
                    !quoted->closed;
    bool whole = range.end >= tokens->count || tokens->items[range.end].sentence_start;
    return starts && (finished || whole) && (first->classes & (SPEECH_CAPITAL | SPEECH_NUMBER) || whole || finished);
}

/* `Kim: ...` at the start of a paragraph: a headline, an interview, a transcript. */
static int read_colon(struct attribution *workspace, fx_error *err)
{
    const struct speech_tokens *tokens = &workspace->tokens;
    uint32_t colon = 0, first = 0;
    while (colon < tokens->count && colon < COLON_MAX &&
           (tokens->items[colon].mark == SPEECH_MARK_NONE || tokens->items[colon].mark == SPEECH_MARK_DASH)) {
        if (tokens->items[colon].mark == SPEECH_MARK_DASH)
            first = colon + 1; /* "A headline - Kim: ..." */
        colon++;
    }
    if (colon == first || colon - first > 10 || colon + 2 >= tokens->count ||
        !speech_token_mark(tokens, colon, SPEECH_MARK_COLON))
        return FX_OK;
    const struct speaker_mention *mention = speaker_table_mention(workspace->table, tokens->items[colon - 1].mention);
    /* Q: and A: are no names */
    if (mention == NULL || mention->first < first || workspace->frames.covered[colon + 1] ||
        tokens->items[mention->end - 1].end - tokens->items[mention->first].start < 3)
        return FX_OK;
    for (uint32_t i = first; i < mention->first; i++)
        if (!speech_token_is(tokens, i, SPEECH_CAPITAL | SPEECH_ROLE | SPEECH_HONORIFIC) &&
            tokens->items[i].mention < 0)
            return FX_OK;
    struct attribution_frame frame = {.cue_first = colon,
                                      .cue_end = colon + 1,
                                      .source = {SPEECH_PHRASE_NAME, first, colon, mention->first, mention->end},
                                      .piece_count = 1,
                                      .confidence = 0.7f,
                                      .rule = ATTRIBUTION_COLON};
    frame.pieces[0] = (struct speech_token_range){colon + 1, (uint32_t)tokens->count};
    return attribution_frame_add(&workspace->frames, tokens, frame) == FX_OK ? FX_OK : error_no_memory(err);
}

/* "- Kim Min-kyo" below a paragraph that is a quotation: a signature. */
static void read_signature(struct attribution *workspace)
{
    const struct speech_tokens *tokens = &workspace->tokens;
    if (!workspace->last_was_lone || tokens->count < 2 || tokens->count > 16 || workspace->quote_count == 0 ||
        tokens->items[0].mark != SPEECH_MARK_DASH)
        return;
    struct quote *last = &workspace->quotes[workspace->quote_count - 1];
    struct speech_phrase phrase = speech_phrase_after(tokens, 1, (uint32_t)tokens->count);
    const struct speaker_mention *mention =
        phrase.kind == SPEECH_PHRASE_NAME
            ? speaker_table_mention(workspace->table, tokens->items[phrase.head_first].mention)
            : NULL;
    if (mention == NULL || last->span.end + 8 < workspace->last_end || last->cue.end > last->span.end)
        return;
    last->speaker = speaker_table_speak(workspace->table, mention->actor);
    last->mention = token_span(tokens, (struct speech_token_range){mention->first, mention->end});
    last->cue = (struct span){0, 0};
    last->rule = ATTRIBUTION_SIGNATURE;
    last->confidence = 0.8f;
}

/* `"...," Trump went on`, `"..." beamed Kim`: whoever stands right behind the quotation with a verb that is no cue. */
static bool speaker_beside(const struct speech_tokens *tokens, uint32_t at, struct speech_phrase *source)
{
    if (at + 1 >= tokens->count || tokens->items[at].sentence_start)
        return false;
    *source = speech_phrase_after(tokens, at, (uint32_t)tokens->count);
    bool pronoun =
        source->kind == SPEECH_PHRASE_PRONOUN && speech_token_is(tokens, source->first, SPEECH_MALE | SPEECH_FEMALE);
    if ((source->kind == SPEECH_PHRASE_NAME || pronoun) && source->end < tokens->count &&
        tokens->items[source->end].mark == SPEECH_MARK_NONE)
        return true;
    if (!cue_finite_verb(tokens, at))
        return false;
    *source = speech_phrase_after(tokens, at + 1, (uint32_t)tokens->count);
    return source->kind == SPEECH_PHRASE_NAME;
}

/* Leftover quotation `index` of sentence `sentence`. */
static int put_leftover(struct attribution *workspace, uint32_t index, bool speaker_here, fx_error *err)
{
    struct speech_tokens *tokens = &workspace->tokens;
    struct speech_token_range range = tokens->quotes[index];
    if (workspace->frames.covered[range.first] || !looks_spoken(tokens, index))
        return FX_OK;
    bool first_in_paragraph = range.first == 0;
    bool lone = first_in_paragraph && range.end >= tokens->count;
    struct quote quote = {.speaker = SPEAKER_NONE, .confidence = 0.5f, .kind = QUOTE_DIRECT};
    struct attribution_frame beside = {.confidence = 0.75f, .rule = ATTRIBUTION_BESIDE};
    if (speaker_beside(tokens, range.end, &beside.source)) {
        beside.pieces[beside.piece_count++] = range;
        beside.cue_first = beside.cue_end = range.first;
        int32_t actor;
        return put_frame(workspace, &beside, (struct speech_token_range){range.end, beside.source.end}, &actor, err);
    }
    if (speaker_here || (first_in_paragraph && (workspace->carries_open || workspace->announced)) ||
        (lone && workspace->last_was_lone)) {
        quote = workspace->carried;
        quote.kind = QUOTE_DIRECT;
        quote.rule = speaker_here           ? ATTRIBUTION_CONTINUED
                     : workspace->announced ? ATTRIBUTION_INTRODUCED
                                            : ATTRIBUTION_NEXT_PARAGRAPH;
        quote.confidence = speaker_here ? 0.9f : 0.8f;
    } else if (workspace->context.sentence_subject >= 0) {
        quote.speaker = speaker_table_speak(workspace->table, workspace->context.sentence_subject);
    }
    quote.span = tokens->marks.items[index].inner;
    workspace->carried = quote;
    return put_quote(workspace, quote, err);
}

static int read_sentence(struct attribution *workspace, uint32_t sentence, size_t *frame, bool *speaker_here,
                         fx_error *err)
{
    struct speech_tokens *tokens = &workspace->tokens;
    struct speech_token_range range = tokens->sentences[sentence];
    int32_t heard = SPEAKER_NONE; /* the first source of the sentence: whom a pronoun in the next means */
    for (; *frame < workspace->frames.count; ++*frame) {
        const struct attribution_frame *next = &workspace->frames.items[*frame];
        int32_t actor;
        int rc = put_frame(workspace, next, range, &actor, err);
        if (heard < 0 && next->source.kind != SPEECH_PHRASE_RELATIVE)
            heard = actor;
        if (rc != FX_OK)
            return rc;
        if (next->rule != ATTRIBUTION_OBJECT && next->rule != ATTRIBUTION_NOUN && next->rule != ATTRIBUTION_INFINITIVE)
            *speaker_here = true;
    }
    for (uint32_t i = range.first; i < range.end; i++) {
        if (tokens->items[i].quote == 0)
            continue;
        uint32_t index = tokens->items[i].quote - 1;
        int rc = put_leftover(workspace, index, *speaker_here, err);
        if (rc != FX_OK)
            return rc;
        i = tokens->quotes[index].end - 1;
    }
    int32_t subject = heard >= 0 ? heard : speaker_sentence_subject(workspace->table, tokens, range);
    if (subject >= 0)
        workspace->context.sentence_subject = subject;
    return FX_OK;
}

static bool paragraph_is_quotation(const struct speech_tokens *tokens)
{
    return tokens->marks.count > 0 && tokens->quotes[0].first == 0 && tokens->quotes[0].end + 1 >= tokens->count;
}

static int read_paragraph(struct attribution *workspace, struct span paragraph, fx_error *err)
{
    struct speech_tokens *tokens = &workspace->tokens;
    fx_slice text = tokens->text;
    int rc = speech_tokens_read(tokens, workspace->lexicon, text, paragraph, err);
    if (rc != FX_OK || tokens->count == 0)
        return rc;
    rc = speaker_table_read(workspace->table, tokens, err);
    if (rc != FX_OK)
        return rc;
    speaker_read_titles(workspace->table, tokens);
    rc = attribution_frames_begin(&workspace->frames, tokens, err);
    if (rc == FX_OK)
        rc = read_colon(workspace, err);
    if (rc == FX_OK)
        read_signature(workspace);
    bool speaker_here = false, announced = workspace->announced;
    size_t frame = 0;
    for (uint32_t i = 0; i < tokens->sentence_count && rc == FX_OK; i++) {
        rc = attribution_frames_read(&workspace->frames, tokens, i, err);
        if (rc == FX_OK)
            rc = read_sentence(workspace, i, &frame, &speaker_here, err);
        if (announced && i == 0)
            workspace->announced = false;
    }
    bool lone = paragraph_is_quotation(tokens);
    workspace->last_was_lone = lone || speaker_here;
    workspace->last_end = paragraph.end;
    workspace->carries_open = tokens->marks.count > 0 && !tokens->marks.items[tokens->marks.count - 1].closed;
    return rc;
}

static int by_start(const void *a, const void *b)
{
    const struct quote *x = a, *y = b;
    return x->span.start != y->span.start ? (x->span.start > y->span.start) - (x->span.start < y->span.start)
                                          : (x->span.end < y->span.end) - (x->span.end > y->span.end);
}

static int finish(struct attribution *workspace, struct arena *arena, struct annotations *out, fx_error *err)
{
    struct quote *quotes = arena_allocate_zeroed(arena, workspace->quote_count + 1, sizeof *quotes);
    if (quotes == NULL)
        return error_no_memory(err);
    if (workspace->quote_count > 0)
        qsort(workspace->quotes, workspace->quote_count, sizeof *quotes, by_start);
    uint32_t count = 0;
    for (size_t i = 0; i < workspace->quote_count; i++)
        if (count == 0 || workspace->quotes[i].span.start >= quotes[count - 1].span.end)
            quotes[count++] = workspace->quotes[i];
    out->quotes = quotes;
    out->quote_count = count;
    return speaker_table_finish(workspace->table, arena, &out->speakers, &out->speaker_count, err);
}

/* A paragraph too long to be prose is read in windows, so that memory stays bounded. */
static uint32_t window_end(fx_slice text, uint32_t start, uint32_t end)
{
    if (end - start <= WINDOW_MAX)
        return end;
    uint32_t cut = start + WINDOW_MAX;
    while (cut > start + WINDOW_MAX / 2 && text.ptr[cut] != ' ')
        cut--;
    while (cut < end && ((uint8_t)text.ptr[cut] & 0xC0) == 0x80)
        cut++;
    return cut;
}

int attribution_run(struct attribution *workspace, const struct article *article, const struct entity *entities,
                    uint32_t entity_count, struct arena *arena, struct annotations *out, fx_error *err)
{
    out->speakers = NULL;
    out->quotes = NULL;
    out->speaker_count = out->quote_count = 0;
    workspace->quote_count = 0;
    workspace->tokens.text = article->text;
    workspace->context = (struct speaker_context){SPEAKER_NONE, SPEAKER_NONE};
    workspace->carried = (struct quote){.speaker = SPEAKER_NONE}; /* a number means nothing in the next article */
    workspace->last_end = 0;
    workspace->carries_open = workspace->announced = workspace->last_was_lone = false;
    int rc = speaker_table_begin(workspace->table, article, entities, entity_count, err);
    for (uint32_t i = 0; i < article->paragraph_count && rc == FX_OK; i++) {
        struct span left = article->paragraphs[i];
        while (left.start < left.end && rc == FX_OK) {
            uint32_t end = window_end(article->text, left.start, left.end);
            rc = read_paragraph(workspace, (struct span){left.start, end}, err);
            left.start = end;
        }
    }
    return rc == FX_OK ? finish(workspace, arena, out, err) : rc;
}

const char *attribution_rule_name(uint8_t rule)
{
    static const char *const names[ATTRIBUTION_RULE_COUNT] = {
        [ATTRIBUTION_UNKNOWN] = "unknown",
        [ATTRIBUTION_VERB_AFTER_QUOTE] = "verb-after-quote",
        [ATTRIBUTION_INVERTED] = "verb-before-speaker",
        [ATTRIBUTION_VERB_BEFORE_QUOTE] = "verb-before-quote",
        [ATTRIBUTION_VERB_BEFORE_CLAUSE] = "verb-before-clause",
        [ATTRIBUTION_VERB_AFTER_CLAUSE] = "verb-after-clause",
        [ATTRIBUTION_INFINITIVE] = "infinitive",
        [ATTRIBUTION_OBJECT] = "object",
        [ATTRIBUTION_PASSIVE] = "passive",
        [ATTRIBUTION_ACCORDING] = "according-to",
        [ATTRIBUTION_NOUN] = "noun",
        [ATTRIBUTION_COLON] = "colon",
        [ATTRIBUTION_CONTINUED] = "same-paragraph",
        [ATTRIBUTION_NEXT_PARAGRAPH] = "next-paragraph",
        [ATTRIBUTION_INTRODUCED] = "announced",
        [ATTRIBUTION_BESIDE] = "beside-quote",
        [ATTRIBUTION_SIGNATURE] = "signature",
    };
    return rule < ATTRIBUTION_RULE_COUNT ? names[rule] : names[ATTRIBUTION_UNKNOWN];
}
