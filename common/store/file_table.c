#include "file_table.h"

#include "bytes.h"
#include "error.h"

#include <xxhash.h>

void file_key_of(struct file_key *key, fx_slice path)
{
    file_key_of_prefix(key, path);
    if (path.len <= FILE_KEY_PLAIN)
        return;
    XXH128_canonical_t digest;
    XXH128_canonicalFromHash(&digest, XXH3_128bits(path.ptr, path.len));
    memcpy(key->bytes + FILE_KEY_PLAIN, digest.digest, sizeof digest.digest);
    key->length = FILE_KEY_MAX;
}

void file_key_of_prefix(struct file_key *key, fx_slice prefix)
{
    key->length = prefix.len < FILE_KEY_PLAIN ? prefix.len : FILE_KEY_PLAIN;
    if (key->length > 0)
        memcpy(key->bytes, prefix.ptr, key->length);
}

int file_state_encode(struct buffer *out, fx_slice path, const struct file_state *state)
{
    uint64_t modified = ((uint64_t)state->modified_ns << 1) ^ (state->modified_ns < 0 ? UINT64_MAX : 0);
    int status = buffer_append_varint(out, state->size);
    if (status == FX_OK)
        status = buffer_append_varint(out, modified);
    if (status == FX_OK)
        status = buffer_append_u64(out, state->content_hash);
    if (status == FX_OK)
        status = buffer_append_varint(out, state->number);
    if (status == FX_OK)
        status = buffer_append_varint(out, state->articles);
    if (status == FX_OK && path.len > FILE_KEY_PLAIN)
        status = buffer_append_slice(out, path);
    return status;
}

int file_state_decode(struct file_state *out, fx_slice *path, fx_slice key, fx_slice value, fx_error *err)
{
    struct byte_reader in = byte_reader_of(value.ptr, value.len);
    out->size = byte_reader_varint(&in);
    uint64_t modified = byte_reader_varint(&in);
    out->modified_ns = (int64_t)(modified >> 1 ^ (modified & 1 ? UINT64_MAX : 0));
    out->content_hash = byte_reader_u64(&in);
    out->number = byte_reader_varint32(&in);
    out->articles = byte_reader_varint32(&in);
    size_t left = byte_reader_left(&in);
    *path = key;
    if (left > 0)
        *path = (fx_slice){(const char *)byte_reader_take(&in, left), left};
    bool long_key = key.len == FILE_KEY_MAX;
    if (byte_reader_ok(&in) && long_key == (left > 0))
        return FX_OK;
    *out = (struct file_state){0};
    *path = (fx_slice){NULL, 0};
    return error_set(err, FX_EDAMAGED, "an entry of the table of files cannot be decoded");
}
