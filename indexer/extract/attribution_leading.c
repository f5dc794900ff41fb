/* Content after its cue: `Kim said: "..."`, `Kim said that ...`, `Kim wants to ...`, `Kim criticised ...`, `Kim's claim
 * that ...`. */
#include "attribution_subject.h"

static struct speech_phrase no_phrase(uint32_t at)
{
    return (struct speech_phrase){SPEECH_PHRASE_NONE, at, at, at, at};
}

static uint8_t rule_of(enum cue_complement_kind kind)
{
    switch (kind) {
    case CUE_COMPLEMENT_QUOTE:
        return ATTRIBUTION_VERB_BEFORE_QUOTE;
    case CUE_COMPLEMENT_COLON:
        return ATTRIBUTION_INTRODUCED;
    case CUE_COMPLEMENT_TO:
        return ATTRIBUTION_INFINITIVE;
    case CUE_COMPLEMENT_OBJECT:
        return ATTRIBUTION_OBJECT;
    default:
        return ATTRIBUTION_VERB_BEFORE_CLAUSE;
    }
}

static float confidence_of(const struct cue *cue, enum cue_complement_kind kind)
{
    bool speech = cue->frames & CUE_SPEECH;
    switch (kind) {
    case CUE_COMPLEMENT_QUOTE:
        return speech ? 0.95f : 0.75f;
    case CUE_COMPLEMENT_COLON:
        return 0.9f;
    case CUE_COMPLEMENT_THAT:
    case CUE_COMPLEMENT_CLAUSE:
        return speech ? 0.85f : 0.7f;
    case CUE_COMPLEMENT_TO:
        return 0.6f;
    default:
        return speech ? 0.6f : 0.5f;
    }
}

/* "was praised by Kim": the content is the subject; "is expected to": no source. */
static int read_passive(struct attribution_frames *frames, const struct speech_tokens *tokens,
                        struct speech_token_range sentence, uint32_t i, const struct cue *cue)
{
    uint32_t group = attribution_verb_group(tokens, sentence.first, i);
    struct attribution_frame frame = {.cue_first = group,
                                      .cue_end = i + 1,
                                      .source = no_phrase(i),
                                      .piece_count = 1,
                                      .confidence = 0.5f,
                                      .rule = ATTRIBUTION_PASSIVE};
    if (speech_token_equals(tokens, i + 1, "by") && i + 2 < sentence.end) {
        struct speech_phrase subject = speech_phrase_before(tokens, sentence.first, group);
        frame.source = speech_phrase_after(tokens, i + 2, sentence.end);
        frame.cue_end = i + 2;
        frame.pieces[0] = (struct speech_token_range){subject.first, subject.end};
        if (frame.source.kind == SPEECH_PHRASE_NONE || subject.kind == SPEECH_PHRASE_NONE ||
            subject.kind == SPEECH_PHRASE_PRONOUN)
            return FX_OK;
        return attribution_frame_add(frames, tokens, frame);
    }
    struct cue_complement complement = cue_complement_read(tokens, cue, i, sentence.end);
    if (complement.kind != CUE_COMPLEMENT_THAT && complement.kind != CUE_COMPLEMENT_TO)
        return FX_OK;
    frame.cue_end = complement.cue_end;
    frame.pieces[0] = (struct speech_token_range){complement.content_first,
                                                  cue_content_end(tokens, &complement, sentence.end, false)};
    return attribution_frame_add(frames, tokens, frame);
}

/* Where a clause that is not the main one ends: a fronted one at its comma ("While Kim wants to stay, ..."), an
 * inserted one where the main verb follows ("Kim, who wants to stay, said"). */
static uint32_t clause_limit(const struct speech_tokens *tokens, struct speech_token_range sentence, uint32_t group,
                             uint32_t content, enum attribution_use use, const struct speech_phrase *source)
{
    uint32_t first = sentence.first;
    if (speech_token_is(tokens, first, SPEECH_CONJUNCTION))
        first++;
    bool fronted = speech_token_is(tokens, first, SPEECH_SUBORDINATOR);
    bool adjunct = speech_token_is(tokens, first, SPEECH_PREPOSITION) && source->kind == SPEECH_PHRASE_RELATIVE;
    uint32_t head = adjunct ? source->first : group;
    bool loose = adjunct || use == ATTRIBUTION_USE_ING || use == ATTRIBUTION_USE_INFINITIVE; /* with no verb before */
    for (uint32_t i = first; (fronted || loose) && i < head; i++) {
        fronted = fronted && tokens->items[i].mark != SPEECH_MARK_COMMA;
        loose = loose && !cue_finite_verb(tokens, i);
    }
    fronted = fronted || loose;
    bool inserted =
        source->kind == SPEECH_PHRASE_RELATIVE ||
        (use == ATTRIBUTION_USE_ING && group > first && speech_token_mark(tokens, group - 1, SPEECH_MARK_COMMA)) ||
        (group > first + 1 && speech_token_is(tokens, group - 1, SPEECH_SUBORDINATOR) && /* ", when asked" */
         speech_token_mark(tokens, group - 2, SPEECH_MARK_COMMA));
    if (!fronted && !inserted)
        return sentence.end;
    for (uint32_t i = content; i < sentence.end; i++) {
        if (tokens->items[i].quote != 0)
            i = tokens->quotes[tokens->items[i].quote - 1].end - 1;
        else if (tokens->items[i].mark == SPEECH_MARK_COMMA && i > content &&
                 (fronted || cue_finite_verb(tokens, i + 1)))
            return i;
    }
    return sentence.end;
}

/* "called [it a disaster]", not "called [the office]". */
static bool names_object(const struct speech_tokens *tokens, uint32_t first)
{
    uint32_t end = speech_phrase_end(tokens, first, (uint32_t)tokens->count);
    if (end == first)
        return false;
    return speech_token_mark(tokens, end, SPEECH_MARK_QUOTE_OPEN) || speech_token_equals(tokens, end, "a") ||
           speech_token_equals(tokens, end, "an") || speech_token_equals(tokens, end, "the");
}

static bool bare_object(const struct cue_complement *complement, uint32_t i)
{
    return complement->kind == CUE_COMPLEMENT_OBJECT && complement->cue_end == i + 1;
}

/* Whether what follows the cue at i may be a content, whoever speaks: a bare object is none of weak cues, nor where it
 * is a title in quotation marks that was discussed. Asked before the subject is looked for, which takes longer. */
static bool may_be_content(const struct speech_tokens *tokens, const struct cue *cue, uint32_t i,
                           const struct cue_complement *complement)
{
    if (!bare_object(complement, i))
        return complement->kind != CUE_COMPLEMENT_NONE;
    if (cue->frames & CUE_WEAK)
        return cue->frames & CUE_NAMING && names_object(tokens, complement->content_first);
    return tokens->items[complement->content_first].mark != SPEECH_MARK_QUOTE_OPEN || cue->frames & CUE_SPEECH;
}

/* Whether this source speaks of a bare object: not "signs welcoming the guests". */
static bool speaks_of_object(const struct speech_tokens *tokens, const struct cue *cue, enum attribution_use use,
                             const struct speech_phrase *source)
{
    if (cue->frames & CUE_WEAK || use != ATTRIBUTION_USE_ING || source->kind != SPEECH_PHRASE_NOUN)
        return true;
    return speech_token_is(tokens, source->head_end - 1, SPEECH_ROLE | SPEECH_PEOPLE | SPEECH_BODY);
}

/* "refused to discuss [the plan]": the infinitive is a cue itself, and its content is the content. */
static void follow_infinitive(const struct speech_tokens *tokens, uint32_t limit, struct cue_complement *complement)
{
    uint32_t verb = complement->content_first + 1;
    while (verb < limit && speech_token_is(tokens, verb, SPEECH_TO | SPEECH_ADVERB))
        verb++;
    if (verb >= limit || tokens->items[verb].verb == 0 || !(tokens->items[verb].forms & CUE_FORM_BASE))
        return;
    const struct cue *cue = speech_lexicon_verb(tokens->items[verb].verb);
    if (cue->frames & CUE_WEAK || !(cue->frames & (CUE_SPEECH | CUE_OBJECT)))
        return;
    struct cue_complement inner = cue_complement_read(tokens, cue, verb, limit);
    if (inner.kind != CUE_COMPLEMENT_NONE && inner.kind != CUE_COMPLEMENT_COLON)
        *complement = inner;
}

static int add_leading(struct attribution_frames *frames, const struct speech_tokens *tokens,
                       struct speech_token_range sentence, uint32_t i, const struct cue *cue,
                       struct cue_complement complement, struct speech_phrase source, enum attribution_use use)
{
    uint32_t group = attribution_verb_group(tokens, sentence.first, i);
    if (bare_object(&complement, i) && !speaks_of_object(tokens, cue, use, &source))
        return FX_OK;
    /* "a proposal intended to", "an event focused on": a participle, no wish of the proposal */
    bool loose =
        complement.kind == CUE_COMPLEMENT_TO || (complement.kind == CUE_COMPLEMENT_OBJECT && cue->frames & CUE_WEAK);
    if (loose && source.kind == SPEECH_PHRASE_NOUN && group == i && tokens->items[i].forms & CUE_FORM_PARTICIPLE &&
        source.head_end > source.head_first &&
        !speech_token_is(tokens, source.head_end - 1, SPEECH_ROLE | SPEECH_PEOPLE | SPEECH_BODY))
        return FX_OK;
    if (complement.kind == CUE_COMPLEMENT_TO && !complement.addressee)
        follow_infinitive(tokens, sentence.end, &complement);
    struct attribution_frame frame = {.cue_first = group,
                                      .cue_end = complement.cue_end,
                                      .source = source,
                                      .confidence = confidence_of(cue, complement.kind),
                                      .rule = rule_of(complement.kind)};
    if (complement.kind != CUE_COMPLEMENT_COLON) {
        bool past = tokens->items[i].forms & CUE_FORM_PAST;
        uint32_t limit = clause_limit(tokens, sentence, group, complement.content_first, use, &source);
        frame.pieces[0] =
            (struct speech_token_range){complement.content_first, cue_content_end(tokens, &complement, limit, past)};
        frame.piece_count = 1;
    }
    return attribution_frame_add(frames, tokens, frame);
}

/* Who speaks in "[Kim] put out a series of posts saying", "footage of [Kim] saying", where `source` is the noun phrase
 * before the participle. */
static struct speech_phrase behind_participle(const struct attribution_frames *frames,
                                              const struct speech_tokens *tokens, struct speech_token_range sentence,
                                              struct speech_phrase source)
{
    uint32_t head = source.head_end - 1;
    if (speech_token_is(tokens, head, SPEECH_ROLE | SPEECH_PEOPLE))
        return source;
    if (speech_token_equals(tokens, source.head_end, "of") && tokens->items[source.end - 1].mention >= 0) {
        struct speech_phrase owner = speech_phrase_possessor(tokens, source.head_end + 1, source.end);
        if (owner.kind == SPEECH_PHRASE_NAME)
            return owner;
    }
    bool document = false;
    for (uint32_t i = source.first; i < source.end; i++)
        document = document || speech_token_is(tokens, i, SPEECH_SETTING | SPEECH_BODY);
    if (!document)
        return source;
    struct speech_phrase issuer = attribution_shared_subject(frames, tokens, sentence, source.first);
    return issuer.kind == SPEECH_PHRASE_NAME || issuer.kind == SPEECH_PHRASE_PRONOUN ? issuer : source;
}

static int read_verb(struct attribution_frames *frames, const struct speech_tokens *tokens,
                     struct speech_token_range sentence, uint32_t i)
{
    enum attribution_use use = attribution_verb_use(tokens, sentence.first, i);
    if (use == ATTRIBUTION_USE_NONE)
        return FX_OK;
    const struct cue *cue = speech_lexicon_verb_before(
        tokens->items[i].verb, i + 1 < tokens->count ? speech_token_text(tokens, i + 1) : (fx_slice){"", 0});
    if (use == ATTRIBUTION_USE_PASSIVE)
        return read_passive(frames, tokens, sentence, i, cue);
    struct cue_complement complement = cue_complement_read(tokens, cue, i, sentence.end);
    if (!may_be_content(tokens, cue, i, &complement))
        return FX_OK;
    uint32_t group = attribution_verb_group(tokens, sentence.first, i);
    struct speech_phrase source = no_phrase(i);
    bool own = use == ATTRIBUTION_USE_FINITE ||
               (use == ATTRIBUTION_USE_ING && group > sentence.first && speech_phrase_nominal(tokens, group - 1));
    if (own)
        source = speech_phrase_before(tokens, sentence.first, group);
    if (use == ATTRIBUTION_USE_ING && source.kind == SPEECH_PHRASE_NOUN && source.first > sentence.first)
        source = behind_participle(frames, tokens, sentence, source);
    if (use == ATTRIBUTION_USE_INFINITIVE)
        source = attribution_controlled_subject(tokens, sentence, group);
    if (source.kind == SPEECH_PHRASE_NONE) {
        source = attribution_shared_subject(frames, tokens, sentence, group);
        /* a past form without any subject is a participle: "asked about it, ..." */
        if (use == ATTRIBUTION_USE_FINITE &&
            (source.first > group || source.kind == SPEECH_PHRASE_NONE || group == sentence.first))
            return FX_OK;
    }
    size_t before = frames->count;
    int rc = add_leading(frames, tokens, sentence, i, cue, complement, source, use);
    if (own && use == ATTRIBUTION_USE_FINITE && frames->count > before)
        frames->main_subject = source;
    return rc;
}

static int read_noun(struct attribution_frames *frames, const struct speech_tokens *tokens,
                     struct speech_token_range sentence, uint32_t i)
{
    const struct cue *cue = speech_lexicon_noun(tokens->items[i].noun);
    if (i == sentence.first || (cue->frames & CUE_WEAK))
        return FX_OK;
    struct speech_phrase source = no_phrase(i);
    uint32_t group = i;
    for (uint32_t k = i; k-- > sentence.first && i - k < 4;) {
        if (speech_token_is(tokens, k, SPEECH_POSSESSIVE)) {
            source = (struct speech_phrase){SPEECH_PHRASE_PRONOUN, k, k + 1, k, k + 1};
            group = k + 1;
            break;
        }
        if (speech_phrase_possessive(tokens, k)) {
            source = speech_phrase_possessor(tokens, sentence.first, k);
            group = k + 1;
            break;
        }
        if (!speech_phrase_nominal(tokens, k))
            break;
    }
    if (source.kind == SPEECH_PHRASE_NONE)
        return FX_OK;
    struct cue_complement complement = cue_complement_read(tokens, cue, i, sentence.end);
    if (complement.kind != CUE_COMPLEMENT_THAT && complement.kind != CUE_COMPLEMENT_TO &&
        complement.kind != CUE_COMPLEMENT_OBJECT)
        return FX_OK;
    struct attribution_frame frame = {.cue_first = group,
                                      .cue_end = complement.cue_end,
                                      .source = source,
                                      .piece_count = 1,
                                      .confidence = 0.5f,
                                      .rule = ATTRIBUTION_NOUN};
    frame.pieces[0] =
        (struct speech_token_range){complement.content_first, cue_content_end(tokens, &complement, sentence.end, true)};
    return attribution_frame_add(frames, tokens, frame);
}

/* "is convinced that", "remains skeptical of". */
static int read_adjective(struct attribution_frames *frames, const struct speech_tokens *tokens,
                          struct speech_token_range sentence, uint32_t i)
{
    uint32_t group = attribution_verb_group(tokens, sentence.first, i);
    bool be = false;
    for (uint32_t k = group; k < i; k++)
        be = be || speech_token_is(tokens, k, SPEECH_BE);
    if (!be)
        return FX_OK;
    const struct cue *cue = speech_lexicon_adjective(tokens->items[i].adjective);
    struct cue_complement complement = cue_complement_read(tokens, cue, i, sentence.end);
    if (!may_be_content(tokens, cue, i, &complement))
        return FX_OK;
    struct speech_phrase source = speech_phrase_before(tokens, sentence.first, group);
    if (source.kind == SPEECH_PHRASE_NONE ||
        (source.kind == SPEECH_PHRASE_PRONOUN && speech_token_equals(tokens, source.first, "it")))
        return FX_OK;
    return add_leading(frames, tokens, sentence, i, cue, complement, source, ATTRIBUTION_USE_FINITE);
}

int attribution_read_leading(struct attribution_frames *frames, const struct speech_tokens *tokens,
                             struct speech_token_range sentence)
{
    int rc = FX_OK;
    for (size_t k = frames->landmark; k < tokens->landmark_count && rc == FX_OK; k++) {
        uint32_t i = tokens->landmarks[k];
        const struct speech_token *token = &tokens->items[i];
        if (i >= sentence.end)
            break;
        if (token->quote != 0 || frames->covered[i])
            continue;
        size_t before = frames->count;
        if (token->adjective != 0)
            rc = read_adjective(frames, tokens, sentence, i);
        if (rc == FX_OK && token->verb != 0 && frames->count == before)
            rc = read_verb(frames, tokens, sentence, i);
        if (rc == FX_OK && token->noun != 0 && frames->count == before && token->mention < 0)
            rc = read_noun(frames, tokens, sentence, i);
    }
    return rc;
}
