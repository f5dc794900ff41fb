/* A stream: bytes of any number, cut into extents. One stream of one owner (segment or store) has one kind of content
 * (format.h: enum stream_kind).
 *
 * The address of a byte is its offset in the stream. Extent n holds the bytes [n, n + 1) * EXTENT_DATA_BYTES; only the
 * last is shorter. The value of an extent is its data, then one checksum for each EXTENT_CHECK_PAGE bytes of data (the
 * last page may be short): 4 bytes, little-endian, the low half of XXH3-64 of the page, xor-ed with a number made from
 * (owner, stream, extent, page), so that a page in the wrong place is found too.
 *
 * The length of a stream is stored by its owner (commit record), not in the stream. */
#ifndef STORE_STREAM_H
#define STORE_STREAM_H

#include "extent.h"
#include "format.h"

#include <stdbool.h>

/* ---- writing ---- */

struct stream_writer {
    const struct extent_sink *sink;
    uint32_t owner;
    unsigned stream;
    uint32_t extent; /* number of the extent being filled; private from here on */
    uint8_t *data;   /* its bytes so far: grows up to EXTENT_VALUE_BYTES */
    size_t used, capacity;
};

/* Allocates nothing until the first byte. The sink must live as long. */
void stream_writer_init(struct stream_writer *writer, const struct extent_sink *sink, uint32_t owner, unsigned stream);

/* The address that the next byte appended gets: the length so far. */
uint64_t stream_writer_length(const struct stream_writer *writer);

int stream_append(struct stream_writer *writer, const void *bytes, size_t length, fx_error *err) FX_CHECK;

/* Appends a piece of at most EXTENT_DATA_BYTES that never straddles two extents: zeros are put before it where it
 * would. *address (may be NULL): where it begins. */
int stream_append_whole(struct stream_writer *writer, const void *bytes, size_t length, uint64_t *address,
                        fx_error *err) FX_CHECK;

/* Pads with zeros up to the next extent where fewer than `length` bytes (<= EXTENT_DATA_BYTES) are left in this one;
 * the next `length` bytes appended then stand in one extent. */
int stream_make_room(struct stream_writer *writer, size_t length, fx_error *err) FX_CHECK;

int stream_append_u32(struct stream_writer *writer, uint32_t value, fx_error *err) FX_CHECK;
int stream_append_u64(struct stream_writer *writer, uint64_t value, fx_error *err) FX_CHECK;

/* Pushes the last extent; *length (may be NULL) is the length of the stream. Releases the writer whatever the result.
 */
int stream_writer_finish(struct stream_writer *writer, uint64_t *length, fx_error *err) FX_CHECK;
void stream_writer_release(struct stream_writer *writer);

/* ---- reading: by one thread; pointers are valid as long as the source and the reader ---- */

struct stream_extent {
    const uint8_t *data; /* NULL: not fetched yet */
    uint64_t checked;    /* a bit a page of EXTENT_CHECK_PAGE */
};

struct stream_reader {
    const struct extent_source *source;
    uint32_t owner;
    unsigned stream;
    uint64_t length;
    uint32_t extent_count;         /* private from here on */
    struct stream_extent *extents; /* of them, allocated at the first access */
    void *array;                   /* what stream_array assembled */
};

/* Touches nothing yet. `length` as its owner recorded it. */
void stream_reader_init(struct stream_reader *reader, const struct extent_source *source, uint32_t owner,
                        unsigned stream, uint64_t length);
void stream_reader_release(struct stream_reader *reader);

/* How many bytes from `address` on stand in one extent: what stream_view can give at most. 0 behind the end. */
size_t stream_contiguous(const struct stream_reader *reader, uint64_t address);

/* Bytes [address, address + length) without copying; the checksums of the pages touched are checked, once a reader.
 * FX_EDAMAGED: behind the end of the stream, or the bytes are not what was written (the message names owner, stream,
 * extent and page). FX_EINVAL: they stand in two extents (stream_read copes). length 0 gives a pointer not to follow.
 */
int stream_view(struct stream_reader *reader, uint64_t address, size_t length, const uint8_t **out,
                fx_error *err) FX_CHECK;

/* The same, copied into `out`, over as many extents as it takes. */
int stream_read(struct stream_reader *reader, uint64_t address, size_t length, void *out, fx_error *err) FX_CHECK;

/* The whole stream as `count` little-endian values of `size` bytes (1, 2, 4, 8), aligned: the extent itself where one
 * holds it all, else assembled once and kept. FX_EDAMAGED where the length is not size * count. */
int stream_array(struct stream_reader *reader, size_t size, uint64_t count, const void **out, fx_error *err) FX_CHECK;

/* What single values need (column.h): the table of extents. FX_EDAMAGED where the last of them is missing. */
int stream_open_extents(struct stream_reader *reader, fx_error *err) FX_CHECK;

/* Checks every page of every extent (verify.h). */
int stream_check(struct stream_reader *reader, fx_error *err) FX_CHECK;

/* Bytes of data in an extent whose value has this many bytes; 0 where no extent has such a length. */
size_t extent_data_length(size_t value_length);

#endif
