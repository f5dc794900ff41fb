#include "stream_piece.h"

#include "error.h"

int stream_piece(struct stream_reader *reader, uint64_t address, uint64_t length, struct buffer *copy,
                 const uint8_t **out, fx_error *err)
{
    *out = NULL;
    if (length <= stream_contiguous(reader, address))
        return stream_view(reader, address, (size_t)length, out, err);
    if (address > reader->length || length > reader->length - address)
        return error_set(err, FX_EDAMAGED, "segment %u, stream %u: %llu bytes at %llu end behind the stream",
                         reader->owner, reader->stream, (unsigned long long)length, (unsigned long long)address);
    buffer_clear(copy);
    if (buffer_reserve(copy, (size_t)length) != FX_OK)
        return error_no_memory(err);
    int status = stream_read(reader, address, (size_t)length, copy->bytes, err);
    if (status == FX_OK) {
        copy->length = (size_t)length;
        *out = (const uint8_t *)copy->bytes;
    }
    return status;
}
