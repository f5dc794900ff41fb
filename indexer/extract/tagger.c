#include "tagger.h"

#include "character_class.h"
#include "error.h"
#include "memory.h"
#include "name_memory.h"
#include "viterbi.h"

#include <string.h>

enum { AHEAD = 4 };         /* candidates whose weights are asked for at once */
enum { RECORDS = 1 << 15 }; /* candidates held back for the second look; more are looked at in portions */

/* A candidate of the article: what the first look found, for the second, which knows the article's other names. */
struct record {
    uint32_t start, end, name_end; /* bytes of the text; name_end: where a name that ends here ends */
    uint32_t small_bit, memory_slot;
    struct name_word word;
    int16_t scores[LABEL_ROWS];
    uint8_t label;
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
    uint8_t labels[SEQUENCE_TOKENS]; /* of the candidates of the sequence */
    int16_t scores[SEQUENCE_TOKENS][LABEL_ROWS];
    struct name_memory memory;
    struct record records[RECORDS];
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

/* Scores the candidates by what their words and surroundings say; the weights of those behind it are on their way while
 * those of one are summed. */
static void score_candidates(struct tagger *tagger, const struct name_context *context, const char *text)
{
    struct tagger_sequence *sequence = &tagger->sequence;
    struct feature_place places[AHEAD][CONTEXT_FEATURES];
    uint32_t counts[AHEAD], read = 0;
    for (uint32_t n = 0; n < sequence->candidate_count; n++) {
        for (; read < sequence->candidate_count && read < n + AHEAD; read++) {
            uint64_t features[CONTEXT_FEATURES];
            uint32_t count = context_features(context, sequence->candidates[read], features);
            tagger_model_fetch(tagger->model, features, count, places[read % AHEAD]);
            counts[read % AHEAD] = count;
            tagger_sequence_sum(sequence, text, sequence->candidates[read]);
        }
        uint32_t i = sequence->candidates[n];
        score_lanes sum =
            tagger_sequence_scores(sequence, i) + tagger_model_sum(tagger->model, places[n % AHEAD], counts[n % AHEAD]);
        memcpy(tagger->scores[i], &sum, sizeof sum);
    }
}

/* Labels the candidates [from, to). */
static void label_stretch(struct tagger *tagger, const struct name_context *context, uint32_t from, uint32_t to)
{
    uint8_t before = LABEL_OUTSIDE;
    for (uint32_t i = from; i < to; i += VITERBI_TOKENS) {
        uint32_t count = to - i < VITERBI_TOKENS ? to - i : VITERBI_TOKENS;
        viterbi_decode(tagger->model, context->words + i, tagger->scores + i, count, before, tagger->labels + i);
        before = tagger->labels[i + count - 1];
    }
}

/* Forms of address stand outside of names, whatever the labels say. */
static bool is_address(const char *text, const struct token *token)
{
    static const char known[] = " mr mr. mrs mrs. ms ms. dr dr. prof prof. miss messrs messrs. ";
    char wanted[12] = " ";
    uint32_t length = token->end - token->start;
    if (length < 2 || length > 8 || strchr("MDPmdp", text[token->start]) == NULL)
        return false;
    size_t made = character_lower(wanted + 1, 9, text + token->start, length);
    wanted[made + 1] = ' ';
    wanted[made + 2] = '\0';
    return strstr(known, wanted) != NULL;
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

/* Keeps candidate i for the second look, and remembers its label. */
static void keep_record(struct tagger *tagger, const struct name_context *context, const char *text, uint32_t i,
                        bool first)
{
    const struct token *token = &tagger->sequence.tokens[i];
    struct record *record = &tagger->records[tagger->record_count++];
    record->start = token->start;
    record->end = token->end;
    record->name_end = token_name_end(token);
    record->word = context->words[i];
    memcpy(record->scores, tagger->scores[i], sizeof record->scores);
    record->label = tagger->labels[i];
    record->first = first;
    record->address = is_address(text, token);
    record->coined = token->kind == TOKEN_MIXED && is_coined(text + token->start, token->end - token->start);
    record->small_bit = UINT32_MAX;
    record->memory_slot = MEMORY_SLOTS;
    if (!kind_is_name(token->kind))
        return;
    record->small_bit = name_memory_small_bit(text + token->start, token->end - token->start);
    record->memory_slot = name_memory_count(&tagger->memory, record->word.lower, record->label);
}

/* "South Koreans", "West African" are no places: the last word names a people and nothing on a map. */
static bool is_of_people(const struct record *records, uint32_t from, uint32_t to)
{
    uint16_t classes = records[to - 1].word.classes;
    return to - from > 1 && (classes & GAZETTEER_DEMONYM) != 0 &&
           (classes & (GAZETTEER_COUNTRY | GAZETTEER_REGION | GAZETTEER_CITY)) == 0;
}

/* The name that the records [from, to) spell. */
static int add_mention(struct tagger *tagger, uint32_t from, uint32_t to, fx_error *err)
{
    const struct record *records = tagger->records;
    uint8_t kind = (uint8_t)((records[from].label - 1) / 2);
    while (from + 1 < to && records[from].address)
        from++;
    if (kind == NAME_PLACE && is_of_people(records, from, to))
        kind = NAME_OTHER;
    if (memory_reserve(&tagger->mentions, &tagger->mention_capacity, (size_t)tagger->mention_count + 1,
                       sizeof *tagger->mentions) != FX_OK)
        return error_no_memory(err);
    tagger->mentions[tagger->mention_count++] =
        (struct name_mention){{records[from].start, records[to - 1].name_end}, kind};
    return FX_OK;
}

/* Labels the stretch [from, to) of at most VITERBI_TOKENS again where the article has more to say. */
static void look_again(struct tagger *tagger, uint32_t from, uint32_t to)
{
    struct name_word words[VITERBI_TOKENS];
    int16_t scores[VITERBI_TOKENS][LABEL_ROWS];
    uint8_t labels[VITERBI_TOKENS];
    bool added = false;
    for (uint32_t i = from; i < to; i++) {
        const struct record *record = &tagger->records[i];
        uint8_t label = name_memory_label(&tagger->memory, record->memory_slot);
        bool small = name_memory_is_small(&tagger->memory, record->small_bit);
        score_lanes sum, more;
        words[i - from] = record->word;
        memcpy(&sum, record->scores, sizeof sum);
        memcpy(&more, tagger->memory_scores[small][label][record->word.begins][record->word.kind], sizeof more);
        sum += more;
        memcpy(scores[i - from], &sum, sizeof sum);
        added = added || small || label != 0;
    }
    if (!added)
        return;
    uint8_t before = tagger->records[from].first ? LABEL_OUTSIDE : tagger->records[from - 1].label;
    viterbi_decode(tagger->model, words, scores, to - from, before, labels);
    for (uint32_t i = from; i < to; i++)
        tagger->records[i].label = labels[i - from];
}

/* Coined words that the labels leave out become organisations, with the capitalised words behind them. */
static void label_coined(struct record *records, uint32_t count)
{
    static const uint8_t first = 1 + 2 * NAME_ORGANIZATION, inside = 2 + 2 * NAME_ORGANIZATION;
    for (uint32_t i = 0; i < count; i++) {
        if (!records[i].coined || records[i].label != LABEL_OUTSIDE)
            continue;
        records[i].label = first;
        while (i + 1 < count && !records[i + 1].first && records[i + 1].label == LABEL_OUTSIDE &&
               records[i + 1].word.kind == TOKEN_TITLE)
            records[++i].label = inside;
    }
}

/* The second look at the candidates kept, and the names they then are. */
static int finish_records(struct tagger *tagger, fx_error *err)
{
    struct record *records = tagger->records;
    int status = FX_OK;
    for (uint32_t i = 0, end; i < tagger->record_count; i = end) {
        end = i + 1;
        while (end < tagger->record_count && !records[end].first && end - i < VITERBI_TOKENS)
            end++;
        look_again(tagger, i, end);
    }
    label_coined(records, tagger->record_count);
    for (uint32_t i = 0, end; status == FX_OK && i < tagger->record_count; i = end) {
        uint8_t label = records[i].label;
        end = i + 1;
        if (label == LABEL_OUTSIDE)
            continue;
        while (end < tagger->record_count && !records[end].first && records[end].label == label + (label & 1))
            end++;
        status = add_mention(tagger, i, end, err);
    }
    tagger->record_count = 0;
    return status;
}

/* Labels the current sequence and keeps its candidates. */
static void label_sequence(struct tagger *tagger, const char *text)
{
    struct name_context context = tagger_sequence_context(&tagger->sequence);
    const struct tagger_sequence *sequence = &tagger->sequence;
    score_candidates(tagger, &context, text);
    for (uint32_t n = 0, end; n < sequence->candidate_count; n = end) {
        uint32_t first = sequence->candidates[n];
        for (end = n + 1; end < sequence->candidate_count && sequence->candidates[end] == first + end - n;)
            end++;
        label_stretch(tagger, &context, first, first + end - n);
        for (uint32_t k = first; k < first + end - n; k++)
            keep_record(tagger, &context, text, k, k == first);
    }
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
            label_sequence(tagger, text.ptr);
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
