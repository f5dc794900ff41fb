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
    size_t unaligned = (uintptr_t)table->room % sizeof *table->room;
    table->words = (struct table_word *)(void *)((char *)(table->room + 1) - unaligned);
    table->model = model;
    for (uint16_t number = 0; number < WORD_FIRST; number++)
        table->words[number].key = UINT64_MAX; /* taken; a word has it with a chance of 2^-64 */
    struct name_word *edge = &table->words[WORD_EDGE].word;
    name_word_describe_edge(edge, &text);
    for (int offset = -2; offset <= 2 && model->bucket_count > 0; offset++)
        (void)sum_features(table->scores[WORD_EDGE], offset, edge, &text, model);
}

/* Moves a word to the first free place from its own on. */
static void move(struct word_table *table, uint16_t from)
{
    struct table_word word = table->words[from];
    table->words[from].key = 0;
    uint16_t to = word_table_first_place(word.key);
    while (table->words[to].key != 0)
        to = (uint16_t)(to + 1) % TABLE_PLACES;
    table->words[to] = word;
    if (to != from)
        memcpy(table->scores[to], table->scores[from], sizeof(word_scores));
}

void word_table_make_room(struct word_table *table, uint32_t count)
{
    if (table->known + count <= TABLE_WORDS)
        return;
    table->known = 0;
    for (uint32_t place = WORD_FIRST; place < TABLE_PLACES; place++) {
        if (table->met_again[place] && table->known < TABLE_WORDS / 4 * 3)
            table->known++;
        else
            table->words[place].key = 0;
    }
    memset(table->met_again, 0, sizeof table->met_again);
    uint32_t free = WORD_FIRST; /* no search goes past it: behind it words are moved nearer to their places */
    while (table->words[free].key != 0)
        free++;
    for (uint32_t i = 1; i < TABLE_PLACES; i++) {
        uint16_t place = (uint16_t)(free + i) % TABLE_PLACES;
        if (place >= WORD_FIRST && table->words[place].key != 0)
            move(table, place);
    }
}

void word_table_add(struct word_table *table, uint16_t place, uint64_t key, const struct token *token, const char *text,
                    bool capitals)
{
    struct word_text letters;
    table->known++;
    table->words[place].key = key;
    name_word_describe(&table->words[place].word, &letters, text + token->start, token->end - token->start, token->kind,
                       capitals, &table->model->gazetteer);
    for (int i = 0; i < WORD_OFFSETS; i++)
        table->scores[place][i][0] = WORD_NOT_SUMMED;
}

score_lanes word_table_sum(struct word_table *table, uint16_t number, int offset, const struct token *token,
                           const char *text)
{
    struct word_text letters;
    word_text_read(&letters, text + token->start, token->end - token->start, token->kind);
    return sum_features(table->scores[number], offset, &table->words[number].word, &letters, table->model);
}
