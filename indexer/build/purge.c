#include "purge.h"

#include "error.h"
#include "memory.h"
#include "slice.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

struct gone_file {
    char *path;
    uint32_t number;
};

struct purge {
    struct fx_indexer *indexer;
    const struct file_choice *choice;
    fx_slice under; /* the path at hand */
    struct gone_file *files;
    size_t count, capacity;
    uint32_t *articles; /* live ones of these files */
    size_t article_count, article_capacity;
};

/* Is `path` the file `under`, or below the directory `under`? */
static bool stands_under(fx_slice path, fx_slice under)
{
    if (!slice_starts_with(path, under))
        return false;
    return path.len == under.len || slice_ends_with(under, SLICE("/")) || path.ptr[under.len] == '/';
}

/* A file that cannot be looked at (permissions, a failing disk) is not gone. */
static bool is_gone(const char *path)
{
    struct stat state;
    return lstat(path, &state) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

static int visit_file(void *payload, fx_slice path, const struct file_state *state)
{
    struct purge *purge = payload;
    if (!stands_under(path, purge->under) || file_choice_saw(purge->choice, state->number))
        return FX_OK;
    char *name = memory_copy_slice(path);
    if (name == NULL)
        return FX_ENOMEM;
    if (!is_gone(name)) {
        memory_free(name);
        return FX_OK;
    }
    if (memory_reserve(&purge->files, &purge->capacity, purge->count + 1, sizeof *purge->files) != FX_OK) {
        memory_free(name);
        return FX_ENOMEM;
    }
    purge->files[purge->count++] = (struct gone_file){name, state->number};
    return FX_OK;
}

static int compare_files(const void *a, const void *b)
{
    const struct gone_file *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* Sorted by number, each once: paths given may overlap. */
static void thin_files(struct purge *purge)
{
    if (purge->count < 2)
        return;
    qsort(purge->files, purge->count, sizeof *purge->files, compare_files);
    size_t kept = 1;
    for (size_t i = 1; i < purge->count; i++) {
        if (purge->files[i].number == purge->files[kept - 1].number)
            memory_free(purge->files[i].path);
        else
            purge->files[kept++] = purge->files[i];
    }
    purge->count = kept;
}

static bool has_gone(const struct purge *purge, uint32_t number)
{
    struct gone_file key = {NULL, number};
    return number != 0 && bsearch(&key, purge->files, purge->count, sizeof *purge->files, compare_files) != NULL;
}

static int list_articles(struct purge *purge, struct index *index, uint32_t i, fx_error *err)
{
    const struct segment_info *info = &index_commit(index)->segments[i];
    struct segment *segment;
    const uint32_t *files;
    const uint64_t *dead;
    int status = index_segment(index, i, &segment, err);
    if (status == FX_OK)
        status = segment_files(segment, &files, err);
    if (status == FX_OK)
        status = index_dead(index, i, UNIT_ARTICLE, &dead, err);
    for (uint32_t k = 0; status == FX_OK && k < info->articles; k++) {
        bool is_dead = dead != NULL && (dead[k / 64] >> (k % 64) & 1) != 0;
        if (is_dead || !has_gone(purge, files[k]))
            continue;
        if (memory_reserve(&purge->articles, &purge->article_capacity, purge->article_count + 1,
                           sizeof *purge->articles) != FX_OK)
            return error_no_memory(err);
        purge->articles[purge->article_count++] = info->base + k;
    }
    return status;
}

static int list_all(struct purge *purge, const char *const *paths, size_t path_count, fx_error *err)
{
    for (size_t i = 0; i < path_count; i++) {
        purge->under = slice_of(paths[i]);
        while (purge->under.len > 1 && slice_ends_with(purge->under, SLICE("/")))
            purge->under.len--;
        int status = index_writer_visit_files(purge->indexer->writer, purge->under, visit_file, purge, err);
        if (status < 0)
            return status == FX_ENOMEM ? error_no_memory(err) : status;
    }
    thin_files(purge);
    if (purge->count == 0)
        return FX_OK;
    struct index *index = index_writer_index(purge->indexer->writer);
    for (uint32_t i = 0; i < index_commit(index)->segment_count; i++) {
        int status = list_articles(purge, index, i, err);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

static int remove_all(struct purge *purge, uint64_t *removed, fx_error *err)
{
    struct index_writer *writer = purge->indexer->writer;
    for (size_t i = 0; i < purge->article_count; i++) {
        int status = index_writer_kill(writer, purge->articles[i], err);
        if (status < 0)
            return status;
        *removed += status == FX_OK;
    }
    for (size_t i = 0; i < purge->count; i++) {
        int status = index_writer_remove_file(writer, slice_of(purge->files[i].path), err);
        if (status < 0)
            return status;
    }
    return FX_OK;
}

int purge_gone(struct fx_indexer *indexer, const struct file_choice *choice, const char *const *paths,
               size_t path_count, bool all, uint64_t *removed, fx_error *err)
{
    struct purge purge = {.indexer = indexer, .choice = choice};
    *removed = 0;
    int status = list_all(&purge, paths, path_count, err);
    uint64_t live = index_commit(index_writer_index(indexer->writer))->live_articles;
    if (status == FX_OK && !all && (uint64_t)purge.article_count * 5 > live)
        status = error_set(err, FX_ELIMIT,
                           "%zu of %llu articles would be purged, more than 20 %%: nothing was removed (a missing disk "
                           "is not a purge; --purge=all removes them)",
                           purge.article_count, (unsigned long long)live);
    if (status == FX_OK)
        status = remove_all(&purge, removed, err);
    for (size_t i = 0; i < purge.count; i++)
        memory_free(purge.files[i].path);
    memory_free(purge.files);
    memory_free(purge.articles);
    return status;
}
