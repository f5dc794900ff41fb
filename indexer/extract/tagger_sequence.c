#include "tagger_sequence.h"

#include <string.h>

/* Every word within NEAR of one with capitals may be looked at, those within NEED of a candidate and the words of a
 * phrase are. */
enum { NEED = 2, NEAR = 3, GAP_MAX = 3, PHRASE_MAX = 7 };

void tagger_sequence_init(struct tagger_sequence *sequence, const struct tagger_model *model)
{
    sequence->count = 0;
    word_table_init(&sequence->table, model);
}

struct name_context tagger_sequence_context(const struct tagger_sequence *sequence)
{
    return (struct name_context){sequence->words + SEQUENCE_EDGE, sequence->notes + SEQUENCE_EDGE, sequence->count,
                                 sequence->line};
}

/* Notes the tokens with capitals, and what kind of line all of them make. */
static void find_names(struct tagger_sequence *sequence)
{
    uint32_t names = 0, kinds[TOKEN_KIND_COUNT] = {0};
    for (uint32_t i = 0; i < sequence->count; i++) {
        uint8_t kind = sequence->tokens[i].kind;
        kinds[kind]++;
        sequence->names[names] = (uint16_t)i;
        names += kind_is_name(kind);
    }
    uint32_t capitals = kinds[TOKEN_UPPER], titles = kinds[TOKEN_TITLE] + kinds[TOKEN_MIXED];
    uint32_t smalls = kinds[TOKEN_LOWER], numbers = kinds[TOKEN_NUMBER];
    sequence->name_count = names;
    if (capitals >= 2 && (titles + smalls) * 8 <= capitals)
        sequence->line = LINE_CAPITALS;
    else if (numbers * 3 >= sequence->count && smalls * 4 <= sequence->count)
        sequence->line = LINE_TABLE;
    else
        sequence->line = capitals + titles >= 4 && smalls * 2 <= capitals + titles ? LINE_HEADLINE : LINE_PROSE;
}

/* Nothing is known of any token yet; what stands before the first and behind the last are edges. */
static void clear_tokens(struct tagger_sequence *sequence)
{
    uint32_t all = sequence->count + 2 * SEQUENCE_EDGE, behind = SEQUENCE_EDGE + sequence->count;
    memset(sequence->notes, 0, all * sizeof *sequence->notes);
    memset(sequence->placed, WORD_UNSEEN, all * sizeof *sequence->placed);
    for (uint32_t i = 0; i < SEQUENCE_EDGE; i++) {
        sequence->placed[i] = sequence->placed[behind + i] = WORD_EDGE;
        sequence->words[i] = sequence->words[behind + i] = sequence->table.words[WORD_EDGE].word;
    }
}

/* The words that names need and their keys. */
static void find_near(struct tagger_sequence *sequence)
{
    uint32_t count = sequence->count, near = 0, done = 0;
    bool all = sequence->line == LINE_CAPITALS;
    for (uint32_t n = 0; n < (all ? 1 : sequence->name_count); n++) {
        uint32_t i = sequence->names[n];
        uint32_t from = i > NEED && !all ? i - NEED : 0;
        uint32_t to = i + NEED < count && !all ? i + NEED + 1 : count;
        for (done = done > from ? done : from; done < to; done++) {
            uint64_t key = word_table_key(&sequence->tokens[done], all);
            sequence->keys[near] = key;
            sequence->near[near++] = (uint16_t)done;
            word_table_approach(&sequence->table, key);
        }
    }
    sequence->near_count = near;
}

static inline void place_word(struct tagger_sequence *sequence, const char *text, uint32_t i, uint64_t key)
{
    const struct token *token = &sequence->tokens[i];
    uint16_t number = word_table_find(&sequence->table, key, token, text, sequence->line == LINE_CAPITALS);
    sequence->placed[SEQUENCE_EDGE + i] = number;
    sequence->words[SEQUENCE_EDGE + i] = sequence->table.words[number].word;
    sequence->words[SEQUENCE_EDGE + i].begins = token->begins;
}

/* Looks up the words that names need. */
static void place_words(struct tagger_sequence *sequence, const char *text)
{
    clear_tokens(sequence);
    word_table_make_room(&sequence->table, sequence->count);
    find_near(sequence);
    for (uint32_t n = 0; n < sequence->near_count; n++)
        place_word(sequence, text, sequence->near[n], sequence->keys[n]);
}

static bool is_near(const struct tagger_sequence *sequence, uint32_t i)
{
    uint32_t from = i > NEAR ? i - NEAR : 0, to = i + NEAR < sequence->count ? i + NEAR + 1 : sequence->count;
    while (from < to && !kind_is_name(sequence->tokens[from].kind))
        from++;
    return from < to;
}

/* Makes the word of token i known too if it is near one with capitals; otherwise it is to look like an edge, but says
 * nothing. */
static void look_at(struct tagger_sequence *sequence, const char *text, uint32_t i)
{
    if (sequence->placed[SEQUENCE_EDGE + i] != WORD_UNSEEN)
        return;
    if (is_near(sequence, i))
        place_word(sequence, text, i, word_table_key(&sequence->tokens[i], sequence->line == LINE_CAPITALS));
    else
        sequence->words[SEQUENCE_EDGE + i] = sequence->table.words[WORD_EDGE].word;
}

void tagger_sequence_approach(const struct tagger_sequence *sequence, uint32_t i)
{
    const uint16_t *placed = sequence->placed + SEQUENCE_EDGE + i;
    for (int offset = -2; offset <= 2; offset++)
        word_table_approach_scores(&sequence->table, placed[offset], offset);
}

/* Seen from token i, the word at i + offset stands at `offset`. */
score_lanes tagger_sequence_scores(struct tagger_sequence *sequence, const char *text, uint32_t i)
{
    const uint16_t *placed = sequence->placed + SEQUENCE_EDGE + i;
    const struct token *token = sequence->tokens + i; /* of an edge it is not looked at: that is summed */
    score_lanes sum = {0};
    for (int offset = -2; offset <= 2; offset++)
        sum += word_table_scores(&sequence->table, placed[offset], offset, token + offset, text);
    return sum;
}

static bool is_bridge(uint8_t role)
{
    return role == ROLE_OF || role == ROLE_THE || role == ROLE_AND || role == ROLE_POSSESSIVE ||
           role == ROLE_PARTICLE || role == ROLE_LINK || role == ROLE_NUMBER || role == ROLE_HYPHEN ||
           role == ROLE_AMPERSAND;
}

/* What may go on behind the name at i: a number, "- kyo" with spaces about the hyphen, ", Inc." and ", D.C." */
static void mark_after(struct tagger_sequence *sequence, uint32_t i)
{
    const struct name_word *words = sequence->words + SEQUENCE_EDGE;
    struct name_note *notes = sequence->notes + SEQUENCE_EDGE;
    if (i + 1 < sequence->count && words[i + 1].role == ROLE_NUMBER)
        notes[i + 1].candidate = 1;
    if (i + 2 >= sequence->count)
        return;
    uint8_t next = words[i + 2].kind;
    bool company = (words[i + 2].classes & GAZETTEER_ORGANIZATION_WORD) != 0 || next == TOKEN_DOTTED;
    if (words[i + 1].role == ROLE_HYPHEN && next != TOKEN_PUNCTUATION)
        notes[i + 1].candidate = notes[i + 2].candidate = 1;
    else if (words[i + 1].role == ROLE_COMMA && kind_is_name(next) && company)
        notes[i + 1].candidate = 1;
}

/* Names are words with capitals, what may link two of them, and numbers and particles beside them. In a line of
 * capitals every word may be one: what the lexicon takes for a common word is "NEW" in "NEW YORK". */
static void mark_candidates(struct tagger_sequence *sequence)
{
    const struct name_word *words = sequence->words + SEQUENCE_EDGE;
    struct name_note *notes = sequence->notes + SEQUENCE_EDGE;
    uint32_t last = 0; /* one past the last name */
    for (uint32_t n = 0; n < sequence->name_count; n++) {
        uint32_t i = sequence->names[n];
        notes[i].candidate = 1;
        if (last > 0 && i - last <= GAP_MAX) {
            uint32_t gap = last;
            while (gap < i && is_bridge(words[gap].role))
                gap++;
            for (uint32_t k = last; gap == i && k < i; k++)
                notes[k].candidate = 1;
        }
        if (i > 0 && (words[i - 1].role == ROLE_PARTICLE || words[i - 1].role == ROLE_NUMBER))
            notes[i - 1].candidate = 1;
        if (i > 1 && words[i - 1].role == ROLE_HYPHEN && words[i - 2].role == ROLE_PARTICLE) /* al - Qaida */
            notes[i - 1].candidate = notes[i - 2].candidate = 1;
        mark_after(sequence, i);
        last = i + 1;
    }
    sequence->candidate_count = 0;
    for (uint32_t n = 0; n < sequence->near_count; n++) { /* all stand near a name */
        sequence->candidates[sequence->candidate_count] = sequence->near[n];
        sequence->candidate_count += notes[sequence->near[n]].candidate;
    }
}

/* Looks up what candidates without capitals need besides. */
static void place_rest(struct tagger_sequence *sequence, const char *text)
{
    for (uint32_t n = 0; n < sequence->candidate_count; n++) {
        uint32_t i = sequence->candidates[n];
        if (kind_is_name(sequence->tokens[i].kind))
            continue;
        uint32_t from = i > NEED ? i - NEED : 0, to = i + NEED < sequence->count ? i + NEED + 1 : sequence->count;
        for (uint32_t k = from; k < to; k++)
            look_at(sequence, text, k);
    }
}

/* Where each run of words with capitals begins and ends, and what lists its words stand in. */
static void mark_runs(struct tagger_sequence *sequence)
{
    const struct name_word *words = sequence->words + SEQUENCE_EDGE;
    struct name_note *notes = sequence->notes + SEQUENCE_EDGE;
    for (uint32_t n = 0, behind = 0; n < sequence->name_count; n++) {
        uint32_t i = sequence->names[n], end = i;
        if (i < behind || !kind_is_name(words[i].kind))
            continue;
        uint16_t classes = words[i].classes;
        while (end + 1 < sequence->count && notes[end + 1].candidate && kind_is_name(words[end + 1].kind) &&
               !words[end + 1].begins)
            classes |= words[++end].classes;
        for (uint32_t k = i; k <= end; k++) {
            notes[k].run_first = i;
            notes[k].run_last = end;
            notes[k].run_classes = classes & (uint16_t) ~(GAZETTEER_COMMON | GAZETTEER_PROPER | GAZETTEER_OTHER);
        }
        behind = end + 1;
    }
}

/* The number of tokens from i on that make the longest known phrase, 0: none; *classes: what it is. */
static uint32_t match_phrase(struct tagger_sequence *sequence, const char *text, uint32_t i, uint16_t *classes)
{
    const struct name_word *words = sequence->words + SEQUENCE_EDGE;
    uint64_t hash = words[i].lower;
    uint32_t best = 0;
    bool longer = words[i].longer;
    for (uint32_t length = 2; longer && length <= PHRASE_MAX && i + length <= sequence->count; length++) {
        look_at(sequence, text, i + length - 1);
        hash = gazetteer_join(hash, words[i + length - 1].lower);
        struct gazetteer_entry entry = gazetteer_find(&sequence->table.model->gazetteer, hash);
        if (entry.classes != 0) {
            best = length;
            *classes = entry.classes;
        }
        longer = entry.longer;
    }
    return best;
}

static void mark_phrases(struct tagger_sequence *sequence, const char *text)
{
    const struct name_word *words = sequence->words + SEQUENCE_EDGE;
    struct name_note *notes = sequence->notes + SEQUENCE_EDGE;
    for (uint32_t n = 0; n < sequence->candidate_count; n++) {
        uint32_t i = sequence->candidates[n];
        if (words[i].longer)
            gazetteer_fetch(&sequence->table.model->gazetteer, gazetteer_join(words[i].lower, words[i + 1].lower));
    }
    for (uint32_t n = 0, behind = 0; n < sequence->candidate_count; n++) {
        uint32_t i = sequence->candidates[n];
        uint16_t classes = 0;
        uint32_t length = i >= behind && words[i].longer ? match_phrase(sequence, text, i, &classes) : 0;
        for (uint32_t k = 0; k < length; k++) {
            notes[i + k].phrase_classes = classes;
            notes[i + k].phrase_place = k == 0 ? PHRASE_FIRST : k + 1 == length ? PHRASE_LAST : PHRASE_INSIDE;
        }
        behind = length > 0 ? i + length : behind;
    }
}

bool tagger_sequence_read(struct tagger_sequence *sequence, struct token_reader *reader)
{
    sequence->count = token_reader_fill(reader, sequence->tokens, SEQUENCE_TOKENS);
    if (sequence->count == 0)
        return false;
    find_names(sequence);
    place_words(sequence, reader->text);
    mark_candidates(sequence);
    place_rest(sequence, reader->text);
    mark_runs(sequence);
    mark_phrases(sequence, reader->text);
    return true;
}
