#include "cue_complement.h"

#include <string.h>

enum { ADJUNCT_MAX = 5 };

struct reader {
    const struct speech_tokens *tokens;
    const struct cue *cue;
    uint32_t at, limit;
    struct cue_complement out;
};

static bool found(struct reader *reader, enum cue_complement_kind kind, uint32_t first)
{
    reader->out.kind = kind;
    reader->out.content_first = first;
    return true;
}

static bool is(const struct reader *reader, uint32_t i, uint32_t classes)
{
    return i < reader->limit && speech_token_is(reader->tokens, i, classes);
}

static bool mark(const struct reader *reader, uint32_t i, enum speech_mark wanted)
{
    return i < reader->limit && reader->tokens->items[i].mark == wanted;
}

/* A quotation, directly or behind a comma or colon. */
static bool read_quotation(struct reader *reader)
{
    uint32_t at = reader->at;
    if (speech_token_equals(reader->tokens, at, "this") && mark(reader, at + 1, SPEECH_MARK_COLON))
        at++; /* "tweeted this: ..." */
    if (mark(reader, at, SPEECH_MARK_QUOTE_OPEN) && (reader->cue->frames & (CUE_SPEECH | CUE_THAT | CUE_BARE)))
        return found(reader, CUE_COMPLEMENT_QUOTE, at);
    bool comma = mark(reader, at, SPEECH_MARK_COMMA), colon = mark(reader, at, SPEECH_MARK_COLON);
    if (!comma && !colon)
        return false;
    if (mark(reader, at + 1, SPEECH_MARK_QUOTE_OPEN) && (colon || reader->cue->frames & CUE_SPEECH)) {
        if (colon)
            reader->out.cue_end = reader->out.cue_end == at ? at + 1 : reader->out.cue_end;
        return found(reader, CUE_COMPLEMENT_QUOTE, at + 1);
    }
    if (!colon)
        return false;
    if (at + 1 >= reader->limit) {
        reader->out.cue_end = at + 1;
        return found(reader, CUE_COMPLEMENT_COLON, at + 1);
    }
    return (reader->cue->frames & CUE_SPEECH) && found(reader, CUE_COMPLEMENT_CLAUSE, at + 1);
}

static bool starts_infinitive(const struct reader *reader, uint32_t to)
{
    if (speech_token_equals(reader->tokens, to, "not"))
        to++;
    if (!is(reader, to, SPEECH_TO) || to + 1 >= reader->limit)
        return false;
    const struct speech_token *next = &reader->tokens->items[to + 1];
    if (next->mention >= 0 || (next->mark != SPEECH_MARK_NONE && next->mark != SPEECH_MARK_QUOTE_OPEN))
        return false;
    if (next->classes & (SPEECH_DETERMINER | SPEECH_POSSESSIVE | SPEECH_OBJECT_PRONOUN | SPEECH_NUMBER |
                         SPEECH_CAPITAL | SPEECH_PEOPLE | SPEECH_RELATIVE | SPEECH_QUESTION))
        return false;
    return true;
}

/* A finite verb within the next tokens: what tells a clause from a noun phrase. */
static bool holds_finite_verb(const struct reader *reader, uint32_t first)
{
    uint32_t i = first;
    for (; i < reader->limit && i - first < 30; i++) {
        const struct speech_token *token = &reader->tokens->items[i];
        if (token->mark == SPEECH_MARK_SEMICOLON)
            break;
        if (token->classes & (SPEECH_AUXILIARY | SPEECH_FINITE) && !speech_phrase_possessive(reader->tokens, i))
            return true;
        if (token->verb && i > first && (token->forms & (CUE_FORM_PAST | CUE_FORM_THIRD)) && token->noun == 0)
            return true;
        fx_slice text = speech_token_text(reader->tokens, i);
        if (i > first && text.len > 3 && text.ptr[text.len - 1] == 'd' && text.ptr[text.len - 2] == 'e')
            return true;
        if (i > first && is(reader, i - 1, SPEECH_PRONOUN) && token->mark == SPEECH_MARK_NONE)
            return true;
    }
    return i - first >= 12;
}

static bool starts_noun_phrase(const struct reader *reader, uint32_t i)
{
    if (i >= reader->limit)
        return false;
    const struct speech_token *token = &reader->tokens->items[i];
    if (token->mark == SPEECH_MARK_QUOTE_OPEN)
        return true;
    if (token->mark != SPEECH_MARK_NONE ||
        (token->classes & SPEECH_TIME && token->mention < 0 && !speech_phrase_possessive(reader->tokens, i + 1)))
        return false;
    if (token->mention >= 0 || token->classes & (SPEECH_DETERMINER | SPEECH_POSSESSIVE | SPEECH_OBJECT_PRONOUN |
                                                 SPEECH_CAPITAL | SPEECH_NUMBER | SPEECH_PRONOUN))
        return true;
    return !(token->classes & (SPEECH_AUXILIARY | SPEECH_PREPOSITION | SPEECH_CONJUNCTION | SPEECH_SUBORDINATOR |
                               SPEECH_RELATIVE | SPEECH_QUESTION | SPEECH_TIME | SPEECH_ADVERB));
}

static bool starts_clause(const struct reader *reader, uint32_t i)
{
    if (i >= reader->limit || (reader->tokens->items[i].mark != SPEECH_MARK_NONE))
        return false;
    if (is(reader, i, SPEECH_CONJUNCTION))
        return false;
    return holds_finite_verb(reader, i);
}

static bool read_that(struct reader *reader)
{
    uint32_t at = reader->at;
    uint16_t frames = reader->cue->frames;
    if (!(frames & CUE_THAT))
        return false;
    bool relative = reader->out.addressee && frames & CUE_TO && !(frames & CUE_BARE); /* "asked agencies that ... to" */
    if (speech_token_equals(reader->tokens, at, "that") && at + 1 < reader->limit && !relative)
        return found(reader, CUE_COMPLEMENT_THAT, at);
    if (!is(reader, at, SPEECH_QUESTION) || at + 1 >= reader->limit)
        return false;
    bool if_clause = speech_token_equals(reader->tokens, at, "if") || speech_token_equals(reader->tokens, at, "when") ||
                     speech_token_equals(reader->tokens, at, "where") || speech_token_equals(reader->tokens, at, "who");
    /* "said when he left" is time, "asked if he left" content */
    return (!if_clause || (frames & CUE_BARE) == 0 || (frames & CUE_ADDRESSEE)) &&
           found(reader, CUE_COMPLEMENT_THAT, at);
}

static bool read_content(struct reader *reader)
{
    uint32_t at = reader->at;
    const struct cue *cue = reader->cue;
    if (at >= reader->limit)
        return false;
    if (read_quotation(reader) || read_that(reader))
        return true;
    if (cue->frames & CUE_TO && starts_infinitive(reader, at))
        return found(reader, CUE_COMPLEMENT_TO, at);
    const struct speech_token *token = &reader->tokens->items[at];
    if (token->preposition & cue->prepositions && at + 1 < reader->limit && !is(reader, at + 1, SPEECH_TIME) &&
        (reader->tokens->items[at + 1].mark == SPEECH_MARK_NONE || mark(reader, at + 1, SPEECH_MARK_QUOTE_OPEN))) {
        reader->out.cue_end = at + 1;
        return found(reader, CUE_COMPLEMENT_OBJECT, at + 1);
    }
    return false;
}

/* "on Tuesday", "in a statement", "last week", "to reporters": nothing of what was said. */
static bool skip_adjunct(struct reader *reader)
{
    uint32_t at = reader->at;
    if (at >= reader->limit)
        return false;
    if (is(reader, at, SPEECH_TIME)) {
        while (is(reader, reader->at, SPEECH_TIME | SPEECH_NUMBER))
            reader->at++;
        return true;
    }
    if (is(reader, at, SPEECH_ADVERB) && !is(reader, at, SPEECH_PREPOSITION | SPEECH_DETERMINER) &&
        !is(reader, at + 1, SPEECH_AUXILIARY)) {
        reader->at++;
        return true;
    }
    bool last = speech_token_equals(reader->tokens, at, "last") || speech_token_equals(reader->tokens, at, "this") ||
                speech_token_equals(reader->tokens, at, "earlier") || speech_token_equals(reader->tokens, at, "late") ||
                speech_token_equals(reader->tokens, at, "early") || speech_token_equals(reader->tokens, at, "next");
    if (last) {
        uint32_t i = at + 1;
        while (i < reader->limit && i < at + 3 && !is(reader, i, SPEECH_TIME))
            i++;
        if (!is(reader, i, SPEECH_TIME))
            return false;
        reader->at = i + 1;
        return true;
    }
    if (!is(reader, at, SPEECH_PREPOSITION) || is(reader, at, SPEECH_ADVERB))
        return false;
    uint32_t end = speech_phrase_end(reader->tokens, at + 1, reader->limit);
    if (end == at + 1)
        return false;
    bool setting = false;
    for (uint32_t i = at + 1; i < end; i++)
        setting = setting || is(reader, i, SPEECH_TIME | SPEECH_SETTING | SPEECH_PEOPLE | SPEECH_PLACE | SPEECH_BODY) ||
                  (reader->tokens->items[i].mention >= 0 && end - at <= 5);
    /* "in an interview the minister would ...": the phrase took the subject along; cut behind its first noun */
    for (uint32_t i = at + 2; i < end; i++)
        if (is(reader, i, SPEECH_DETERMINER | SPEECH_POSSESSIVE) && reader->tokens->items[i].mention < 0 &&
            !speech_phrase_possessive(reader->tokens, i))
            end = i;
    if (!setting && !speech_token_equals(reader->tokens, end, "that"))
        return false;
    /* "on Tolm Radio's "Morning Hour"": a title */
    if (mark(reader, end, SPEECH_MARK_QUOTE_OPEN) && speech_phrase_possessive(reader->tokens, end - 1))
        end = reader->tokens->quotes[reader->tokens->items[end].quote - 1].end;
    reader->at = end < reader->limit ? end : reader->limit;
    return true;
}

/* ", however," ", in turn," between the cue and its that-clause. */
static void skip_parenthesis(struct reader *reader)
{
    if (!mark(reader, reader->at, SPEECH_MARK_COMMA))
        return;
    for (uint32_t i = reader->at + 1; i < reader->limit && i < reader->at + 16; i++) {
        if (!mark(reader, i, SPEECH_MARK_COMMA))
            continue;
        if (speech_token_equals(reader->tokens, i + 1, "that") || mark(reader, i + 1, SPEECH_MARK_QUOTE_OPEN))
            reader->at = i + (speech_token_equals(reader->tokens, i + 1, "that") ? 1 : 0);
        return;
    }
}

/* Content, behind at most some adjuncts and a parenthesis. */
static bool read_content_after_adjuncts(struct reader *reader)
{
    for (int i = 0; i < ADJUNCT_MAX; i++) {
        if (read_content(reader))
            return true;
        if (!skip_adjunct(reader))
            break;
    }
    skip_parenthesis(reader);
    return read_content(reader);
}

static bool read_with_adjuncts(struct reader *reader)
{
    uint32_t start = reader->at;
    if (read_content_after_adjuncts(reader))
        return true;
    reader->out.adjuncts_end = reader->at;
    bool moved = reader->at > start;
    if (reader->cue->frames & CUE_BARE && starts_clause(reader, reader->at))
        return found(reader, CUE_COMPLEMENT_CLAUSE, reader->at);
    reader->at = start;
    if (reader->cue->frames & CUE_BARE && !moved && starts_clause(reader, start))
        return found(reader, CUE_COMPLEMENT_CLAUSE, start);
    while (is(reader, reader->at, SPEECH_ADVERB) && !is(reader, reader->at, SPEECH_DETERMINER | SPEECH_PREPOSITION))
        reader->at++;
    if (reader->cue->frames & CUE_OBJECT && starts_noun_phrase(reader, reader->at))
        return found(reader, CUE_COMPLEMENT_OBJECT, reader->at);
    return false;
}

/* "told [the Global Times] that", "asked [him] whether". */
static bool read_addressee(struct reader *reader)
{
    uint32_t start = reader->at;
    struct speech_phrase phrase = speech_phrase_after(reader->tokens, start, reader->limit);
    if (phrase.end == start || phrase.end == reader->limit)
        return false;
    uint32_t simple = speech_phrase_end(reader->tokens, start, reader->limit);
    for (int whole = 1; whole >= 0; whole--) {
        reader->at = whole ? phrase.end : simple;
        reader->out.addressee = true;
        if (read_content_after_adjuncts(reader))
            return true;
    }
    reader->at = simple;
    if (reader->cue->frames & CUE_BARE && starts_clause(reader, simple))
        return found(reader, CUE_COMPLEMENT_CLAUSE, simple);
    reader->out.addressee = false;
    reader->at = start;
    return false;
}

struct cue_complement cue_complement_read(const struct speech_tokens *tokens, const struct cue *cue, uint32_t i,
                                          uint32_t limit)
{
    struct reader reader = {.tokens = tokens, .cue = cue, .at = i + 1, .limit = limit};
    if (cue->particle && speech_token_equals(tokens, i + 1, cue->particle))
        reader.at++;
    reader.out.cue_end = reader.out.adjuncts_end = reader.at;
    if (cue->frames & CUE_ADDRESSEE && !mark(&reader, reader.at, SPEECH_MARK_QUOTE_OPEN) &&
        starts_noun_phrase(&reader, reader.at) && !speech_token_equals(tokens, reader.at, "that") &&
        read_addressee(&reader))
        return reader.out;
    read_with_adjuncts(&reader);
    return reader.out;
}
