/* The frame of a stored record (document_store.h draws it). Private to store_writer.c, store_reader.c. */
#ifndef STORE_STORE_FRAME_H
#define STORE_STORE_FRAME_H

#include "buffer.h"
#include "bytes.h"

enum store_frame_kind { STORE_FRAME_ZSTD, STORE_FRAME_CODED, STORE_FRAME_KIND_BITS = 1 };

/* What a damaged frame may claim before we allocate for it: a code is a bit at least and gives 15 bytes; a block of
 * zstd takes four bytes and holds 128 KiB. */
enum { STORE_CODED_EXPANSION = 8 * 15, STORE_ZSTD_EXPANSION = 1 << 15, STORE_FRAME_HEAD_MAX = 2 * BYTES_VARINT_MAX };
#define STORE_RECORD_BYTES_MAX (UINT64_C(1) << 30)

struct store_frame {
    enum store_frame_kind kind;
    uint64_t length; /* of the record */
    uint64_t tail;   /* so many bytes of its end stand as they are at the end of the payload */
    fx_slice payload;
};

static inline int store_frame_begin(struct buffer *out, size_t length, size_t tail, enum store_frame_kind kind)
{
    int status = buffer_append_varint(out, (uint64_t)length << STORE_FRAME_KIND_BITS | kind);
    return status == FX_OK ? buffer_append_varint(out, tail) : status;
}

/* `bytes` are the frame or its beginning, `whole` the bytes of all of it. False for damage. */
static inline bool store_frame_open(struct store_frame *out, fx_slice bytes, size_t whole)
{
    struct byte_reader reader = byte_reader_of(bytes.ptr, bytes.len);
    const uint64_t head = byte_reader_varint(&reader);
    out->kind = head & ((1U << STORE_FRAME_KIND_BITS) - 1) ? STORE_FRAME_CODED : STORE_FRAME_ZSTD;
    out->length = head >> STORE_FRAME_KIND_BITS;
    out->tail = byte_reader_varint(&reader);
    out->payload = (fx_slice){(const char *)reader.at, byte_reader_left(&reader)};
    const uint64_t expansion = out->kind == STORE_FRAME_CODED ? STORE_CODED_EXPANSION : STORE_ZSTD_EXPANSION;
    return !reader.failed && out->length <= STORE_RECORD_BYTES_MAX && out->length / expansion <= whole &&
           out->tail <= out->length && out->tail <= whole;
}

#endif
