#include "name_lookup.h"

#include "analyzer.h"
#include "error.h"
#include "memory.h"

#include <string.h>

/* So many names are looked up at a time; long lists would leave the near cache before they are used. */
enum { NAMES_TOGETHER = 128 };

void name_lookup_init(struct name_lookup *lookup, struct name_table *table, struct vocabulary *vocabulary)
{
    *lookup = (struct name_lookup){.table = table, .vocabulary = vocabulary, .bytes = ARENA_INIT};
}

static void release_keys(struct key_list *list)
{
    memory_free(list->keys);
    memory_free(list->owners);
    memory_free(list->numbers);
}

void name_lookup_release(struct name_lookup *lookup)
{
    arena_release(&lookup->bytes);
    release_keys(&lookup->spellings);
    release_keys(&lookup->names);
    release_keys(&lookup->words);
    memory_free(lookup->positions);
    name_lookup_init(lookup, lookup->table, lookup->vocabulary);
}

/* ---- keys ---- */

/* A key of one byte and `bytes`. */
static int add_key(struct name_lookup *lookup, struct key_list *list, unsigned first, fx_slice bytes, uint32_t owner)
{
    size_t wanted = (size_t)list->count + 1;
    char *key = arena_allocate_bytes(&lookup->bytes, bytes.len + 1);
    if (key == NULL || memory_reserve(&list->keys, &list->key_capacity, wanted, sizeof *list->keys) != FX_OK ||
        memory_reserve(&list->owners, &list->owner_capacity, wanted, sizeof *list->owners) != FX_OK ||
        memory_reserve(&list->numbers, &list->number_capacity, wanted, sizeof *list->numbers) != FX_OK)
        return FX_ENOMEM;
    key[0] = (char)first;
    if (bytes.len > 0)
        memcpy(key + 1, bytes.ptr, bytes.len);
    list->keys[list->count] = (fx_slice){key, bytes.len + 1};
    list->owners[list->count++] = owner;
    return FX_OK;
}

static int find_keys(struct key_list *list, struct string_map *map)
{
    return string_map_intern_all(map, list->keys, list->count, list->numbers);
}

/* ---- spellings ---- */

static int find_spellings(struct name_lookup *lookup, struct printed_name *names, uint32_t count)
{
    struct key_list *list = &lookup->spellings;
    for (uint32_t i = 0; i < count; i++) {
        if (add_key(lookup, list, names[i].kind, name_cut(names[i].text), i) != FX_OK)
            return FX_ENOMEM;
    }
    if (find_keys(list, &lookup->table->spellings) != FX_OK || name_table_add_spellings(lookup->table) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < count; i++)
        names[i].spelling = list->numbers[i];
    return FX_OK;
}

/* ---- what a new spelling needs ---- */

static int add_word(struct name_lookup *lookup, enum term_space space, fx_slice form, uint32_t spelling,
                    uint32_t position)
{
    uint32_t at = lookup->words.count;
    if (memory_reserve(&lookup->positions, &lookup->position_capacity, (size_t)at + 1, sizeof *lookup->positions) !=
        FX_OK)
        return FX_ENOMEM;
    lookup->positions[at] = position;
    return add_key(lookup, &lookup->words, (unsigned)space, form, spelling);
}

static int read_words(struct name_lookup *lookup, enum term_space space, uint32_t spelling, fx_error *err)
{
    struct name_spelling *made = &lookup->table->spelling_list[spelling];
    fx_slice text = name_table_display(lookup->table, spelling);
    struct lexer lexer;
    struct lexeme lexeme;
    uint32_t position = 0;
    lexer_init(&lexer, text);
    while (lexer_next(&lexer, &lexeme)) {
        const struct analyzed_term *terms;
        uint32_t count;
        int status = vocabulary_analyze_name(lookup->vocabulary, text, &lexeme, &terms, &count, err);
        if (status != FX_OK)
            return status;
        for (uint32_t i = 0; i < count; i++) {
            if (add_word(lookup, space, terms[i].form, spelling, position + terms[i].offset) != FX_OK)
                return error_no_memory(err);
        }
        position += lexeme.positions;
    }
    made->words = (struct name_words){0, 0, (uint16_t)position};
    made->has_words = true;
    return FX_OK;
}

static int read_name(struct name_lookup *lookup, const struct printed_name *name)
{
    fx_slice folded = vocabulary_fold_name(lookup->vocabulary, name_table_display(lookup->table, name->spelling));
    lookup->table->spelling_list[name->spelling].folded = true;
    return folded.len > 0 ? add_key(lookup, &lookup->names, name->kind, name_cut(folded), name->spelling) : FX_OK;
}

static int read_new(struct name_lookup *lookup, const struct printed_name *names, uint32_t count, fx_error *err)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct name_spelling *made = &lookup->table->spelling_list[names[i].spelling];
        int status = FX_OK;
        if (names[i].space != 0 && !made->has_words)
            status = read_words(lookup, (enum term_space)names[i].space, names[i].spelling, err);
        if (status == FX_OK && names[i].is_name && !made->folded && read_name(lookup, &names[i]) != FX_OK)
            status = error_no_memory(err);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

static int find_words(struct name_lookup *lookup)
{
    const struct key_list *list = &lookup->words;
    if (vocabulary_intern_all(lookup->vocabulary, list->keys, list->count, list->numbers) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < list->count; i++) {
        if (name_table_add_word(lookup->table, list->owners[i], list->numbers[i], lookup->positions[i]) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

static int find_names(struct name_lookup *lookup)
{
    const struct key_list *list = &lookup->names;
    if (find_keys(&lookup->names, &lookup->table->names) != FX_OK || name_table_add_records(lookup->table) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < list->count; i++)
        lookup->table->spelling_list[list->owners[i]].name = list->numbers[i];
    return FX_OK;
}

int name_lookup_run(struct name_lookup *lookup, struct printed_name *names, uint32_t count, fx_error *err)
{
    for (uint32_t from = 0; from < count; from += NAMES_TOGETHER) {
        uint32_t n = count - from < NAMES_TOGETHER ? count - from : NAMES_TOGETHER;
        arena_clear(&lookup->bytes);
        lookup->spellings.count = lookup->names.count = lookup->words.count = 0;
        if (find_spellings(lookup, names + from, n) != FX_OK)
            return error_no_memory(err);
        int status = read_new(lookup, names + from, n, err);
        if (status != FX_OK)
            return status;
        if (find_words(lookup) != FX_OK || find_names(lookup) != FX_OK)
            return error_no_memory(err);
    }
    return FX_OK;
}
