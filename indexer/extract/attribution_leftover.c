/* Quotations that no cue governs. */
#include "attribution_subject.h"
#include "attribution_workspace.h"

enum { HEADING_MAX = 10 };

/* Whether all words but the small ones begin with capitals. */
static bool title_case(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (!speech_token_is(tokens, i,
                             SPEECH_CAPITAL | SPEECH_NUMBER | SPEECH_PUNCTUATION | SPEECH_DETERMINER |
                                 SPEECH_PREPOSITION | SPEECH_CONJUNCTION | SPEECH_TO) &&
            tokens->items[i].end - tokens->items[i].start > 3)
            return false;
    return true;
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
    /* 'The Sea Is No Enemy': a heading */
    if (range.first == 0 && range.end + 1 >= tokens->count && !finished && last - range.first <= HEADING_MAX &&
        (quoted->single || title_case(tokens, range.first + 1, last + 1)))
        return false;
    return starts && (finished || whole) && (first->classes & (SPEECH_CAPITAL | SPEECH_NUMBER) || whole || finished);
}

/* `"...," Trump went on`, `"..." beamed Kim`: whoever stands right behind the quotation with a verb that is no cue. */
static bool speaker_beside(const struct speech_tokens *tokens, uint32_t at, struct speech_phrase *source)
{
    if (at + 1 >= tokens->count)
        return false;
    if (tokens->items[at].sentence_start) {
        /* `"Right?" Trump went on.`: a short sentence behind a question */
        uint32_t end = at;
        while (end < tokens->count && tokens->items[end].mark != SPEECH_MARK_STOP)
            end++;
        if (end - at > 5 || at < 2 || speech_token_equals(tokens, at - 2, ".") ||
            tokens->items[at - 2].mark != SPEECH_MARK_STOP)
            return false;
    }
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

/* `"..." - Kim Min-kyo, Seoul`: a signature on the same line, up to the end of the paragraph. */
static bool signed_behind(const struct speech_tokens *tokens, uint32_t at, struct speech_phrase *source)
{
    uint32_t count = (uint32_t)tokens->count;
    if (at + 1 >= count || count - at > 16 || tokens->items[at].mark != SPEECH_MARK_DASH)
        return false;
    *source = speech_phrase_after(tokens, at + 1, count);
    if (source->kind != SPEECH_PHRASE_NAME)
        return false;
    for (uint32_t i = source->end; i < count; i++)
        if (tokens->items[i].quote != 0 || cue_finite_verb(tokens, i))
            return false;
    return source->end >= count || tokens->items[source->end].mark != SPEECH_MARK_NONE;
}

/* `Kim had a blunt message for Lee: "..."`, `Here is Kim in 1992: "..."`: who acts or is named before the colon. */
static bool speaker_before(const struct attribution *workspace, struct speech_token_range sentence, uint32_t quotation,
                           struct speech_phrase *source)
{
    const struct speech_tokens *tokens = &workspace->tokens;
    if (quotation < sentence.first + 2 || tokens->items[quotation - 1].mark != SPEECH_MARK_COLON)
        return false;
    *source = attribution_nearest_subject(&workspace->frames, tokens, sentence, quotation - 1);
    if (source->kind == SPEECH_PHRASE_NONE && workspace->frames.main_subject.kind == SPEECH_PHRASE_NAME)
        *source = workspace->frames.main_subject;
    for (uint32_t i = quotation - 1; source->kind == SPEECH_PHRASE_NONE && i-- > sentence.first;)
        if (tokens->items[i].mention >= 0) {
            *source = speech_phrase_before(tokens, sentence.first, i + 1);
            break;
        }
    return source->kind == SPEECH_PHRASE_NAME || source->kind == SPEECH_PHRASE_PRONOUN;
}

/* Leftover quotation `index` of sentence `sentence`. */
int attribution_put_leftover(struct attribution *workspace, struct speech_token_range sentence, uint32_t index,
                             bool speaker_here, fx_error *err)
{
    struct speech_tokens *tokens = &workspace->tokens;
    struct speech_token_range range = tokens->quotes[index];
    if (workspace->frames.covered[range.first] || !looks_spoken(tokens, index))
        return FX_OK;
    bool first_in_paragraph = range.first == 0;
    bool lone = first_in_paragraph && range.end >= tokens->count;
    struct quote quote = {.speaker = SPEAKER_NONE, .confidence = 0.5f, .kind = QUOTE_DIRECT, .rule = ATTRIBUTION_ALONE};
    struct attribution_frame beside = {.confidence = 0.75f, .rule = ATTRIBUTION_BESIDE};
    beside.pieces[0] = range;
    beside.piece_count = 1;
    beside.cue_first = beside.cue_end = range.first;
    int32_t actor;
    if (speaker_beside(tokens, range.end, &beside.source))
        return attribution_put_frame(workspace, &beside, (struct speech_token_range){range.end, beside.source.end},
                                     &actor, err);
    if (signed_behind(tokens, range.end, &beside.source)) {
        beside.rule = ATTRIBUTION_SIGNATURE;
        beside.confidence = 0.8f;
        return attribution_put_frame(workspace, &beside, (struct speech_token_range){range.end, beside.source.end},
                                     &actor, err);
    }
    if (speaker_before(workspace, sentence, range.first, &beside.source)) {
        beside.rule = ATTRIBUTION_INTRODUCED;
        beside.confidence = 0.7f;
        return attribution_put_frame(workspace, &beside, (struct speech_token_range){sentence.first, range.first},
                                     &actor, err);
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
    return attribution_put_quote(workspace, quote, err);
}
