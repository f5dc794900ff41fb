#include "cluster_text.h"

#include "character_class.h"
#include "gazetteer.h"
#include "lexicon_table.h"
#include "memory.h"
#include "token_sequence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOKENS = 1024, LETTERS = 40, SLOTS = 1 << 20 };

struct counted_word {
    uint64_t name;
    uint32_t count, number;
};

/* The text as hashes of words, and how often each stands there. */
struct collector {
    uint64_t *sequence; /* 0: the end of a sentence */
    size_t length, capacity;
    struct counted_word *slots;
    uint32_t used;
};

static struct counted_word *slot_of(const struct collector *collector, uint64_t name)
{
    size_t at = (size_t)(name >> 40) & (SLOTS - 1);
    while (collector->slots[at].count != 0 && collector->slots[at].name != name)
        at = (at + 1) & (SLOTS - 1);
    return &collector->slots[at];
}

static void put(struct collector *collector, uint64_t name)
{
    if (memory_reserve(&collector->sequence, &collector->capacity, collector->length + 1,
                       sizeof *collector->sequence) != FX_OK)
        trainer_fail("out of memory", "text of the clusters");
    collector->sequence[collector->length++] = name;
    if (name == 0)
        return;
    struct counted_word *slot = slot_of(collector, name);
    collector->used += slot->count == 0;
    if (collector->used > SLOTS / 4 * 3)
        trainer_fail("too many different words", "text of the clusters");
    slot->name = name;
    slot->count++;
}

/* As name_word_describe() hashes a word. */
static uint64_t name_of(const char *bytes, size_t length, uint8_t kind)
{
    char lower[LETTERS];
    size_t made = character_lower(lower, sizeof lower, bytes, length);
    for (size_t i = 0; kind == TOKEN_NUMBER && i < made; i++)
        lower[i] = lower[i] >= '0' && lower[i] <= '9' ? '0' : lower[i];
    return gazetteer_hash(lower, made);
}

static void read_line(struct collector *collector, const char *line, size_t length)
{
    static struct token tokens[TOKENS];
    struct token_reader reader;
    bool small = false;
    for (size_t i = 0; i < length; i++)
        small |= line[i] >= 'a' && line[i] <= 'z';
    if (!small)
        return;
    token_reader_init(&reader, (fx_slice){line, length}, (struct span){0, (uint32_t)length});
    for (uint32_t count; (count = token_reader_fill(&reader, tokens, TOKENS)) > 0;) {
        for (uint32_t i = 0; i < count; i++)
            put(collector, name_of(line + tokens[i].start, tokens[i].end - tokens[i].start, tokens[i].kind));
    }
    put(collector, 0);
}

static void read_file(struct collector *collector, const char *path)
{
    char *line = NULL, flags[16];
    size_t capacity = 0;
    bool made_up = false;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        trainer_fail("cannot open", path);
    while (getline(&line, &capacity, file) > 0) {
        if (line[0] == '\f')
            made_up = sscanf(line + 1, " %*s %15s", flags) == 1 && strchr(flags, 'm') != NULL;
        else if (!made_up)
            read_line(collector, line, strcspn(line, "\t\n"));
    }
    free(line);
    fclose(file);
}

static int compare_words(const void *a, const void *b)
{
    const struct counted_word *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->name < y->name ? -1 : x->name > y->name;
}

/* Numbers the words that are no rare ones, in the slots and in text->names. */
static void number_words(struct cluster_text *text, const struct collector *collector, uint32_t least)
{
    struct counted_word *list = trainer_allocate(collector->used, sizeof *list);
    uint32_t count = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        if (collector->slots[i].count >= least)
            list[count++] = collector->slots[i];
    }
    qsort(list, count, sizeof *list, compare_words);
    text->names = trainer_allocate((size_t)count + 1, sizeof *text->names);
    text->word_count = count;
    for (uint32_t i = 0; i < count; i++) {
        text->names[i + 1] = list[i].name;
        slot_of(collector, list[i].name)->number = i + 1;
    }
    free(list);
}

void cluster_text_read(struct cluster_text *text, const char *const *paths, size_t path_count, uint32_t least)
{
    struct collector collector = {.slots = trainer_allocate(SLOTS, sizeof *collector.slots)};
    for (size_t i = 0; i < path_count; i++)
        read_file(&collector, paths[i]);
    number_words(text, &collector, least);
    text->length = collector.length;
    text->words = trainer_allocate(collector.length, sizeof *text->words);
    for (size_t i = 0; i < collector.length; i++)
        text->words[i] = collector.sequence[i] == 0 ? 0 : slot_of(&collector, collector.sequence[i])->number;
    memory_free(collector.sequence);
    free(collector.slots);
}

void cluster_text_release(struct cluster_text *text)
{
    free(text->words);
    free(text->names);
    *text = (struct cluster_text){0};
}
