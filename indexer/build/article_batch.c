#include "article_batch.h"

#include "error.h"

#include <string.h>

void article_batch_init(struct article_batch *batch)
{
    batch->arena = (struct arena)ARENA_INIT;
    batch->count = 0;
    batch->text_bytes = 0;
}

void article_batch_release(struct article_batch *batch)
{
    arena_release(&batch->arena);
    article_batch_init(batch);
}

void article_batch_clear(struct article_batch *batch)
{
    arena_clear(&batch->arena);
    batch->count = 0;
    batch->text_bytes = 0;
}

bool article_batch_has_room(const struct article_batch *batch, const struct article *article)
{
    return batch->count < BATCH_ARTICLES && article->text.len <= BATCH_TEXT_BYTES - batch->text_bytes;
}

/* A copy of `size` bytes; *status is FX_ENOMEM where there is no memory for it. */
static const void *copied(struct arena *arena, const void *bytes, size_t size, int *status)
{
    if (size == 0 || *status != FX_OK)
        return NULL;
    void *copy = arena_allocate(arena, size);
    if (copy == NULL) {
        *status = FX_ENOMEM;
        return NULL;
    }
    return memcpy(copy, bytes, size);
}

static const fx_slice *copied_slices(struct arena *arena, const fx_slice *slices, uint32_t count, int *status)
{
    fx_slice *copies = count > 0 && *status == FX_OK ? arena_allocate(arena, count * sizeof *copies) : NULL;
    if (copies == NULL) {
        *status = count > 0 ? FX_ENOMEM : *status;
        return NULL;
    }
    for (uint32_t i = 0; i < count && *status == FX_OK; i++)
        *status = arena_copy(&copies[i], arena, slices[i]);
    return copies;
}

/* Replaces what a copy of the struct borrows by copies. */
static int copy_borrowed(struct article *article, struct arena *arena)
{
    fx_slice *const texts[] = {&article->id,   &article->path,   &article->url,    &article->title, &article->deck,
                               &article->desk, &article->byline, &article->source, &article->lang,  &article->text};
    int status = FX_OK;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == FX_OK; i++)
        status = arena_copy(texts[i], arena, *texts[i]);
    article->paragraphs =
        copied(arena, article->paragraphs, article->paragraph_count * sizeof *article->paragraphs, &status);
    article->sections = copied(arena, article->sections, article->section_count * sizeof *article->sections, &status);
    article->captions = copied_slices(arena, article->captions, article->caption_count, &status);
    return status;
}

int article_batch_add(struct article_batch *batch, const struct article *article, const struct run_article_input *input,
                      fx_error *err)
{
    struct article *copy = &batch->articles[batch->count];
    *copy = *article;
    if (copy_borrowed(copy, &batch->arena) != FX_OK)
        return error_no_memory(err);
    batch->inputs[batch->count] = *input;
    batch->annotations[batch->count++] = (struct annotations){0};
    batch->text_bytes += article->text.len;
    return FX_OK;
}
