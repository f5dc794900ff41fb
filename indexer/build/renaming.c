#include "renaming.h"

#include "dumped_article.h"
#include "error.h"
#include "pipeline.h"
#include "slice.h"

struct renaming {
    struct fx_indexer *indexer;
    struct pipeline *pipeline;
    struct extractor *extractor;
    struct record record; /* as stored */
    struct arena arena;   /* what is found now */
    struct buffer before, after;
    struct chunk_slot *slot; /* being filled; NULL: none */
};

/* Is anything found that the record does not have, or the other way round? */
static int is_another(struct renaming *renaming, bool *another, fx_error *err)
{
    const struct article *article = &renaming->record.article;
    struct annotations found = {0};
    *another = false;
    if (article->text.len > EXTRACTION_TEXT_MAX)
        return FX_OK;
    arena_clear(&renaming->arena);
    buffer_clear(&renaming->before);
    buffer_clear(&renaming->after);
    int status = extractor_run(renaming->extractor, article, &renaming->arena, &found, err);
    if (status != FX_OK)
        return status;
    if (record_encode(&renaming->before, article, &renaming->record.annotations) != FX_OK ||
        record_encode(&renaming->after, article, &found) != FX_OK)
        return error_no_memory(err);
    *another = !slice_equal(buffer_slice(&renaming->before), buffer_slice(&renaming->after));
    return FX_OK;
}

static int send(struct renaming *renaming, fx_error *err)
{
    struct chunk_slot *slot = renaming->slot;
    renaming->slot = NULL;
    return slot != NULL ? pipeline_push(renaming->pipeline, slot, err) : FX_OK;
}

/* A chunk is of one file, like those that are read. FX_END: something failed elsewhere, pipeline_finish says what. */
static int fill(struct renaming *renaming, uint32_t file, fx_error *err)
{
    int status = FX_OK;
    if (renaming->slot != NULL &&
        (renaming->slot->chunk.file_number != file || renaming->slot->chunk.bytes.length >= (size_t)CORPUS_CHUNK_BYTES))
        status = send(renaming, err);
    if (status != FX_OK)
        return status;
    if (renaming->slot == NULL) {
        renaming->slot = pipeline_empty_slot(renaming->pipeline);
        if (renaming->slot == NULL)
            return FX_END;
        struct corpus_chunk *chunk = &renaming->slot->chunk;
        buffer_clear(&chunk->path);
        buffer_clear(&chunk->bytes);
        chunk->format = CORPUS_JSONL;
        chunk->first_line = 1;
        chunk->file_number = file;
        renaming->slot->again = true;
    }
    struct buffer *bytes = &renaming->slot->chunk.bytes;
    if (dumped_article_write(bytes, &renaming->record.article) != FX_OK || buffer_append_byte(bytes, '\n') != FX_OK)
        return error_no_memory(err);
    return FX_OK;
}

/* Workers ask the index for ids meanwhile. */
static int read_record(struct renaming *renaming, struct index *index, uint32_t article, fx_error *err)
{
    pthread_mutex_lock(pipeline_writer_lock(renaming->pipeline));
    int status = index_record(index, article, &renaming->record, err);
    pthread_mutex_unlock(pipeline_writer_lock(renaming->pipeline));
    return status;
}

static int open_columns(struct renaming *renaming, struct index *index, uint32_t number, const uint32_t **files,
                        const uint64_t **dead, fx_error *err)
{
    struct segment *segment;
    pthread_mutex_lock(pipeline_writer_lock(renaming->pipeline));
    int status = index_segment(index, number, &segment, err);
    if (status == FX_OK)
        status = segment_files(segment, files, err);
    if (status == FX_OK)
        status = index_dead(index, number, UNIT_ARTICLE, dead, err);
    pthread_mutex_unlock(pipeline_writer_lock(renaming->pipeline));
    return status;
}

static int read_segment(struct renaming *renaming, struct index *index, uint32_t number, fx_error *err)
{
    const struct segment_info *info = &index_commit(index)->segments[number];
    const uint32_t *files;
    const uint64_t *dead;
    int status = open_columns(renaming, index, number, &files, &dead, err);
    for (uint32_t i = 0; status == FX_OK && i < info->articles && !indexer_is_stopped(renaming->indexer); i++) {
        bool another;
        if (dead != NULL && (dead[i / 64] >> (i % 64) & 1) != 0)
            continue;
        status = read_record(renaming, index, info->base + i, err);
        if (status == FX_OK)
            status = is_another(renaming, &another, err);
        if (status == FX_OK && another)
            status = fill(renaming, files[i], err);
    }
    return status;
}

static int read_all(struct renaming *renaming, fx_error *err)
{
    struct index *index = index_writer_index(renaming->indexer->writer);
    int status = FX_OK;
    for (uint32_t i = 0; status == FX_OK && i < index_commit(index)->segment_count; i++)
        status = read_segment(renaming, index, i, err);
    if (status == FX_OK)
        status = send(renaming, err);
    if (status < 0)
        return status;
    return pipeline_finish(renaming->pipeline, err);
}

static int open_parts(struct renaming *renaming, const struct extractor_model *model, fx_error *err)
{
    struct fx_indexer *indexer = renaming->indexer;
    struct pipeline_options options = {.workers = indexer->workers,
                                       .memory = (size_t)(indexer->memory - indexer->memory / 8),
                                       .model = model,
                                       .skip = indexer_skip,
                                       .skip_payload = indexer};
    int status = pipeline_open(&renaming->pipeline, indexer->writer, &options, err);
    return status == FX_OK ? extractor_new(&renaming->extractor, model, err) : status;
}

static void close_parts(struct renaming *renaming)
{
    if (renaming->slot != NULL)
        pipeline_put_back(renaming->pipeline, renaming->slot);
    pipeline_close(renaming->pipeline);
    extractor_free(renaming->extractor);
    record_release(&renaming->record);
    arena_release(&renaming->arena);
    buffer_release(&renaming->before);
    buffer_release(&renaming->after);
}

int renaming_run(struct fx_indexer *indexer, uint64_t *replaced, fx_error *err)
{
    const struct extractor_model *model;
    *replaced = 0;
    int status = indexer_model(&model, indexer, err);
    if (status != FX_OK || model == NULL)
        return status;
    uint64_t fingerprint = extractor_model_aliases(model);
    if (fingerprint == index_writer_aliases(indexer->writer))
        return FX_OK;
    if (index_commit(index_writer_index(indexer->writer))->live_articles == 0) {
        index_writer_set_aliases(indexer->writer, fingerprint);
        return FX_OK;
    }
    struct renaming renaming = {.indexer = indexer, .arena = ARENA_INIT, .before = BUFFER_INIT, .after = BUFFER_INIT};
    record_init(&renaming.record);
    status = open_parts(&renaming, model, err);
    if (status == FX_OK)
        status = read_all(&renaming, err);
    if (status == FX_OK)
        *replaced = pipeline_catalog(renaming.pipeline)->replaced;
    close_parts(&renaming);
    if (status == FX_OK && !indexer_is_stopped(indexer))
        index_writer_set_aliases(indexer->writer, fingerprint);
    if (status == FX_OK && !index_writer_clean(indexer->writer))
        status = index_writer_commit(indexer->writer, err);
    return status;
}
