#include "tagger.h"

#include "character_class.h"
#include "error.h"
#include "memory.h"
#include "name_memory.h"
#include "score_memo.h"
#include "viterbi.h"

#include <string.h>

enum { AHEAD = 8 };                         /* candidates whose weights are asked for at once */
enum { OUTLINE_BITS = 10, LIST_BITS = 12 }; /* 97 outlines and 66 lists of 100 are found in memos of these sizes */
enum { RECORDS = 1 << 15 }; /* candidates held back for the second look; more are looked at in portions */

/* A candidate of the article, kept for the second look, which knows the article's other names. */
struct record {
    uint32_t start, end, name_end; /* bytes of the text; name_end: where a name that ends here ends */
    uint32_t small_bit, memory_slot;
    bool of_people; /* names a people, alone or with the word before it */
    uint8_t kind, begins;
    uint8_t first;   /* 1: its stretch begins here */
    uint8_t address; /* 1: a form of address */
    uint8_t coined;  /* 1: spelt as firms coin their names */
};

/* What an article may say of a word elsewhere is so little that all the sums are made beforehand: whether it is written
 * small, what name_memory_label() returns, whether a sentence begins, the kind. */
typedef int16_t memory_scores[2][LABEL_COUNT + 1][2][TOKEN_KIND_COUNT][LABEL_ROWS];

struct tagger {
    const struct tagger_model *model;
    memory_scores memory_scores;
    struct name_mention *mentions;
    size_t mention_capacity;
    uint32_t mention_count, record_count;
    struct viterbi viterbi;
    struct score_memo_entry outlines[1 << OUTLINE_BITS], lists[1 << LIST_BITS];
    struct name_memory memory;
    struct record records[RECORDS];
    uint8_t roles[RECORDS], labels[RECORDS]; /* of the records */
    int16_t scores[RECORDS][LABEL_ROWS];
    struct tagger_sequence sequence;
};

static void sum_memory_features(memory_scores scores, const struct tagger_model *model)
{
    for (int place = 0; place < 2 * TOKEN_KIND_COUNT; place++) {
        struct name_word word = {.begins = (uint8_t)(place % 2), .kind = (uint8_t)(place / 2)};
        for (int small = 0; small < 2; small++) {
            for (uint8_t label = 0; label <= LABEL_COUNT; label++) {
                uint64_t features[MEMORY_FEATURES];
                struct feature_place places[MEMORY_FEATURES];
                uint32_t count = memory_features(&word, label, small, features);
                tagger_model_fetch(model, features, count, places);
                score_lanes sum = tagger_model_sum(model, places, count);
                memcpy(scores[small][label][word.begins][word.kind], &sum, sizeof sum);
            }
        }
    }
}

int tagger_new(struct tagger **out, const struct tagger_model *model, fx_error *err)
{
    *out = NULL;
    struct tagger *tagger = memory_allocate_zeroed(1, sizeof *tagger);
    if (tagger == NULL)
        return error_no_memory(err);
    tagger->model = model;
    sum_memory_features(tagger->memory_scores, model);
    viterbi_init(&tagger->viterbi, model);
    tagger_sequence_init(&tagger->sequence, model);
    *out = tagger;
    return FX_OK;
}

void tagger_free(struct tagger *tagger)
{
    if (tagger == NULL)
        return;
    memory_free(tagger->mentions);
    memory_free(tagger);
}

/* Scores the candidates, which become the next records, by what their words and surroundings say; the weights of those
 * behind it are on their way while those of one are summed. */
static void score_candidates(struct tagger *tagger, const struct name_context *context, const char *text)
{
    const struct tagger_model *model = tagger->model;
    struct tagger_sequence *sequence = &tagger->sequence;
    int16_t(*scores)[LABEL_ROWS] = tagger->scores + tagger->record_count;
    struct feature_place places[AHEAD][CONTEXT_FEATURES];
    uint32_t counts[AHEAD], read = 0;
    for (uint32_t n = 0; n < sequence->candidate_count; n++) {
        for (; read < sequence->candidate_count && read < n + AHEAD; read++) {
            uint64_t features[CONTEXT_FEATURES];
            uint32_t count = context_features(context, sequence->candidates[read], features);
            tagger_model_fetch(model, features, count, places[read % AHEAD]);
            counts[read % AHEAD] = count;
            tagger_sequence_approach(sequence, sequence->candidates[read]);
        }
        uint32_t i = sequence->candidates[n];
        score_lanes sum =
            tagger_sequence_scores(sequence, text, i) + tagger_model_sum(model, places[n % AHEAD], counts[n % AHEAD]) +
            score_memo_sum(tagger->outlines, OUTLINE_BITS, outline_key(context, i), outline_features, model) +
            score_memo_sum(tagger->lists, LIST_BITS, list_key(context, i), list_features, model);
        memcpy(scores[n], &sum, sizeof sum);
    }
}

/* Labels the records [from, to), which are a stretch of their own. */
static void label_stretch(struct tagger *tagger, uint32_t from, uint32_t to)
{
    uint8_t before = LABEL_OUTSIDE;
    for (uint32_t i = from; i < to; i += VITERBI_TOKENS) {
        uint32_t count = to - i < VITERBI_TOKENS ? to - i : VITERBI_TOKENS;
        viterbi_decode(&tagger->viterbi, tagger->roles + i, tagger->scores + i, count, before, tagger->labels + i);
        before = tagger->labels[i + count - 1];
    }
}

/* Forms of address stand outside of names, whatever the labels say. */
static bool is_address(const char *word, uint32_t length)
{
    static const char known[][8] = {"mr",  "mr.",  "mrs",   "mrs.", "ms",     "ms.",    "dr",
                                    "dr.", "prof", "prof.", "miss", "messrs", "messrs."};
    char lower[8] = {0}, first = (char)(word[0] | 0x20);
    if (length < 2 || length >= sizeof lower || (first != 'm' && first != 'd' && first != 'p'))
        return false;
    (void)character_lower(lower, sizeof lower, word, length);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (memcmp(known[i], lower, sizeof lower) == 0)
            return true;
    }
    return false;
}

/* "BigWave", "TotalEnergies": small letters, then a capital and small letters again. A word that nobody has met before
 * and that is spelt so is a firm's or its product's. */
static bool is_coined(const char *word, uint32_t length)
{
    uint32_t small = 0, capitals = 0;
    for (uint32_t i = 0; i < length; i++) {
        bool capital = word[i] >= 'A' && word[i] <= 'Z';
        if (!capital && !(word[i] >= 'a' && word[i] <= 'z'))
            return false;
        if (capital && i > 0 && small < 2)
            return false;
        capitals += capital;
        small = capital ? 0 : small + 1;
    }
    return capitals == 2 && small >= 2 && word[0] >= 'A' && word[0] <= 'Z';
}

/* "South Koreans", "West African", "New Zealanders" are no places: the last word, or the phrase that it ends, names a
 * people and nothing on a map. */
static bool is_of_people(const struct name_word *word, const struct name_note *note)
{
    enum { MAP = GAZETTEER_COUNTRY | GAZETTEER_REGION | GAZETTEER_CITY, PEOPLE = GAZETTEER_DEMONYM };
    return (word->classes & (MAP | PEOPLE)) == PEOPLE ||
           (note->phrase_place == PHRASE_LAST && (note->phrase_classes & (MAP | PEOPLE)) == PEOPLE);
}

/* Keeps what the second look needs of token i. */
static void keep_record(struct record *record, const struct name_context *context, uint32_t i,
                        const struct token *token, fx_slice text)
{
    const struct name_word *word = &context->words[i];
    const char *bytes = text.ptr + token->start;
    uint32_t length = token->end - token->start;
    record->start = token->start;
    record->end = token->end;
    record->name_end = token_name_end(token);
    record->of_people = is_of_people(word, &context->notes[i]);
    record->kind = word->kind;
    record->begins = word->begins;
    record->address = is_address(bytes, length);
    record->coined = token->kind == TOKEN_MIXED && is_coined(bytes, length);
    record->small_bit =
        kind_is_name(token->kind) ? name_memory_small_bit(bytes, length, text.len - token->start) : UINT32_MAX;
    record->memory_slot = MEMORY_SLOTS;
}

/* The name that the records [from, to) spell. */
static int add_mention(struct tagger *tagger, uint32_t from, uint32_t to, fx_error *err)
{
    const struct record *records = tagger->records;
    uint8_t kind = (uint8_t)((tagger->labels[from] - 1) / 2);
    while (from + 1 < to && records[from].address)
        from++;
    if (kind == NAME_PLACE && to - from > 1 && records[to - 1].of_people)
        kind = NAME_OTHER;
    if (memory_reserve(&tagger->mentions, &tagger->mention_capacity, (size_t)tagger->mention_count + 1,
                       sizeof *tagger->mentions) != FX_OK)
        return error_no_memory(err);
    tagger->mentions[tagger->mention_count++] =
        (struct name_mention){{records[from].start, records[to - 1].name_end}, kind};
    return FX_OK;
}

/* Labels the records [from, to) of a stretch, VITERBI_TOKENS at most, again where the article has more to say. */
static void look_again(struct tagger *tagger, uint32_t from, uint32_t to)
{
    bool added = false;
    for (uint32_t i = from; i < to; i++) {
        const struct record *record = &tagger->records[i];
        uint8_t label = name_memory_label(&tagger->memory, record->memory_slot);
        bool small = name_memory_is_small(&tagger->memory, record->small_bit);
        if (label == 0 && !small)
            continue;
        score_lanes sum, more;
        memcpy(&sum, tagger->scores[i], sizeof sum);
        memcpy(&more, tagger->memory_scores[small][label][record->begins][record->kind], sizeof more);
        sum += more;
        memcpy(tagger->scores[i], &sum, sizeof sum);
        added = true;
    }
    if (!added)
        return;
    uint8_t before = tagger->records[from].first ? LABEL_OUTSIDE : tagger->labels[from - 1];
    viterbi_decode(&tagger->viterbi, tagger->roles + from, tagger->scores + from, to - from, before,
                   tagger->labels + from);
}

/* Coined words that the labels leave out become organisations, with the capitalised words behind them. */
static void label_coined(const struct record *records, uint8_t *labels, uint32_t count)
{
    static const uint8_t first = 1 + 2 * NAME_ORGANIZATION, inside = 2 + 2 * NAME_ORGANIZATION;
    for (uint32_t i = 0; i < count; i++) {
        if (!records[i].coined || labels[i] != LABEL_OUTSIDE)
            continue;
        labels[i] = first;
        while (i + 1 < count && !records[i + 1].first && labels[i + 1] == LABEL_OUTSIDE &&
               records[i + 1].kind == TOKEN_TITLE)
            labels[++i] = inside;
    }
}

/* The second look at the candidates kept, and the names they then are. */
static int finish_records(struct tagger *tagger, fx_error *err)
{
    const struct record *records = tagger->records;
    const uint8_t *labels = tagger->labels;
    int status = FX_OK;
    for (uint32_t i = 0, end; i < tagger->record_count; i = end) {
        end = i + 1;
        while (end < tagger->record_count && !records[end].first && end - i < VITERBI_TOKENS)
            end++;
        look_again(tagger, i, end);
    }
    label_coined(records, tagger->labels, tagger->record_count);
    for (uint32_t i = 0, end; status == FX_OK && i < tagger->record_count; i = end) {
        uint8_t label = labels[i];
        end = i + 1;
        if (label == LABEL_OUTSIDE)
            continue;
        while (end < tagger->record_count && !records[end].first && labels[end] == label + (label & 1))
            end++;
        status = add_mention(tagger, i, end, err);
    }
    tagger->record_count = 0;
    return status;
}

/* Labels the current sequence, keeps its candidates, and remembers their labels. */
static void label_sequence(struct tagger *tagger, fx_slice text)
{
    struct name_context context = tagger_sequence_context(&tagger->sequence);
    const struct tagger_sequence *sequence = &tagger->sequence;
    uint32_t base = tagger->record_count;
    score_candidates(tagger, &context, text.ptr);
    for (uint32_t n = 0; n < sequence->candidate_count; n++) {
        uint32_t i = sequence->candidates[n];
        tagger->roles[base + n] = context.words[i].role;
        tagger->records[base + n].first = n == 0 || sequence->candidates[n - 1] + 1U != i;
        keep_record(&tagger->records[base + n], &context, i, &sequence->tokens[i], text);
    }
    for (uint32_t n = 0, end; n < sequence->candidate_count; n = end) {
        for (end = n + 1; end < sequence->candidate_count && !tagger->records[base + end].first;)
            end++;
        label_stretch(tagger, base + n, base + end);
    }
    for (uint32_t n = 0; n < sequence->candidate_count; n++) {
        uint32_t i = sequence->candidates[n];
        if (kind_is_name(sequence->tokens[i].kind))
            tagger->records[base + n].memory_slot =
                name_memory_count(&tagger->memory, context.words[i].lower, tagger->labels[base + n]);
    }
    tagger->record_count += sequence->candidate_count;
    name_memory_add_small(&tagger->memory, &tagger->sequence);
}

int tagger_run(struct tagger *tagger, fx_slice text, const struct span *paragraphs, uint32_t paragraph_count,
               const struct name_mention **out, uint32_t *count, fx_error *err)
{
    int status = FX_OK;
    *out = NULL;
    *count = 0;
    tagger->mention_count = 0;
    tagger->record_count = 0;
    name_memory_clear(&tagger->memory);
    for (uint32_t p = 0; status == FX_OK && p < paragraph_count; p++) {
        struct token_reader reader;
        token_reader_init(&reader, text, paragraphs[p]);
        while (status == FX_OK && tagger_sequence_read(&tagger->sequence, &reader)) {
            label_sequence(tagger, text);
            if (tagger->record_count + SEQUENCE_TOKENS > RECORDS)
                status = finish_records(tagger, err);
        }
    }
    if (status == FX_OK)
        status = finish_records(tagger, err);
    if (status != FX_OK)
        return status;
    *out = tagger->mentions;
    *count = tagger->mention_count;
    return FX_OK;
}
