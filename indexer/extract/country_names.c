#include "country_names.h"

#include "character_class.h"
#include "error.h"
#include "memory.h"
#include "slice.h"

#include <string.h>

enum { COUNTRY_NAME_MAX = 128, COUNTRY_NAMES_MAX = 32 };

static int add_name(struct country_names *countries, fx_slice name, uint32_t row)
{
    char lower[COUNTRY_NAME_MAX];
    size_t length = character_lower(lower, sizeof lower, name.ptr, name.len);
    uint32_t number = string_map_intern(&countries->map, (fx_slice){lower, length}, NULL);
    if (number == STRING_MAP_NONE || memory_reserve(&countries->rows, &countries->row_capacity, (size_t)number + 1,
                                                    sizeof *countries->rows) != FX_OK)
        return FX_ENOMEM;
    countries->rows[number] = row;
    return FX_OK;
}

static int add_row(struct country_names *countries, const char *text, uint32_t row)
{
    fx_slice *names = arena_allocate(&countries->arena, COUNTRY_NAMES_MAX * sizeof *names);
    uint32_t count = 0;
    if (names == NULL)
        return FX_ENOMEM;
    for (const char *at = text; *at != '\0' && count < COUNTRY_NAMES_MAX; count++) {
        size_t length = strcspn(at, "|");
        names[count] = (fx_slice){at, length};
        if (add_name(countries, names[count], row) != FX_OK)
            return FX_ENOMEM;
        at += length + (at[length] == '|');
    }
    countries->names[row] = names;
    countries->name_counts[row] = count;
    return FX_OK;
}

int country_names_init(struct country_names *countries, fx_error *err)
{
    memset(countries, 0, sizeof *countries);
    string_map_init(&countries->map);
    while (country_names_table[countries->row_count] != NULL)
        countries->row_count++;
    countries->names = memory_allocate(countries->row_count, sizeof *countries->names);
    countries->name_counts = memory_allocate(countries->row_count, sizeof *countries->name_counts);
    int status = countries->names != NULL && countries->name_counts != NULL ? FX_OK : FX_ENOMEM;
    for (uint32_t row = 0; status == FX_OK && row < countries->row_count; row++)
        status = add_row(countries, country_names_table[row], row);
    if (status == FX_OK)
        return FX_OK;
    country_names_release(countries);
    return error_no_memory(err);
}

void country_names_release(struct country_names *countries)
{
    string_map_release(&countries->map);
    memory_free(countries->rows);
    memory_free(countries->names);
    memory_free(countries->name_counts);
    arena_release(&countries->arena);
    memset(countries, 0, sizeof *countries);
}

const fx_slice *country_names_find(const struct country_names *countries, fx_slice lower, uint32_t *count)
{
    uint32_t number = string_map_find(&countries->map, lower);
    *count = 0;
    if (number == STRING_MAP_NONE)
        return NULL;
    *count = countries->name_counts[countries->rows[number]];
    return countries->names[countries->rows[number]];
}
