/* Writes the posting lists of one unit of a segment, one after another, to its two streams. postings_layout.h draws the
 * bytes. Keeps one block and one leaf in memory, and of the list a directory of some ten bytes a leaf. */
#ifndef STORE_POSTINGS_WRITER_H
#define STORE_POSTINGS_WRITER_H

#include "postings.h"
#include "segment_writer.h"
#include "stream.h"

struct postings_writer;

int postings_writer_open(struct postings_writer **out, struct stream_writer *postings, struct stream_writer *positions,
                         fx_error *err) FX_CHECK;
void postings_writer_close(struct postings_writer *writer);

/* What the dictionary entry of a finished list says. */
struct written_list {
    uint32_t documents;
    uint64_t occurrences;
    struct postings_address address; /* .inlined is borrowed until the next list */
};

/* Begins a list; what an unfinished one held is dropped. */
void postings_writer_begin(struct postings_writer *writer);
int postings_writer_add(struct postings_writer *writer, const struct posting_input *posting, fx_error *err) FX_CHECK;

/* A whole leaf of another list, its documents shifted to [first, last]; its bytes and those of its positions as they
 * stand. `codes`: its impacts as stored. */
struct leaf_copy {
    uint32_t first, last, documents;
    fx_slice postings;
    fx_slice impacts;
    uint64_t occurrences;
    bool has_positions;
    uint64_t positions_length; /* the caller appends them, by postings_writer_copy_positions */
};
int postings_writer_add_leaf(struct postings_writer *writer, const struct leaf_copy *leaf, fx_error *err) FX_CHECK;
int postings_writer_copy_positions(struct postings_writer *writer, fx_slice bytes, fx_error *err) FX_CHECK;

int postings_writer_finish(struct postings_writer *writer, struct written_list *out, fx_error *err) FX_CHECK;

#endif
