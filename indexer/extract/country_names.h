/* Names of countries: "ROK" and "Republic of Korea" are South Korea. Demonyms are no names of countries. */
#ifndef COUNTRY_NAMES_H
#define COUNTRY_NAMES_H

#include "string_map.h"

/* "usual name|other name|...", NULL at the end; generated. */
extern const char *const country_names_table[];

struct country_names {
    struct string_map map; /* small letters of each name -> index of `rows` */
    uint32_t *rows;        /* row of the table of each name */
    size_t row_capacity;
    const fx_slice **names; /* of each row, the usual one first */
    uint32_t *name_counts;
    uint32_t row_count;
    struct arena arena;
};

int country_names_init(struct country_names *countries, fx_error *err) FX_CHECK;
void country_names_release(struct country_names *countries);

/* The names of the country that is so called (its small letters given), the usual one first; NULL where none is. */
const fx_slice *country_names_find(const struct country_names *countries, fx_slice lower, uint32_t *count);

#endif
