#include "form_table.h"

#include "arena.h"
#include "bytes.h"
#include "error.h"
#include "memory.h"
#include "slice.h"

#include <pthread.h>
#include <stdatomic.h>
#include <xxhash.h>

enum {
    CODE_COUNT = FORM_OTHER, /* codes 0 .. 65534 */
    SLOT_COUNT = 2 * 65536,  /* at most half full; fresh pages of zeros cost nothing until touched */
    CHUNK_ENTRIES = 1024,    /* entries never move, so readers may hold them */
    CHUNK_COUNT = 64,
    PART_MAX = 32, /* longer differences are not worth a code: they get FORM_OTHER */
};

struct form_entry {
    const char *suffix;
    uint8_t suffix_length, dropped;
};

/* A slot holds its code (never 0: code 0 is known without looking) and 16 bits of the hash, and is written once, with
 * release order, after its entry: a look-up sees a whole entry or none. */
struct form_table {
    pthread_mutex_t lock; /* of inserts */
    struct arena suffixes;
    _Atomic uint32_t count; /* read without the lock */
    struct form_entry *chunks[CHUNK_COUNT];
    _Atomic uint32_t *slots;
};

struct difference {
    fx_slice suffix;
    uint8_t dropped;
    uint64_t hash;
};

/* False where the difference is too long for a code. */
static bool differ(struct difference *out, fx_slice stem, fx_slice form)
{
    size_t n = stem.len < form.len ? stem.len : form.len;
    size_t common = 0;
    while (common < n && stem.ptr[common] == form.ptr[common])
        common++;
    if (stem.len - common > PART_MAX || form.len - common > PART_MAX)
        return false;
    out->dropped = (uint8_t)(stem.len - common);
    out->suffix = slice_part(form, common, form.len);
    return true;
}

static void hash_difference(struct difference *difference)
{
    difference->hash = XXH3_64bits_withSeed(difference->suffix.ptr, difference->suffix.len, difference->dropped);
}

static const struct form_entry *entry_of(const struct form_table *table, uint32_t code)
{
    return &table->chunks[code / CHUNK_ENTRIES][code % CHUNK_ENTRIES];
}

/* The code of a difference, 0 where it has none; *slot is where the search ended. */
static uint32_t probe(const struct form_table *table, const struct difference *difference, uint32_t *slot)
{
    uint32_t tag = (uint32_t)(difference->hash >> 48);
    for (uint32_t at = (uint32_t)difference->hash % SLOT_COUNT;; at = (at + 1) % SLOT_COUNT) {
        uint32_t value = atomic_load_explicit(&table->slots[at], memory_order_acquire);
        *slot = at;
        if (value == 0)
            return 0;
        const struct form_entry *entry = entry_of(table, value & 0xFFFF);
        if (value >> 16 == tag && entry->dropped == difference->dropped &&
            slice_equal((fx_slice){entry->suffix, entry->suffix_length}, difference->suffix))
            return value & 0xFFFF;
    }
}

/* With the lock held (or no other thread yet). */
static int insert(struct form_table *table, const struct difference *difference, uint32_t slot, uint16_t *code)
{
    uint32_t number = table->count;
    if (number == CODE_COUNT) {
        *code = FORM_OTHER;
        return FX_OK;
    }
    struct form_entry **chunk = &table->chunks[number / CHUNK_ENTRIES];
    if (*chunk == NULL && (*chunk = memory_allocate_zeroed(CHUNK_ENTRIES, sizeof **chunk)) == NULL)
        return FX_ENOMEM;
    fx_slice copy;
    if (arena_copy(&copy, &table->suffixes, difference->suffix) != FX_OK)
        return FX_ENOMEM;
    (*chunk)[number % CHUNK_ENTRIES] = (struct form_entry){copy.ptr, (uint8_t)copy.len, difference->dropped};
    table->count++;
    uint32_t value = (uint32_t)(difference->hash >> 48) << 16 | number;
    atomic_store_explicit(&table->slots[slot], value, memory_order_release);
    *code = (uint16_t)number;
    return FX_OK;
}

static bool is_same(const struct difference *difference)
{
    return difference->dropped == 0 && difference->suffix.len == 0;
}

int form_table_intern(struct form_table *table, fx_slice stem, fx_slice form, uint16_t *code)
{
    struct difference difference;
    *code = FORM_OTHER;
    if (!differ(&difference, stem, form))
        return FX_OK;
    if (is_same(&difference)) {
        *code = FORM_SAME;
        return FX_OK;
    }
    hash_difference(&difference);
    uint32_t slot;
    uint32_t known = probe(table, &difference, &slot);
    int status = FX_OK;
    if (known == 0) {
        pthread_mutex_lock(&table->lock);
        known = probe(table, &difference, &slot);
        if (known == 0)
            status = insert(table, &difference, slot, code);
        pthread_mutex_unlock(&table->lock);
    }
    if (known != 0)
        *code = (uint16_t)known;
    return status;
}

int form_table_find(const struct form_table *table, fx_slice stem, fx_slice form, uint16_t *code)
{
    struct difference difference;
    *code = FORM_OTHER;
    if (!differ(&difference, stem, form))
        return FX_END;
    uint32_t slot;
    uint32_t known = FORM_SAME;
    if (!is_same(&difference)) {
        hash_difference(&difference);
        known = probe(table, &difference, &slot);
        if (known == 0)
            return FX_END;
    }
    *code = (uint16_t)known;
    return FX_OK;
}

size_t form_table_apply(const struct form_table *table, fx_slice stem, uint16_t code, char *out, size_t size)
{
    if (code >= table->count)
        return 0;
    const struct form_entry *entry = entry_of(table, code);
    if (entry->dropped > stem.len || stem.len - entry->dropped + entry->suffix_length > size)
        return 0;
    size_t kept = stem.len - entry->dropped;
    if (kept > 0)
        memmove(out, stem.ptr, kept);
    if (entry->suffix_length > 0)
        memcpy(out + kept, entry->suffix, entry->suffix_length);
    return kept + entry->suffix_length;
}

/* Encoding: the count of entries behind code 0, then dropped u8, length u8, suffix of each in order of the codes. */
int form_table_encode(const struct form_table *table, struct buffer *out)
{
    int status = buffer_append_varint(out, table->count - 1);
    for (uint32_t code = 1; code < table->count && status == FX_OK; code++) {
        const struct form_entry *entry = entry_of(table, code);
        const char head[] = {(char)entry->dropped, (char)entry->suffix_length};
        status = buffer_append(out, head, sizeof head);
        if (status == FX_OK)
            status = buffer_append(out, entry->suffix, entry->suffix_length);
    }
    return status;
}

static int decode(struct form_table *table, fx_slice encoded, fx_error *err)
{
    struct byte_reader in = byte_reader_of(encoded.ptr, encoded.len);
    uint64_t count = byte_reader_varint(&in);
    if (count >= CODE_COUNT)
        return error_set(err, FX_EDAMAGED, "the table of forms claims %llu entries", (unsigned long long)count);
    for (uint64_t i = 0; i < count; i++) {
        struct difference difference = {.dropped = byte_reader_u8(&in)};
        difference.suffix.len = byte_reader_u8(&in);
        difference.suffix.ptr = (const char *)byte_reader_take(&in, difference.suffix.len);
        if (!byte_reader_ok(&in) || difference.suffix.len > PART_MAX || difference.dropped > PART_MAX)
            return error_set(err, FX_EDAMAGED, "the table of forms cannot be decoded");
        hash_difference(&difference);
        uint32_t slot;
        if (is_same(&difference) || probe(table, &difference, &slot) != 0)
            return error_set(err, FX_EDAMAGED, "the table of forms holds an entry twice");
        uint16_t code;
        if (insert(table, &difference, slot, &code) != FX_OK)
            return error_no_memory(err);
    }
    if (!byte_reader_ok(&in) || byte_reader_left(&in) > 0)
        return error_set(err, FX_EDAMAGED, "the table of forms is not as long as its entries");
    return FX_OK;
}

int form_table_open(struct form_table **out, fx_slice encoded, fx_error *err)
{
    *out = NULL;
    struct form_table *table = memory_allocate_zeroed(1, sizeof *table);
    if (table == NULL)
        return error_no_memory(err);
    pthread_mutex_init(&table->lock, NULL);
    table->suffixes = (struct arena)ARENA_INIT;
    table->count = 1;
    table->slots = memory_allocate_zeroed(SLOT_COUNT, sizeof *table->slots);
    table->chunks[0] = memory_allocate_zeroed(CHUNK_ENTRIES, sizeof *table->chunks[0]);
    int status = FX_OK;
    if (table->slots == NULL || table->chunks[0] == NULL)
        status = error_no_memory(err);
    else if (encoded.len > 0)
        status = decode(table, encoded, err);
    if (status == FX_OK)
        *out = table;
    else
        form_table_close(table);
    return status;
}

void form_table_close(struct form_table *table)
{
    if (table == NULL)
        return;
    for (size_t i = 0; i < CHUNK_COUNT; i++)
        memory_free(table->chunks[i]);
    memory_free(table->slots);
    arena_release(&table->suffixes);
    pthread_mutex_destroy(&table->lock);
    memory_free(table);
}
