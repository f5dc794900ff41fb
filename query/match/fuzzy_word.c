#include "fuzzy_word.h"

#include "utf8.h"

#include <string.h>

bool fuzzy_word_init(struct fuzzy_word *fuzzy, fx_slice word, uint32_t distance)
{
    size_t at = 0;
    fuzzy->count = 0;
    fuzzy->distance = distance;
    fuzzy->length = 0;
    fuzzy->rows = 0;
    fuzzy->row_ends[0] = 0;
    while (at < word.len && fuzzy->count < FUZZY_CHARACTERS_MAX)
        at += utf8_decode(word.ptr + at, word.len - at, &fuzzy->characters[fuzzy->count++]);
    for (uint32_t i = 0; i <= fuzzy->count; i++)
        fuzzy->table[0][i] = (uint8_t)i;
    return at == word.len;
}

static uint8_t least(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

/* The row of one more character of the other word; returns its smallest value. */
static uint32_t add_row(struct fuzzy_word *fuzzy, uint32_t row, uint32_t character)
{
    const uint8_t *above = fuzzy->table[row];
    uint8_t *here = fuzzy->table[row + 1];
    uint8_t smallest = here[0] = (uint8_t)(row + 1);
    for (uint32_t i = 1; i <= fuzzy->count; i++) {
        uint8_t replaced = (uint8_t)(above[i - 1] + (fuzzy->characters[i - 1] != character));
        uint8_t inserted = (uint8_t)(least(above[i], here[i - 1]) + 1);
        here[i] = least(replaced, inserted);
        smallest = least(smallest, here[i]);
    }
    return smallest;
}

/* Rows that the word shares with the one before; *at is set behind their bytes. */
static uint32_t shared_rows(const struct fuzzy_word *fuzzy, fx_slice word, size_t *at)
{
    size_t common = 0, limit = word.len < fuzzy->length ? word.len : fuzzy->length;
    while (common < limit && word.ptr[common] == fuzzy->bytes[common])
        common++;
    uint32_t row = fuzzy->rows;
    while (row > 0 && fuzzy->row_ends[row] > common)
        row--;
    *at = fuzzy->row_ends[row];
    return row;
}

uint32_t fuzzy_word_distance(struct fuzzy_word *fuzzy, fx_slice word)
{
    size_t at;
    uint32_t beyond = fuzzy->distance + 1;
    if (word.len > sizeof fuzzy->bytes)
        return beyond;
    uint32_t row = shared_rows(fuzzy, word, &at);
    memcpy(fuzzy->bytes + at, word.ptr + at, word.len - at);
    fuzzy->length = word.len;
    fuzzy->rows = row;
    while (at < word.len) {
        uint32_t character;
        if (row == FUZZY_CHARACTERS_MAX)
            return beyond;
        at += utf8_decode(word.ptr + at, word.len - at, &character);
        uint32_t smallest = add_row(fuzzy, row, character);
        fuzzy->row_ends[++row] = (uint16_t)at;
        fuzzy->rows = row;
        if (smallest > fuzzy->distance)
            return beyond; /* it can only grow */
    }
    return fuzzy->table[row][fuzzy->count];
}
