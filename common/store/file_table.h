/* The "files" table: what was known of each source file when it was last read. A key is the path; of a path longer than
 * FILE_KEY_PLAIN bytes its first bytes and the XXH3-128 of the whole. A value is varints: size, modified_ns (zig-zag),
 * content_hash (8 bytes), number, articles; then the path itself where the key does not hold it. */
#ifndef STORE_FILE_TABLE_H
#define STORE_FILE_TABLE_H

#include "buffer.h"

enum { FILE_KEY_PLAIN = 480, FILE_KEY_MAX = FILE_KEY_PLAIN + 16 };

struct file_state {
    uint64_t size;
    int64_t modified_ns;
    uint64_t content_hash; /* of the bytes up to `size` */
    uint32_t number;
    uint32_t articles;
};

struct file_key {
    uint8_t bytes[FILE_KEY_MAX];
    size_t length;
};

void file_key_of(struct file_key *key, fx_slice path);
/* The first key that a path beginning with `prefix` can have. */
void file_key_of_prefix(struct file_key *key, fx_slice prefix);

int file_state_encode(struct buffer *out, fx_slice path, const struct file_state *state) FX_CHECK;
/* *path is borrowed from the key or the value. */
int file_state_decode(struct file_state *out, fx_slice *path, fx_slice key, fx_slice value, fx_error *err) FX_CHECK;

#endif
