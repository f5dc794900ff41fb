#include "verify.h"

#include "buffer.h"
#include "bytes.h"
#include "error.h"
#include "file_table.h"
#include "memory.h"
#include "record_format.h"
#include "slice.h"
#include "store_key.h"
#include "stream.h"
#include "verify_private.h"

#include <stdarg.h>
#include <stdio.h>

void verify_report(struct verification *verification, const char *format, ...)
{
    char text[640];
    va_list arguments;
    if (verification->status != FX_OK)
        return;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    size_t used = length < 0 ? 0 : (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
    verification->found++;
    verification->status = verification->line(verification->payload, (fx_slice){text, used});
}

bool verify_good(struct verification *verification, int status, const fx_error *err, const char *where)
{
    verification->checked++;
    if (status == FX_OK)
        return true;
    if (status == FX_EDAMAGED || status == FX_END) {
        verify_report(verification, "%s: %s", where, status == FX_END ? "missing" : err->message);
    } else if (verification->status == FX_OK) {
        verification->status = status;
        if (verification->err != NULL)
            *verification->err = *err;
    }
    return false;
}

/* ---- keys: what is there must belong to something, or be a leftover ---- */

static bool is_segment(const struct commit *commit, uint32_t owner)
{
    for (uint32_t i = 0; i < commit->segment_count; i++) {
        if (commit->segments[i].owner == owner)
            return true;
    }
    return false;
}

static const struct store_info *find_store(const struct commit *commit, uint32_t owner)
{
    for (uint32_t i = 0; i < commit->store_count; i++) {
        if (commit->stores[i].owner == owner)
            return &commit->stores[i];
    }
    return NULL;
}

static void check_extent_key(struct verification *verification, fx_slice key)
{
    const struct commit *commit = index_commit(verification->index);
    uint32_t owner = bytes_get_u32_big((const uint8_t *)key.ptr + 1);
    unsigned stream = (unsigned char)key.ptr[5];
    bool of_store = stream == STREAM_RECORDS || stream == STREAM_RECORD_STARTS;
    if (is_segment(commit, owner) && of_store)
        verify_report(verification, "segment %u has an extent of stream %u, which only stores have", owner, stream);
    if (find_store(commit, owner) != NULL && !of_store)
        verify_report(verification, "store %u has an extent of stream %u, which only segments have", owner, stream);
}

static int check_key(void *payload, fx_slice key, fx_slice value)
{
    struct verification *verification = payload;
    fx_error err;
    verification->checked++;
    bool short_key = key.len < 1 || (key.ptr[0] != 'C' && key.len < 5) || (key.ptr[0] == 'E' && key.len != 10) ||
                     (key.ptr[0] == 'T' && key.len < 7) || (key.ptr[0] == 'X' && key.len != 6);
    if (short_key || memchr("CETXZ", key.ptr[0], 5) == NULL)
        verify_report(verification, "a key of %zu bytes that no index has", key.len);
    else if (key.ptr[0] == 'E')
        check_extent_key(verification, key);
    else if (key.ptr[0] != 'T')
        (void)verify_good(verification, environment_check_value(key, value, &value, &err), &err, "table main");
    return verification->status;
}

static int check_file(void *payload, fx_slice key, fx_slice value)
{
    struct verification *verification = payload;
    fx_error err;
    struct file_state state;
    fx_slice path;
    int status = environment_check_value(key, value, &value, &err);
    if (status == FX_OK)
        status = file_state_decode(&state, &path, key, value, &err);
    if (verify_good(verification, status, &err, "table of files") &&
        state.number >= index_commit(verification->index)->next_file)
        verify_report(verification, "the file %.*s has a number not given out yet", (int)(path.len & 0xFFFF), path.ptr);
    return verification->status;
}

static void check_tables(struct verification *verification)
{
    fx_error err;
    struct snapshot *snapshot = index_snapshot(verification->index);
    (void)verify_good(verification, snapshot_check(snapshot, &err), &err, "pages");
    int status = snapshot_visit(snapshot, TABLE_MAIN, (fx_slice){NULL, 0}, check_key, verification, &err);
    if (verification->status == FX_OK)
        (void)verify_good(verification, status, &err, "table main");
    if (verification->status == FX_OK)
        status = snapshot_visit(snapshot, TABLE_FILES, (fx_slice){NULL, 0}, check_file, verification, &err);
    if (verification->status == FX_OK)
        (void)verify_good(verification, status, &err, "table of files");
}

/* ---- stores ---- */

static void check_store(struct verification *verification, const struct store_info *info)
{
    struct record record;
    struct store_reader *store;
    uint32_t n;
    fx_error err;
    uint64_t length;
    uint64_t total = 0;
    char where[48];
    snprintf(where, sizeof where, "store %u", info->owner);
    record_init(&record);
    for (uint32_t i = 0; i < info->articles && verification->status == FX_OK; i++) {
        int status = index_record(verification->index, info->base + i, &record, &err);
        if (status == FX_OK)
            status = index_store_of(verification->index, info->base + i, &store, &n, &err);
        if (status == FX_OK)
            status = store_reader_length(store, n, &length, &err);
        if (verify_good(verification, status, &err, where))
            total += length;
        else
            total = info->source_bytes; /* one complaint is enough */
    }
    if (total != info->source_bytes && verification->status == FX_OK)
        verify_report(verification, "%s: its records have %llu bytes, the commit says %llu", where,
                      (unsigned long long)total, (unsigned long long)info->source_bytes);
    record_release(&record);
}

/* Pages of a store that no record lies in are checked too. */
static void check_stream(struct verification *verification, uint32_t owner, unsigned stream, uint64_t length)
{
    struct stream_reader reader;
    fx_error err;
    stream_reader_init(&reader, snapshot_source(index_snapshot(verification->index)), owner, stream, length);
    (void)verify_good(verification, stream_check(&reader, &err), &err, "extents");
    stream_reader_release(&reader);
}

static void check_forms(struct verification *verification)
{
    const struct form_table *forms;
    fx_error err;
    (void)verify_good(verification, index_forms(verification->index, &forms, &err), &err, "commit");
}

int index_verify(struct index *index, int (*line)(void *payload, fx_slice line), void *payload, uint64_t *checked,
                 fx_error *err)
{
    struct verification verification = {.index = index, .line = line, .payload = payload, .status = FX_OK, .err = err};
    const struct commit *commit = index_commit(index);
    check_tables(&verification);
    check_forms(&verification);
    for (uint32_t i = 0; i < commit->segment_count && verification.status == FX_OK; i++)
        verify_segment(&verification, i);
    for (uint32_t i = 0; i < commit->store_count && verification.status == FX_OK; i++) {
        check_stream(&verification, commit->stores[i].owner, STREAM_RECORDS, commit->stores[i].bytes);
        check_store(&verification, &commit->stores[i]);
    }
    if (checked != NULL)
        *checked = verification.checked;
    if (verification.status != FX_OK)
        return verification.status;
    return verification.found == 0 ? FX_OK
                                   : error_set(err, FX_EDAMAGED, "%s: %llu things are wrong", index_directory(index),
                                               (unsigned long long)verification.found);
}
