#include "attribution_workspace.h"

#include "error.h"

#include <string.h>

enum { COLON_MAX = 30 };

/* A: of an interview; the answers are those of the person it is with. Q: is read like any text. */
int attribution_read_answer(struct attribution *workspace, fx_error *err)
{
    const struct speech_tokens *tokens = &workspace->tokens;
    if (tokens->count < 4 || !speech_token_mark(tokens, 1, SPEECH_MARK_COLON) || !speech_token_equals(tokens, 0, "a") ||
        !speech_token_is(tokens, 0, SPEECH_CAPITAL))
        return FX_OK;
    int32_t actor = speaker_table_foremost(workspace->table);
    struct quote quote = {.speaker = speaker_table_speak(workspace->table, actor),
                          .cue = attribution_token_span(tokens, (struct speech_token_range){1, 2}),
                          .confidence = actor >= 0 ? 0.6f : 0.5f,
                          .rule = ATTRIBUTION_COLON};
    attribution_shape_piece(tokens, (struct speech_token_range){2, (uint32_t)tokens->count}, &quote);
    memset(workspace->frames.covered, 1, tokens->count);
    return attribution_put_quote(workspace, quote, err);
}

/* "Falk Backs Adler: It Is Time": a headline's verb makes the name before it the speaker. */
static const struct speaker_mention *before_headline_verb(const struct attribution *workspace, uint32_t first,
                                                          const struct speaker_mention *mention)
{
    const struct speech_tokens *tokens = &workspace->tokens;
    for (uint32_t i = first + 1; i < mention->first; i++)
        if (tokens->items[i].verb != 0 && tokens->items[i].forms & CUE_FORM_THIRD && tokens->items[i].noun == 0 &&
            tokens->items[i - 1].mention >= 0 && tokens->items[i - 1].mention != tokens->items[i].mention)
            return speaker_table_mention(workspace->table, tokens->items[i - 1].mention);
    return mention;
}

/* Who speaks before a colon: a name that is more than a run of capitals (not "Q:", not "The Latest:"). */
static const struct speaker_mention *named_before_colon(const struct attribution *workspace, uint32_t first,
                                                        uint32_t colon)
{
    const struct speech_tokens *tokens = &workspace->tokens;
    const struct speaker_mention *mention = speaker_table_mention(workspace->table, tokens->items[colon - 1].mention);
    if (mention == NULL || mention->first < first ||
        tokens->items[mention->end - 1].end - tokens->items[mention->first].start < 3)
        return NULL;
    mention = before_headline_verb(workspace, first, mention);
    for (uint32_t i = first; i < mention->first; i++)
        if (!speech_token_is(tokens, i, SPEECH_CAPITAL | SPEECH_ROLE | SPEECH_HONORIFIC) &&
            tokens->items[i].mention < 0)
            return NULL;
    return speech_token_is(tokens, first, SPEECH_DETERMINER) && mention->first == first + 1 &&
                   !speaker_table_actor(workspace->table, mention->actor)->certain
               ? NULL
               : mention;
}

static int add_colon(struct attribution *workspace, uint32_t first, uint32_t colon, uint32_t end, fx_error *err)
{
    const struct speaker_mention *mention = named_before_colon(workspace, first, colon);
    if (mention == NULL || workspace->frames.covered[colon + 1])
        return FX_OK;
    struct attribution_frame frame = {.cue_first = colon,
                                      .cue_end = colon + 1,
                                      .source = {SPEECH_PHRASE_NAME, first, colon, mention->first, mention->end},
                                      .piece_count = 1,
                                      .confidence = 0.7f,
                                      .rule = ATTRIBUTION_COLON};
    frame.pieces[0] = (struct speech_token_range){colon + 1, end};
    if (attribution_frame_add(&workspace->frames, &workspace->tokens, frame) != FX_OK)
        return error_no_memory(err);
    memset(workspace->frames.covered + first, 1, colon - first);
    if (first > 0 && speech_token_mark(&workspace->tokens, first - 1, SPEECH_MARK_QUOTE_OPEN))
        workspace->frames.covered[first - 1] = 1; /* the quotation is no leftover */
    return FX_OK;
}

/* `Kim: ...` at the start of a paragraph: a headline, an interview, a transcript. */
int attribution_read_colon(struct attribution *workspace, fx_error *err)
{
    const struct speech_tokens *tokens = &workspace->tokens;
    uint32_t colon = 0, first = 0, end = (uint32_t)tokens->count;
    /* `"KIM: ..."`: a transcript that is quoted */
    bool quoted = speech_token_mark(tokens, 0, SPEECH_MARK_QUOTE_OPEN);
    if (quoted) {
        colon = first = 1;
        end = tokens->quotes[0].end;
    }
    while (
        colon < end && colon < COLON_MAX &&
        (tokens->items[colon].mark == SPEECH_MARK_NONE || (!quoted && tokens->items[colon].mark == SPEECH_MARK_DASH))) {
        if (tokens->items[colon].mark == SPEECH_MARK_DASH)
            first = colon + 1; /* "A headline - Kim: ..." */
        colon++;
    }
    if (colon == first || colon - first > (quoted ? 4 : 10) || colon + 2 >= end ||
        !speech_token_mark(tokens, colon, SPEECH_MARK_COLON))
        return FX_OK;
    return add_colon(workspace, first, colon, end, err);
}

/* "- Kim Min-kyo" below a paragraph that is a quotation: a signature. */
void attribution_read_signature(struct attribution *workspace)
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
    last->mention = attribution_token_span(tokens, (struct speech_token_range){mention->first, mention->end});
    last->cue = (struct span){0, 0};
    last->rule = ATTRIBUTION_SIGNATURE;
    last->confidence = 0.8f;
}
