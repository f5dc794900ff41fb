#include "reader.h"

#include "error.h"
#include "memory.h"

int fx_reader_open(fx_reader **out, const char *const *directories, size_t count, fx_error *err)
{
    *out = NULL;
    fx_reader *reader = memory_allocate_zeroed(1, sizeof *reader);
    if (reader == NULL)
        return error_no_memory(err);
    int status = FX_OK;
    reader->indexes = memory_allocate_zeroed(count, sizeof(struct index *));
    if (reader->indexes == NULL)
        status = error_no_memory(err);
    while (status == FX_OK && reader->count < count) {
        status = index_open(&reader->indexes[reader->count], directories[reader->count], err);
        if (status == FX_OK)
            reader->count++;
    }
    if (status == FX_OK)
        status = searcher_open(&reader->searcher, reader->indexes, reader->count, err);
    if (status != FX_OK) {
        fx_reader_close(reader);
        return status;
    }
    *out = reader;
    return FX_OK;
}

int fx_reader_refresh(fx_reader *reader, fx_error *err)
{
    bool newer = false;
    for (uint32_t i = 0; i < reader->count; i++) {
        int status = index_refresh(reader->indexes[i], err);
        if (status == FX_OK)
            newer = true;
        else if (status != FX_END)
            return status;
    }
    if (!newer)
        return FX_END;
    searcher_refresh(reader->searcher);
    return FX_OK;
}

void fx_reader_close(fx_reader *reader)
{
    if (reader == NULL)
        return;
    searcher_close(reader->searcher);
    for (uint32_t i = 0; i < reader->count; i++)
        index_close(reader->indexes[i]);
    memory_free(reader->indexes);
    memory_free(reader);
}

int fx_reader_describe(fx_reader *reader, fx_reader_info *out, fx_error *err)
{
    (void)err;
    *out = (fx_reader_info){.committed = INT64_MIN};
    for (uint32_t i = 0; i < reader->count; i++) {
        const struct commit *commit = index_commit(reader->indexes[i]);
        out->articles += commit->live_articles;
        if (commit->committed > out->committed)
            out->committed = commit->committed;
    }
    return FX_OK;
}

int reader_find_record(fx_reader *reader, fx_slice id, struct record *out, fx_error *err)
{
    for (uint32_t i = 0; i < reader->count; i++) {
        uint32_t article;
        int status = index_find(reader->indexes[i], id, &article, err);
        if (status == FX_OK)
            return index_record(reader->indexes[i], article, out, err);
        if (status != FX_END)
            return status;
    }
    return error_set(err, FX_ENOTFOUND, "no article has the id '%.*s'", (int)(id.len < 200 ? id.len : 200), id.ptr);
}
