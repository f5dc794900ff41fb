#include "index.h"

#include "bytes.h"
#include "error.h"
#include "index_private.h"
#include "memory.h"
#include "record_format.h"
#include "slice.h"
#include "store_key.h"

#include <xxhash.h>

uint32_t segment_of_article(const struct segment_info *segments, uint32_t count, uint32_t article)
{
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (segments[middle].base <= article)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low > 0 && article - segments[low - 1].base < segments[low - 1].articles;
    return found ? low - 1 : UINT32_MAX;
}

static uint32_t store_of_article(const struct store_info *stores, uint32_t count, uint32_t article)
{
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (stores[middle].base <= article)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low > 0 && article - stores[low - 1].base < stores[low - 1].articles;
    return found ? low - 1 : UINT32_MAX;
}

static int read_dictionary(struct index *index, uint32_t number, struct store_dictionary **out, fx_error *err)
{
    struct store_key key;
    fx_slice bytes;
    store_key_of_dictionary(&key, number);
    int status = snapshot_get(index->snapshot, TABLE_MAIN, store_key_slice(&key), &bytes, err);
    if (status == FX_END)
        return error_set(err, FX_EDAMAGED, "dictionary %u of records is missing", number);
    return status == FX_OK ? store_dictionary_open(out, bytes, err) : status;
}

/* Digested once, for all stores that use it. */
static int dictionary_of(struct index *index, uint32_t number, struct store_dictionary **out, fx_error *err)
{
    *out = NULL;
    if (number == 0)
        return FX_OK;
    for (size_t i = 0; i < index->dictionary_count && *out == NULL; i++) {
        if (index->dictionaries[i].number == number)
            *out = index->dictionaries[i].dictionary;
    }
    if (*out != NULL)
        return FX_OK;
    if (memory_reserve(&index->dictionaries, &index->dictionary_capacity, index->dictionary_count + 1,
                       sizeof *index->dictionaries) != FX_OK)
        return error_no_memory(err);
    int status = read_dictionary(index, number, out, err);
    if (status == FX_OK)
        index->dictionaries[index->dictionary_count++] = (struct numbered_dictionary){number, *out};
    return status;
}

int index_store_of(struct index *index, uint32_t article, struct store_reader **store, uint32_t *n, fx_error *err)
{
    *store = NULL;
    uint32_t i = store_of_article(index->commit.stores, index->commit.store_count, article);
    if (i == UINT32_MAX)
        return error_set(err, FX_EDAMAGED, "no store holds article %u", article);
    const struct store_info *info = &index->commit.stores[i];
    *n = article - info->base;
    if (index->stores[i] == NULL) {
        struct store_dictionary *dictionary;
        int status = dictionary_of(index, info->dictionary, &dictionary, err);
        if (status == FX_OK)
            status = store_reader_open(&index->stores[i], snapshot_source(index->snapshot), info, dictionary, err);
        if (status != FX_OK)
            return status;
    }
    *store = index->stores[i];
    return FX_OK;
}

static int read_record(struct index *index, uint32_t article, struct arena *arena, fx_slice *bytes, fx_error *err)
{
    struct store_reader *store;
    uint32_t n;
    *bytes = (fx_slice){NULL, 0};
    int status = index_store_of(index, article, &store, &n, err);
    return status == FX_OK ? store_reader_record(store, n, arena, bytes, err) : status;
}

int index_record(struct index *index, uint32_t article, struct record *out, fx_error *err)
{
    fx_slice bytes;
    record_clear(out);
    int status = read_record(index, article, &out->arena, &bytes, err);
    if (status == FX_OK)
        status = record_decode_in_place(out, bytes, err);
    if (status == FX_EDAMAGED)
        (void)error_prefix(err, status, "article %u", article);
    return status;
}

int index_record_head(struct index *index, uint32_t article, struct record *out, fx_error *err)
{
    fx_slice bytes;
    record_clear(out);
    int status = read_record(index, article, &out->arena, &bytes, err);
    if (status == FX_OK)
        status = record_decode_head(out, bytes, err);
    if (status == FX_EDAMAGED)
        (void)error_prefix(err, status, "article %u", article);
    return status;
}

int index_has_id(struct index *index, uint32_t article, fx_slice id, struct arena *arena, bool *same, fx_error *err)
{
    fx_slice bytes;
    *same = false;
    arena_clear(arena);
    int status = read_record(index, article, arena, &bytes, err);
    if (status == FX_OK)
        *same = slice_equal(record_peek_id(bytes), id);
    return status;
}

/* Looks through one segment. */
static int find_in(struct index *index, uint32_t i, fx_slice id, uint32_t *article, fx_error *err)
{
    struct segment *segment;
    const uint64_t *dead = NULL;
    uint64_t hash = XXH3_64bits(id.ptr, id.len);
    uint32_t at = 0;
    uint32_t document;
    int status = index_segment(index, i, &segment, err);
    while (status == FX_OK && (status = segment_find_id(segment, hash, &at, &document, err)) == FX_OK) {
        bool same = false;
        *article = index->commit.segments[i].base + document;
        status = index_dead(index, i, UNIT_ARTICLE, &dead, err);
        if (status == FX_OK && !dead_bit(dead, document))
            status = index_has_id(index, *article, id, &index->scratch, &same, err);
        if (status == FX_OK && same)
            return FX_OK;
    }
    return status;
}

int index_find(struct index *index, fx_slice id, uint32_t *article, fx_error *err)
{
    *article = 0;
    for (uint32_t i = index->commit.segment_count; i-- > 0;) {
        int status = find_in(index, i, id, article, err);
        if (status != FX_END)
            return status;
    }
    return FX_END;
}
