#include "error.h"
#include "index_writer_private.h"
#include "memory.h"
#include "slice.h"

#include <stdlib.h>

/* Changes wait in memory until the commit: `changed_paths` gives each path a number, `file_changes` what is to be. */

static int change(struct index_writer *writer, fx_slice path, struct file_change to, fx_error *err)
{
    bool inserted;
    uint32_t number = string_map_intern(&writer->changed_paths, path, &inserted);
    if (number == STRING_MAP_NONE ||
        memory_reserve(&writer->file_changes, &writer->file_change_capacity, (size_t)number + 1, sizeof to) != FX_OK)
        return error_no_memory(err);
    writer->file_changes[number] = to;
    writer->dirty = true;
    return FX_OK;
}

int index_writer_put_file(struct index_writer *writer, fx_slice path, const struct file_state *state, fx_error *err)
{
    return change(writer, path, (struct file_change){.state = *state}, err);
}

int index_writer_remove_file(struct index_writer *writer, fx_slice path, fx_error *err)
{
    return change(writer, path, (struct file_change){.removed = true}, err);
}

uint32_t index_writer_new_file_number(struct index_writer *writer)
{
    return writer->next.next_file++;
}

int index_writer_file(struct index_writer *writer, fx_slice path, struct file_state *out, fx_error *err)
{
    *out = (struct file_state){0};
    uint32_t number = string_map_find(&writer->changed_paths, path);
    if (number != STRING_MAP_NONE) {
        const struct file_change *changed = &writer->file_changes[number];
        if (changed->removed)
            return FX_END;
        *out = changed->state;
        return FX_OK;
    }
    struct file_key key;
    fx_slice value;
    fx_slice stored_path;
    file_key_of(&key, path);
    fx_slice name = {(const char *)key.bytes, key.length};
    int status = path.len > 0 ? snapshot_get(index_snapshot(writer->index), TABLE_FILES, name, &value, err) : FX_END;
    return status == FX_OK ? file_state_decode(out, &stored_path, name, value, err) : status;
}

int writer_apply_files(struct index_writer *writer, fx_error *err)
{
    struct buffer value = BUFFER_INIT;
    int status = FX_OK;
    for (uint32_t i = 0; i < writer->changed_paths.count && status == FX_OK; i++) {
        const struct file_change *changed = &writer->file_changes[i];
        fx_slice path = writer->changed_paths.names[i];
        struct file_key key;
        file_key_of(&key, path);
        fx_slice name = {(const char *)key.bytes, key.length};
        buffer_clear(&value);
        if (changed->removed)
            status = environment_delete(writer->environment, TABLE_FILES, name, err);
        else if (file_state_encode(&value, path, &changed->state) != FX_OK)
            status = error_no_memory(err);
        else
            status = environment_put_sealed(writer->environment, TABLE_FILES, name, buffer_slice(&value), err);
    }
    buffer_release(&value);
    return status;
}

/* ---- visiting: the committed table and the changes, both in order of the keys, walked side by side ---- */

struct visit {
    struct index_writer *writer;
    fx_slice prefix;
    int (*visit)(void *payload, fx_slice path, const struct file_state *state);
    void *payload;
    fx_error *err;
    uint32_t *added; /* numbers of changes that are not removals and have the prefix, in order of the keys */
    uint32_t count, next;
    int status; /* of the whole; what `visit` returned, or an error */
};

static fx_slice key_of_change(const struct index_writer *writer, uint32_t number, struct file_key *key)
{
    file_key_of(key, writer->changed_paths.names[number]);
    return (fx_slice){(const char *)key->bytes, key->length};
}

static int compare_changes(const void *a, const void *b, void *payload)
{
    struct file_key first;
    struct file_key second;
    return slice_compare(key_of_change(payload, *(const uint32_t *)a, &first),
                         key_of_change(payload, *(const uint32_t *)b, &second));
}

static int collect_changes(struct visit *visit)
{
    struct index_writer *writer = visit->writer;
    visit->added = memory_allocate(writer->changed_paths.count, sizeof *visit->added);
    if (visit->added == NULL)
        return error_no_memory(visit->err);
    for (uint32_t i = 0; i < writer->changed_paths.count; i++) {
        if (!writer->file_changes[i].removed && slice_starts_with(writer->changed_paths.names[i], visit->prefix))
            visit->added[visit->count++] = i;
    }
    qsort_r(visit->added, visit->count, sizeof *visit->added, compare_changes, writer);
    return FX_OK;
}

/* Gives out the changes whose keys are before `key`; all where `key` is empty. */
static int give_changes(struct visit *visit, fx_slice key)
{
    while (visit->next < visit->count) {
        struct file_key own;
        uint32_t number = visit->added[visit->next];
        if (key.len > 0 && slice_compare(key_of_change(visit->writer, number, &own), key) >= 0)
            return FX_OK;
        visit->next++;
        int status = visit->visit(visit->payload, visit->writer->changed_paths.names[number],
                                  &visit->writer->file_changes[number].state);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

static int visit_stored(void *payload, fx_slice key, fx_slice value)
{
    struct visit *visit = payload;
    struct file_state state;
    fx_slice path;
    size_t shared = visit->prefix.len < FILE_KEY_PLAIN ? visit->prefix.len : FILE_KEY_PLAIN;
    if (!slice_starts_with(key, slice_part(visit->prefix, 0, shared)))
        return FX_END; /* behind the last */
    int status = environment_check_value(key, value, &value, visit->err);
    if (status == FX_OK)
        status = file_state_decode(&state, &path, key, value, visit->err);
    if (status == FX_OK)
        status = give_changes(visit, key);
    if (status == FX_OK && slice_starts_with(path, visit->prefix) &&
        string_map_find(&visit->writer->changed_paths, path) == STRING_MAP_NONE)
        status = visit->visit(visit->payload, path, &state);
    visit->status = status;
    return status;
}

int index_writer_visit_files(struct index_writer *writer, fx_slice prefix,
                             int (*visit)(void *payload, fx_slice path, const struct file_state *state), void *payload,
                             fx_error *err)
{
    struct visit state = {
        .writer = writer, .prefix = prefix, .visit = visit, .payload = payload, .err = err, .status = FX_OK};
    struct file_key first;
    file_key_of_prefix(&first, prefix);
    int status = collect_changes(&state);
    if (status == FX_OK) {
        status = snapshot_visit(index_snapshot(writer->index), TABLE_FILES,
                                (fx_slice){(const char *)first.bytes, first.length}, visit_stored, &state, err);
        if (state.status != FX_OK || status == FX_END)
            status = state.status;
    }
    if (status == FX_OK)
        status = give_changes(&state, (fx_slice){NULL, 0});
    memory_free(state.added);
    return status;
}
