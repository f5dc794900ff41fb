#include "gazetteer.h"

#include "bytes.h"

#include <xxhash.h>

uint64_t gazetteer_hash(const char *lower, size_t length)
{
    return XXH3_64bits(lower, length);
}

struct gazetteer_entry gazetteer_find(const struct gazetteer *gazetteer, uint64_t hash)
{
    struct gazetteer_entry found = {0};
    uint32_t key = gazetteer_key(hash);
    if (gazetteer->slots == 0)
        return found;
    for (uint32_t i = key, tries = 0; tries < gazetteer->slots; i++, tries++) {
        const uint8_t *slot = gazetteer->entries + (size_t)(i & (gazetteer->slots - 1)) * GAZETTEER_ENTRY_BYTES;
        uint32_t there = bytes_get_u32(slot);
        if (there == 0)
            break;
        if (there != key)
            continue;
        found.classes = bytes_get_u16(slot + 4);
        found.sense = slot[6] & 0x7F;
        found.longer = slot[6] >> 7;
        found.cluster = slot[7];
        break;
    }
    return found;
}
