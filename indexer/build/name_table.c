#include "name_table.h"

#include "memory.h"
#include "slice.h"

enum { NAME_BYTES_MAX = 300 };

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

fx_slice name_cut(fx_slice name)
{
    size_t length = name.len < NAME_BYTES_MAX ? name.len : NAME_BYTES_MAX;
    while (length > 0 && length < name.len && ((unsigned char)name.ptr[length] & 0xC0) == 0x80)
        length--;
    return (fx_slice){name.ptr, length};
}

int name_table_add_spellings(struct name_table *table)
{
    if (memory_reserve(&table->spelling_list, &table->spelling_capacity, table->spellings.count,
                       sizeof *table->spelling_list) != FX_OK)
        return FX_ENOMEM;
    for (; table->spelling_count < table->spellings.count; table->spelling_count++)
        table->spelling_list[table->spelling_count] = (struct name_spelling){.name = STRING_MAP_NONE};
    return FX_OK;
}

int name_table_add_records(struct name_table *table)
{
    if (memory_reserve(&table->records, &table->record_capacity, table->names.count, sizeof *table->records) != FX_OK)
        return FX_ENOMEM;
    for (; table->record_count < table->names.count; table->record_count++)
        table->records[table->record_count] = (struct name_record){0, 0};
    return FX_OK;
}

int name_table_add_word(struct name_table *table, uint32_t spelling, uint32_t term, uint32_t position)
{
    struct name_words *words = &table->spelling_list[spelling].words;
    if (words->count == 0)
        words->start = (uint32_t)table->word_count;
    for (size_t i = words->count; i > 0 && table->word_list[words->start + i - 1].position == position; i--) {
        if (table->word_list[words->start + i - 1].term == term)
            return FX_OK;
    }
    if (memory_reserve(&table->word_list, &table->word_capacity, table->word_count + 1, sizeof *table->word_list) !=
        FX_OK)
        return FX_ENOMEM;
    table->word_list[table->word_count++] = (struct name_word){term, position};
    words->count++;
    return FX_OK;
}

fx_slice name_table_display(const struct name_table *table, uint32_t spelling)
{
    fx_slice key = table->spellings.names[spelling];
    return slice_part(key, 1, key.len);
}

uint32_t name_table_count(struct name_table *table, uint32_t spelling, uint32_t article, uint32_t units)
{
    struct name_spelling *made = &table->spelling_list[spelling];
    made->count += units;
    if (made->name == STRING_MAP_NONE)
        return STRING_MAP_NONE;
    struct name_record *record = &table->records[made->name];
    if (record->last_article != article + 1) {
        record->last_article = article + 1;
        record->documents++;
    }
    return made->name;
}

size_t name_table_memory(const struct name_table *table)
{
    return string_map_memory(&table->spellings) + string_map_memory(&table->names) +
           table->spelling_capacity * sizeof *table->spelling_list + table->record_capacity * sizeof *table->records +
           table->word_capacity * sizeof *table->word_list;
}
