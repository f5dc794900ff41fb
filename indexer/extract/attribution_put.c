/* From frames, which are tokens, to quotes, which are bytes with a speaker. */
#include "attribution_workspace.h"

#include "error.h"
#include "memory.h"

int attribution_put_quote(struct attribution *workspace, struct quote quote, fx_error *err)
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
void attribution_shape_piece(const struct speech_tokens *tokens, struct speech_token_range piece, struct quote *quote)
{
    const struct speech_token *first = &tokens->items[piece.first], *last = &tokens->items[piece.end - 1];
    quote->span = (struct span){first->start, last->end};
    quote->kind = QUOTE_INDIRECT;
    /* `emphasised that "..."`: all that was said stands between the marks */
    if (speech_token_equals(tokens, piece.first, "that") && piece.end - piece.first > 2 && first[1].quote != 0)
        first++;
    if (first->quote != 0 && first->quote == last->quote) {
        const struct quoted *quoted = &tokens->marks.items[first->quote - 1];
        quote->kind = QUOTE_DIRECT;
        quote->span = quoted->inner;
        if (first->start > quoted->inner.start) /* `"KIM: Well, ..."`: without the name */
            quote->span.start = first->start;
        return;
    }
    for (uint32_t i = piece.first; i < piece.end; i++)
        if (tokens->items[i].quote != 0) {
            quote->kind = QUOTE_MIXED;
            return;
        }
}

struct span attribution_token_span(const struct speech_tokens *tokens, struct speech_token_range range)
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
    struct quote quote = {
        .mention = attribution_token_span(tokens, mention),
        .cue = attribution_token_span(tokens, (struct speech_token_range){frame->cue_first, frame->cue_end}),
        .confidence = frame->confidence,
        .rule = frame->rule};
    quote.speaker = speaker_table_speak(workspace->table, actor);
    *who = actor;
    if (actor < 0)
        quote.confidence *= 0.8f;
    return quote;
}

int attribution_put_frame(struct attribution *workspace, const struct attribution_frame *frame,
                          struct speech_token_range sentence, int32_t *who, fx_error *err)
{
    struct quote quote = describe(workspace, frame, sentence, who);
    for (uint32_t i = 0; i < frame->piece_count; i++) {
        attribution_shape_piece(&workspace->tokens, frame->pieces[i], &quote);
        int rc = attribution_put_quote(workspace, quote, err);
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
