/* A store: the records of a range of articles, each compressed by itself with zstd and a shared dictionary, so that one
 * record costs one small read. */
#ifndef STORE_DOCUMENT_STORE_H
#define STORE_DOCUMENT_STORE_H

#include "commit.h"
#include "extent.h"

struct store_writer;

/* Level and dictionary are fixed for the store. `dictionary` empty: none. One thread. */
int store_writer_open(struct store_writer **out, const struct extent_sink *sink, uint32_t owner, fx_slice dictionary,
                      uint32_t dictionary_number, fx_error *err) FX_CHECK;
int store_writer_add(struct store_writer *writer, fx_slice record, fx_error *err) FX_CHECK;
/* Adds a record compressed already by store_compress with the same dictionary. */
int store_writer_add_compressed(struct store_writer *writer, fx_slice record, fx_error *err) FX_CHECK;
int store_writer_finish(struct store_writer *writer, struct store_info *info, fx_error *err) FX_CHECK; /* frees it */
void store_writer_abandon(struct store_writer *writer);

/* A zstd dictionary from sample records (concatenated, `sizes[count]`); *out stays empty where samples are too few. */
int store_train_dictionary(struct buffer *out, const char *samples, const size_t *sizes, size_t count,
                           fx_error *err) FX_CHECK;

#endif
