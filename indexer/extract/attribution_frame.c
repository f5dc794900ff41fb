#include "attribution_frame.h"

#include "error.h"
#include "memory.h"

#include <string.h>

int attribution_frames_begin(struct attribution_frames *frames, const struct speech_tokens *tokens, fx_error *err)
{
    frames->count = frames->landmark = 0;
    if (memory_reserve(&frames->covered, &frames->covered_capacity, tokens->count + 1, 1) != FX_OK)
        return error_no_memory(err);
    memset(frames->covered, 0, tokens->count + 1);
    return FX_OK;
}

void attribution_frames_release(struct attribution_frames *frames)
{
    memory_free(frames->items);
    memory_free(frames->covered);
    *frames = (struct attribution_frames){0};
}

static void trim(const struct speech_tokens *tokens, struct speech_token_range *piece)
{
    while (piece->end > piece->first) {
        const struct speech_token *last = &tokens->items[piece->end - 1];
        if (last->quote != 0 || !(last->classes & SPEECH_PUNCTUATION) || last->mark == SPEECH_MARK_CLOSE)
            break;
        piece->end--;
    }
    while (piece->first < piece->end) {
        const struct speech_token *token = &tokens->items[piece->first];
        if (token->quote != 0 || !(token->classes & SPEECH_PUNCTUATION) || token->mark == SPEECH_MARK_OPEN)
            break;
        piece->first++;
    }
}

int attribution_frame_add(struct attribution_frames *frames, const struct speech_tokens *tokens,
                          struct attribution_frame frame)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < frame.piece_count; i++) {
        trim(tokens, &frame.pieces[i]);
        if (frame.pieces[i].end > frame.pieces[i].first)
            frame.pieces[kept++] = frame.pieces[i];
    }
    if (frame.piece_count > 0 && kept == 0)
        return FX_OK;
    frame.piece_count = kept;
    for (uint32_t i = 0; i < kept; i++)
        if (memchr(frames->covered + frame.pieces[i].first, 1, frame.pieces[i].end - frame.pieces[i].first) != NULL)
            return FX_OK;
    for (uint32_t i = 0; i < kept; i++)
        memset(frames->covered + frame.pieces[i].first, 1, frame.pieces[i].end - frame.pieces[i].first);
    memset(frames->covered + frame.cue_first, 1, frame.cue_end - frame.cue_first); /* a cue counts once */
    if (memory_reserve(&frames->items, &frames->capacity, frames->count + 1, sizeof *frames->items) != FX_OK)
        return FX_ENOMEM;
    frames->items[frames->count++] = frame;
    return FX_OK;
}

uint32_t attribution_verb_group(const struct speech_tokens *tokens, uint32_t first, uint32_t i)
{
    uint32_t start = i;
    /* "have both argued", "Bush and Cruz both floated" */
    if (start > first + 1 &&
        (speech_token_equals(tokens, start - 1, "both") || speech_token_equals(tokens, start - 1, "all")) &&
        (speech_token_is(tokens, start - 2, SPEECH_AUXILIARY) || tokens->items[start - 2].mention >= 0))
        start--;
    while (start > first && tokens->items[start - 1].quote == 0 &&
           speech_token_is(tokens, start - 1, SPEECH_AUXILIARY | SPEECH_ADVERB) &&
           !(speech_token_is(tokens, start - 1,
                             SPEECH_PREPOSITION | SPEECH_TIME | SPEECH_DETERMINER | SPEECH_SUBORDINATOR)) &&
           tokens->items[start - 1].mention < 0)
        start--;
    return start;
}

static bool plural_before(const struct speech_tokens *tokens, const struct speech_token *verb, uint32_t i)
{
    fx_slice text = speech_token_text(tokens, i);
    bool noun = verb->noun != 0 || verb->classes & (SPEECH_NOUN | SPEECH_ROLE | SPEECH_SETTING);
    if (noun && tokens->items[i].mention >= 0 && !speech_token_is(tokens, i, SPEECH_PEOPLE | SPEECH_BODY)) {
        /* "a Sanders volunteer", but "the Saudis state" */
        uint32_t start = i;
        while (start > 0 && tokens->items[start - 1].mention == tokens->items[i].mention)
            start--;
        return start > 0 && speech_token_equals(tokens, start - 1, "the");
    }
    return speech_token_is(tokens, i, SPEECH_PEOPLE) || (text.len > 2 && text.ptr[text.len - 1] == 's' &&
                                                         text.ptr[0] != '\'' && !speech_phrase_possessive(tokens, i));
}

static enum attribution_use use_after_auxiliary(const struct speech_tokens *tokens, uint32_t group, uint32_t i)
{
    bool be = false, have = false, other = false;
    const struct speech_token *verb = &tokens->items[i];
    for (uint32_t k = group; k < i; k++) {
        const struct speech_token *token = &tokens->items[k];
        if (token->classes & SPEECH_BE)
            be = true;
        else if (speech_token_equals(tokens, k, "has") || speech_token_equals(tokens, k, "have") ||
                 speech_token_equals(tokens, k, "had") || speech_token_equals(tokens, k, "having"))
            have = true;
        else if (token->classes & SPEECH_AUXILIARY)
            other = true;
    }
    if (be && verb->forms & CUE_FORM_ING)
        return ATTRIBUTION_USE_FINITE;
    if (be && verb->forms & CUE_FORM_PARTICIPLE)
        return ATTRIBUTION_USE_PASSIVE;
    if (have && verb->forms & CUE_FORM_PARTICIPLE)
        return ATTRIBUTION_USE_FINITE;
    if (other && verb->forms & CUE_FORM_BASE)
        return ATTRIBUTION_USE_FINITE;
    return ATTRIBUTION_USE_NONE;
}

static enum attribution_use use_of_plain_form(const struct speech_tokens *tokens, uint32_t first, uint32_t group,
                                              uint32_t i)
{
    const struct speech_token *verb = &tokens->items[i];
    if (group == first)
        return verb->forms & CUE_FORM_ING ? ATTRIBUTION_USE_ING : ATTRIBUTION_USE_NONE;
    const struct speech_token *before = &tokens->items[group - 1];
    if (before->classes & SPEECH_TO)
        return verb->forms & CUE_FORM_BASE ? ATTRIBUTION_USE_INFINITIVE : ATTRIBUTION_USE_NONE;
    if (before->classes & (SPEECH_DETERMINER | SPEECH_POSSESSIVE) && before->mention < 0 &&
        !(before->classes & (SPEECH_RELATIVE | SPEECH_PRONOUN)))
        return ATTRIBUTION_USE_NONE;
    if (speech_phrase_possessive(tokens, group - 1) && (verb->noun || verb->classes & (SPEECH_SETTING | SPEECH_NOUN)))
        return ATTRIBUTION_USE_NONE;
    if (verb->forms & CUE_FORM_ING)
        return ATTRIBUTION_USE_ING;
    if (before->classes & SPEECH_PREPOSITION && before->mention < 0)
        return ATTRIBUTION_USE_NONE;
    /* "bigoted charges", "his health claims": a plural noun, unless somebody can be its subject */
    if ((verb->noun || verb->classes & SPEECH_NOUN) && verb->forms & CUE_FORM_THIRD && before->mention < 0 &&
        !(before->classes & (SPEECH_PRONOUN | SPEECH_RELATIVE | SPEECH_ROLE | SPEECH_BODY | SPEECH_SETTING |
                             SPEECH_PUNCTUATION | SPEECH_CONJUNCTION)))
        return ATTRIBUTION_USE_NONE;
    if ((verb->noun || verb->classes & SPEECH_NOUN) && verb->forms & CUE_FORM_THIRD &&
        speech_token_is(tokens, i + 1, SPEECH_AUXILIARY) && !speech_phrase_possessive(tokens, i + 1))
        return ATTRIBUTION_USE_NONE; /* "several reports have" */
    if (verb->forms & (CUE_FORM_PAST | CUE_FORM_THIRD)) {
        bool base_too = verb->forms & CUE_FORM_BASE && !(verb->forms & CUE_FORM_THIRD);
        if (!base_too)
            return speech_token_is(tokens, i + 1, SPEECH_WORD) && speech_token_equals(tokens, i + 1, "by") &&
                           !(verb->forms & CUE_FORM_THIRD) && !speech_token_is(tokens, i + 2, SPEECH_SETTING)
                       ? ATTRIBUTION_USE_NONE
                       : ATTRIBUTION_USE_FINITE;
    }
    if (!(verb->forms & CUE_FORM_BASE))
        return ATTRIBUTION_USE_NONE;
    if (before->classes & (SPEECH_PRONOUN | SPEECH_RELATIVE) ||
        (verb->forms & CUE_FORM_PAST && before->mention >= 0)) /* "Putin forecast that" */
        return ATTRIBUTION_USE_FINITE;
    if (verb->forms & CUE_FORM_PAST && before->mark == SPEECH_MARK_COMMA && /* "as Kim, the founder, put it" */
        speech_phrase_before(tokens, first, group).kind == SPEECH_PHRASE_NAME)
        return ATTRIBUTION_USE_FINITE;
    return plural_before(tokens, verb, group - 1) || before->classes & SPEECH_CONJUNCTION ? ATTRIBUTION_USE_FINITE
                                                                                          : ATTRIBUTION_USE_NONE;
}

enum attribution_use attribution_verb_use(const struct speech_tokens *tokens, uint32_t first, uint32_t i)
{
    const struct speech_token *verb = &tokens->items[i];
    if (verb->verb == 0 || verb->quote != 0 || verb->mention >= 0)
        return ATTRIBUTION_USE_NONE;
    if (verb->classes & SPEECH_CAPITAL && !verb->sentence_start)
        return ATTRIBUTION_USE_NONE;
    uint32_t group = attribution_verb_group(tokens, first, i);
    bool auxiliary = false;
    for (uint32_t k = group; k < i; k++)
        auxiliary = auxiliary || speech_token_is(tokens, k, SPEECH_AUXILIARY);
    bool only_negation = auxiliary && group + 1 == i && speech_token_equals(tokens, group, "never");
    if (auxiliary && !only_negation)
        return use_after_auxiliary(tokens, group, i);
    return use_of_plain_form(tokens, first, group, i);
}

int attribution_frames_read(struct attribution_frames *frames, const struct speech_tokens *tokens, uint32_t sentence,
                            fx_error *err)
{
    struct speech_token_range range = tokens->sentences[sentence];
    while (range.end > range.first && tokens->items[range.end - 1].quote == 0 &&
           tokens->items[range.end - 1].mark == SPEECH_MARK_STOP)
        range.end--;
    frames->main_subject.kind = SPEECH_PHRASE_NONE;
    while (frames->landmark < tokens->landmark_count && tokens->landmarks[frames->landmark] < range.first)
        frames->landmark++;
    if (attribution_read_trailing(frames, tokens, range) != FX_OK ||
        attribution_read_leading(frames, tokens, range) != FX_OK)
        return error_no_memory(err);
    return FX_OK;
}
