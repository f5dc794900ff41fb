/* Content before its cue: `"...," Kim said`, `"...," said Kim`, `..., the bank said on Monday`, `..., according to
 * Kim`, and with the source in the middle: `The plan, he said, would fail`. */
#include "attribution_frame.h"

/* Whether the tokens before `end` are content cut off by a comma or a closing mark. */
static bool content_ends_at(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    if (end <= first)
        return false;
    const struct speech_token *before = &tokens->items[end - 1];
    if (before->mark == SPEECH_MARK_QUOTE_CLOSE) {
        /* `Dwayne "The Rock" [Johnson said]`: a nickname is no content */
        uint32_t open = tokens->quotes[before->quote - 1].first;
        bool finished = end - open > 2 && tokens->items[end - 2].classes & SPEECH_PUNCTUATION;
        return finished || open == first || tokens->items[open - 1].mention < 0;
    }
    return before->mark == SPEECH_MARK_COMMA || (before->mark == SPEECH_MARK_DASH && end - first > 2);
}

static bool quotation_before(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    for (uint32_t i = end; i-- > first && end - i <= 2;)
        if (tokens->items[i].mark == SPEECH_MARK_QUOTE_CLOSE)
            return true;
    return false;
}

/* Whether the tokens can be a clause: an adverbial before a comma is no content. */
static bool clause_before(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const struct speech_token *token = &tokens->items[i];
        fx_slice text = speech_token_text(tokens, i);
        if (token->quote != 0)
            return true;
        if (token->classes & (SPEECH_AUXILIARY | SPEECH_FINITE) && !speech_phrase_possessive(tokens, i))
            return true;
        if (token->verb != 0 && token->forms & (CUE_FORM_PAST | CUE_FORM_THIRD))
            return true;
        if (token->mention < 0 && text.len > 3 && text.ptr[text.len - 1] == 'd' && text.ptr[text.len - 2] == 'e')
            return true;
    }
    return end - first > 12 && !speech_token_is(tokens, first, SPEECH_PREPOSITION);
}

/* `..." CBS This Morning anchor [Kim] said`: where the source begins with words that do not look like a phrase. */
static uint32_t back_to_quotation(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    for (uint32_t i = end; i > first && end - i < 8; i--) {
        const struct speech_token *token = &tokens->items[i - 1];
        if (token->mark == SPEECH_MARK_QUOTE_CLOSE)
            return i;
        if (token->mark != SPEECH_MARK_NONE || cue_finite_verb(tokens, i - 1))
            break;
    }
    return end;
}

/* End of the attribution itself (source, cue, adjuncts, apposition) from token `at` on. */
static uint32_t attribution_end(const struct speech_tokens *tokens, uint32_t at, uint32_t limit)
{
    for (uint32_t i = at; i < limit; i++) {
        const struct speech_token *token = &tokens->items[i];
        if (token->mark == SPEECH_MARK_COMMA || token->mark == SPEECH_MARK_QUOTE_OPEN ||
            token->mark == SPEECH_MARK_SEMICOLON || token->mark == SPEECH_MARK_COLON || token->mark == SPEECH_MARK_DASH)
            return i;
    }
    return limit;
}

/* ", he said, [would fail]": whether the sentence goes on with the content behind the attribution. */
static bool resumes(const struct speech_tokens *tokens, uint32_t comma, uint32_t limit, bool inverted)
{
    uint32_t i = comma;
    if (i < limit && tokens->items[i].mark == SPEECH_MARK_COMMA)
        i++;
    if (i >= limit)
        return false;
    const struct speech_token *next = &tokens->items[i];
    if (next->mark == SPEECH_MARK_QUOTE_OPEN) /* but not `he said on Tolm's "Morning Hour"` */
        return i == 0 || !(speech_phrase_possessive(tokens, i - 1) ||
                           speech_token_is(tokens, i - 1, SPEECH_PREPOSITION | SPEECH_DETERMINER | SPEECH_LABEL));
    if (inverted || i + 1 >= limit || tokens->items[comma].mark != SPEECH_MARK_COMMA)
        return false;
    if (next->forms & CUE_FORM_ING || next->classes & (SPEECH_SUBORDINATOR | SPEECH_RELATIVE))
        return false;
    fx_slice word = speech_token_text(tokens, i);
    bool participle = word.len > 4 && word.ptr[word.len - 1] == 'g' && word.ptr[word.len - 2] == 'n';
    return !participle && !speech_token_equals(tokens, i, "according");
}

static uint32_t uncovered_start(const struct attribution_frames *frames, uint32_t first, uint32_t end)
{
    uint32_t start = end;
    while (start > first && !frames->covered[start - 1])
        start--;
    return start;
}

static int add_before(struct attribution_frames *frames, const struct speech_tokens *tokens,
                      struct speech_token_range sentence, struct attribution_frame frame, uint32_t content_end,
                      uint32_t rest, bool inverted)
{
    frame.pieces[0] = (struct speech_token_range){uncovered_start(frames, sentence.first, content_end), content_end};
    frame.piece_count = 1;
    if (frames->main_subject.kind == SPEECH_PHRASE_NONE)
        frames->main_subject = frame.source;
    bool medial = resumes(tokens, rest, sentence.end, inverted);
    if (frame.pieces[0].end - frame.pieces[0].first < 2 ||
        (!medial && !clause_before(tokens, frame.pieces[0].first, content_end)))
        return FX_OK;
    if (medial) {
        uint32_t first = rest + (tokens->items[rest].mark == SPEECH_MARK_COMMA);
        uint32_t end = sentence.end;
        if (tokens->items[first].mark == SPEECH_MARK_QUOTE_OPEN) {
            struct cue_complement complement = {.kind = CUE_COMPLEMENT_QUOTE, .content_first = first};
            end = cue_content_end(tokens, &complement, sentence.end, true);
        }
        frame.pieces[frame.piece_count++] = (struct speech_token_range){first, end};
    }
    return attribution_frame_add(frames, tokens, frame);
}

/* "...," said Kim Min-kyo, founder of ... */
static bool read_inverted(struct attribution_frames *frames, const struct speech_tokens *tokens,
                          struct speech_token_range sentence, uint32_t i, int *rc)
{
    const struct cue *cue = speech_lexicon_verb(tokens->items[i].verb);
    uint32_t group = i;
    while (group > sentence.first && speech_token_is(tokens, group - 1, SPEECH_ADVERB))
        group--;
    if (!(cue->frames & CUE_SPEECH) || !content_ends_at(tokens, sentence.first, group) ||
        !(tokens->items[i].forms & (CUE_FORM_PAST | CUE_FORM_THIRD)))
        return false;
    bool quote = quotation_before(tokens, sentence.first, group);
    if (!quote) {
        /* "Murphy, who was elected in 2012, argued": the subject stands before an insertion */
        struct speech_phrase subject = speech_phrase_before(tokens, sentence.first, group);
        if (subject.kind != SPEECH_PHRASE_NONE && subject.first == sentence.first)
            return false;
    }
    struct speech_phrase source = speech_phrase_after(tokens, i + 1, sentence.end);
    if (source.kind == SPEECH_PHRASE_NONE || (!quote && cue->frames & CUE_ADDRESSEE))
        return false;
    /* ", said the bank would": a predicate behind the phrase makes it the content's subject */
    if (!quote && speech_token_is(tokens, source.end, SPEECH_AUXILIARY | SPEECH_FINITE))
        return false;
    if (!quote && !(source.kind == SPEECH_PHRASE_NAME || source.end == sentence.end ||
                    speech_token_is(tokens, source.end, SPEECH_PUNCTUATION | SPEECH_RELATIVE | SPEECH_PREPOSITION)))
        return false;
    struct attribution_frame frame = {.cue_first = i,
                                      .cue_end = i + 1,
                                      .source = source,
                                      .confidence = quote ? 0.97f : 0.85f,
                                      .rule = quote ? ATTRIBUTION_INVERTED : ATTRIBUTION_VERB_AFTER_CLAUSE};
    uint32_t rest = attribution_end(tokens, source.end, sentence.end);
    *rc = add_before(frames, tokens, sentence, frame, group, rest, true);
    return true;
}

/* "...," Kim said on Monday */
static bool read_normal(struct attribution_frames *frames, const struct speech_tokens *tokens,
                        struct speech_token_range sentence, uint32_t i, int *rc)
{
    const struct speech_token *verb = &tokens->items[i];
    if (attribution_verb_use(tokens, sentence.first, i) != ATTRIBUTION_USE_FINITE)
        return false;
    const struct cue *cue = speech_lexicon_verb_before(
        verb->verb, i + 1 < tokens->count ? speech_token_text(tokens, i + 1) : (fx_slice){"", 0});
    if (!(cue->frames & (CUE_SPEECH | CUE_BARE)))
        return false;
    uint32_t group = attribution_verb_group(tokens, sentence.first, i);
    struct speech_phrase source = speech_phrase_before(tokens, sentence.first, group);
    if (source.kind == SPEECH_PHRASE_NONE || source.kind == SPEECH_PHRASE_RELATIVE)
        return false;
    uint32_t content_end = source.first;
    bool as = content_end > sentence.first && speech_token_equals(tokens, content_end - 1, "as");
    if (as)
        content_end--;
    if (!content_ends_at(tokens, sentence.first, content_end))
        content_end = back_to_quotation(tokens, sentence.first, content_end);
    if (!content_ends_at(tokens, sentence.first, content_end))
        return false;
    struct cue_complement complement = cue_complement_read(tokens, cue, i, sentence.end);
    bool quote = quotation_before(tokens, sentence.first, content_end);
    bool after = complement.kind != CUE_COMPLEMENT_NONE;
    /* `"...," Kim said in an interview before the vote was over`: the quotation wins over a clause that may follow */
    bool colon = complement.kind != CUE_COMPLEMENT_NONE && complement.content_first > i + 1 &&
                 tokens->items[complement.content_first - 1].mark == SPEECH_MARK_COLON;
    bool clear = complement.kind == CUE_COMPLEMENT_THAT || complement.kind == CUE_COMPLEMENT_COLON || colon;
    if (after && (!quote || clear || !(cue->frames & CUE_SPEECH)))
        return false;
    /* what follows must be over: end, comma, quotation, or an adjunct */
    uint32_t rest = attribution_end(tokens, after ? i + 1 : complement.adjuncts_end, sentence.end);
    if (!quote && rest > complement.adjuncts_end + 8)
        return false;
    if (!(cue->frames & CUE_SPEECH) && (quote ? !(cue->frames & CUE_BARE) : rest != complement.adjuncts_end))
        return false;
    struct attribution_frame frame = {.cue_first = group,
                                      .cue_end = after ? i + 1 : complement.cue_end,
                                      .source = source,
                                      .confidence = quote ? 0.97f : 0.85f,
                                      .rule = quote ? ATTRIBUTION_VERB_AFTER_QUOTE : ATTRIBUTION_VERB_AFTER_CLAUSE};
    *rc = add_before(frames, tokens, sentence, frame, content_end, rest, false);
    return true;
}

static int read_according(struct attribution_frames *frames, const struct speech_tokens *tokens,
                          struct speech_token_range sentence, uint32_t i)
{
    struct speech_phrase source = speech_phrase_after(tokens, i + 2, sentence.end);
    if (source.kind == SPEECH_PHRASE_NONE)
        return FX_OK;
    uint32_t end = attribution_end(tokens, source.end, sentence.end);
    struct attribution_frame frame = {.cue_first = i,
                                      .cue_end = i + 2,
                                      .source = source,
                                      .piece_count = 1,
                                      .confidence = 0.9f,
                                      .rule = ATTRIBUTION_ACCORDING};
    if (i > sentence.first + 1)
        return add_before(frames, tokens, sentence, frame, i, end, true);
    if (end >= sentence.end || tokens->items[end].mark != SPEECH_MARK_COMMA)
        return FX_OK;
    /* "According to Kim, a lawyer, ...": an apposition that opens with an article */
    if (speech_token_is(tokens, end + 1, SPEECH_DETERMINER) && source.kind == SPEECH_PHRASE_NAME) {
        uint32_t comma = attribution_end(tokens, end + 1, sentence.end);
        bool finite = false;
        for (uint32_t k = end + 1; k < comma; k++)
            finite = finite || speech_token_is(tokens, k, SPEECH_AUXILIARY | SPEECH_FINITE);
        if (!finite && comma < sentence.end && tokens->items[comma].mark == SPEECH_MARK_COMMA)
            end = comma;
    }
    frame.pieces[0] = (struct speech_token_range){end + 1, sentence.end};
    return attribution_frame_add(frames, tokens, frame);
}

int attribution_read_trailing(struct attribution_frames *frames, const struct speech_tokens *tokens,
                              struct speech_token_range sentence)
{
    int rc = FX_OK;
    bool divided = false; /* before token i stands a mark that a content may end with */
    for (size_t k = frames->landmark; k < tokens->landmark_count && rc == FX_OK; k++) {
        uint32_t i = tokens->landmarks[k];
        const struct speech_token *token = &tokens->items[i];
        if (i >= sentence.end)
            break;
        divided = divided || token->quote != 0 || token->mark != SPEECH_MARK_NONE; /* a landmark that is no word */
        if (token->quote != 0 || frames->covered[i])
            continue;
        if (speech_token_equals(tokens, i, "according") && speech_token_is(tokens, i + 1, SPEECH_TO)) {
            rc = read_according(frames, tokens, sentence, i);
            continue;
        }
        if (!divided || token->verb == 0 || (token->classes & SPEECH_CAPITAL))
            continue;
        if (!read_inverted(frames, tokens, sentence, i, &rc))
            read_normal(frames, tokens, sentence, i, &rc);
    }
    return rc;
}
