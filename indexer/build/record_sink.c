#include "record_sink.h"

#include "codebook_trainer.h"
#include "error.h"
#include "memory.h"
#include "record.h"

/* Enough to train from; what is compressed together; and what a buffer may keep. */
enum { TRAINING_BYTES = CODEBOOK_SAMPLE_BYTES, TRAINING_RECORDS = 64, BATCH_BYTES = 2 << 20, KEEP_BYTES = 4 << 20 };

void record_sink_init(struct record_sink *sink, struct shared_dictionary *shared)
{
    *sink = (struct record_sink){.shared = shared};
}

void record_sink_release(struct record_sink *sink)
{
    store_compressor_close(sink->compressor);
    store_writer_abandon(sink->writer);
    buffer_release(&sink->encoded.bytes);
    memory_free(sink->encoded.sizes);
    buffer_release(&sink->coded.bytes);
    memory_free(sink->coded.sizes);
    record_sink_init(sink, sink->shared);
}

/* What stands in list->bytes behind the first `before` is a record. */
static int keep_size(struct record_list *list, size_t before)
{
    if (memory_reserve(&list->sizes, &list->size_capacity, list->count + 1, sizeof *list->sizes) != FX_OK)
        return FX_ENOMEM;
    list->sizes[list->count++] = list->bytes.length - before;
    return FX_OK;
}

/* Memory that many or long records have blown up is given back. */
static void clear_list(struct record_list *list)
{
    if (list->bytes.capacity > KEEP_BYTES)
        buffer_release(&list->bytes);
    buffer_clear(&list->bytes);
    list->count = 0;
}

static int write_coded(struct record_sink *sink, struct store_writer *writer, fx_error *err)
{
    const struct record_list *list = &sink->coded;
    const char *at = list->bytes.bytes;
    int status = FX_OK;
    for (size_t i = 0; status == FX_OK && i < list->count; i++) {
        status = store_writer_add_compressed(writer, (fx_slice){at, list->sizes[i]}, err);
        at += list->sizes[i];
    }
    clear_list(&sink->coded);
    return status;
}

static int compress_encoded(struct record_sink *sink, fx_error *err)
{
    const char *at = sink->encoded.bytes.bytes;
    for (size_t i = 0; i < sink->encoded.count; i++) {
        const fx_slice record = {at, sink->encoded.sizes[i]};
        const size_t before = sink->coded.bytes.length;
        int status = store_compress(sink->compressor, record, record_tail(record), &sink->coded.bytes, err);
        if (status != FX_OK)
            return status;
        if (keep_size(&sink->coded, before) != FX_OK)
            return error_no_memory(err);
        at += record.len;
    }
    clear_list(&sink->encoded);
    return sink->writer != NULL ? write_coded(sink, sink->writer, err) : FX_OK;
}

/* Decides on the dictionary where there is enough to train from, or `at_once`. */
static int open_compressor(struct record_sink *sink, bool at_once, fx_error *err)
{
    const struct record_list *list = &sink->encoded;
    if (!shared_dictionary_decided(sink->shared) &&
        (at_once || (list->bytes.length >= TRAINING_BYTES && list->count >= TRAINING_RECORDS))) {
        int status = shared_dictionary_train(sink->shared, list->bytes.bytes, list->sizes, list->count, at_once, err);
        if (status != FX_OK)
            return status;
    }
    if (!shared_dictionary_decided(sink->shared))
        return FX_OK;
    return store_compressor_open(&sink->compressor, buffer_slice(&sink->shared->bytes), err);
}

/* Compresses the encoded records where they are many, or `at_once`. */
static int settle(struct record_sink *sink, bool at_once, fx_error *err)
{
    int status = sink->compressor == NULL ? open_compressor(sink, at_once, err) : FX_OK;
    if (status != FX_OK || sink->compressor == NULL)
        return status;
    return at_once || sink->encoded.bytes.length >= BATCH_BYTES ? compress_encoded(sink, err) : FX_OK;
}

int record_sink_add(struct record_sink *sink, const struct article *article, const struct annotations *annotations,
                    fx_error *err)
{
    struct record_list *list = &sink->encoded;
    const size_t before = list->bytes.length;
    if (record_encode(&list->bytes, article, annotations) != FX_OK || keep_size(list, before) != FX_OK)
        return error_no_memory(err);
    return settle(sink, false, err);
}

int record_sink_decide(struct record_sink *sink, fx_error *err)
{
    return sink->compressor == NULL ? open_compressor(sink, true, err) : FX_OK;
}

int record_sink_move(struct record_sink *sink, struct store_writer *writer, fx_error *err)
{
    int status = settle(sink, true, err);
    return status == FX_OK ? write_coded(sink, writer, err) : status;
}

int record_sink_open_store(struct record_sink *sink, const struct extent_sink *extents, uint32_t owner, fx_error *err)
{
    struct store_writer *writer;
    int status = settle(sink, true, err);
    if (status != FX_OK)
        return status;
    status = store_writer_open(&writer, extents, owner, buffer_slice(&sink->shared->bytes), sink->shared->number, err);
    if (status != FX_OK)
        return status;
    status = write_coded(sink, writer, err);
    sink->writer = writer;
    return status;
}

int record_sink_finish_store(struct record_sink *sink, struct store_info *info, fx_error *err)
{
    int status = settle(sink, true, err);
    if (status != FX_OK)
        return status;
    struct store_writer *writer = sink->writer;
    sink->writer = NULL;
    return store_writer_finish(writer, info, err);
}

static size_t list_memory(const struct record_list *list)
{
    return list->bytes.capacity + list->size_capacity * sizeof *list->sizes;
}

size_t record_sink_memory(const struct record_sink *sink)
{
    return list_memory(&sink->encoded) + list_memory(&sink->coded);
}
