#include "document_store.h"

#include "codebook_encoder.h"
#include "error.h"
#include "memory.h"
#include "record_address.h"
#include "store_frame.h"
#include "stream.h"

#include <zstd.h>
#include <zstd_errors.h>

/* What the codebook leaves of its own language is a third at most; of another, or of what is no text, zstd may leave
 * less. It is asked where more than half is left. */
enum {
    COMPRESSION_LEVEL = 3,
    CODED_SHARE = 2,
    CODED_BYTES_LEAST = 64, /* of less there is nothing to gain */
    SCRATCH_BYTES_KEPT = 4 << 20
};

struct store_compressor {
    struct codebook_encoder *encoder; /* NULL: no codebook */
    ZSTD_CCtx *context;               /* NULL until zstd is asked for */
    struct buffer scratch;
};

static int zstd_failed(size_t code, fx_error *err)
{
    if (ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation)
        return error_no_memory(err);
    return error_set(err, FX_EIO, "cannot compress a record: %s", ZSTD_getErrorName(code));
}

int store_compressor_open(struct store_compressor **out, fx_slice dictionary, fx_error *err)
{
    *out = NULL;
    struct store_compressor *compressor = memory_allocate_zeroed(1, sizeof *compressor);
    if (compressor == NULL)
        return error_no_memory(err);
    int status = dictionary.len > 0 ? codebook_encoder_open(&compressor->encoder, dictionary, err) : FX_OK;
    if (status == FX_OK)
        *out = compressor;
    else
        store_compressor_close(compressor);
    return status;
}

void store_compressor_close(struct store_compressor *compressor)
{
    if (compressor == NULL)
        return;
    ZSTD_freeCCtx(compressor->context);
    codebook_encoder_close(compressor->encoder);
    buffer_release(&compressor->scratch);
    memory_free(compressor);
}

/* A frame without its content size: that stands in ours. */
static int open_zstd(struct store_compressor *compressor, fx_error *err)
{
    compressor->context = ZSTD_createCCtx();
    if (compressor->context == NULL)
        return error_no_memory(err);
    size_t code = ZSTD_CCtx_setParameter(compressor->context, ZSTD_c_compressionLevel, COMPRESSION_LEVEL);
    if (!ZSTD_isError(code))
        code = ZSTD_CCtx_setParameter(compressor->context, ZSTD_c_contentSizeFlag, 0);
    return ZSTD_isError(code) ? zstd_failed(code, err) : FX_OK;
}

static int append_zstd(struct store_compressor *compressor, fx_slice text, struct buffer *out, fx_error *err)
{
    int status = compressor->context == NULL ? open_zstd(compressor, err) : FX_OK;
    if (status != FX_OK)
        return status;
    const size_t bound = ZSTD_compressBound(text.len);
    if (buffer_reserve(out, bound) != FX_OK)
        return error_no_memory(err);
    size_t length = ZSTD_compress2(compressor->context, out->bytes + out->length, bound, text.ptr, text.len);
    if (ZSTD_isError(length))
        return zstd_failed(length, err);
    out->length += length;
    return FX_OK;
}

static int append_coded(struct store_compressor *compressor, fx_slice text, struct buffer *out, fx_error *err)
{
    if (codebook_encode(compressor->encoder, text, &compressor->scratch, out) != FX_OK)
        return error_no_memory(err);
    if (compressor->scratch.capacity > SCRATCH_BYTES_KEPT)
        buffer_release(&compressor->scratch);
    return FX_OK;
}

static int append_frame(struct store_compressor *compressor, fx_slice record, size_t tail, enum store_frame_kind kind,
                        struct buffer *out, fx_error *err)
{
    const fx_slice text = {record.ptr, record.len - tail};
    if (store_frame_begin(out, record.len, tail, kind) != FX_OK)
        return error_no_memory(err);
    int status =
        kind == STORE_FRAME_CODED ? append_coded(compressor, text, out, err) : append_zstd(compressor, text, out, err);
    if (status == FX_OK && buffer_append(out, record.ptr + text.len, tail) != FX_OK)
        status = error_no_memory(err);
    return status;
}

int store_compress(struct store_compressor *compressor, fx_slice record, size_t tail, struct buffer *out, fx_error *err)
{
    const size_t before = out->length;
    if (compressor->encoder == NULL)
        return append_frame(compressor, record, tail, STORE_FRAME_ZSTD, out, err);
    int status = append_frame(compressor, record, tail, STORE_FRAME_CODED, out, err);
    const size_t coded = out->length - before;
    if (status != FX_OK || coded <= (record.len - tail) / CODED_SHARE + tail + CODED_BYTES_LEAST)
        return status;
    status = append_frame(compressor, record, tail, STORE_FRAME_ZSTD, out, err);
    const size_t other = out->length - before - coded;
    if (status == FX_OK && other < coded)
        memmove(out->bytes + before, out->bytes + before + coded, other);
    out->length = before + (status == FX_OK && other < coded ? other : coded);
    return status;
}

struct store_writer {
    struct stream_writer records, starts;
    fx_slice dictionary;                 /* borrowed */
    struct store_compressor *compressor; /* NULL until a record comes that is not compressed */
    struct buffer frame;
    struct store_info info;
};

int store_writer_open(struct store_writer **out, const struct extent_sink *sink, uint32_t owner, fx_slice dictionary,
                      uint32_t dictionary_number, fx_error *err)
{
    *out = NULL;
    struct store_writer *writer = memory_allocate_zeroed(1, sizeof *writer);
    if (writer == NULL)
        return error_no_memory(err);
    stream_writer_init(&writer->records, sink, owner, STREAM_RECORDS);
    stream_writer_init(&writer->starts, sink, owner, STREAM_RECORD_STARTS);
    writer->info.owner = owner;
    writer->info.dictionary = dictionary.len > 0 ? dictionary_number : 0;
    writer->dictionary = dictionary;
    *out = writer;
    return FX_OK;
}

int store_writer_add(struct store_writer *writer, fx_slice record, size_t tail, fx_error *err)
{
    buffer_clear(&writer->frame);
    int status = FX_OK;
    if (writer->compressor == NULL)
        status = store_compressor_open(&writer->compressor, writer->dictionary, err);
    if (status == FX_OK)
        status = store_compress(writer->compressor, record, tail, &writer->frame, err);
    return status == FX_OK ? store_writer_add_compressed(writer, buffer_slice(&writer->frame), err) : status;
}

int store_writer_add_compressed(struct store_writer *writer, fx_slice record, fx_error *err)
{
    struct store_frame frame;
    if (!store_frame_open(&frame, record, record.len) ||
        (frame.kind == STORE_FRAME_ZSTD
             ? ZSTD_getFrameContentSize(frame.payload.ptr, frame.payload.len) == ZSTD_CONTENTSIZE_ERROR
             : writer->dictionary.len == 0))
        return error_set(err, FX_EINVAL, "what is to be stored is not a compressed record");
    uint64_t address = stream_writer_length(&writer->records);
    if (address > RECORD_ADDRESS_MAX || writer->info.articles == UINT32_MAX)
        return error_set(err, FX_ELIMIT, "a store of records is full");
    uint8_t start[RECORD_ADDRESS_BYTES];
    record_address_put(start, address);
    int status = stream_append(&writer->starts, start, sizeof start, err);
    if (status == FX_OK)
        status = stream_append(&writer->records, record.ptr, record.len, err);
    writer->info.articles++;
    writer->info.source_bytes += frame.length;
    return status;
}

int store_writer_finish(struct store_writer *writer, struct store_info *info, fx_error *err)
{
    int status = stream_writer_finish(&writer->records, &writer->info.bytes, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->starts, NULL, err);
    *info = status == FX_OK ? writer->info : (struct store_info){0};
    store_writer_abandon(writer);
    return status;
}

void store_writer_abandon(struct store_writer *writer)
{
    if (writer == NULL)
        return;
    stream_writer_release(&writer->records);
    stream_writer_release(&writer->starts);
    store_compressor_close(writer->compressor);
    buffer_release(&writer->frame);
    memory_free(writer);
}
