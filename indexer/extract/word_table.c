#include "word_table.h"

/* The sum of the weights of `word`, as the tokens at this offset see it. */
static score_lanes sum_features(word_scores scores, int offset, const struct name_word *word,
                                const struct word_text *text, const struct tagger_model *model)
{
    uint64_t features[WORD_FEATURES];
    struct feature_place places[WORD_FEATURES];
    uint32_t count = word_features(word, text, offset, features);
    tagger_model_fetch(model, features, count, places);
    score_lanes sum = tagger_model_sum(model, places, count);
    memcpy(scores[offset + 2], &sum, sizeof sum);
    return sum;
}

void word_table_init(struct word_table *table, const struct tagger_model *model)
{
    struct word_text text;
    struct name_word *edge = &table->words[WORD_EDGE].word;
    table->model = model;
    table->known = WORD_FIRST;
    name_word_describe_edge(edge, &text);
    for (int offset = -2; offset <= 2 && model->bucket_count > 0; offset++)
        (void)sum_features(table->scores[WORD_EDGE], offset, edge, &text, model);
}

static void put(struct word_table *table, uint16_t number)
{
    uint32_t slot = word_table_first_slot(table->words[number].key);
    while (table->slots[slot] != 0)
        slot = (slot + 1) % TABLE_SLOTS;
    table->slots[slot] = number;
}

void word_table_make_room(struct word_table *table, uint32_t count)
{
    if (table->known + count <= TABLE_WORDS)
        return;
    uint32_t known = table->known;
    table->known = WORD_FIRST;
    memset(table->slots, 0, sizeof table->slots);
    for (uint32_t i = WORD_FIRST; i < known && table->known < TABLE_WORDS / 2; i++) {
        if (!table->met_again[i])
            continue;
        table->words[table->known] = table->words[i];
        memcpy(table->scores[table->known], table->scores[i], sizeof(word_scores));
        put(table, (uint16_t)table->known++);
    }
    memset(table->met_again, 0, sizeof table->met_again);
}

uint16_t word_table_add(struct word_table *table, uint32_t slot, uint64_t key, const struct token *token,
                        const char *text, bool capitals)
{
    struct word_text letters;
    uint16_t number = (uint16_t)table->known++;
    struct table_word *entry = &table->words[number];
    table->slots[slot] = number;
    entry->key = key;
    name_word_describe(&entry->word, &letters, text + token->start, token->end - token->start, token->kind, capitals,
                       &table->model->gazetteer);
    for (int i = 0; i < WORD_OFFSETS; i++)
        table->scores[number][i][0] = WORD_NOT_SUMMED;
    return number;
}

score_lanes word_table_sum(struct word_table *table, uint16_t number, int offset, const struct token *token,
                           const char *text)
{
    struct word_text letters;
    word_text_read(&letters, text + token->start, token->end - token->start, token->kind);
    return sum_features(table->scores[number], offset, &table->words[number].word, &letters, table->model);
}
