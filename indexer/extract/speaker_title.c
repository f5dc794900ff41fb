/* Titles: what stands in apposition behind a name, or right before it. */
#include "speaker_resolve.h"

enum { TITLE_MAX_TOKENS = 24, PREFIX_MAX_TOKENS = 10 };

static bool holds_role(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (speech_token_is(tokens, i, SPEECH_ROLE) && tokens->items[i].quote == 0)
            return true;
    return false;
}

/* End of an apposition that starts at `first`: its comma, or where the clause goes on. */
static uint32_t apposition_end(const struct speech_tokens *tokens, uint32_t first)
{
    uint32_t i = first;
    for (; i < tokens->count && i - first < TITLE_MAX_TOKENS; i++) {
        const struct speech_token *token = &tokens->items[i];
        if (token->quote != 0 || token->sentence_start)
            return i;
        if (token->mark != SPEECH_MARK_NONE && token->mark != SPEECH_MARK_OTHER)
            return i;
        if (token->mention >= 0)
            continue;
        if (token->classes & SPEECH_RELATIVE && !(token->classes & SPEECH_CAPITAL))
            return i;
        bool verb = token->classes & (SPEECH_AUXILIARY | SPEECH_FINITE) && !speech_phrase_possessive(tokens, i);
        bool cue = token->verb != 0 && token->noun == 0 && !(token->classes & (SPEECH_ROLE | SPEECH_CAPITAL)) &&
                   token->forms & (CUE_FORM_PAST | CUE_FORM_THIRD | CUE_FORM_ING);
        if (verb || cue)
            return i;
    }
    return i;
}

static void read_apposition(struct speaker_table *table, const struct speech_tokens *tokens,
                            const struct speaker_mention *mention)
{
    uint32_t first = mention->end + 1;
    if (!speech_token_mark(tokens, mention->end, SPEECH_MARK_COMMA) || first >= tokens->count)
        return;
    uint32_t end = apposition_end(tokens, first);
    if (end <= first || !holds_role(tokens, first, end))
        return;
    /* the role must head the apposition: "Kim, founder and CEO of X", not "Kim, in a letter to the minister" */
    uint32_t role = first;
    while (role < end && !speech_token_is(tokens, role, SPEECH_ROLE)) {
        if (speech_token_is(tokens, role, SPEECH_PREPOSITION | SPEECH_SUBORDINATOR | SPEECH_CONJUNCTION) &&
            tokens->items[role].mention < 0 && role == first)
            return;
        role++;
    }
    while (end > first && speech_token_is(tokens, end - 1, SPEECH_ADVERB | SPEECH_CONJUNCTION) &&
           tokens->items[end - 1].mention < 0)
        end--;
    if (speech_token_equals(tokens, first, "a") || speech_token_equals(tokens, first, "an") ||
        speech_token_equals(tokens, first, "the"))
        first++;
    speaker_table_entitle(table, mention->actor, tokens, first, end, true);
}

/* "the laboratory's head, [Grace Mwangi], said". */
static void read_role_before_comma(struct speaker_table *table, const struct speech_tokens *tokens,
                                   const struct speaker_mention *mention)
{
    if (mention->first < 2 || !speech_token_mark(tokens, mention->first - 1, SPEECH_MARK_COMMA) ||
        (mention->end < tokens->count && tokens->items[mention->end].mark == SPEECH_MARK_NONE))
        return;
    struct speech_phrase phrase = speech_phrase_possessor(tokens, 0, mention->first - 1);
    if (phrase.kind != SPEECH_PHRASE_NOUN || !holds_role(tokens, phrase.end - 1, phrase.end))
        return;
    uint32_t first = phrase.first;
    if (speech_token_is(tokens, first, SPEECH_DETERMINER | SPEECH_POSSESSIVE) && tokens->items[first].mention < 0)
        first++;
    speaker_table_entitle(table, mention->actor, tokens, first, phrase.end, true);
}

static bool title_word(const struct speech_tokens *tokens, uint32_t i)
{
    const struct speech_token *token = &tokens->items[i];
    if (token->quote != 0 || token->mark != SPEECH_MARK_NONE || token->classes & (SPEECH_DETERMINER | SPEECH_TIME))
        return false;
    if (token->mention >= 0 || token->classes & (SPEECH_ROLE | SPEECH_HONORIFIC | SPEECH_PLACE))
        return true;
    return !(token->classes &
             (SPEECH_AUXILIARY | SPEECH_PREPOSITION | SPEECH_CONJUNCTION | SPEECH_SUBORDINATOR | SPEECH_RELATIVE |
              SPEECH_PRONOUN | SPEECH_OBJECT_PRONOUN | SPEECH_POSSESSIVE | SPEECH_FINITE | SPEECH_ADVERB)) &&
           (token->classes & SPEECH_CAPITAL || token->verb == 0);
}

/* "Chinese Ambassador to South Korea [Dai Bing]", "South Korean user [Junny]". */
static void read_prefix(struct speaker_table *table, const struct speech_tokens *tokens,
                        const struct speaker_mention *mention)
{
    uint32_t first = mention->first;
    while (first > 0 && mention->first - first < PREFIX_MAX_TOKENS && !tokens->items[first].sentence_start) {
        if (title_word(tokens, first - 1)) {
            first--;
            continue;
        }
        bool joins = speech_token_equals(tokens, first - 1, "to") || speech_token_equals(tokens, first - 1, "of") ||
                     speech_token_equals(tokens, first - 1, "for");
        if (!joins || first < 2 || !speech_token_is(tokens, first - 2, SPEECH_ROLE) || first == mention->first)
            break;
        first -= 2;
    }
    uint32_t end = mention->first;
    while (first < end && !holds_role(tokens, first, first + 1) && tokens->items[first].mention >= 0 &&
           speech_phrase_possessive(tokens, first + 1))
        break;
    /* one honorific alone is no title */
    if (holds_role(tokens, first, end) || (end == first + 1 && speech_token_is(tokens, first, SPEECH_HONORIFIC)))
        if (holds_role(tokens, first, end) || !speech_token_is(tokens, first, SPEECH_MALE | SPEECH_FEMALE))
            speaker_table_entitle(table, mention->actor, tokens, first, end, false);
}

/* "Tolm Intelligence, which builds pumps": whoever is "which" is no person. */
static void read_which(struct speaker_actor *actor, const struct speech_tokens *tokens,
                       const struct speaker_mention *mention)
{
    if (!actor->certain && speech_token_mark(tokens, mention->end, SPEECH_MARK_COMMA) &&
        speech_token_equals(tokens, mention->end + 1, "which"))
        actor->kind = NAME_ORGANIZATION;
}

void speaker_read_titles(struct speaker_table *table, const struct speech_tokens *tokens)
{
    for (int32_t m = 0;; m++) {
        const struct speaker_mention *mention = speaker_table_mention(table, m);
        if (mention == NULL)
            return;
        struct speaker_actor *actor = speaker_table_actor(table, mention->actor);
        if (actor != NULL)
            read_which(actor, tokens, mention);
        if (actor == NULL || actor->kind != NAME_PERSON || tokens->items[mention->first].quote != 0)
            continue;
        read_apposition(table, tokens, mention);
        read_prefix(table, tokens, mention);
        read_role_before_comma(table, tokens, mention);
    }
}
