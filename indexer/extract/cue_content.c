/* Where a content ends: the hard half of indirect speech. Without a parser the end of the sentence is the best guess;
 * the rules here are the places where the speaker's own predicate goes on or the reporter speaks again. */
#include "cue_complement.h"

static bool finite_cue(const struct speech_tokens *tokens, uint32_t i, bool past)
{
    const struct speech_token *token = &tokens->items[i];
    if (token->verb == 0 || token->classes & SPEECH_CAPITAL)
        return false;
    if (past)
        return (token->forms & CUE_FORM_PAST) && !(token->forms & CUE_FORM_BASE);
    return (token->forms & CUE_FORM_THIRD) != 0;
}

bool cue_finite_verb(const struct speech_tokens *tokens, uint32_t i)
{
    if (i >= tokens->count)
        return false;
    const struct speech_token *token = &tokens->items[i];
    if (token->quote != 0 || token->mention >= 0)
        return false;
    if (token->classes & (SPEECH_AUXILIARY | SPEECH_FINITE))
        return !speech_phrase_possessive(tokens, i);
    if (token->classes & SPEECH_CAPITAL)
        return false;
    if (token->verb != 0 && token->noun == 0 && !(token->classes & SPEECH_NOUN) &&
        token->forms & (CUE_FORM_PAST | CUE_FORM_THIRD))
        return true;
    fx_slice text = speech_token_text(tokens, i);
    bool third = text.len > 3 && text.ptr[text.len - 1] == 's' && text.ptr[text.len - 2] != 's' && i > 0 &&
                 token->classes & SPEECH_WORD && token->noun == 0 && !(token->classes & (SPEECH_NOUN | SPEECH_TIME)) &&
                 (tokens->items[i - 1].mention >= 0 || speech_token_is(tokens, i - 1, SPEECH_MALE | SPEECH_FEMALE)) &&
                 tokens->items[i - 1].quote == 0 && speech_token_is(tokens, i - 1, SPEECH_PRONOUN | SPEECH_CAPITAL);
    return third || (text.len > 3 && text.ptr[text.len - 1] == 'd' && text.ptr[text.len - 2] == 'e');
}

/* "and added", "but later denied": a predicate of the same speaker begins at the conjunction. */
static bool new_predicate(const struct speech_tokens *tokens, uint32_t conjunction, uint32_t limit, bool past)
{
    uint32_t i = conjunction + 1;
    while (i < limit && i < conjunction + 4 && speech_token_is(tokens, i, SPEECH_ADVERB))
        i++;
    if (i < limit && finite_cue(tokens, i, past))
        return true;
    /* "and has called", "but was warning" */
    uint32_t verb = i;
    while (verb < limit && verb < i + 4 && speech_token_is(tokens, verb, SPEECH_AUXILIARY | SPEECH_ADVERB))
        verb++;
    if (verb == i || verb >= limit || tokens->items[verb].verb == 0)
        return false;
    const struct cue *cue = speech_lexicon_verb(tokens->items[verb].verb);
    return (cue->frames & CUE_SPEECH) && !(cue->frames & CUE_WEAK) &&
           (speech_token_equals(tokens, i, "has") || speech_token_equals(tokens, i, "have") ||
            speech_token_equals(tokens, i, "had"));
}

/* ", adding that", ", citing": a participle of saying behind a comma. */
static bool participle_of_saying(const struct speech_tokens *tokens, uint32_t comma, uint32_t limit)
{
    uint32_t i = comma + 1;
    while (i < limit && i < comma + 3 && speech_token_is(tokens, i, SPEECH_ADVERB))
        i++;
    if (i >= limit)
        return false;
    const struct speech_token *token = &tokens->items[i];
    if (token->verb == 0 || !(token->forms & CUE_FORM_ING))
        return false;
    const struct cue *cue = speech_lexicon_verb(token->verb);
    return !(cue->frames & CUE_WEAK) && (cue->frames & (CUE_SPEECH | CUE_OBJECT | CUE_THAT));
}

/* ", and Brian Deese, an adviser, said": a new main clause with a speaker of its own. */
static bool new_speaker(const struct speech_tokens *tokens, uint32_t comma, uint32_t limit)
{
    uint32_t i = comma + 1;
    if (!speech_token_is(tokens, i, SPEECH_CONJUNCTION | SPEECH_SUBORDINATOR))
        return false;
    struct speech_phrase phrase = speech_phrase_after(tokens, i + 1, limit);
    if (phrase.kind == SPEECH_PHRASE_NONE)
        return false;
    i = phrase.end;
    if (i < limit && tokens->items[i].mark == SPEECH_MARK_COMMA) {
        uint32_t end = i + 1;
        while (end < limit && end < i + 20 && tokens->items[end].mark == SPEECH_MARK_NONE)
            end++;
        i = end < limit && tokens->items[end].mark == SPEECH_MARK_COMMA ? end + 1 : limit;
    }
    while (i < limit && speech_token_is(tokens, i, SPEECH_AUXILIARY | SPEECH_ADVERB))
        i++;
    if (i >= limit || tokens->items[i].verb == 0 || tokens->items[i].classes & SPEECH_CAPITAL)
        return false;
    const struct cue *cue = speech_lexicon_verb(tokens->items[i].verb);
    return (cue->frames & CUE_SPEECH) && !(cue->frames & CUE_WEAK) &&
           (tokens->items[i].forms & (CUE_FORM_PAST | CUE_FORM_THIRD));
}

/* ", but he has not endorsed her", ", although she ...": the reporter speaks again. */
static bool reporter_objects(const struct speech_tokens *tokens, uint32_t comma)
{
    uint32_t i = comma + 1;
    if (speech_token_equals(tokens, i, "even"))
        i++;
    bool concession = speech_token_equals(tokens, i, "although") || speech_token_equals(tokens, i, "though");
    return concession || (speech_token_equals(tokens, i, "but") &&
                          (speech_token_equals(tokens, i + 1, "he") || speech_token_equals(tokens, i + 1, "she")));
}

static uint32_t after_quotation(const struct speech_tokens *tokens, uint32_t first, uint32_t limit)
{
    uint32_t end = tokens->quotes[tokens->items[first].quote - 1].end;
    if (end >= limit)
        return limit;
    const struct speech_token *next = &tokens->items[end];
    const struct speech_token *last = &tokens->items[end - 2];
    bool finished = last->mark == SPEECH_MARK_COMMA || last->mark == SPEECH_MARK_STOP;
    if (finished || next->mark == SPEECH_MARK_COMMA || next->mark == SPEECH_MARK_SEMICOLON ||
        next->mark == SPEECH_MARK_DASH)
        return end;
    if (next->classes & (SPEECH_SUBORDINATOR | SPEECH_TIME))
        return end;
    if (next->classes & SPEECH_PREPOSITION && end - first > 12)
        return end;
    return 0;
}

uint32_t cue_content_end(const struct speech_tokens *tokens, const struct cue_complement *complement, uint32_t limit,
                         bool past)
{
    uint32_t first = complement->content_first;
    if (complement->kind == CUE_COMPLEMENT_QUOTE) {
        uint32_t end = after_quotation(tokens, first, limit);
        if (end != 0)
            return end;
    }
    for (uint32_t i = first + 1; i < limit; i++) {
        const struct speech_token *token = &tokens->items[i];
        if (token->quote != 0) {
            i = tokens->quotes[token->quote - 1].end - 1;
            continue;
        }
        if (token->mark == SPEECH_MARK_COMMA &&
            (participle_of_saying(tokens, i, limit) || new_speaker(tokens, i, limit) || reporter_objects(tokens, i) ||
             speech_token_equals(tokens, i + 1, "according")))
            return i;
        if (token->classes & SPEECH_CONJUNCTION && new_predicate(tokens, i, limit, past))
            return i > first + 1 && tokens->items[i - 1].mark == SPEECH_MARK_COMMA ? i - 1 : i;
        if (token->classes & SPEECH_WORD && speech_token_equals(tokens, i, "according") &&
            speech_token_equals(tokens, i + 1, "to"))
            return i;
    }
    return limit;
}
