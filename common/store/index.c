#include "index.h"

#include "analyzer.h"
#include "document_store.h"
#include "error.h"
#include "index_private.h"
#include "memory.h"
#include "slice.h"
#include "store_key.h"

static void release_view(struct index *index)
{
    for (uint32_t i = 0; index->segments != NULL && i < index->commit.segment_count; i++)
        segment_close(index->segments[i]);
    for (size_t i = 0; index->dead != NULL && i < (size_t)index->commit.segment_count * UNIT_COUNT; i++)
        memory_free(index->dead[i]);
    for (uint32_t i = 0; index->stores != NULL && i < index->commit.store_count; i++)
        store_reader_close(index->stores[i]);
    for (size_t i = 0; i < index->dictionary_count; i++)
        store_dictionary_close(index->dictionaries[i].dictionary);
    memory_free(index->segments);
    memory_free(index->dead);
    memory_free(index->stores);
    index->segments = NULL;
    index->dead = NULL;
    index->stores = NULL;
    index->dictionary_count = 0;
    form_table_close(index->forms);
    index->forms = NULL;
    commit_release(&index->commit);
    snapshot_close(index->snapshot);
    index->snapshot = NULL;
}

static int make_tables(struct index *index, fx_error *err)
{
    index->segments = memory_allocate_zeroed(index->commit.segment_count, sizeof(struct segment *));
    index->dead = memory_allocate_zeroed((size_t)index->commit.segment_count * UNIT_COUNT, sizeof(uint64_t *));
    index->stores = memory_allocate_zeroed(index->commit.store_count, sizeof(struct store_reader *));
    return index->segments != NULL && index->dead != NULL && index->stores != NULL ? FX_OK : error_no_memory(err);
}

/* Takes a snapshot and reads the commit record in it. FX_END where there is none. */
static int take_view(struct index *index, fx_error *err)
{
    int status = snapshot_open(&index->snapshot, index->environment, err);
    struct store_key key;
    fx_slice value;
    store_key_of_commit(&key);
    if (status == FX_OK)
        status = snapshot_get(index->snapshot, TABLE_MAIN, store_key_slice(&key), &value, err);
    if (status == FX_OK)
        status = commit_decode(&index->commit, value, err);
    if (status == FX_OK && index->commit.analyzer != ANALYZER_VERSION)
        status = error_set(err, FX_EVERSION, "the index was made with analyser %u, this program has %d",
                           index->commit.analyzer, ANALYZER_VERSION);
    if (status == FX_OK)
        status = make_tables(index, err);
    if (status != FX_OK)
        release_view(index);
    return status;
}

static int make_index(struct index **out, struct environment *environment, const char *directory, fx_error *err)
{
    struct index *index = memory_allocate_zeroed(1, sizeof *index);
    *out = NULL;
    if (index == NULL)
        return error_no_memory(err);
    index->environment = environment;
    index->directory = memory_copy_slice(slice_of(directory));
    if (index->directory == NULL) {
        memory_free(index);
        return error_no_memory(err);
    }
    *out = index;
    return FX_OK;
}

int index_attach(struct index **out, struct environment *environment, const char *directory, fx_error *err)
{
    int status = make_index(out, environment, directory, err);
    if (status != FX_OK)
        return status;
    status = take_view(*out, err);
    if (status != FX_OK) {
        index_close(*out);
        *out = NULL;
    }
    return status;
}

static int copy_lists(struct commit *out, const struct commit *from)
{
    *out = *from;
    out->forms = (fx_slice){NULL, 0};
    out->segments = memory_allocate(from->segment_count, sizeof *out->segments);
    out->stores = memory_allocate(from->store_count, sizeof *out->stores);
    if (out->segments == NULL || out->stores == NULL) {
        commit_release(out);
        return FX_ENOMEM;
    }
    if (from->segment_count > 0)
        memcpy(out->segments, from->segments, from->segment_count * sizeof *out->segments);
    if (from->store_count > 0)
        memcpy(out->stores, from->stores, from->store_count * sizeof *out->stores);
    return FX_OK;
}

int index_attach_pending(struct index **out, struct environment *environment, const struct commit *pending,
                         fx_error *err)
{
    int status = make_index(out, environment, "", err);
    if (status != FX_OK)
        return status;
    struct index *index = *out;
    status = snapshot_open(&index->snapshot, environment, err);
    if (status == FX_OK && copy_lists(&index->commit, pending) != FX_OK)
        status = error_no_memory(err);
    if (status == FX_OK)
        status = make_tables(index, err);
    if (status != FX_OK) {
        index_close(index);
        *out = NULL;
    }
    return status;
}

int index_open(struct index **out, const char *directory, fx_error *err)
{
    struct environment *environment;
    *out = NULL;
    int status = environment_open_reader(&environment, directory, err);
    if (status != FX_OK)
        return status;
    status = index_attach(out, environment, directory, err);
    if (status == FX_OK) {
        (*out)->owns_environment = true;
        return FX_OK;
    }
    environment_close(environment);
    return status == FX_END ? error_set(err, FX_ENOTFOUND, "%s holds no index", directory) : status;
}

void index_close(struct index *index)
{
    if (index == NULL)
        return;
    release_view(index);
    if (index->owns_environment)
        environment_close(index->environment);
    memory_free(index->dictionaries);
    memory_free(index->directory);
    arena_release(&index->scratch);
    memory_free(index);
}

int index_refresh(struct index *index, fx_error *err)
{
    bool replaced = index->owns_environment && environment_is_replaced(index->environment);
    if (index->snapshot != NULL && !replaced && !snapshot_is_old(index->snapshot))
        return FX_END;
    release_view(index);
    int status = FX_OK;
    if (replaced) { /* by a compaction: our file lives on, nameless and unchanging */
        environment_close(index->environment);
        status = environment_open_reader(&index->environment, index->directory, err);
    }
    if (status == FX_OK)
        status = take_view(index, err);
    if (status == FX_END)
        return error_set(err, FX_EDAMAGED, "%s holds no commit any more", index->directory);
    return status;
}

const struct commit *index_commit(const struct index *index)
{
    return &index->commit;
}

const char *index_directory(const struct index *index)
{
    return index->directory;
}

struct snapshot *index_snapshot(struct index *index)
{
    return index->snapshot;
}

int index_segment(struct index *index, uint32_t i, struct segment **out, fx_error *err)
{
    *out = NULL;
    if (i >= index->commit.segment_count)
        return error_set(err, FX_EINVAL, "segment %u of %u is asked for", i, index->commit.segment_count);
    if (index->segments[i] == NULL) {
        int status =
            segment_open(&index->segments[i], snapshot_source(index->snapshot), &index->commit.segments[i], err);
        if (status != FX_OK)
            return status;
    }
    *out = index->segments[i];
    return FX_OK;
}

/* The bitmap of a unit: one bit a document, in whole words; copied, since what LMDB stores may not be aligned. */
static int load_dead(struct index *index, const struct segment_info *info, enum unit unit, uint64_t **out,
                     fx_error *err)
{
    struct store_key key;
    fx_slice value;
    store_key_of_dead(&key, info->owner, unit);
    int status = snapshot_get(index->snapshot, TABLE_MAIN, store_key_slice(&key), &value, err);
    size_t words = dead_word_count(info->units[unit].documents);
    if (status == FX_END || (status == FX_OK && value.len != words * sizeof(uint64_t)))
        return error_set(err, FX_EDAMAGED, "segment %u: the list of dead documents of unit %d is missing or cut short",
                         info->owner, (int)unit);
    if (status != FX_OK)
        return status;
    uint64_t *copy = memory_allocate(words, sizeof *copy);
    if (copy == NULL)
        return error_no_memory(err);
    memcpy(copy, value.ptr, value.len);
    uint64_t count = 0;
    for (size_t i = 0; i < words; i++)
        count += (unsigned)__builtin_popcountll(copy[i]);
    unsigned tail = info->units[unit].documents % 64;
    if (count != info->dead[unit] || (tail != 0 && copy[words - 1] >> tail != 0)) {
        memory_free(copy);
        return error_set(err, FX_EDAMAGED, "segment %u: the dead documents of unit %d are miscounted", info->owner,
                         (int)unit);
    }
    *out = copy;
    return FX_OK;
}

int index_dead(struct index *index, uint32_t i, enum unit unit, const uint64_t **words, fx_error *err)
{
    *words = NULL;
    if (i >= index->commit.segment_count)
        return error_set(err, FX_EINVAL, "segment %u of %u is asked for", i, index->commit.segment_count);
    const struct segment_info *info = &index->commit.segments[i];
    if (info->dead[unit] == 0)
        return FX_OK;
    uint64_t **slot = &index->dead[(size_t)i * UNIT_COUNT + (size_t)unit];
    int status = *slot == NULL ? load_dead(index, info, unit, slot, err) : FX_OK;
    *words = *slot;
    return status;
}

int index_forms(struct index *index, const struct form_table **out, fx_error *err)
{
    int status = index->forms == NULL ? form_table_open(&index->forms, index->commit.forms, err) : FX_OK;
    *out = index->forms;
    return status;
}

int index_usage(struct index *index, struct index_usage *out, fx_error *err)
{
    struct environment_usage usage;
    *out = (struct index_usage){0};
    int status = snapshot_usage(index->snapshot, &usage, err);
    if (status == FX_OK)
        *out = (struct index_usage){usage.file_bytes, usage.used_bytes, usage.free_bytes};
    return status;
}
