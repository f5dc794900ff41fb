/* A store: the records of a range of articles, each compressed by itself, so that one record costs one small read.
 *
 * STREAM_RECORDS holds the frames one after another (without checksums of their own: streams have them),
 * STREAM_RECORD_STARTS the address of each as 5 bytes, little-endian.
 *
 *     frame = varint(bytes of the record << 1 | coded), varint bytes of its tail, then
 *         coded 1   the record's codes by the dictionary of the store, a codebook (codebook.h)
 *         coded 0   a zstd frame without content size: where there is no dictionary, or it does not suit the record
 *             but of the tail, which comes as it is: what is packed already (record_tail) */
#ifndef STORE_DOCUMENT_STORE_H
#define STORE_DOCUMENT_STORE_H

#include "arena.h"
#include "commit.h"
#include "extent.h"

/* ---- compressing: one compressor a thread; `dictionary` is borrowed, empty: none ---- */

struct store_compressor;

int store_compressor_open(struct store_compressor **out, fx_slice dictionary, fx_error *err) FX_CHECK;
void store_compressor_close(struct store_compressor *compressor);
/* Appends the compressed record to `out`; its last `tail` bytes (at most record.len) are left as they are. */
int store_compress(struct store_compressor *compressor, fx_slice record, size_t tail, struct buffer *out,
                   fx_error *err) FX_CHECK;

/* ---- writing ---- */

struct store_writer;

/* The dictionary is fixed for the store, and borrowed; empty: none. One thread. */
int store_writer_open(struct store_writer **out, const struct extent_sink *sink, uint32_t owner, fx_slice dictionary,
                      uint32_t dictionary_number, fx_error *err) FX_CHECK;
int store_writer_add(struct store_writer *writer, fx_slice record, size_t tail, fx_error *err) FX_CHECK;
/* Adds a record compressed already by store_compress with the same dictionary. */
int store_writer_add_compressed(struct store_writer *writer, fx_slice record, fx_error *err) FX_CHECK;
/* *info but its base, which stays 0 (index_writer_add sets it). The writer is freed whatever the result. */
int store_writer_finish(struct store_writer *writer, struct store_info *info, fx_error *err) FX_CHECK;
void store_writer_abandon(struct store_writer *writer);

/* ---- reading: one thread ---- */

struct store_dictionary; /* shared by the stores that name it; outlives their readers */
struct store_reader;

/* `bytes` stay where they are as long as it is open. */
int store_dictionary_open(struct store_dictionary **out, fx_slice bytes, fx_error *err) FX_CHECK;
void store_dictionary_close(struct store_dictionary *dictionary);

/* `dictionary` NULL: none. */
int store_reader_open(struct store_reader **out, const struct extent_source *source, const struct store_info *info,
                      const struct store_dictionary *dictionary, fx_error *err) FX_CHECK;
void store_reader_close(struct store_reader *reader);
uint32_t store_reader_dictionary(const struct store_reader *reader); /* its number, 0: none */

/* The n-th record of the store (n < articles), decompressed into the arena. */
int store_reader_record(struct store_reader *reader, uint32_t n, struct arena *arena, fx_slice *out,
                        fx_error *err) FX_CHECK;
/* Its frame as stored: borrowed from the source or copied into the arena. */
int store_reader_frame(struct store_reader *reader, uint32_t n, struct arena *arena, fx_slice *out,
                       fx_error *err) FX_CHECK;
/* The length it has uncompressed. */
int store_reader_length(struct store_reader *reader, uint32_t n, uint64_t *length, fx_error *err) FX_CHECK;

#endif
