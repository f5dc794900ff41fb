#include "index_writer.h"

#include "analyzer.h"
#include "error.h"
#include "index_writer_private.h"
#include "memory.h"
#include "slice.h"
#include "store_key.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { STAGING_BYTES_MAX = 32 << 20, STAGING_BYTES_MIN = 1 << 20 };

/* ---- opening ---- */

/* The directory and those above it, as mkdir -p. */
static int make_directories(const char *directory, fx_error *err)
{
    char *path = memory_copy_slice(slice_of(directory));
    if (path == NULL)
        return error_no_memory(err);
    int status = FX_OK;
    for (char *at = path; status == FX_OK; at++) {
        char end = *at;
        if ((end != '/' && end != '\0') || at == path) {
            if (end == '\0')
                break;
            continue;
        }
        *at = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST && errno != EISDIR)
            status = error_set_errno(err, FX_EIO, "cannot make the directory %s", path);
        *at = end;
        if (end == '\0')
            break;
    }
    memory_free(path);
    return status == FX_ENOTFOUND ? FX_EIO : status;
}

static int require_index(const char *directory, fx_error *err)
{
    struct stat state;
    struct buffer path = BUFFER_INIT;
    if (buffer_append_string(&path, directory) != FX_OK ||
        buffer_append(&path, "/data.mdb", sizeof "/data.mdb") != FX_OK) {
        buffer_release(&path);
        return error_no_memory(err);
    }
    bool exists = stat(path.bytes, &state) == 0;
    buffer_release(&path);
    return exists ? FX_OK : error_set(err, FX_ENOTFOUND, "%s holds no index", directory);
}

/* Runs that a killed writer spilled. Failures are no one's problem: names there are never reused. */
static void empty_scratch_directory(const char *directory)
{
    int parent = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int scratch = parent >= 0 ? openat(parent, "tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (parent >= 0)
        close(parent);
    DIR *entries = scratch >= 0 ? fdopendir(scratch) : NULL;
    if (entries == NULL) {
        if (scratch >= 0)
            close(scratch);
        return;
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (entry->d_name[0] != '.')
            (void)unlinkat(dirfd(entries), entry->d_name, 0);
    }
    closedir(entries);
}

/* A new name must be as durable as the commit that counts on it. */
static void sync_directory(const char *directory)
{
    int file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return;
    (void)fsync(file);
    close(file);
}

static int copy_lists(struct index_writer *writer, const struct commit *from)
{
    writer->next = *from;
    writer->next.forms = (fx_slice){NULL, 0};
    writer->next.segments = NULL;
    writer->next.stores = NULL;
    writer->segment_capacity = 0;
    writer->store_capacity = 0;
    if (memory_reserve(&writer->next.segments, &writer->segment_capacity, from->segment_count,
                       sizeof *from->segments) != FX_OK ||
        memory_reserve(&writer->next.stores, &writer->store_capacity, from->store_count, sizeof *from->stores) !=
            FX_OK ||
        memory_reserve(&writer->deaths, &writer->death_capacity, from->segment_count, sizeof *writer->deaths) != FX_OK)
        return FX_ENOMEM;
    if (from->segment_count > 0) {
        memcpy(writer->next.segments, from->segments, from->segment_count * sizeof *from->segments);
        memset(writer->deaths, 0, from->segment_count * sizeof *writer->deaths);
    }
    if (from->store_count > 0)
        memcpy(writer->next.stores, from->stores, from->store_count * sizeof *from->stores);
    atomic_store(&writer->next_owner, from->next_owner);
    return FX_OK;
}

/* The first commit of a new index: readers open an index of nothing. */
static int begin_index(struct index_writer *writer, const struct index_writer_options *options, fx_error *err)
{
    struct commit first = {
        .format = FORMAT_VERSION, .analyzer = ANALYZER_VERSION, .next_owner = 1, .next_file = 1, .next_dictionary = 1};
    const char *language = options->language != NULL ? options->language : "en";
    if (strlen(language) >= sizeof first.language)
        return error_set(err, FX_EINVAL, "\"%s\" is no language", language);
    memcpy(first.language, language, strlen(language));
    int status = form_table_open(&writer->forms, (fx_slice){NULL, 0}, err);
    if (status == FX_OK && copy_lists(writer, &first) != FX_OK)
        status = error_no_memory(err);
    writer->dirty = true;
    if (status == FX_OK)
        status = index_writer_commit(writer, err);
    if (status == FX_OK)
        sync_directory(writer->directory);
    return status;
}

static int open_committed(struct index_writer *writer, fx_error *err)
{
    const struct commit *commit = index_commit(writer->index);
    int status = form_table_open(&writer->forms, commit->forms, err);
    if (status == FX_OK && copy_lists(writer, commit) != FX_OK)
        status = error_no_memory(err);
    return status == FX_OK ? writer_remove_garbage(writer, err) : status;
}

static int open_writer(struct index_writer *writer, const struct index_writer_options *options, fx_error *err)
{
    int status = options->create ? make_directories(writer->directory, err) : require_index(writer->directory, err);
    if (status == FX_OK)
        status = writer_lock_take(&writer->lock, writer->directory, err);
    if (status == FX_OK)
        status = environment_open_writer(&writer->environment, writer->directory, options->create, err);
    if (status != FX_OK)
        return status;
    size_t limit = options->memory / 4;
    limit = limit > STAGING_BYTES_MAX || limit == 0 ? STAGING_BYTES_MAX : limit;
    staging_init(&writer->staging, writer->environment, limit > STAGING_BYTES_MIN ? limit : STAGING_BYTES_MIN);
    writer->staging_ready = true;
    empty_scratch_directory(writer->directory);
    status = index_attach(&writer->index, writer->environment, writer->directory, err);
    if (status == FX_END)
        return options->create ? begin_index(writer, options, err)
                               : error_set(err, FX_ENOTFOUND, "%s holds no index", writer->directory);
    return status == FX_OK ? open_committed(writer, err) : status;
}

int index_writer_open(struct index_writer **out, const char *directory, const struct index_writer_options *options,
                      fx_error *err)
{
    *out = NULL;
    struct index_writer *writer = memory_allocate_zeroed(1, sizeof *writer);
    if (writer == NULL)
        return error_no_memory(err);
    string_map_init(&writer->changed_paths);
    writer->directory = memory_copy_slice(slice_of(directory));
    int status = writer->directory != NULL ? open_writer(writer, options, err) : error_no_memory(err);
    if (status == FX_OK)
        *out = writer;
    else
        index_writer_close(writer);
    return status;
}

void writer_release_deaths(struct index_writer *writer)
{
    for (uint32_t i = 0; writer->deaths != NULL && i < writer->next.segment_count; i++) {
        for (size_t unit = 0; unit < UNIT_COUNT; unit++)
            memory_free(writer->deaths[i].words[unit]);
        writer->deaths[i] = (struct segment_deaths){0};
    }
}

void index_writer_close(struct index_writer *writer)
{
    if (writer == NULL)
        return;
    index_close(writer->pending);
    index_close(writer->index);
    if (writer->staging_ready)
        staging_release(&writer->staging);
    environment_close(writer->environment);
    writer_lock_release(writer->lock);
    form_table_close(writer->forms);
    writer_release_deaths(writer);
    commit_release(&writer->next);
    memory_free(writer->deaths);
    memory_free(writer->dropped);
    memory_free(writer->file_changes);
    string_map_release(&writer->changed_paths);
    buffer_release(&writer->dictionary);
    arena_release(&writer->scratch);
    memory_free(writer->directory);
    memory_free(writer);
}

/* ---- small things ---- */

struct index *index_writer_index(struct index_writer *writer)
{
    return writer->index;
}

struct form_table *index_writer_forms(struct index_writer *writer)
{
    return writer->forms;
}

uint32_t index_writer_new_owner(struct index_writer *writer)
{
    return atomic_fetch_add(&writer->next_owner, 1);
}

const struct extent_sink *index_writer_sink(struct index_writer *writer)
{
    return &writer->staging.sink;
}

uint64_t index_writer_aliases(const struct index_writer *writer)
{
    return writer->next.aliases;
}

void index_writer_set_aliases(struct index_writer *writer, uint64_t fingerprint)
{
    writer->dirty = writer->dirty || writer->next.aliases != fingerprint;
    writer->next.aliases = fingerprint;
}

bool index_writer_clean(const struct index_writer *writer)
{
    return !writer->dirty;
}

int index_writer_dictionary(struct index_writer *writer, fx_slice *bytes, uint32_t *number, fx_error *err)
{
    *bytes = (fx_slice){NULL, 0};
    *number = writer->next.next_dictionary - 1;
    if (!writer->dictionary_loaded && *number > 0) {
        struct store_key key;
        fx_slice stored;
        store_key_of_dictionary(&key, *number);
        int status = snapshot_get(index_snapshot(writer->index), TABLE_MAIN, store_key_slice(&key), &stored, err);
        if (status == FX_END)
            return error_set(err, FX_EDAMAGED, "dictionary %u of records is missing", *number);
        if (status != FX_OK)
            return status;
        if (buffer_append_slice(&writer->dictionary, stored) != FX_OK)
            return error_no_memory(err);
    }
    writer->dictionary_loaded = true;
    *bytes = buffer_slice(&writer->dictionary);
    return FX_OK;
}

int index_writer_set_dictionary(struct index_writer *writer, fx_slice bytes, uint32_t *number, fx_error *err)
{
    struct store_key key;
    *number = writer->next.next_dictionary;
    store_key_of_dictionary(&key, *number);
    buffer_clear(&writer->dictionary);
    if (buffer_append_slice(&writer->dictionary, bytes) != FX_OK)
        return error_no_memory(err);
    writer->dictionary_loaded = true;
    int status = staging_put(&writer->staging, store_key_slice(&key), bytes, true, err);
    if (status == FX_OK)
        writer->next.next_dictionary++;
    return status;
}

int writer_drop_owner(struct index_writer *writer, uint32_t owner)
{
    int status =
        memory_reserve(&writer->dropped, &writer->dropped_capacity, writer->dropped_count + 1, sizeof *writer->dropped);
    if (status == FX_OK)
        writer->dropped[writer->dropped_count++] = owner;
    return status;
}

/* ---- the commit ---- */

static int put_deaths(struct index_writer *writer, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < writer->next.segment_count && status == FX_OK; i++) {
        const struct segment_info *info = &writer->next.segments[i];
        const struct segment_deaths *deaths = &writer->deaths[i];
        for (unsigned unit = 0; unit < UNIT_COUNT && deaths->changed && status == FX_OK; unit++) {
            if (deaths->words[unit] == NULL || info->dead[unit] == 0)
                continue;
            struct store_key key;
            store_key_of_dead(&key, info->owner, unit);
            fx_slice value = {(const char *)deaths->words[unit],
                              dead_word_count(info->units[unit].documents) * sizeof(uint64_t)};
            status = environment_put_sealed(writer->environment, TABLE_MAIN, store_key_slice(&key), value, err);
        }
    }
    return status;
}

static int put_commit(struct index_writer *writer, fx_error *err)
{
    struct buffer forms = BUFFER_INIT;
    struct buffer record = BUFFER_INIT;
    struct commit commit = writer->next;
    commit.sequence++;
    commit.committed = (int64_t)time(NULL);
    commit.next_owner = atomic_load(&writer->next_owner);
    int status = FX_OK;
    if (form_table_encode(writer->forms, &forms) != FX_OK) {
        status = error_no_memory(err);
    } else {
        commit.forms = buffer_slice(&forms);
        status = commit_encode(&record, &commit) == FX_OK ? FX_OK : error_no_memory(err);
    }
    struct store_key key;
    store_key_of_commit(&key);
    if (status == FX_OK)
        status =
            environment_put_sealed(writer->environment, TABLE_MAIN, store_key_slice(&key), buffer_slice(&record), err);
    buffer_release(&forms);
    buffer_release(&record);
    return status;
}

static int fill_transaction(struct index_writer *writer, fx_error *err)
{
    int status = staging_apply(&writer->staging, err);
    if (status == FX_OK)
        status = put_deaths(writer, err);
    if (status == FX_OK)
        status = writer_apply_files(writer, err);
    for (size_t i = 0; i < writer->dropped_count && status == FX_OK; i++)
        status = writer_delete_owner(writer, writer->dropped[i], err);
    return status == FX_OK ? put_commit(writer, err) : status;
}

/* Everything that pointed into the old snapshot goes; the new state is read back from what was written. */
static int reattach(struct index_writer *writer, fx_error *err)
{
    index_close(writer->pending);
    index_close(writer->index);
    writer->pending = NULL;
    writer->index = NULL;
    writer_release_deaths(writer);
    writer->dropped_count = 0;
    string_map_clear(&writer->changed_paths);
    writer->dirty = false;
    int status = environment_grow(writer->environment, err);
    if (status == FX_OK)
        status = index_attach(&writer->index, writer->environment, writer->directory, err);
    if (status != FX_OK)
        return status == FX_END ? error_set(err, FX_EDAMAGED, "the commit cannot be found again") : status;
    commit_release(&writer->next);
    return copy_lists(writer, index_commit(writer->index)) == FX_OK ? FX_OK : error_no_memory(err);
}

/* With `staging` locked: a put of another thread is in this transaction or waits for the next. */
static int write_transaction(struct index_writer *writer, fx_error *err)
{
    int status = environment_begin(writer->environment, err);
    if (status != FX_OK)
        return status;
    status = fill_transaction(writer, err);
    if (status != FX_OK) {
        environment_abort(writer->environment);
        return status;
    }
    status = environment_commit(writer->environment, true, err);
    if (status == FX_OK)
        staging_clear(&writer->staging);
    return status;
}

int index_writer_commit(struct index_writer *writer, fx_error *err)
{
    if (!writer->dirty)
        return FX_OK;
    int status = writer_drop_empty(writer, err);
    if (status != FX_OK)
        return status;
    staging_lock(&writer->staging);
    status = write_transaction(writer, err);
    staging_unlock(&writer->staging);
    return status == FX_OK ? reattach(writer, err) : status;
}
