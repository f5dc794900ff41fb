#include "record_sink.h"

#include "codebook_trainer.h"
#include "error.h"
#include "memory.h"
#include "record.h"

/* Enough to train from; and what the buffers of single records may keep. */
enum { TRAINING_BYTES = CODEBOOK_SAMPLE_BYTES, TRAINING_RECORDS = 64, KEEP_BYTES = 4 << 20 };

void record_sink_init(struct record_sink *sink, struct shared_dictionary *shared)
{
    *sink = (struct record_sink){.shared = shared};
}

void record_sink_release(struct record_sink *sink)
{
    store_compressor_close(sink->compressor);
    store_writer_abandon(sink->writer);
    buffer_release(&sink->encoded);
    buffer_release(&sink->pending);
    memory_free(sink->sizes);
    record_sink_init(sink, sink->shared);
}

static int keep_size(struct record_sink *sink, size_t size)
{
    if (memory_reserve(&sink->sizes, &sink->size_capacity, sink->count + 1, sizeof *sink->sizes) != FX_OK)
        return FX_ENOMEM;
    sink->sizes[sink->count++] = size;
    return FX_OK;
}

static int compress(struct record_sink *sink, fx_slice record, struct buffer *out, fx_error *err)
{
    return store_compress(sink->compressor, record, record_tail(record), out, err);
}

/* The dictionary is decided: compresses what was kept uncompressed. */
static int compress_pending(struct record_sink *sink, fx_error *err)
{
    struct buffer packed = BUFFER_INIT;
    int status = store_compressor_open(&sink->compressor, buffer_slice(&sink->shared->bytes), err);
    const char *at = sink->pending.bytes;
    for (size_t i = 0; status == FX_OK && i < sink->count; i++) {
        size_t before = packed.length;
        status = compress(sink, (fx_slice){at, sink->sizes[i]}, &packed, err);
        at += sink->sizes[i];
        sink->sizes[i] = packed.length - before;
    }
    if (status != FX_OK) {
        buffer_release(&packed);
        return status;
    }
    buffer_release(&sink->pending);
    sink->pending = packed;
    sink->compressed = true;
    return FX_OK;
}

/* After this the sink holds compressed records only. */
static int settle(struct record_sink *sink, bool wait, fx_error *err)
{
    if (sink->compressed)
        return FX_OK;
    if (!shared_dictionary_decided(sink->shared) &&
        (wait || (sink->pending.length >= TRAINING_BYTES && sink->count >= TRAINING_RECORDS))) {
        int status = shared_dictionary_train(sink->shared, sink->pending.bytes, sink->sizes, sink->count, wait, err);
        if (status != FX_OK)
            return status;
    }
    return shared_dictionary_decided(sink->shared) ? compress_pending(sink, err) : FX_OK;
}

/* Memory that one long article has blown up is given back. */
static void shrink(struct buffer *buffer)
{
    if (buffer->capacity > KEEP_BYTES)
        buffer_release(buffer);
}

static int add_compressed(struct record_sink *sink, const struct article *article,
                          const struct annotations *annotations, fx_error *err)
{
    buffer_clear(&sink->encoded);
    if (record_encode(&sink->encoded, article, annotations) != FX_OK)
        return error_no_memory(err);
    if (sink->writer != NULL)
        buffer_clear(&sink->pending);
    size_t before = sink->pending.length;
    int status = compress(sink, buffer_slice(&sink->encoded), &sink->pending, err);
    shrink(&sink->encoded);
    if (status != FX_OK)
        return status;
    if (sink->writer == NULL)
        return keep_size(sink, sink->pending.length - before) == FX_OK ? FX_OK : error_no_memory(err);
    status = store_writer_add_compressed(sink->writer, buffer_slice(&sink->pending), err);
    shrink(&sink->pending);
    return status;
}

int record_sink_add(struct record_sink *sink, const struct article *article, const struct annotations *annotations,
                    fx_error *err)
{
    int status = settle(sink, false, err);
    if (status != FX_OK)
        return status;
    if (sink->compressed)
        return add_compressed(sink, article, annotations, err);
    size_t before = sink->pending.length;
    if (record_encode(&sink->pending, article, annotations) != FX_OK ||
        keep_size(sink, sink->pending.length - before) != FX_OK)
        return error_no_memory(err);
    return FX_OK;
}

int record_sink_move(struct record_sink *sink, struct store_writer *writer, fx_error *err)
{
    int status = settle(sink, true, err);
    const char *at = sink->pending.bytes;
    for (size_t i = 0; status == FX_OK && i < sink->count; i++) {
        status = store_writer_add_compressed(writer, (fx_slice){at, sink->sizes[i]}, err);
        at += sink->sizes[i];
    }
    buffer_release(&sink->pending);
    sink->count = 0;
    return status;
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
    status = record_sink_move(sink, writer, err);
    sink->writer = writer;
    return status;
}

int record_sink_finish_store(struct record_sink *sink, struct store_info *info, fx_error *err)
{
    struct store_writer *writer = sink->writer;
    sink->writer = NULL;
    buffer_clear(&sink->pending);
    return store_writer_finish(writer, info, err);
}

size_t record_sink_memory(const struct record_sink *sink)
{
    return sink->pending.capacity + sink->encoded.capacity + sink->size_capacity * sizeof *sink->sizes;
}
