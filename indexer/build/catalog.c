#include "catalog.h"

#include "error.h"
#include "memory.h"
#include "slice.h"

#include <stdlib.h>
#define XXH_STATIC_LINKING_ONLY /* the state of a hash on the stack */
#include <xxhash.h>

int catalog_open(struct catalog *catalog, struct index_writer *writer, fx_error *err)
{
    const struct commit *commit = index_commit(index_writer_index(writer));
    *catalog = (struct catalog){.writer = writer};
    (void)err;
    catalog->was_empty = commit->live_articles == 0;
    catalog->base = commit->next_article;
    pthread_mutex_init(&catalog->lock, NULL);
    return FX_OK;
}

void catalog_close(struct catalog *catalog)
{
    if (catalog->writer == NULL)
        return;
    memory_free(catalog->chunks);
    memory_free(catalog->seen);
    pthread_mutex_destroy(&catalog->lock);
    catalog->writer = NULL;
}

/* ---- what an article is ---- */

static void hash_number(XXH3_state_t *state, uint64_t number)
{
    XXH3_64bits_update(state, &number, sizeof number);
}

static void hash_slice(XXH3_state_t *state, fx_slice text)
{
    hash_number(state, text.len);
    if (text.len > 0)
        XXH3_64bits_update(state, text.ptr, text.len);
}

uint64_t catalog_content_hash(const struct article *article)
{
    XXH3_state_t state;
    XXH3_64bits_reset(&state);
    hash_slice(&state, article->path);
    hash_slice(&state, article->url);
    hash_slice(&state, article->title);
    hash_slice(&state, article->deck);
    hash_slice(&state, article->desk);
    hash_slice(&state, article->byline);
    hash_slice(&state, article->source);
    hash_slice(&state, article->lang);
    hash_slice(&state, article->text);
    hash_number(&state, article->has_published ? (uint64_t)article->published : UINT64_MAX);
    hash_number(&state, article->section_count);
    for (uint32_t i = 0; i < article->section_count; i++) {
        hash_number(&state, article->sections[i].heading.start);
        hash_number(&state, article->sections[i].heading.end);
        hash_number(&state, article->sections[i].whole.end);
    }
    for (uint32_t i = 0; i < article->caption_count; i++)
        hash_slice(&state, article->captions[i]);
    return XXH3_64bits_digest(&state);
}

/* ---- unchanged ones ---- */

static int remember_unchanged(struct catalog *catalog, uint32_t article, uint32_t chunk)
{
    if (catalog->seen == NULL) {
        catalog->seen = memory_allocate_zeroed(catalog->base, sizeof *catalog->seen);
        if (catalog->seen == NULL)
            return FX_ENOMEM;
    }
    if (catalog->seen[article] == 0)
        catalog->unchanged++;
    if (catalog->seen[article] < chunk + 1)
        catalog->seen[article] = chunk + 1;
    return FX_OK;
}

int catalog_check(struct catalog *catalog, fx_slice id, uint64_t content_hash, uint32_t chunk, bool *unchanged,
                  fx_error *err)
{
    *unchanged = false;
    if (catalog->was_empty)
        return FX_OK;
    uint32_t article;
    uint64_t stored;
    pthread_mutex_lock(&catalog->lock);
    int status = index_writer_find(catalog->writer, id, &article, &stored, err);
    if (status == FX_OK && article < catalog->base && stored == content_hash) {
        *unchanged = true;
        if (remember_unchanged(catalog, article, chunk) != FX_OK)
            status = error_no_memory(err);
    }
    pthread_mutex_unlock(&catalog->lock);
    return status == FX_END ? FX_OK : status;
}

/* ---- runs ---- */

/* An article of the runs at hand, for finding ids that come twice. */
struct newcomer {
    uint64_t id_hash;
    uint32_t chunk;
    uint32_t number; /* over all runs */
    fx_slice id;
    bool dead;
};

static int by_number(const void *a, const void *b)
{
    const struct newcomer *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static int by_id(const void *a, const void *b)
{
    const struct newcomer *x = a, *y = b;
    if (x->id_hash != y->id_hash)
        return x->id_hash < y->id_hash ? -1 : 1;
    int order = slice_compare(x->id, y->id);
    if (order != 0)
        return order;
    if (x->chunk != y->chunk)
        return x->chunk < y->chunk ? -1 : 1;
    return by_number(a, b);
}

static int list_newcomers(struct newcomer **out, uint32_t *count, struct run *const *runs, uint32_t run_count)
{
    size_t total = 0;
    for (uint32_t i = 0; i < run_count; i++)
        total += runs[i]->article_count;
    struct newcomer *list = memory_allocate(total, sizeof *list);
    *out = list;
    if (list == NULL)
        return FX_ENOMEM;
    uint32_t n = 0;
    for (uint32_t i = 0; i < run_count; i++) {
        for (uint32_t k = 0; k < runs[i]->article_count; k++, n++) {
            const struct run_article *article = &runs[i]->articles[k];
            list[n] = (struct newcomer){article->id_hash, article->chunk, n, article->id, false};
        }
    }
    *count = n;
    return FX_OK;
}

/* Of several with one id all but the last die. */
static void settle_among(struct newcomer *list, uint32_t count)
{
    qsort(list, count, sizeof *list, by_id);
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (list[i].id_hash == list[i + 1].id_hash && slice_equal(list[i].id, list[i + 1].id))
            list[i].dead = true;
    }
    qsort(list, count, sizeof *list, by_number);
}

/* A newcomer meets the article that holds its id: one of them dies. */
static int settle_with(struct catalog *catalog, struct newcomer *newcomer, uint32_t other, fx_error *err)
{
    if (other >= catalog->base) {
        if (catalog->chunks[other - catalog->base] > newcomer->chunk)
            newcomer->dead = true;
    } else if (catalog->seen != NULL && catalog->seen[other] > newcomer->chunk + 1) {
        newcomer->dead = true;
    } else {
        catalog->replaced++;
        if (catalog->seen != NULL && catalog->seen[other] != 0)
            catalog->unchanged--;
    }
    if (newcomer->dead)
        return FX_OK;
    int status = index_writer_kill(catalog->writer, other, err);
    return status == FX_END ? FX_OK : status;
}

static int settle_all(struct catalog *catalog, struct newcomer *list, uint32_t count, fx_error *err)
{
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].dead)
            continue;
        uint32_t other;
        int status = FX_END;
        if (!catalog->was_empty || catalog->added_count > 0)
            status = index_writer_find(catalog->writer, list[i].id, &other, NULL, err);
        if (status == FX_END)
            catalog->added++;
        else if (status == FX_OK)
            status = settle_with(catalog, &list[i], other, err);
        if (status < 0)
            return status;
    }
    return FX_OK;
}

static int enter(struct catalog *catalog, const struct newcomer *list, uint32_t count,
                 const struct segment_info *segment, const struct store_info *store, fx_error *err)
{
    uint32_t base;
    if (memory_reserve(&catalog->chunks, &catalog->chunk_capacity, (size_t)catalog->added_count + count,
                       sizeof *catalog->chunks) != FX_OK)
        return error_no_memory(err);
    int status = index_writer_add(catalog->writer, segment, store, &base, err);
    if (status != FX_OK)
        return status;
    for (uint32_t i = 0; i < count; i++) {
        catalog->chunks[catalog->added_count++] = list[i].chunk;
        if (!list[i].dead)
            continue;
        status = index_writer_kill(catalog->writer, base + i, err);
        if (status < 0)
            return status;
    }
    return FX_OK;
}

int catalog_add(struct catalog *catalog, struct run *const *runs, uint32_t run_count,
                const struct segment_info *segment, const struct store_info *store, fx_error *err)
{
    struct newcomer *list;
    uint32_t count = 0;
    if (list_newcomers(&list, &count, runs, run_count) != FX_OK)
        return error_no_memory(err);
    settle_among(list, count);
    pthread_mutex_lock(&catalog->lock);
    int status = settle_all(catalog, list, count, err);
    if (status == FX_OK)
        status = enter(catalog, list, count, segment, store, err);
    pthread_mutex_unlock(&catalog->lock);
    memory_free(list);
    return status;
}
