#include "indexer.h"

#include "error.h"
#include "memory.h"
#include "slice.h"

#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

static const uint64_t MEMORY_DEFAULT = (uint64_t)256 << 20;
static const uint64_t MEMORY_MIN = (uint64_t)32 << 20;
enum { WORKERS_MAX = 256 };

static uint32_t count_cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : (uint32_t)count;
}

static int copy_string(char **out, const char *text)
{
    *out = NULL;
    if (text == NULL)
        return FX_OK;
    *out = memory_copy_slice(slice_of(text));
    return *out != NULL ? FX_OK : FX_ENOMEM;
}

/* The user's alias file of this index, if there is one. */
static int find_alias_file(struct fx_indexer *indexer)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/ALIASES", indexer->directory);
    if (length < 0 || (size_t)length >= sizeof path || access(path, F_OK) != 0)
        return FX_OK;
    return copy_string(&indexer->alias_file, path);
}

static int copy_strings(struct fx_indexer *indexer, const char *directory, const fx_index_options *options)
{
    if (copy_string(&indexer->directory, directory) != FX_OK ||
        copy_string(&indexer->time_zone, options->time_zone) != FX_OK ||
        copy_string(&indexer->alias_file, options->alias_file) != FX_OK)
        return FX_ENOMEM;
    return indexer->alias_file == NULL && directory != NULL ? find_alias_file(indexer) : FX_OK;
}

int indexer_configure(struct fx_indexer *indexer, const char *directory, const fx_index_options *options, fx_error *err)
{
    static const fx_index_options defaults = FX_INDEX_OPTIONS_INIT;
    *indexer = (struct fx_indexer){0};
    pthread_mutex_init(&indexer->skip_lock, NULL);
    if (options == NULL)
        options = &defaults;
    if (options->size < sizeof *options || options->workers > WORKERS_MAX)
        return error_set(err, FX_EINVAL, "an option of the indexer has a wrong value");
    indexer->workers = options->workers ? options->workers : count_cores();
    indexer->memory = options->memory ? options->memory : MEMORY_DEFAULT;
    if (indexer->memory < MEMORY_MIN)
        indexer->memory = MEMORY_MIN;
    indexer->no_extraction = options->no_extraction != 0;
    indexer->stop = options->stop;
    indexer->on_skip = options->on_skip;
    indexer->on_progress = options->on_progress;
    indexer->payload = options->payload;
    if (copy_strings(indexer, directory, options) != FX_OK)
        return error_no_memory(err);
    return FX_OK;
}

void indexer_release(struct fx_indexer *indexer)
{
    extractor_model_close(indexer->model);
    index_writer_close(indexer->writer);
    memory_free(indexer->directory);
    memory_free(indexer->time_zone);
    memory_free(indexer->alias_file);
    pthread_mutex_destroy(&indexer->skip_lock);
    *indexer = (struct fx_indexer){0};
}

int fx_indexer_open(fx_indexer **out, const char *directory, int create, const fx_index_options *options, fx_error *err)
{
    *out = NULL;
    error_clear(err);
    struct fx_indexer *indexer = memory_allocate_zeroed(1, sizeof *indexer);
    if (indexer == NULL)
        return error_no_memory(err);
    int status = indexer_configure(indexer, directory, options, err);
    if (status == FX_OK) {
        struct index_writer_options writer = {
            .language = options != NULL ? options->language : NULL,
            .memory = indexer->memory / 8,
            .create = create != 0,
        };
        status = index_writer_open(&indexer->writer, directory, &writer, err);
    }
    if (status != FX_OK) {
        fx_indexer_close(indexer);
        return status;
    }
    *out = indexer;
    return FX_OK;
}

void fx_indexer_close(fx_indexer *indexer)
{
    if (indexer == NULL)
        return;
    indexer_release(indexer);
    memory_free(indexer);
}

void indexer_skip(void *payload, fx_slice path, uint32_t line, const char *reason)
{
    struct fx_indexer *indexer = payload;
    pthread_mutex_lock(&indexer->skip_lock);
    indexer->skipped++;
    if (indexer->on_skip != NULL)
        indexer->on_skip(indexer->payload, path, line, reason);
    pthread_mutex_unlock(&indexer->skip_lock);
}

static int wrong_option(fx_error *err)
{
    if (err != NULL)
        err->code = FX_EINVAL;
    return FX_EINVAL;
}

int indexer_model(const struct extractor_model **out, struct fx_indexer *indexer, fx_error *err)
{
    *out = NULL;
    if (indexer->no_extraction)
        return FX_OK;
    if (indexer->model == NULL) {
        struct extractor_options options = {indexer->alias_file};
        int status = extractor_model_open(&indexer->model, &options, err);
        if (status != FX_OK) /* an alias file that is not there is a wrong option, no missing index */
            return status == FX_ENOTFOUND ? wrong_option(err) : status;
    }
    *out = indexer->model;
    return FX_OK;
}
