/* Where extents come from and go to. Segments are read and written through these two small interfaces, so that the same
 * code works on the LMDB environment (environment.h), on a run spilled to a file (run_file.h) and in memory (tests). */
#ifndef STORE_EXTENT_H
#define STORE_EXTENT_H

#include "fx.h"

struct extent_source {
    /* The whole stored value of an extent (data, then checksums; see stream.h), valid as long as the source. FX_END
     * where there is none. */
    int (*fetch)(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice *value, fx_error *err);
    /* The dictionary block of `unit` that would hold `term`: the first whose last term >= term; *last_term and *value
     * are valid as long as the source. FX_END behind the last block. The value is as it was put
     * (term_dictionary.h puts a checksum of its own at its end). */
    int (*seek_block)(void *self, uint32_t owner, unsigned unit, fx_slice term, fx_slice *last_term, fx_slice *value,
                      fx_error *err);
    void *self;
};

struct extent_sink {
    int (*put_extent)(void *self, uint32_t owner, unsigned stream, uint32_t number, fx_slice value, fx_error *err);
    /* Blocks of a unit come in ascending order of last_term, at most BLOCK_TERM_MAX bytes long. */
    int (*put_block)(void *self, uint32_t owner, unsigned unit, fx_slice last_term, fx_slice value, fx_error *err);
    void *self;
};

#endif
