#include "codebook_strings.h"

#include "error.h"
#include "memory.h"

enum { TABLE_BITS_MIN = 8, BYTES = 256 };

/* Frequent strings have the first slots and so stand in their very places. */
static void fill(struct codebook_strings *strings)
{
    memset(strings->table, 0xFF, sizeof *strings->table << (32 - strings->shift));
    for (uint32_t i = 0; i < strings->count; i++) {
        const struct codebook_string string = codebook_string_at(strings, i);
        const uint32_t hash = codebook_string_hash(string);
        *codebook_find_place(strings, string, hash) = hash << CODEBOOK_TAG_SHIFT | i;
    }
}

int codebook_strings_open(struct codebook_strings *out, const uint8_t *slots, uint32_t count, fx_error *err)
{
    unsigned bits = TABLE_BITS_MIN;
    while (count > (UINT32_C(1) << bits) / 2)
        bits++;
    *out = (struct codebook_strings){slots, count, 32 - bits, NULL};
    out->table = memory_allocate((size_t)1 << bits, sizeof *out->table);
    if (out->table == NULL)
        return error_no_memory(err);
    fill(out);
    for (unsigned byte = 0; byte < BYTES; byte++) {
        const char text = (char)byte;
        if (codebook_find(out, &text, 1, 1) == CODEBOOK_NO_SLOT) {
            codebook_strings_release(out);
            return error_set(err, FX_EDAMAGED, "the codebook of the records has no code for a byte");
        }
    }
    return FX_OK;
}

void codebook_strings_release(struct codebook_strings *strings)
{
    memory_free(strings->table);
    strings->table = NULL;
}
