#include "speaker_resolve.h"

static bool person(struct speaker_table *table, int32_t actor)
{
    const struct speaker_actor *found = speaker_table_actor(table, actor);
    return found != NULL && found->kind == NAME_PERSON && (found->certain || found->spoken >= 0);
}

static bool gender_fits(struct speaker_table *table, int32_t actor, uint32_t gender)
{
    const struct speaker_actor *found = speaker_table_actor(table, actor);
    return found != NULL && found->kind == NAME_PERSON &&
           (gender == 0 || found->gender == 0 || found->gender == gender);
}

/* Whether some of the mention stands in the sentence and outside of quotations. */
static bool stands_in(const struct speech_tokens *tokens, const struct speaker_mention *mention,
                      struct speech_token_range sentence)
{
    uint32_t end = mention->end < sentence.end ? mention->end : sentence.end;
    for (uint32_t i = mention->first > sentence.first ? mention->first : sentence.first; i < end; i++)
        if (tokens->items[i].quote == 0)
            return true;
    return false;
}

int32_t speaker_sentence_subject(struct speaker_table *table, const struct speech_tokens *tokens,
                                 struct speech_token_range sentence)
{
    int32_t fallback = SPEAKER_NONE;
    for (int32_t i = speaker_table_first_mention(table, sentence.first);; i++) {
        const struct speaker_mention *mention = speaker_table_mention(table, i);
        if (mention == NULL || mention->first >= sentence.end)
            break;
        if (!person(table, mention->actor) || !stands_in(tokens, mention, sentence))
            continue;
        bool possessive = speech_phrase_possessive(tokens, mention->end);
        bool oblique =
            mention->first > sentence.first && speech_token_is(tokens, mention->first - 1, SPEECH_PREPOSITION);
        if (!possessive && !oblique)
            return mention->actor;
        if (fallback < 0)
            fallback = mention->actor;
    }
    return fallback;
}

static int32_t resolve_pronoun(struct speaker_table *table, const struct speech_tokens *tokens,
                               const struct speaker_context *context, struct speech_token_range sentence, uint32_t at)
{
    uint32_t gender = tokens->items[at].classes & (SPEECH_MALE | SPEECH_FEMALE);
    bool plural = speech_token_equals(tokens, at, "they") || speech_token_equals(tokens, at, "their") ||
                  speech_token_equals(tokens, at, "it") || speech_token_equals(tokens, at, "its");
    if (plural) {
        int32_t body = speaker_table_recent(table, NAME_ORGANIZATION, 0, at);
        const struct speaker_actor *last = speaker_table_actor(table, context->last_speaker);
        if (last != NULL && last->kind == NAME_ORGANIZATION)
            return context->last_speaker;
        return body;
    }
    if (gender == 0)
        return SPEAKER_NONE; /* I, we, you, someone */
    /* in the same sentence before the pronoun */
    struct speech_token_range before = {sentence.first, at};
    int32_t subject = speaker_sentence_subject(table, tokens, before);
    if (subject >= 0 && gender_fits(table, subject, gender))
        return subject;
    if (gender_fits(table, context->sentence_subject, gender))
        return context->sentence_subject;
    if (gender_fits(table, context->last_speaker, gender))
        return context->last_speaker;
    return speaker_table_recent(table, NAME_PERSON, gender, at);
}

/* "a report by [the Center]", "a statement from [the Ministry]": the body behind a document. */
static int32_t author_of(struct speaker_table *table, const struct speech_tokens *tokens,
                         const struct speech_phrase *source)
{
    uint32_t join = source->head_end;
    if (join >= source->end || !(speech_token_equals(tokens, join, "by") || speech_token_equals(tokens, join, "from")))
        return SPEAKER_NONE;
    if (speech_token_is(tokens, join - 1, SPEECH_ROLE | SPEECH_PEOPLE))
        return SPEAKER_NONE;
    for (uint32_t i = join + 1; i < source->end; i++) {
        const struct speaker_mention *mention = speaker_table_mention(table, tokens->items[i].mention);
        const struct speaker_actor *actor = mention ? speaker_table_actor(table, mention->actor) : NULL;
        if (actor != NULL && (actor->kind == NAME_PERSON || actor->kind == NAME_ORGANIZATION))
            return mention->actor;
    }
    return SPEAKER_NONE;
}

static bool one_of(const struct speech_tokens *tokens, uint32_t i, const char *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (speech_token_equals(tokens, i, words[k]))
            return true;
    return false;
}

/* Groups that the press lets speak as one body: they are named by their noun. Adherents of a party under any
 * determiner ("some House Republicans"), those who hold an office only where all are meant ("Tolm police"). */
static bool speaking_group(const struct speech_tokens *tokens, const struct speech_phrase *source,
                           struct speech_token_range *name, bool *small)
{
    static const char *const parties[] = {"democrats", "republicans", "conservatives", "liberals",     "libertarians",
                                          "tories",    "socialists",  "communists",    "progressives", "dems"};
    static const char *const offices[] = {"police",    "prosecutors", "investigators", "authorities",  "regulators",
                                          "officials", "lawmakers",   "detectives",    "conservatives"};
    if (source->head_end == source->head_first)
        return false;
    uint32_t head = source->head_end - 1;
    *small = false;
    *name = (struct speech_token_range){source->head_first, source->head_end};
    if (speech_token_is(tokens, head, SPEECH_CAPITAL) &&
        one_of(tokens, head, parties, sizeof parties / sizeof *parties)) {
        name->first = head;
        while (name->first > source->head_first && speech_token_is(tokens, name->first - 1, SPEECH_CAPITAL) &&
               !speech_token_is(tokens, name->first - 1, SPEECH_DETERMINER))
            name->first--;
        return true;
    }
    if (speech_token_equals(tokens, name->first, "the") && name->first < head)
        name->first++;
    for (uint32_t i = name->first; i < head; i++)
        if (speech_token_is(tokens, i, SPEECH_DETERMINER | SPEECH_POSSESSIVE | SPEECH_NUMBER))
            return false;
    *small = tokens->items[name->first].sentence_start && tokens->items[name->first].mention < 0;
    return one_of(tokens, head, offices, sizeof offices / sizeof *offices);
}

/* "the minister", "the Texas senator", "the company", "the newspaper". */
static int32_t resolve_noun(struct speaker_table *table, const struct speech_tokens *tokens,
                            const struct speaker_context *context, const struct speech_phrase *source)
{
    if (!speech_token_is(tokens, source->first, SPEECH_DETERMINER | SPEECH_POSSESSIVE) || source->head_end == 0)
        return SPEAKER_NONE;
    bool definite = speech_token_equals(tokens, source->first, "the") ||
                    speech_token_equals(tokens, source->first, "this") ||
                    speech_token_equals(tokens, source->first, "that");
    uint32_t head = source->head_end - 1;
    if (!definite)
        return SPEAKER_NONE;
    if (speech_token_is(tokens, head, SPEECH_ROLE)) {
        int32_t actor = speaker_table_with_role(table, speech_token_text(tokens, head));
        if (actor >= 0)
            return actor;
        uint32_t gender = tokens->items[head].classes & (SPEECH_MALE | SPEECH_FEMALE);
        return gender_fits(table, context->last_speaker, gender) ? context->last_speaker : SPEAKER_NONE;
    }
    if (speech_token_is(tokens, head, SPEECH_BODY))
        return speaker_table_recent(table, NAME_ORGANIZATION, 0, source->first);
    return SPEAKER_NONE;
}

int32_t speaker_resolve(struct speaker_table *table, const struct speech_tokens *tokens,
                        const struct speaker_context *context, struct speech_token_range sentence,
                        const struct speech_phrase *source, struct speech_token_range *mention)
{
    struct speech_token_range group;
    bool small;
    *mention = (struct speech_token_range){source->head_first, source->head_end};
    switch (source->kind) {
    case SPEECH_PHRASE_NAME: {
        const struct speaker_mention *named = speaker_table_mention(table, tokens->items[source->head_end - 1].mention);
        return named ? named->actor : SPEAKER_NONE;
    }
    case SPEECH_PHRASE_PRONOUN:
        return resolve_pronoun(table, tokens, context, sentence, source->head_first);
    case SPEECH_PHRASE_RELATIVE: {
        struct speech_phrase antecedent = speech_phrase_before(tokens, sentence.first, source->head_first);
        if (antecedent.kind == SPEECH_PHRASE_NONE && source->head_first > sentence.first)
            antecedent = speech_phrase_before(tokens, sentence.first, source->head_first - 1);
        if (antecedent.kind == SPEECH_PHRASE_NAME) {
            const struct speaker_mention *named =
                speaker_table_mention(table, tokens->items[antecedent.head_end - 1].mention);
            return named ? named->actor : SPEAKER_NONE;
        }
        return SPEAKER_NONE;
    }
    case SPEECH_PHRASE_NOUN:
        if (speaking_group(tokens, source, &group, &small))
            return speaker_table_body(table, tokens, group.first, group.end, small);
        if (source->end > source->head_end)
            return author_of(table, tokens, source);
        return resolve_noun(table, tokens, context, source);
    default:
        return SPEAKER_NONE;
    }
}
