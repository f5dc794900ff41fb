#include "document_store.h"

#include "codebook.h"
#include "error.h"
#include "memory.h"
#include "record_address.h"
#include "store_frame.h"
#include "stream.h"

#include <zstd.h>

struct store_dictionary {
    struct codebook codebook;
};

struct store_reader {
    struct stream_reader records, starts;
    struct store_info info;
    const struct store_dictionary *dictionary;
    ZSTD_DCtx *context; /* NULL until zstd is needed */
};

int store_dictionary_open(struct store_dictionary **out, fx_slice bytes, fx_error *err)
{
    *out = NULL;
    struct store_dictionary *dictionary = memory_allocate_zeroed(1, sizeof *dictionary);
    if (dictionary == NULL)
        return error_no_memory(err);
    int status = codebook_open(&dictionary->codebook, bytes, err);
    if (status != FX_OK) {
        memory_free(dictionary);
        return status;
    }
    *out = dictionary;
    return FX_OK;
}

void store_dictionary_close(struct store_dictionary *dictionary)
{
    memory_free(dictionary);
}

int store_reader_open(struct store_reader **out, const struct extent_source *source, const struct store_info *info,
                      const struct store_dictionary *dictionary, fx_error *err)
{
    *out = NULL;
    struct store_reader *reader = memory_allocate_zeroed(1, sizeof *reader);
    if (reader == NULL)
        return error_no_memory(err);
    stream_reader_init(&reader->records, source, info->owner, STREAM_RECORDS, info->bytes);
    stream_reader_init(&reader->starts, source, info->owner, STREAM_RECORD_STARTS,
                       (uint64_t)info->articles * RECORD_ADDRESS_BYTES);
    reader->info = *info;
    reader->dictionary = dictionary;
    *out = reader;
    return FX_OK;
}

void store_reader_close(struct store_reader *reader)
{
    if (reader == NULL)
        return;
    stream_reader_release(&reader->records);
    stream_reader_release(&reader->starts);
    ZSTD_freeDCtx(reader->context);
    memory_free(reader);
}

uint32_t store_reader_dictionary(const struct store_reader *reader)
{
    return reader->info.dictionary;
}

static int damaged(const struct store_reader *reader, uint32_t n, const char *what, fx_error *err)
{
    return error_set(err, FX_EDAMAGED, "store %u, record %u: %s", reader->info.owner, n, what);
}

static int locate(struct store_reader *reader, uint32_t n, uint64_t *start, size_t *length, fx_error *err)
{
    *start = 0;
    *length = 0;
    if (n >= reader->info.articles)
        return error_set(err, FX_EINVAL, "store %u has %u records, number %u is asked for", reader->info.owner,
                         reader->info.articles, n);
    bool last = n + 1 == reader->info.articles;
    uint8_t bytes[2 * RECORD_ADDRESS_BYTES];
    int status = stream_read(&reader->starts, (uint64_t)n * RECORD_ADDRESS_BYTES,
                             last ? RECORD_ADDRESS_BYTES : sizeof bytes, bytes, err);
    if (status != FX_OK)
        return status;
    *start = record_address_get(bytes);
    uint64_t end = last ? reader->info.bytes : record_address_get(bytes + RECORD_ADDRESS_BYTES);
    if (end <= *start || end > reader->info.bytes)
        return damaged(reader, n, "its address is wrong", err);
    *length = (size_t)(end - *start);
    return FX_OK;
}

int store_reader_frame(struct store_reader *reader, uint32_t n, struct arena *arena, fx_slice *out, fx_error *err)
{
    *out = (fx_slice){NULL, 0};
    uint64_t start;
    size_t length;
    int status = locate(reader, n, &start, &length, err);
    if (status != FX_OK)
        return status;
    const uint8_t *view;
    if (stream_contiguous(&reader->records, start) >= length) {
        status = stream_view(&reader->records, start, length, &view, err);
        if (status == FX_OK)
            *out = (fx_slice){(const char *)view, length};
        return status;
    }
    char *copy = arena_allocate_bytes(arena, length);
    if (copy == NULL)
        return error_no_memory(err);
    status = stream_read(&reader->records, start, length, copy, err);
    if (status == FX_OK)
        *out = (fx_slice){copy, length};
    return status;
}

int store_reader_length(struct store_reader *reader, uint32_t n, uint64_t *length, fx_error *err)
{
    uint64_t start;
    size_t whole;
    *length = 0;
    int status = locate(reader, n, &start, &whole, err);
    if (status != FX_OK)
        return status;
    char head[STORE_FRAME_HEAD_MAX];
    struct store_frame frame;
    const size_t taken = whole < sizeof head ? whole : sizeof head;
    status = stream_read(&reader->records, start, taken, head, err);
    if (status == FX_OK && !store_frame_open(&frame, (fx_slice){head, taken}, whole))
        status = damaged(reader, n, "its frame is wrong", err);
    if (status == FX_OK)
        *length = frame.length;
    return status;
}

static int decompress(struct store_reader *reader, uint32_t n, fx_slice payload, char *out, size_t length,
                      fx_error *err)
{
    if (reader->context == NULL)
        reader->context = ZSTD_createDCtx();
    if (reader->context == NULL)
        return error_no_memory(err);
    const size_t got = ZSTD_decompressDCtx(reader->context, out, length, payload.ptr, payload.len);
    if (ZSTD_isError(got) || got != length)
        return damaged(reader, n, ZSTD_isError(got) ? ZSTD_getErrorName(got) : "it is shorter than it says", err);
    return FX_OK;
}

static int decode(const struct store_reader *reader, uint32_t n, fx_slice payload, char *out, size_t length,
                  fx_error *err)
{
    if (reader->dictionary == NULL)
        return damaged(reader, n, "it needs a dictionary", err);
    if (codebook_decode(&reader->dictionary->codebook, payload, out, length) != length)
        return damaged(reader, n, "its codes do not give its length", err);
    return FX_OK;
}

int store_reader_record(struct store_reader *reader, uint32_t n, struct arena *arena, fx_slice *out, fx_error *err)
{
    *out = (fx_slice){NULL, 0};
    fx_slice bytes;
    struct store_frame frame;
    int status = store_reader_frame(reader, n, arena, &bytes, err);
    if (status == FX_OK && !store_frame_open(&frame, bytes, bytes.len))
        status = damaged(reader, n, "its frame is wrong", err);
    if (status != FX_OK)
        return status;
    if (frame.tail > frame.payload.len)
        return damaged(reader, n, "its frame is wrong", err);
    char *record = arena_allocate_bytes(arena, (size_t)frame.length + CODEBOOK_DECODE_SLACK);
    if (record == NULL)
        return error_no_memory(err);
    const size_t length = (size_t)(frame.length - frame.tail), packed = frame.payload.len - (size_t)frame.tail;
    const fx_slice payload = {frame.payload.ptr, packed};
    status = frame.kind == STORE_FRAME_CODED ? decode(reader, n, payload, record, length, err)
                                             : decompress(reader, n, payload, record, length, err);
    if (status != FX_OK)
        return status;
    memcpy(record + length, frame.payload.ptr + packed, (size_t)frame.tail);
    *out = (fx_slice){record, (size_t)frame.length};
    return FX_OK;
}
