#include "speech_phrase.h"

enum {
    CLOSED = SPEECH_AUXILIARY | SPEECH_PREPOSITION | SPEECH_CONJUNCTION | SPEECH_SUBORDINATOR | SPEECH_RELATIVE |
             SPEECH_PUNCTUATION | SPEECH_TO,
    APPOSITION_MAX = 60,
    PHRASE_MAX = 24
};

bool speech_phrase_possessive(const struct speech_tokens *tokens, uint32_t i)
{
    if (i == 0 || i + 1 >= tokens->count)
        return false;
    const struct speech_token *token = &tokens->items[i], *next = token + 1;
    fx_slice text = speech_token_text(tokens, i);
    bool is_s = text.len >= 2 && text.len <= 4 && (text.ptr[text.len - 1] | 0x20) == 's' &&
                (text.ptr[0] == '\'' || (uint8_t)text.ptr[0] == 0xE2);
    if (!is_s || speech_token_is(tokens, i - 1, SPEECH_PRONOUN | SPEECH_RELATIVE | SPEECH_QUESTION | SPEECH_ADVERB))
        return false;
    if (next->classes & (SPEECH_PUNCTUATION | SPEECH_DETERMINER | SPEECH_AUXILIARY | SPEECH_PREPOSITION | SPEECH_TO |
                         SPEECH_POSSESSIVE | SPEECH_CONJUNCTION))
        return next->mark == SPEECH_MARK_QUOTE_OPEN;
    return !(next->verb != 0 && next->noun == 0 && (next->forms & CUE_FORM_ING));
}

bool speech_phrase_nominal(const struct speech_tokens *tokens, uint32_t i)
{
    if (i >= tokens->count)
        return false;
    const struct speech_token *token = &tokens->items[i];
    if (token->quote != 0)
        return false;
    if (token->mention >= 0)
        return true;
    if (token->classes & CLOSED)
        return speech_phrase_possessive(tokens, i) ||
               (token->classes & SPEECH_CAPITAL && !(token->classes & SPEECH_COMMON)) ||
               (token->classes & SPEECH_DETERMINER); /* "that", "all" */
    if (token->classes & (SPEECH_PRONOUN | SPEECH_OBJECT_PRONOUN) && !(token->classes & SPEECH_DETERMINER))
        return (token->classes & SPEECH_POSSESSIVE) != 0;
    if (token->classes & SPEECH_FINITE && token->noun == 0 && !(token->classes & SPEECH_NOUN) &&
        !(token->classes & SPEECH_CAPITAL))
        return false;
    if (token->verb != 0 && token->noun == 0 &&
        !(token->classes & (SPEECH_CAPITAL | SPEECH_ROLE | SPEECH_BODY | SPEECH_SETTING | SPEECH_NOUN)))
        return i > 0 && speech_token_is(tokens, i - 1, SPEECH_DETERMINER | SPEECH_POSSESSIVE);
    return true;
}

uint32_t speech_phrase_end(const struct speech_tokens *tokens, uint32_t i, uint32_t limit)
{
    if (i >= limit)
        return i;
    if (speech_token_is(tokens, i, SPEECH_PRONOUN | SPEECH_OBJECT_PRONOUN) &&
        !speech_token_is(tokens, i, SPEECH_DETERMINER | SPEECH_POSSESSIVE))
        return i + 1;
    uint32_t end = i;
    while (end < limit && end - i < PHRASE_MAX && speech_phrase_nominal(tokens, end)) {
        if (end > i && speech_token_is(tokens, end, SPEECH_DETERMINER | SPEECH_TIME) &&
            tokens->items[end].mention < 0 && !speech_token_is(tokens, end - 1, SPEECH_DETERMINER) &&
            !speech_phrase_possessive(tokens, end - 1))
            break;
        end++;
    }
    return end;
}

static struct speech_phrase single(enum speech_phrase_kind kind, uint32_t i)
{
    return (struct speech_phrase){kind, i, i + 1, i, i + 1};
}

/* Start of the simple noun phrase that ends before `end`. */
static uint32_t phrase_start(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    uint32_t start = end;
    while (start > first && end - start < PHRASE_MAX && speech_phrase_nominal(tokens, start - 1)) {
        bool time = speech_token_is(tokens, start - 1, SPEECH_TIME) && tokens->items[start - 1].mention < 0;
        if (time && start < end)
            break;
        start--;
        if (speech_token_is(tokens, start, SPEECH_DETERMINER | SPEECH_POSSESSIVE) && tokens->items[start].mention < 0 &&
            !(start > first && speech_token_is(tokens, start - 1, SPEECH_DETERMINER)))
            break;
    }
    while (start < end && speech_token_is(tokens, start, SPEECH_ADVERB) && tokens->items[start].mention < 0)
        start++;
    return start;
}

/* The last name mention within tokens [first, end), or false. */
static bool last_name(const struct speech_tokens *tokens, uint32_t first, uint32_t end, struct speech_phrase *phrase)
{
    for (uint32_t i = end; i-- > first;) {
        int32_t mention = tokens->items[i].mention;
        if (mention < 0)
            continue;
        uint32_t start = i;
        while (start > first && tokens->items[start - 1].mention == mention)
            start--;
        phrase->head_first = start;
        phrase->head_end = i + 1;
        return true;
    }
    return false;
}

/* "[Kim shot back], saying", "[Tolm Institute published findings] showing": a name and its verb, no noun phrase. */
static bool name_with_predicate(const struct speech_tokens *tokens, uint32_t cut, struct speech_phrase *phrase)
{
    for (uint32_t i = phrase->first + 1; i < cut; i++) {
        const struct speech_token *token = &tokens->items[i];
        if (tokens->items[i - 1].mention < 0 || token->mention >= 0 || token->classes & SPEECH_CAPITAL)
            continue;
        fx_slice text = speech_token_text(tokens, i);
        bool past = text.len > 4 && text.ptr[text.len - 1] == 'd' && text.ptr[text.len - 2] == 'e';
        if ((past || token->classes & SPEECH_FINITE) && last_name(tokens, phrase->first, i, phrase)) {
            phrase->kind = SPEECH_PHRASE_NAME;
            phrase->end = i;
            return true;
        }
    }
    return false;
}

/* "President of the United States Donald Trump": the name ends the phrase and no article makes the role the head. */
static void find_head(const struct speech_tokens *tokens, struct speech_phrase *phrase)
{
    uint32_t cut = phrase->end;
    for (uint32_t i = phrase->first; i < phrase->end; i++)
        if (speech_token_is(tokens, i, SPEECH_PREPOSITION) && tokens->items[i].mention < 0) {
            cut = i;
            break;
        }
    phrase->kind = SPEECH_PHRASE_NAME;
    bool article =
        speech_token_is(tokens, phrase->first, SPEECH_DETERMINER) && tokens->items[phrase->first].mention < 0;
    if (cut < phrase->end && !article && tokens->items[phrase->end - 1].mention >= 0 &&
        speech_token_is(tokens, cut - (cut > phrase->first), SPEECH_ROLE) &&
        last_name(tokens, cut, phrase->end, phrase) && phrase->head_first > cut + 1 &&
        (tokens->items[phrase->head_first - 1].mention >= 0 ||
         speech_token_is(tokens, phrase->head_first - 1, SPEECH_PLACE | SPEECH_HONORIFIC | SPEECH_ROLE)))
        return;
    if (cut > phrase->first && tokens->items[cut - 1].mention >= 0 && last_name(tokens, phrase->first, cut, phrase))
        return;
    if (name_with_predicate(tokens, cut, phrase))
        return;
    phrase->kind = SPEECH_PHRASE_NOUN;
    phrase->head_first = phrase->first;
    phrase->head_end = cut;
}

/* "Graham [(R-S.C.)] said", "Junny [(screen name)] remarked": the end without brackets. */
static uint32_t before_brackets(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    if (end <= first || tokens->items[end - 1].mark != SPEECH_MARK_CLOSE)
        return end;
    uint32_t open = end - 1;
    while (open > first && end - open < 12 && tokens->items[open].mark != SPEECH_MARK_OPEN)
        open--;
    return open;
}

/* "Kim Jin-ho, professor of Dankook University [emphasized]": an apposition whose second comma is missing. */
static void take_unclosed_apposition(const struct speech_tokens *tokens, uint32_t first, struct speech_phrase *phrase)
{
    if (phrase->first < first + 2 || tokens->items[phrase->first - 1].mark != SPEECH_MARK_COMMA)
        return;
    /* "Kim, a supporter of the plan told", but not "Kim, a top aide said, is confident" */
    bool indefinite =
        speech_token_equals(tokens, phrase->first, "a") || speech_token_equals(tokens, phrase->first, "an");
    if (speech_token_is(tokens, phrase->first, SPEECH_DETERMINER) && !(indefinite && phrase->end > phrase->head_end))
        return;
    uint32_t end = before_brackets(tokens, first, phrase->first - 1);
    if (end <= first || tokens->items[end - 1].mention < 0)
        return;
    bool role = false;
    for (uint32_t i = phrase->head_first; i < phrase->head_end; i++)
        role = role || speech_token_is(tokens, i, SPEECH_ROLE);
    uint32_t start = phrase_start(tokens, first, end);
    uint32_t name = end - 1;
    while (name > start && tokens->items[name - 1].mention == tokens->items[name].mention)
        name--;
    bool at_start = start == first || speech_token_is(tokens, start - 1, SPEECH_PUNCTUATION);
    if (!role || !at_start)
        return;
    *phrase = (struct speech_phrase){SPEECH_PHRASE_NAME, start, phrase->end, name, end};
}

/* "[Trump and] his supporters", "[Friends, lobbyists and] foes": what stands before "and" opens the clause. */
static bool listed_subject(const struct speech_tokens *tokens, uint32_t first, uint32_t conjunction)
{
    uint32_t start = phrase_start(tokens, first, conjunction);
    if (start == conjunction)
        return false;
    if (start > first && speech_token_equals(tokens, start - 1, "both"))
        start--;
    /* "[Mark Falk of Norland and] Susan Adler" */
    if (start > first + 1 && speech_token_equals(tokens, start - 1, "of")) {
        uint32_t more = phrase_start(tokens, first, start - 1);
        if (more < start - 1 && tokens->items[start - 2].mention >= 0)
            start = more;
    }
    if (speech_token_equals(tokens, start, "that") && tokens->items[start].mention < 0)
        return true;
    return start == first ||
           speech_token_is(tokens, start - 1, SPEECH_PUNCTUATION | SPEECH_CONJUNCTION | SPEECH_SUBORDINATOR) ||
           speech_token_equals(tokens, start - 1, "that");
}

/* "[contender and] former surgeon Ben Falk": the words before "and" (token `end` - 1) are a title of the name behind.
 */
static bool title_before_name(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    return end > first + 1 && speech_token_is(tokens, end - 2, SPEECH_ROLE | SPEECH_HONORIFIC) &&
           !speech_token_is(tokens, end - 2, SPEECH_PEOPLE) &&
           (tokens->items[first].mention >= 0 ||
            !speech_token_is(tokens, first, SPEECH_DETERMINER | SPEECH_POSSESSIVE));
}

/* The phrase with what hangs on its left: "[a spokesman for] the ministry", "[Trump and] Clinton". */
static struct speech_phrase noun_phrase_before(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    struct speech_phrase phrase = {SPEECH_PHRASE_NOUN, end, end, end, end};
    uint32_t start = phrase_start(tokens, first, end), list_start = end;
    while (start > first + 1 && start < end && end - start < PHRASE_MAX) {
        bool joined = speech_token_is(tokens, start - 1, SPEECH_PREPOSITION) &&
                      !speech_token_is(tokens, start - 1, SPEECH_TO | SPEECH_ADVERB | SPEECH_SUBORDINATOR) &&
                      tokens->items[start - 1].quote == 0;
        bool ambassador =
            speech_token_is(tokens, start - 1, SPEECH_TO) && speech_token_is(tokens, start - 2, SPEECH_ROLE);
        bool listed = speech_token_equals(tokens, start - 1, "and") && listed_subject(tokens, first, start - 1);
        if (!joined && !ambassador && !listed)
            break;
        uint32_t more = phrase_start(tokens, first, start - 1);
        if (more == start - 1)
            break;
        if (listed && !title_before_name(tokens, more, start))
            list_start = start - 1;
        start = more;
        /* "Carson, Fiorina and Huckabee" */
        while (listed && start > first + 1 && tokens->items[start - 1].mark == SPEECH_MARK_COMMA &&
               tokens->items[start - 2].mention >= 0 && listed_subject(tokens, first, start - 1)) {
            list_start = start - 1;
            start = phrase_start(tokens, first, start - 1);
        }
    }
    if (start == end)
        return (struct speech_phrase){SPEECH_PHRASE_NONE, end, end, end, end};
    phrase.first = start;
    phrase.end = list_start;
    find_head(tokens, &phrase);
    phrase.end = end;
    if (phrase.kind == SPEECH_PHRASE_NOUN)
        take_unclosed_apposition(tokens, first, &phrase);
    return phrase;
}

/* "Its secretary general, [Siti Rahayu], said": the apposition behind a role is the name. */
static bool named_in_apposition(const struct speech_tokens *tokens, struct speech_phrase *phrase, uint32_t comma)
{
    bool role = false;
    for (uint32_t i = phrase->head_first; i < phrase->head_end; i++)
        role = role || speech_token_is(tokens, i, SPEECH_ROLE);
    if (!role || phrase->kind != SPEECH_PHRASE_NOUN || !speech_token_mark(tokens, comma, SPEECH_MARK_COMMA) ||
        comma + 1 >= tokens->count || tokens->items[comma + 1].mention < 0 || tokens->items[comma + 1].quote != 0)
        return false;
    uint32_t end = comma + 1;
    while (end < tokens->count && tokens->items[end].mention == tokens->items[comma + 1].mention)
        end++;
    if (end < tokens->count && tokens->items[end].mark == SPEECH_MARK_NONE && !tokens->items[end].sentence_start)
        return false;
    *phrase = (struct speech_phrase){SPEECH_PHRASE_NAME, phrase->first, end, comma + 1, end};
    return true;
}

static bool clause_opens_at(const struct speech_tokens *tokens, uint32_t first, uint32_t at)
{
    return at == first ||
           speech_token_is(tokens, at - 1, SPEECH_PUNCTUATION | SPEECH_CONJUNCTION | SPEECH_SUBORDINATOR) ||
           speech_token_equals(tokens, at - 1, "that");
}

/* "Kim, [a delegate from Tolm], Norland, said": the phrase at `at` is itself an apposition. */
static bool hangs_on_name(const struct speech_tokens *tokens, uint32_t first, uint32_t at)
{
    if (at < first + 2 || tokens->items[at - 1].mark != SPEECH_MARK_COMMA)
        return false;
    struct speech_phrase phrase = noun_phrase_before(tokens, first, before_brackets(tokens, first, at - 1));
    return phrase.kind == SPEECH_PHRASE_NAME && clause_opens_at(tokens, first, phrase.first);
}

/* "Chen Wei, associate professor at Jilin Normal University, [told]": `comma` is the one before the verb. */
static struct speech_phrase before_apposition(const struct speech_tokens *tokens, uint32_t first, uint32_t comma)
{
    struct speech_phrase none = {SPEECH_PHRASE_NONE, comma, comma, comma, comma}, best = none;
    enum speech_mark opening = tokens->items[comma].mark == SPEECH_MARK_CLOSE  ? SPEECH_MARK_OPEN
                               : tokens->items[comma].mark == SPEECH_MARK_DASH ? SPEECH_MARK_DASH
                                                                               : SPEECH_MARK_COMMA;
    for (uint32_t i = comma; i-- > first && comma - i < APPOSITION_MAX;) {
        const struct speech_token *token = &tokens->items[i];
        if (token->mark == SPEECH_MARK_QUOTE_CLOSE || token->mark == SPEECH_MARK_SEMICOLON)
            break;
        if (token->mark != opening || i == first || i + 1 == comma)
            continue;
        struct speech_phrase phrase = noun_phrase_before(tokens, first, before_brackets(tokens, first, i));
        if (phrase.kind == SPEECH_PHRASE_NONE)
            continue;
        bool at_start = clause_opens_at(tokens, first, phrase.first);
        bool name = phrase.kind == SPEECH_PHRASE_NAME;
        if ((!name && best.kind != SPEECH_PHRASE_NONE) || (!at_start && !name))
            continue;
        bool opens = phrase.first == first || tokens->items[phrase.first - 1].mark == SPEECH_MARK_QUOTE_CLOSE;
        if (best.kind == SPEECH_PHRASE_NAME && !opens)
            continue;
        bool named = at_start && !hangs_on_name(tokens, first, phrase.first) && named_in_apposition(tokens, &phrase, i);
        best = phrase;
        best.end = comma + 1;
        /* what stands between two commas may hang on a name further left: "Kim, who lives in Tolm, Norland, said" */
        bool between = phrase.first > first && tokens->items[phrase.first - 1].mark == opening;
        if ((name && at_start && !between) || named)
            break;
    }
    return best;
}

/* "who [on Tuesday] endorsed", "the chairman, [this past week] announced", "Priebus [later Thursday] told",
 * "[earlier in the day] touted", "[two weeks ago] said": days between subject and verb. */
static uint32_t skip_time_back(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    static const char *const words[] = {"in", "on", "during", "past", "late", "early", "than", "less", "more", "about"};
    uint32_t i = end;
    while (i > first + 1 && speech_token_is(tokens, i - 1, SPEECH_TIME) && tokens->items[i - 1].mention < 0 &&
           !speech_phrase_possessive(tokens, i))
        i--;
    if (i == end)
        return end;
    for (int steps = 0; steps < 6 && i > first + 1 && tokens->items[i - 1].mention < 0; steps++) {
        bool skipped = speech_token_is(tokens, i - 1, SPEECH_DETERMINER | SPEECH_NUMBER | SPEECH_ADVERB) ||
                       (steps > 0 && speech_token_is(tokens, i - 1, SPEECH_AUXILIARY));
        for (size_t k = 0; k < sizeof words / sizeof *words && !skipped; k++)
            skipped = speech_token_equals(tokens, i - 1, words[k]);
        if (!skipped)
            break;
        i--;
    }
    return i;
}

static bool reflexive(const struct speech_tokens *tokens, uint32_t i)
{
    return speech_token_equals(tokens, i, "himself") || speech_token_equals(tokens, i, "herself") ||
           speech_token_equals(tokens, i, "itself") || speech_token_equals(tokens, i, "themselves");
}

struct speech_phrase speech_phrase_before(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    struct speech_phrase none = {SPEECH_PHRASE_NONE, end, end, end, end};
    end = skip_time_back(tokens, first, end);
    if (end <= first)
        return none;
    if (end - first > 2 && tokens->items[end - 1].mark == SPEECH_MARK_COMMA &&
        tokens->items[end - 2].mark == SPEECH_MARK_CLOSE)
        end--;
    if (end - first > 1 && reflexive(tokens, end - 1) && tokens->items[end - 2].quote == 0)
        end--; /* "Kim himself said" */
    const struct speech_token *last = &tokens->items[end - 1];
    if (last->quote != 0)
        return none;
    if (last->mark == SPEECH_MARK_COMMA || last->mark == SPEECH_MARK_CLOSE || last->mark == SPEECH_MARK_DASH) {
        if (last->mark == SPEECH_MARK_CLOSE) {
            struct speech_phrase phrase = noun_phrase_before(tokens, first, before_brackets(tokens, first, end));
            phrase.end = end;
            return phrase;
        }
        return before_apposition(tokens, first, end - 1);
    }
    if (last->classes & SPEECH_PUNCTUATION)
        return none;
    if (last->classes & SPEECH_RELATIVE && !(last->classes & SPEECH_CAPITAL))
        return single(SPEECH_PHRASE_RELATIVE, end - 1);
    if (last->classes & SPEECH_PRONOUN && last->mention < 0) {
        bool determined = end - 1 > first && speech_token_is(tokens, end - 2, SPEECH_DETERMINER);
        if (!determined)
            return single(SPEECH_PHRASE_PRONOUN, end - 1);
    }
    struct speech_phrase phrase = noun_phrase_before(tokens, first, end);
    /* "who in the past [voiced]" */
    if (phrase.kind == SPEECH_PHRASE_NOUN && phrase.first > first + 1 &&
        speech_token_is(tokens, phrase.first - 1, SPEECH_PREPOSITION) &&
        speech_token_equals(tokens, phrase.first - 2, "who"))
        return single(SPEECH_PHRASE_RELATIVE, phrase.first - 2);
    /* "Stacy Baker of Columbia, South Carolina [says]" */
    if (phrase.kind == SPEECH_PHRASE_NAME && speech_token_is(tokens, end - 1, SPEECH_PLACE) &&
        phrase.first > first + 1 && tokens->items[phrase.first - 1].mark == SPEECH_MARK_COMMA &&
        tokens->items[phrase.first - 2].mention >= 0) {
        struct speech_phrase before = noun_phrase_before(tokens, first, phrase.first - 1);
        if (before.kind == SPEECH_PHRASE_NAME && before.head_end < before.end) {
            before.end = end;
            return before;
        }
    }
    return phrase;
}

struct speech_phrase speech_phrase_possessor(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    struct speech_phrase phrase = {SPEECH_PHRASE_NONE, end, end, end, end};
    uint32_t start = phrase_start(tokens, first, end);
    if (start == end)
        return phrase;
    phrase.first = start;
    find_head(tokens, &phrase);
    return phrase;
}

struct speech_phrase speech_phrase_after(const struct speech_tokens *tokens, uint32_t i, uint32_t limit)
{
    struct speech_phrase phrase = {SPEECH_PHRASE_NONE, i, i, i, i};
    uint32_t end = speech_phrase_end(tokens, i, limit);
    if (speech_token_is(tokens, i, SPEECH_TIME) && tokens->items[i].mention < 0 &&
        !speech_phrase_possessive(tokens, i + 1))
        return phrase;
    if (end == i || (speech_token_is(tokens, i, SPEECH_ADVERB) && !speech_token_is(tokens, i, SPEECH_DETERMINER) &&
                     tokens->items[i].mention < 0))
        return phrase;
    if (speech_token_is(tokens, i, SPEECH_PRONOUN | SPEECH_OBJECT_PRONOUN) && end == i + 1 &&
        tokens->items[i].mention < 0 && !speech_token_is(tokens, i, SPEECH_DETERMINER))
        return single(SPEECH_PHRASE_PRONOUN, i);
    while (end + 1 < limit && end - i < PHRASE_MAX && tokens->items[end].quote == 0 &&
           (speech_token_equals(tokens, end, "of") || speech_token_equals(tokens, end, "for") ||
            speech_token_equals(tokens, end, "at") || speech_token_equals(tokens, end, "by") ||
            speech_token_equals(tokens, end, "from") ||
            (speech_token_is(tokens, end, SPEECH_TO) && speech_token_is(tokens, end - 1, SPEECH_ROLE)) ||
            (speech_token_equals(tokens, end, "and") && speech_phrase_nominal(tokens, end + 1)) ||
            (speech_token_equals(tokens, end, "with")))) {
        uint32_t more = speech_phrase_end(tokens, end + 1, limit);
        if (more == end + 1)
            break;
        end = more;
    }
    phrase.first = i;
    phrase.end = end;
    find_head(tokens, &phrase);
    if (end < limit)
        named_in_apposition(tokens, &phrase, end);
    return phrase;
}
