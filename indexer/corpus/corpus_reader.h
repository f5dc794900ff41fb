/* Cuts one open file into chunks: JSON Lines at line ends, any other format whole. Memory is bounded by
 * CORPUS_ARTICLE_MAX whatever the file holds. */
#ifndef CORPUS_READER_H
#define CORPUS_READER_H

#include "corpus.h"

#define XXH_STATIC_LINKING_ONLY /* the state of a hash as a member */
#include <xxhash.h>

struct corpus_reader {
    int descriptor; /* -1: none open */
    bool owned;     /* to be closed */
    bool at_end;    /* everything is read */
    bool is_first;  /* nothing is given yet */
    enum corpus_format format;
    struct buffer path; /* empty: standard input */
    struct buffer rest; /* bytes read behind the last chunk: the beginning of a line */
    uint32_t line;      /* of the next chunk's first line, from 1 */
    uint64_t offset;    /* of the next chunk */
    uint64_t start;     /* bytes before this are known and passed over */
    XXH3_state_t hash;  /* of the bytes before `offset` */
    corpus_skip_function skip;
    void *payload;
    const volatile int *stop; /* non-zero: wait for no more of standard input; may be NULL */
};

void corpus_reader_init(struct corpus_reader *reader, corpus_skip_function skip, void *payload);

/* Begins a file; `path` is copied, empty for standard input (JSON Lines). A descriptor that is `owned` is closed, at
 * the latest by the next begin or release. */
int corpus_reader_begin(struct corpus_reader *reader, int descriptor, bool owned, fx_slice path, uint64_t start,
                        fx_error *err) FX_CHECK;

/* The next chunk; FX_END: the file is done, also when reading it failed (then it was reported, and its last chunk had
 * no last_of_file). A file that is refused was reported and gives one empty chunk. Fills all but file_number. */
int corpus_reader_next(struct corpus_reader *reader, struct corpus_chunk *chunk, fx_error *err) FX_CHECK;
void corpus_reader_release(struct corpus_reader *reader);

#endif
