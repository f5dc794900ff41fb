/* fx_index_dump: every live article as a line of JSON that `findex update -` reads back. */
#include "dumped_article.h"
#include "error.h"
#include "fx_index.h"
#include "index.h"

struct dump {
    struct index *index;
    struct record record;
    struct buffer text;
    fx_line_function line;
    void *payload;
};

static int dump_record(struct dump *dump, fx_error *err)
{
    buffer_clear(&dump->text);
    if (dumped_article_write(&dump->text, &dump->record.article) != FX_OK)
        return error_no_memory(err);
    return dump->line(dump->payload, buffer_slice(&dump->text));
}

static int dump_segment(struct dump *dump, uint32_t number, fx_error *err)
{
    const struct segment_info *info = &index_commit(dump->index)->segments[number];
    const uint64_t *dead;
    int status = index_dead(dump->index, number, UNIT_ARTICLE, &dead, err);
    for (uint32_t i = 0; status == FX_OK && i < info->articles; i++) {
        if (dead != NULL && (dead[i / 64] >> (i % 64) & 1) != 0)
            continue;
        status = index_record(dump->index, info->base + i, &dump->record, err);
        if (status == FX_OK)
            status = dump_record(dump, err);
    }
    return status;
}

int fx_index_dump(const char *directory, fx_line_function line, void *payload, fx_error *err)
{
    struct dump dump = {.line = line, .payload = payload};
    error_clear(err);
    int status = index_open(&dump.index, directory, err);
    if (status != FX_OK)
        return status;
    record_init(&dump.record);
    for (uint32_t i = 0; status == FX_OK && i < index_commit(dump.index)->segment_count; i++)
        status = dump_segment(&dump, i, err);
    record_release(&dump.record);
    buffer_release(&dump.text);
    index_close(dump.index);
    return status;
}
