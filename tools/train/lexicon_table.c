#include "lexicon_table.h"

#include "bytes.h"
#include "character_class.h"
#include "token_sequence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEXICON_SLOTS = 1 << 20, LINE_BYTES = 512, NAME_TOKENS = 16 };

void trainer_fail(const char *what, const char *which)
{
    fprintf(stderr, "train_names: %s: %s\n", what, which);
    exit(1);
}

void *trainer_allocate(size_t count, size_t size)
{
    void *block = calloc(count ? count : 1, size);
    if (block == NULL)
        trainer_fail("out of memory", "");
    return block;
}

static uint16_t class_of(const char *name)
{
    static const struct {
        const char *name;
        uint16_t bit;
    } classes[] = {
        {"first", GAZETTEER_FIRST_NAME},
        {"last", GAZETTEER_LAST_NAME},
        {"city", GAZETTEER_CITY},
        {"region", GAZETTEER_REGION},
        {"place", GAZETTEER_REGION},
        {"country", GAZETTEER_COUNTRY},
        {"demonym", GAZETTEER_DEMONYM},
        {"person", GAZETTEER_PERSON},
        {"organization", GAZETTEER_ORGANIZATION},
        {"team", GAZETTEER_TEAM},
        {"other", GAZETTEER_OTHER},
        {"title", GAZETTEER_TITLE},
        {"organization-word", GAZETTEER_ORGANIZATION_WORD},
        {"place-word", GAZETTEER_PLACE_WORD},
        {"calendar", GAZETTEER_CALENDAR},
        {"common", GAZETTEER_COMMON},
        {"proper", GAZETTEER_PROPER},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (strcmp(classes[i].name, name) == 0)
            return classes[i].bit;
    }
    trainer_fail("unknown class in the lexicon", name);
    return 0;
}

/* The entry of a hash, made where it is new. */
static uint8_t *entry_of(struct lexicon_table *table, uint64_t hash)
{
    uint32_t key = gazetteer_key(hash);
    for (uint32_t i = key;; i++) {
        uint8_t *slot = table->entries + (size_t)(i & (table->slots - 1)) * GAZETTEER_ENTRY_BYTES;
        uint32_t there = bytes_get_u32(slot);
        if (there == key)
            return slot;
        if (there == 0) {
            bytes_put_u32(slot, key);
            table->used++;
            return slot;
        }
    }
}

static void mark(uint8_t *slot, uint16_t bits)
{
    bytes_put_u16(slot + 4, (uint16_t)(bytes_get_u16(slot + 4) | bits));
}

/* Hashes of the words of a name, cut as text is. */
static uint32_t hash_words(const char *name, uint64_t *hashes)
{
    struct token tokens[NAME_TOKENS];
    struct token_reader reader;
    char text[LINE_BYTES + 4]; /* more must follow, or "Gen." would lose its full stop */
    size_t length = (size_t)snprintf(text, sizeof text, "%s x", name);
    token_reader_init(&reader, (fx_slice){text, length}, (struct span){0, (uint32_t)length});
    uint32_t count = token_reader_fill(&reader, tokens, NAME_TOKENS) - 1;
    for (uint32_t i = 0; i < count; i++) {
        char lower[40];
        size_t small = character_lower(lower, sizeof lower, text + tokens[i].start, tokens[i].end - tokens[i].start);
        hashes[i] = gazetteer_hash(lower, small);
    }
    return count;
}

static void add(struct lexicon_table *table, const char *class, const char *name)
{
    uint64_t words[NAME_TOKENS];
    uint32_t count = hash_words(name, words);
    if (count == 0 || count > 7)
        return;
    uint64_t hash = words[0];
    for (uint32_t i = 1; i < count; i++) {
        entry_of(table, hash)[6] |= 0x80;
        hash = gazetteer_join(hash, words[i]);
    }
    uint8_t *slot = entry_of(table, hash);
    if (strncmp(class, "sense:", 6) == 0)
        slot[6] = (uint8_t)((slot[6] & 0x80) | (1 + atoi(class + 6)));
    else
        mark(slot, class_of(class));
}

void lexicon_table_read(struct lexicon_table *table, const char *path)
{
    char line[LINE_BYTES];
    *table = (struct lexicon_table){trainer_allocate(LEXICON_SLOTS, GAZETTEER_ENTRY_BYTES), LEXICON_SLOTS, 0};
    FILE *file = fopen(path, "r");
    if (file == NULL)
        trainer_fail("cannot open", path);
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *tab = strchr(line, '\t');
        if (tab == NULL)
            trainer_fail("a line of the lexicon has no tab", line);
        *tab = '\0';
        add(table, line, tab + 1);
    }
    fclose(file);
}

void lexicon_table_set_cluster(struct lexicon_table *table, uint64_t word, uint8_t cluster)
{
    entry_of(table, word)[7] = cluster;
}

/* Moves the entries to a table of the least power of two that they fill to four fifths at most. */
void lexicon_table_pack(struct lexicon_table *table)
{
    struct lexicon_table small = {NULL, 1, 0};
    while (small.slots * 4ULL < table->used * 5ULL)
        small.slots *= 2;
    small.entries = trainer_allocate(small.slots, GAZETTEER_ENTRY_BYTES);
    for (uint32_t i = 0; i < table->slots; i++) {
        const uint8_t *old = table->entries + (size_t)i * GAZETTEER_ENTRY_BYTES;
        uint32_t at = bytes_get_u32(old);
        if (at == 0)
            continue;
        while (bytes_get_u32(small.entries + (size_t)(at & (small.slots - 1)) * GAZETTEER_ENTRY_BYTES) != 0)
            at++;
        memcpy(small.entries + (size_t)(at & (small.slots - 1)) * GAZETTEER_ENTRY_BYTES, old, GAZETTEER_ENTRY_BYTES);
        small.used++;
    }
    free(table->entries);
    *table = small;
}
