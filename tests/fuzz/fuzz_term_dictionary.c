/* A dictionary block made of anything, its checksum put right: terms ascend or the block is damaged, a term that the
 * walk shows is found, and no call over-reads. */
#include "bytes.h"
#include "slice.h"
#include "term_dictionary.h"

#include <stdlib.h>
#include <string.h>

enum { OWNER = 3, UNIT = 0 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 4);
    const fx_slice last = SLICE("wzz"), value = {copy, size + 4};
    struct dictionary_block block, other;
    struct term_entry entry, found;
    if (copy == NULL)
        return 0;
    memcpy(copy, data, size);
    bytes_put_u32((uint8_t *)copy + size, dictionary_checksum(OWNER, UNIT, last, (fx_slice){copy, size}));
    if (dictionary_block_open(&block, OWNER, UNIT, last, value, NULL) == FX_OK) {
        other = block;
        if (dictionary_block_find(&other, SLICE("wcooper"), &found, NULL) == FX_OK && found.documents == 0)
            abort();
        while (dictionary_block_next(&block, &entry, NULL) == FX_OK) {
            if (entry.term.len == 0 || entry.term.len > TERM_BYTES_MAX || entry.documents == 0)
                abort();
            if (dictionary_block_open(&other, OWNER, UNIT, last, value, NULL) != FX_OK)
                abort();
            const int status = dictionary_block_find(&other, entry.term, &found, NULL);
            if (status != FX_OK && status != FX_END && status != FX_EDAMAGED)
                abort();
        }
    }
    free(copy);
    return 0;
}
