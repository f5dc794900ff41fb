#include "name_table.h"

#include "error.h"
#include "lexer.h"
#include "memory.h"
#include "slice.h"

void name_table_init(struct name_table *table)
{
    memset(table, 0, sizeof *table);
    string_map_init(&table->spellings);
    string_map_init(&table->names);
}

void name_table_release(struct name_table *table)
{
    string_map_release(&table->spellings);
    string_map_release(&table->names);
    memory_free(table->spelling_list);
    memory_free(table->records);
    memory_free(table->word_list);
    name_table_init(table);
}

/* One byte, then at most NAME_BYTES_MAX bytes of the name, cut at a character. */
static fx_slice make_key(char *out, unsigned first, fx_slice name)
{
    size_t length = name.len < NAME_BYTES_MAX ? name.len : NAME_BYTES_MAX;
    while (length > 0 && length < name.len && ((unsigned char)name.ptr[length] & 0xC0) == 0x80)
        length--;
    out[0] = (char)first;
    if (length > 0)
        memcpy(out + 1, name.ptr, length);
    return (fx_slice){out, length + 1};
}

int name_table_spelling(struct name_table *table, unsigned kind, fx_slice display, uint32_t *spelling, fx_error *err)
{
    char bytes[NAME_BYTES_MAX + 1];
    bool inserted;
    *spelling = string_map_intern(&table->spellings, make_key(bytes, kind, display), &inserted);
    if (*spelling == STRING_MAP_NONE)
        return error_no_memory(err);
    if (!inserted)
        return FX_OK;
    if (memory_reserve(&table->spelling_list, &table->spelling_capacity, (size_t)*spelling + 1,
                       sizeof *table->spelling_list) != FX_OK)
        return error_no_memory(err);
    table->spelling_list[*spelling] = (struct name_spelling){.name = STRING_MAP_NONE};
    return FX_OK;
}

void name_table_approach(const struct name_table *table, unsigned kind, fx_slice display, bool slot_is_near)
{
    char bytes[NAME_BYTES_MAX + 1];
    (slot_is_near ? string_map_approach_key : string_map_approach)(&table->spellings, make_key(bytes, kind, display));
}

/* The bytes of a spelling without its kind. */
static fx_slice display_of(const struct name_table *table, uint32_t spelling)
{
    fx_slice key = table->spellings.names[spelling];
    return slice_part(key, 1, key.len);
}

/* Finds the name a spelling belongs to. */
static int fold_spelling(struct name_table *table, struct vocabulary *vocabulary, uint32_t spelling, fx_error *err)
{
    char bytes[NAME_BYTES_MAX + 1];
    bool inserted;
    fx_slice folded = vocabulary_fold_name(vocabulary, display_of(table, spelling));
    struct name_spelling *made = &table->spelling_list[spelling];
    made->folded = true;
    if (folded.len == 0)
        return FX_OK;
    unsigned kind = (unsigned char)table->spellings.names[spelling].ptr[0];
    uint32_t number = string_map_intern(&table->names, make_key(bytes, kind, folded), &inserted);
    if (number == STRING_MAP_NONE)
        return error_no_memory(err);
    made->name = number;
    if (!inserted)
        return FX_OK;
    if (memory_reserve(&table->records, &table->record_capacity, (size_t)number + 1, sizeof *table->records) != FX_OK)
        return error_no_memory(err);
    table->records[number] = (struct name_record){0, 0};
    return FX_OK;
}

int name_table_add(struct name_table *table, struct vocabulary *vocabulary, uint32_t spelling, uint32_t article,
                   uint32_t units, fx_error *err)
{
    struct name_spelling *made = &table->spelling_list[spelling];
    int status = made->folded ? FX_OK : fold_spelling(table, vocabulary, spelling, err);
    if (status != FX_OK)
        return status;
    made->count += units;
    if (made->name == STRING_MAP_NONE)
        return FX_OK;
    struct name_record *record = &table->records[made->name];
    if (record->last_article != article + 1) {
        record->last_article = article + 1;
        record->documents++;
    }
    return FX_OK;
}

static int make_words(struct name_table *table, struct vocabulary *vocabulary, enum term_space space, fx_slice name,
                      struct name_words *out, fx_error *err)
{
    struct lexer lexer;
    struct lexeme lexeme;
    *out = (struct name_words){(uint32_t)table->word_count, 0, 0};
    lexer_init(&lexer, name);
    while (lexer_next(&lexer, &lexeme)) {
        const struct word_term *terms;
        uint32_t count;
        int status = vocabulary_name_terms(vocabulary, space, name, &lexeme, &terms, &count, err);
        if (status != FX_OK)
            return status;
        if (memory_reserve(&table->word_list, &table->word_capacity, table->word_count + count,
                           sizeof *table->word_list) != FX_OK)
            return error_no_memory(err);
        for (uint32_t i = 0; i < count; i++)
            table->word_list[table->word_count++] = (struct name_word){terms[i].term, out->positions + terms[i].offset};
        out->count += count;
        out->positions += lexeme.positions;
    }
    return FX_OK;
}

int name_table_words(struct name_table *table, struct vocabulary *vocabulary, enum term_space space, uint32_t spelling,
                     fx_error *err)
{
    struct name_spelling *made = &table->spelling_list[spelling];
    int status = FX_OK;
    if (!made->has_words)
        status = make_words(table, vocabulary, space, display_of(table, spelling), &made->words, err);
    made->has_words = status == FX_OK;
    return status;
}

size_t name_table_memory(const struct name_table *table)
{
    return string_map_memory(&table->spellings) + string_map_memory(&table->names) +
           table->spelling_capacity * sizeof *table->spelling_list + table->record_capacity * sizeof *table->records +
           table->word_capacity * sizeof *table->word_list;
}
