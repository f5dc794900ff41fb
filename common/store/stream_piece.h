/* Reading a piece of a stream that may stand in two extents. */
#ifndef STORE_STREAM_PIECE_H
#define STORE_STREAM_PIECE_H

#include "buffer.h"
#include "stream.h"

/* `length` bytes at one place: borrowed where one extent has them, else copied into *copy, whose bytes they then are
 * until its next use. */
int stream_piece(struct stream_reader *reader, uint64_t address, uint64_t length, struct buffer *copy,
                 const uint8_t **out, fx_error *err) FX_CHECK;

#endif
