/* Subjects that do not stand right before their verb. */
#include "attribution_subject.h"

enum {
    SUBJECT_REACH = 64,
    VERBS_MAX = 8
}; /* tokens, and verbs looked at: text that is no prose costs no more than prose */

static struct speech_phrase no_phrase(uint32_t at)
{
    return (struct speech_phrase){SPEECH_PHRASE_NONE, at, at, at, at};
}

/* A clause opens before `at`: the sentence begins, or a mark or a conjunction stands there. */
static bool opens_clause(const struct speech_tokens *tokens, struct speech_token_range sentence, uint32_t at)
{
    return at == sentence.first ||
           speech_token_is(tokens, at - 1, SPEECH_PUNCTUATION | SPEECH_CONJUNCTION | SPEECH_SUBORDINATOR);
}

static bool personal(const struct speech_tokens *tokens, const struct speech_phrase *phrase)
{
    return phrase->kind == SPEECH_PHRASE_NAME || (phrase->kind == SPEECH_PHRASE_PRONOUN &&
                                                  speech_token_is(tokens, phrase->first, SPEECH_MALE | SPEECH_FEMALE));
}

/* The frame of this sentence whose cue holds token i; NULL. Those of the sentence were added last. */
static const struct attribution_frame *frame_of_cue(const struct attribution_frames *frames,
                                                    struct speech_token_range sentence, uint32_t i)
{
    for (size_t k = frames->count; k-- > 0;) {
        const struct attribution_frame *frame = &frames->items[k];
        if (frame->cue_end <= sentence.first)
            return NULL;
        if (frame->cue_first <= i && i < frame->cue_end)
            return frame;
    }
    return NULL;
}

struct speech_phrase attribution_nearest_subject(const struct attribution_frames *frames,
                                                 const struct speech_tokens *tokens, struct speech_token_range sentence,
                                                 uint32_t verb)
{
    uint32_t left = SUBJECT_REACH, verbs = 0;
    for (uint32_t i = verb; left > 0 && verbs < VERBS_MAX && i-- > sentence.first + 1; left--) {
        if (tokens->items[i].quote != 0) {
            i = tokens->quotes[tokens->items[i].quote - 1].first;
            if (i <= sentence.first)
                break;
            continue;
        }
        if (frames->covered[i]) {
            const struct attribution_frame *frame = frame_of_cue(frames, sentence, i);
            if (frame != NULL && frame->rule != ATTRIBUTION_NOUN && frame->rule != ATTRIBUTION_PASSIVE &&
                personal(tokens, &frame->source) && frame->source.first < verb)
                return frame->source;
            continue;
        }
        if (!cue_finite_verb(tokens, i))
            continue;
        verbs++;
        struct speech_phrase phrase =
            speech_phrase_before(tokens, sentence.first, attribution_verb_group(tokens, sentence.first, i));
        if (personal(tokens, &phrase) && opens_clause(tokens, sentence, phrase.first))
            return phrase;
    }
    return no_phrase(verb);
}

/* "Salceda, citing data, said", "Salceda, after saying": the subject before the insertion. */
static struct speech_phrase subject_before_insertion(const struct speech_tokens *tokens,
                                                     struct speech_token_range sentence, uint32_t verb)
{
    uint32_t at = verb;
    while (at > sentence.first + 1 && verb - at < 3 &&
           speech_token_is(tokens, at - 1, SPEECH_SUBORDINATOR | SPEECH_PREPOSITION))
        at--;
    if (at <= sentence.first + 1 || tokens->items[at - 1].mark != SPEECH_MARK_COMMA)
        return no_phrase(verb);
    struct speech_phrase before = speech_phrase_before(tokens, sentence.first, at - 1);
    bool opens = before.first == sentence.first ||
                 (before.first == sentence.first + 1 && speech_token_is(tokens, sentence.first, SPEECH_CONJUNCTION));
    bool fits = before.kind == SPEECH_PHRASE_NAME || (before.kind == SPEECH_PHRASE_NOUN && at == verb);
    return fits && opens ? before : no_phrase(verb);
}

/* "In asking for it, [Judicial Watch] noted": behind the fronted clause. */
static struct speech_phrase subject_after_front(const struct speech_tokens *tokens, struct speech_token_range sentence,
                                                uint32_t verb)
{
    struct speech_phrase first = no_phrase(verb);
    for (uint32_t i = verb; i < sentence.end; i++) {
        uint32_t comma = i;
        if (tokens->items[i].quote != 0) { /* `on "This Week," Kim admitted`: the comma of the title ends it */
            struct speech_token_range range = tokens->quotes[tokens->items[i].quote - 1];
            i = range.end - 1;
            comma = range.end - range.first > 2 ? range.end - 2 : i;
        }
        if (tokens->items[comma].mark != SPEECH_MARK_COMMA)
            continue;
        struct speech_phrase phrase = speech_phrase_after(tokens, i + 1, sentence.end);
        if (phrase.kind != SPEECH_PHRASE_NONE && cue_finite_verb(tokens, phrase.end))
            return phrase;
        if (first.kind == SPEECH_PHRASE_NONE)
            first = phrase;
    }
    return first;
}

struct speech_phrase attribution_shared_subject(const struct attribution_frames *frames,
                                                const struct speech_tokens *tokens, struct speech_token_range sentence,
                                                uint32_t verb)
{
    struct speech_phrase inserted = subject_before_insertion(tokens, sentence, verb);
    if (inserted.kind != SPEECH_PHRASE_NONE)
        return inserted;
    struct speech_phrase nearest = attribution_nearest_subject(frames, tokens, sentence, verb);
    if (nearest.kind != SPEECH_PHRASE_NONE)
        return nearest;
    if (frames->main_subject.kind != SPEECH_PHRASE_NONE)
        return frames->main_subject;
    /* the subject of the first finite verb of the sentence */
    uint32_t verbs = 0;
    for (uint32_t i = sentence.first + 1; i < verb && verbs < VERBS_MAX; i++) {
        if (!cue_finite_verb(tokens, i))
            continue;
        verbs++;
        struct speech_phrase phrase =
            speech_phrase_before(tokens, sentence.first, attribution_verb_group(tokens, sentence.first, i));
        bool oblique = phrase.first > sentence.first &&
                       speech_token_is(tokens, phrase.first - 1, SPEECH_PREPOSITION | SPEECH_SUBORDINATOR);
        if (phrase.kind != SPEECH_PHRASE_NONE && phrase.kind != SPEECH_PHRASE_RELATIVE && !oblique)
            return phrase;
    }
    if (speech_token_is(tokens, sentence.first, SPEECH_SUBORDINATOR)) {
        struct speech_phrase fronted = speech_phrase_after(tokens, sentence.first + 1, verb);
        if (fronted.kind != SPEECH_PHRASE_NONE)
            return fronted;
    }
    return subject_after_front(tokens, sentence, verb);
}

struct speech_phrase attribution_controlled_subject(const struct speech_tokens *tokens,
                                                    struct speech_token_range sentence, uint32_t group)
{
    static const char *const causes[] = {
        "for",     "led",     "leading", "forced",     "force",     "forcing",  "prompt", "prompted",  "prompting",
        "pushed",  "pushing", "urged",   "urging",     "allowed",   "allowing", "allow",  "required",  "requires",
        "require", "caused",  "causing", "encouraged", "compelled", "enabled",  "moved",  "inspired",  "expected",
        "expect",  "expects", "want",    "wants",      "wanted",    "get",      "got",    "persuaded", "convinced"};
    if (group < sentence.first + 3 || !speech_token_is(tokens, group - 1, SPEECH_TO))
        return no_phrase(group);
    struct speech_phrase phrase = speech_phrase_possessor(tokens, sentence.first, group - 1);
    if (phrase.kind != SPEECH_PHRASE_NAME || phrase.first == sentence.first)
        return no_phrase(group);
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (speech_token_equals(tokens, phrase.first - 1, causes[i]))
            return phrase;
    return no_phrase(group);
}
