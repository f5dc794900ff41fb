#include "error.h"
#include "index_writer_private.h"
#include "memory.h"
#include "slice.h"
#include "store_key.h"

/* Keys deleted in one transaction: what LMDB has to remember of it stays small. */
enum { DELETE_BATCH = 20000 };

static const char owner_kinds[] = {'E', 'T', 'X'};

static fx_slice owner_prefix(struct store_key *key, char kind, uint32_t owner)
{
    key->bytes[0] = (uint8_t)kind;
    bytes_put_u32_big(key->bytes + 1, owner);
    key->length = 5;
    return store_key_slice(key);
}

int writer_delete_owner(struct index_writer *writer, uint32_t owner, fx_error *err)
{
    int status = FX_OK;
    for (size_t i = 0; i < sizeof owner_kinds && status == FX_OK; i++) {
        struct store_key key;
        size_t deleted;
        status = environment_delete_prefix(writer->environment, owner_prefix(&key, owner_kinds[i], owner), SIZE_MAX,
                                           &deleted, err);
    }
    return status;
}

/* By a store, or by the stores to come. */
static bool is_dictionary_used(const struct commit *commit, uint32_t number)
{
    for (uint32_t i = 0; i < commit->store_count; i++) {
        if (commit->stores[i].dictionary == number)
            return true;
    }
    return number + 1 == commit->next_dictionary;
}

static bool is_listed(const struct commit *commit, char kind, uint32_t owner)
{
    if (kind == 'Z')
        return is_dictionary_used(commit, owner);
    for (uint32_t i = 0; i < commit->segment_count; i++) {
        if (commit->segments[i].owner == owner)
            return true;
    }
    for (uint32_t i = 0; i < commit->store_count && kind == 'E'; i++) {
        if (commit->stores[i].owner == owner)
            return true;
    }
    return false;
}

struct first_key {
    char kind;
    bool found;
    uint32_t owner;
};

static int note_first(void *payload, fx_slice key, fx_slice value)
{
    (void)value;
    struct first_key *first = payload;
    if (key.len >= 5 && key.ptr[0] == first->kind) {
        first->found = true;
        first->owner = bytes_get_u32_big((const uint8_t *)key.ptr + 1);
    }
    return FX_END;
}

/* Owners of a kind that are stored but not listed, by skipping from owner to owner. */
static int collect(struct index_writer *writer, char kind, uint32_t **owners, size_t *count, size_t *capacity,
                   fx_error *err)
{
    uint64_t from = 0;
    while (from <= UINT32_MAX) {
        struct first_key first = {.kind = kind};
        struct store_key key;
        int status = snapshot_visit(index_snapshot(writer->index), TABLE_MAIN, owner_prefix(&key, kind, (uint32_t)from),
                                    note_first, &first, err);
        if (status < 0)
            return status;
        if (!first.found)
            return FX_OK;
        if (!is_listed(index_commit(writer->index), kind, first.owner)) {
            if (memory_reserve(owners, capacity, *count + 1, sizeof **owners) != FX_OK)
                return error_no_memory(err);
            (*owners)[(*count)++] = first.owner;
        }
        from = (uint64_t)first.owner + 1;
    }
    return FX_OK;
}

static int delete_all(struct index_writer *writer, char kind, uint32_t owner, fx_error *err)
{
    size_t deleted = DELETE_BATCH;
    int status = FX_OK;
    while (status == FX_OK && deleted == DELETE_BATCH) {
        struct store_key key;
        status = environment_begin(writer->environment, err);
        if (status != FX_OK)
            return status;
        status = environment_delete_prefix(writer->environment, owner_prefix(&key, kind, owner), DELETE_BATCH, &deleted,
                                           err);
        if (status == FX_OK)
            status = environment_commit(writer->environment, false, err);
        else
            environment_abort(writer->environment);
    }
    return status;
}

int writer_remove_garbage(struct index_writer *writer, fx_error *err)
{
    static const char kinds[] = {'E', 'T', 'X', 'Z'};
    int status = FX_OK;
    for (size_t i = 0; i < sizeof kinds && status == FX_OK; i++) {
        uint32_t *owners = NULL;
        size_t count = 0;
        size_t capacity = 0;
        status = collect(writer, kinds[i], &owners, &count, &capacity, err);
        for (size_t k = 0; k < count && status == FX_OK; k++)
            status = delete_all(writer, kinds[i], owners[k], err);
        memory_free(owners);
    }
    return status;
}
