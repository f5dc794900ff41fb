#include "document_store.h"

#include "error.h"
#include "memory.h"
#include "record_address.h"
#include "stream.h"

#define ZSTD_STATIC_LINKING_ONLY /* dictionaries by reference */
#include <zstd.h>

/* What a damaged frame may claim before we allocate for it: a frame of n bytes holds at most 128 KiB a block of 4. */
enum { EXPANSION_MAX = 1 << 15, FRAME_BYTES_MAX = 18 };
#define RECORD_BYTES_MAX (UINT64_C(1) << 30)

struct store_dictionary {
    ZSTD_DDict *digested;
};

struct store_reader {
    struct stream_reader records, starts;
    struct store_info info;
    const struct store_dictionary *dictionary;
    ZSTD_DCtx *context;
};

int store_dictionary_open(struct store_dictionary **out, fx_slice bytes, fx_error *err)
{
    *out = NULL;
    struct store_dictionary *dictionary = memory_allocate_zeroed(1, sizeof *dictionary);
    if (dictionary == NULL)
        return error_no_memory(err);
    dictionary->digested = ZSTD_createDDict_byReference(bytes.ptr, bytes.len);
    if (dictionary->digested == NULL) {
        memory_free(dictionary);
        return error_set(err, FX_EDAMAGED, "a dictionary of records cannot be used");
    }
    *out = dictionary;
    return FX_OK;
}

void store_dictionary_close(struct store_dictionary *dictionary)
{
    if (dictionary == NULL)
        return;
    ZSTD_freeDDict(dictionary->digested);
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
    reader->context = ZSTD_createDCtx();
    if (reader->context == NULL) {
        store_reader_close(reader);
        return error_no_memory(err);
    }
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

static int content_length(const struct store_reader *reader, uint32_t n, fx_slice frame, size_t whole, uint64_t *length,
                          fx_error *err)
{
    unsigned long long claimed = ZSTD_getFrameContentSize(frame.ptr, frame.len);
    if (claimed > RECORD_BYTES_MAX || claimed / EXPANSION_MAX > whole)
        return damaged(reader, n, "its frame is wrong", err);
    *length = claimed;
    return FX_OK;
}

int store_reader_length(struct store_reader *reader, uint32_t n, uint64_t *length, fx_error *err)
{
    uint64_t start;
    size_t whole;
    *length = 0;
    int status = locate(reader, n, &start, &whole, err);
    if (status != FX_OK)
        return status;
    char head[FRAME_BYTES_MAX];
    size_t taken = whole < sizeof head ? whole : sizeof head;
    status = stream_read(&reader->records, start, taken, head, err);
    return status == FX_OK ? content_length(reader, n, (fx_slice){head, taken}, whole, length, err) : status;
}

int store_reader_record(struct store_reader *reader, uint32_t n, struct arena *arena, fx_slice *out, fx_error *err)
{
    *out = (fx_slice){NULL, 0};
    fx_slice frame;
    uint64_t length = 0;
    int status = store_reader_frame(reader, n, arena, &frame, err);
    if (status == FX_OK)
        status = content_length(reader, n, frame, frame.len, &length, err);
    if (status != FX_OK)
        return status;
    char *bytes = arena_allocate_bytes(arena, (size_t)length);
    if (bytes == NULL)
        return error_no_memory(err);
    size_t got = reader->dictionary != NULL
                     ? ZSTD_decompress_usingDDict(reader->context, bytes, (size_t)length, frame.ptr, frame.len,
                                                  reader->dictionary->digested)
                     : ZSTD_decompressDCtx(reader->context, bytes, (size_t)length, frame.ptr, frame.len);
    if (ZSTD_isError(got) || got != length)
        return damaged(reader, n, ZSTD_isError(got) ? ZSTD_getErrorName(got) : "it is shorter than it says", err);
    *out = (fx_slice){bytes, (size_t)length};
    return FX_OK;
}
