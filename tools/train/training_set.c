#include "training_set.h"

#include "lexicon_table.h"
#include "memory.h"
#include "name_memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MENTIONS_MAX = 512, LABEL_ANY = UINT8_MAX /* nobody knows */ };
#define FEATURE_NONE UINT32_MAX

struct gold_mention {
    uint32_t start, end;
    uint8_t label; /* of its first token */
};

struct sentence {
    char *text;
    size_t length;
    struct gold_mention mentions[MENTIONS_MAX];
    uint32_t mention_count;
};

/* What reading needs besides the set. */
struct set_reader {
    struct training_set *set;
    struct tagger_sequence *sequence;
    struct name_memory *memory;
    struct sentence *sentences; /* of the current article */
    size_t sentence_count, sentence_capacity;
    const uint8_t *predicted;
    size_t predicted_at;
    bool ambiguous, no_other, gathering, local;
    uint8_t set_number;
};

static void reserve(void *array, size_t *capacity, size_t wanted, size_t size)
{
    if (memory_reserve(array, capacity, wanted, size) != FX_OK)
        trainer_fail("out of memory", "training set");
}

static void grow_slots(struct training_set *set)
{
    free(set->slots);
    set->slot_count = set->slot_count ? set->slot_count * 2 : 1 << 22;
    set->slots = trainer_allocate(set->slot_count, sizeof *set->slots);
    for (size_t i = 0; i < set->feature_total; i++) {
        size_t at = (size_t)set->names[i] & (set->slot_count - 1);
        while (set->slots[at] != 0)
            at = (at + 1) & (set->slot_count - 1);
        set->slots[at] = (uint32_t)i + 1;
    }
}

/* The number of a feature. */
static uint32_t number_of(struct training_set *set, uint64_t name)
{
    if (set->feature_total * 2 >= set->slot_count)
        grow_slots(set);
    size_t at = (size_t)name & (set->slot_count - 1);
    while (set->slots[at] != 0 && set->names[set->slots[at] - 1] != name)
        at = (at + 1) & (set->slot_count - 1);
    if (set->slots[at] == 0) {
        size_t capacity = set->total_capacity, same = capacity;
        reserve(&set->names, &set->total_capacity, set->feature_total + 1, sizeof *set->names);
        reserve(&set->uses, &capacity, set->feature_total + 1, sizeof *set->uses);
        reserve(&set->local, &same, set->feature_total + 1, sizeof *set->local);
        set->local[set->feature_total] = 0;
        set->names[set->feature_total] = name;
        set->uses[set->feature_total] = 0;
        set->slots[at] = (uint32_t)++set->feature_total;
    }
    return set->slots[at] - 1;
}

static void add_features(struct set_reader *reader, const uint64_t *names, uint32_t count)
{
    struct training_set *set = reader->set;
    reserve(&set->features, &set->feature_capacity, set->feature_count + 2ULL * count, sizeof *set->features);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = number_of(set, names[i]);
        set->uses[number]++;
        set->features[set->feature_count++] = number;
        if (!reader->local)
            continue;
        number = number_of(set, (names[i] ^ reader->set_number) * 0x9E3779B97F4A7C15U);
        set->uses[number]++;
        set->local[number] = 1;
        set->features[set->feature_count++] = number;
    }
}

/* The features of words around token i, described anew: the cache of the sequence keeps sums only. */
static void add_word_features(struct set_reader *reader, const char *text, uint32_t i)
{
    const struct tagger_sequence *sequence = reader->sequence;
    uint64_t names[WORD_FEATURES];
    for (int offset = -2; offset <= 2; offset++) {
        int64_t at = (int64_t)i + offset;
        struct name_word word;
        struct word_text letters;
        if (at < 0 || at >= (int64_t)sequence->count) {
            name_word_describe_edge(&word, &letters);
        } else {
            const struct token *token = &sequence->tokens[at];
            name_word_describe(&word, &letters, text + token->start, token->end - token->start, token->kind,
                               sequence->line == LINE_CAPITALS, &sequence->table.model->gazetteer);
        }
        add_features(reader, names, word_features(&word, &letters, offset, names));
    }
}

/* The candidates that a mention covers, without the small words before them. False: it has others between or behind. */
static bool reach_mention(const struct tagger_sequence *sequence, const struct gold_mention *mention, uint32_t *first,
                          uint32_t *end)
{
    const struct name_note *notes = sequence->notes + SEQUENCE_EDGE;
    uint32_t i = 0;
    while (i < sequence->count && sequence->tokens[i].end <= mention->start)
        i++;
    *end = i;
    while (*end < sequence->count && sequence->tokens[*end].start < mention->end)
        ++*end;
    while (i < *end && !notes[i].candidate)
        i++;
    *first = i;
    while (i < *end && notes[i].candidate)
        i++;
    return i == *end && *first < *end;
}

/* Gold labels of the tokens of the sequence. Of the words of a mention out of reach nothing is said: they are no
 * example of words outside of names. */
static void label_tokens(struct set_reader *reader, const struct sentence *sentence, uint8_t *labels)
{
    memset(labels, LABEL_OUTSIDE, reader->sequence->count);
    for (uint32_t m = 0; m < sentence->mention_count; m++) {
        const struct gold_mention *mention = &sentence->mentions[m];
        uint32_t first, end;
        bool known = reach_mention(reader->sequence, mention, &first, &end);
        for (uint32_t i = first; i < end; i++)
            known &= labels[i] == LABEL_OUTSIDE;
        reader->set->mention_count++;
        reader->set->lost_count += !known;
        known &= mention->label != LABEL_ANY;
        for (uint32_t i = first; i < end; i++)
            labels[i] = !known ? LABEL_ANY : i == first ? mention->label : (uint8_t)(mention->label + 1);
    }
}

static void add_token(struct set_reader *reader, const struct name_context *context, const char *text, uint32_t i,
                      uint8_t label)
{
    struct training_set *set = reader->set;
    uint64_t names[CONTEXT_FEATURES];
    reserve(&set->tokens, &set->token_capacity, set->token_count + 2, sizeof *set->tokens);
    struct training_token *token = &set->tokens[set->token_count++];
    token->first_feature = (uint32_t)set->feature_count;
    token->role = context->words[i].role;
    token->allowed = (uint16_t)(label == LABEL_ANY ? (1U << LABEL_COUNT) - 1 : 1U << label);
    if (reader->no_other && label == LABEL_OUTSIDE)
        token->allowed |= 1U << 7 | 1U << 8;
    add_word_features(reader, text, i);
    add_features(reader, names, outline_features(outline_key(context, i), names));
    add_features(reader, names, list_features(list_key(context, i), names));
    add_features(reader, names, context_features(context, i, names));
    const struct token *source = &reader->sequence->tokens[i];
    if (reader->predicted == NULL || !kind_is_name(source->kind))
        return;
    uint32_t length = source->end - source->start;
    uint32_t bit = name_memory_small_bit(text + source->start, length, length);
    uint32_t slot = name_memory_find(reader->memory, context->words[i].lower);
    add_features(reader, names,
                 memory_features(&context->words[i], name_memory_label(reader->memory, slot),
                                 name_memory_is_small(reader->memory, bit), names));
}

static void add_stretch(struct set_reader *reader, const char *text, const uint8_t *labels, uint32_t from, uint32_t to)
{
    struct training_set *set = reader->set;
    struct name_context context = tagger_sequence_context(reader->sequence);
    reserve(&set->stretches, &set->stretch_capacity, set->stretch_count + 1, sizeof *set->stretches);
    struct training_stretch *stretch = &set->stretches[set->stretch_count++];
    *stretch = (struct training_stretch){(uint32_t)set->token_count, to - from, set->article_count, reader->ambiguous,
                                         reader->set_number};
    for (uint32_t i = from; i < to; i++)
        add_token(reader, &context, text, i, labels[i]);
}

/* First reading of a sentence with predictions: fills the article's memory. */
static void gather(struct set_reader *reader)
{
    const struct tagger_sequence *sequence = reader->sequence;
    for (uint32_t i = 0; i < sequence->count; i++) {
        if (!sequence->notes[SEQUENCE_EDGE + i].candidate)
            continue;
        uint8_t label = reader->predicted[reader->predicted_at++];
        if (kind_is_name(sequence->tokens[i].kind))
            name_memory_count(reader->memory, sequence->words[SEQUENCE_EDGE + i].lower, label);
    }
    name_memory_add_small(reader->memory, sequence);
}

static void read_sentence(struct set_reader *reader, const struct sentence *sentence)
{
    struct tagger_sequence *sequence = reader->sequence;
    uint8_t labels[SEQUENCE_TOKENS];
    struct token_reader tokens;
    token_reader_init(&tokens, (fx_slice){sentence->text, sentence->length},
                      (struct span){0, (uint32_t)sentence->length});
    while (tagger_sequence_read(sequence, &tokens)) {
        if (reader->gathering) {
            gather(reader);
            continue;
        }
        label_tokens(reader, sentence, labels);
        for (uint32_t i = 0, end; i < sequence->count; i = end) {
            end = i + 1;
            if (!sequence->notes[SEQUENCE_EDGE + i].candidate)
                continue;
            while (end < sequence->count && sequence->notes[SEQUENCE_EDGE + end].candidate)
                end++;
            add_stretch(reader, sentence->text, labels, i, end);
        }
    }
}

static void finish_article(struct set_reader *reader)
{
    name_memory_clear(reader->memory);
    if (reader->predicted != NULL) {
        reader->gathering = true;
        for (size_t i = 0; i < reader->sentence_count; i++)
            read_sentence(reader, &reader->sentences[i]);
        reader->gathering = false;
    }
    for (size_t i = 0; i < reader->sentence_count; i++) {
        read_sentence(reader, &reader->sentences[i]);
        free(reader->sentences[i].text);
    }
    reader->set->article_count++;
    reader->sentence_count = 0;
}

static void parse_sentence(struct set_reader *reader, char *line)
{
    static const char *const kinds[] = {"PER", "ORG", "LOC", "MISC"};
    reserve(&reader->sentences, &reader->sentence_capacity, reader->sentence_count + 1, sizeof *reader->sentences);
    struct sentence *sentence = &reader->sentences[reader->sentence_count++];
    sentence->mention_count = 0;
    char *field = strchr(line, '\t');
    if (field != NULL)
        *field++ = '\0';
    sentence->text = strdup(line);
    sentence->length = strlen(line);
    while (field != NULL && sentence->mention_count < MENTIONS_MAX) {
        struct gold_mention *mention = &sentence->mentions[sentence->mention_count++];
        char kind[8] = "";
        if (sscanf(field, "%u:%u:%7[A-Z]", &mention->start, &mention->end, kind) != 3)
            trainer_fail("bad mention", field);
        for (uint8_t i = 0; i < 4; i++) {
            if (strcmp(kinds[i], kind) == 0)
                mention->label = (uint8_t)(1 + 2 * i);
            else if (strcmp(kind, "ANY") == 0)
                mention->label = LABEL_ANY;
        }
        field = strchr(field, '\t');
        field = field ? field + 1 : NULL;
    }
}

static void begin_article(struct set_reader *reader, const char *line, char *set_name, size_t size)
{
    char name[64] = "", flags[16] = "";
    sscanf(line + 1, " %63s %15s", name, flags);
    if (strcmp(name, set_name) != 0) {
        reader->set_number++;
        snprintf(set_name, size, "%s", name);
    }
    reader->ambiguous = strchr(flags, 'a') != NULL;
    reader->no_other = strchr(flags, 'n') != NULL;
}

void training_set_read(struct training_set *set, const char *path, const struct tagger_model *model,
                       const uint8_t *predicted, bool local)
{
    struct set_reader reader = {.set = set, .predicted = predicted, .local = local};
    char *line = NULL, set_name[64] = "";
    size_t capacity = 0;
    ssize_t length;
    memset(set, 0, sizeof *set);
    reader.sequence = trainer_allocate(1, sizeof *reader.sequence);
    reader.memory = trainer_allocate(1, sizeof *reader.memory);
    tagger_sequence_init(reader.sequence, model);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        trainer_fail("cannot open", path);
    while ((length = getline(&line, &capacity, file)) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '\f') {
            parse_sentence(&reader, line);
            continue;
        }
        finish_article(&reader);
        begin_article(&reader, line, set_name, sizeof set_name);
    }
    finish_article(&reader);
    set->tokens[set->token_count].first_feature = (uint32_t)set->feature_count;
    fclose(file);
    free(line);
    free(reader.sentences);
    free(reader.sequence);
    free(reader.memory);
}

void training_set_prune(struct training_set *set, uint32_t least)
{
    uint32_t *new_number = trainer_allocate(set->feature_total, sizeof *new_number);
    size_t kept = 0, at = 0;
    for (size_t i = 0; i < set->feature_total; i++) {
        new_number[i] = set->uses[i] >= least ? (uint32_t)kept : FEATURE_NONE;
        if (set->uses[i] >= least) {
            set->names[kept] = set->names[i];
            set->local[kept] = set->local[i];
            set->uses[kept++] = set->uses[i];
        }
    }
    for (size_t t = 0; t < set->token_count; t++) {
        uint32_t from = set->tokens[t].first_feature, to = set->tokens[t + 1].first_feature;
        set->tokens[t].first_feature = (uint32_t)at;
        for (uint32_t i = from; i < to; i++) {
            if (new_number[set->features[i]] != FEATURE_NONE)
                set->features[at++] = new_number[set->features[i]];
        }
    }
    set->tokens[set->token_count].first_feature = (uint32_t)at;
    set->feature_count = at;
    set->feature_total = kept;
    free(set->slots);
    set->slots = NULL;
    set->slot_count = 0;
    free(new_number);
}

void training_set_release(struct training_set *set)
{
    memory_free(set->tokens);
    memory_free(set->stretches);
    memory_free(set->features);
    memory_free(set->names);
    memory_free(set->uses);
    memory_free(set->local);
    free(set->slots);
    memset(set, 0, sizeof *set);
}
