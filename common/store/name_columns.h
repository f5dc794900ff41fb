/* The names of a segment on disk (names.h says what they are), and the name numbers of each document.
 *
 *     STREAM_NAMES       groups of 16 front-coded names:
 *         name = u8 kind | style << 4, varint articles, varint bytes shared with the folded name before in the group
 *                (0 for the first), varint further bytes, those bytes, then by style
 *             SAME      nothing: the display name is the folded one
 *             CAPITALS  ceil(length / 8) bytes: bit i of them: byte i is an ASCII capital on display
 *             OWN       varint length, the display name
 *     STREAM_NAME_STARTS u32 a group: where it begins
 *     STREAM_NAME_HASHES u64 a name: name_hash of the folded name
 *     STREAM_FACETS      of each document: varint number of names, then, unless 0, u8 width and the differences of
 *                        its name numbers, ascending (the first from 0), as a stream of so many bits each, up to a
 *                        whole byte
 *     STREAM_FACET_STARTS u32 for each 8 documents: where those of the first begin */
#ifndef STORE_NAME_COLUMNS_H
#define STORE_NAME_COLUMNS_H

#include "buffer.h"
#include "column.h"
#include "names.h"
#include "stream_piece.h"

/* ---- names ---- */

/* XXH3-64; stands in a column, and texts of the same 64 bits are taken for one name. */
uint64_t name_hash(fx_slice folded);

struct name_writer {
    struct stream_writer names, starts, hashes;
    uint32_t count; /* private from here on */
    enum facet_kind kind;
    struct buffer folded, entry;
};

void name_writer_init(struct name_writer *writer, const struct extent_sink *sink, uint32_t owner);
int name_writer_add(struct name_writer *writer, const struct name_entry *name, fx_error *err) FX_CHECK;
int name_writer_finish(struct name_writer *writer, uint64_t *bytes, fx_error *err) FX_CHECK;
void name_writer_release(struct name_writer *writer);

struct name_reader {
    struct stream_reader names, starts;
    uint32_t count;
    uint32_t next; /* private from here on: the name at `at` of the group at hand; UINT32_MAX: none */
    uint32_t group;
    const uint8_t *at, *end;
    struct buffer folded, display, copy;
};

void name_reader_init(struct name_reader *reader, const struct extent_source *source, uint32_t owner, uint32_t count,
                      uint64_t bytes);
void name_reader_release(struct name_reader *reader);
/* Name `number`; its slices are borrowed until the next call. Cheapest in ascending order. FX_EINVAL behind the last.
 */
int name_reader_get(struct name_reader *reader, uint32_t number, struct name_entry *out, fx_error *err) FX_CHECK;
/* The same without the display name. */
int name_reader_folded(struct name_reader *reader, uint32_t number, struct name_entry *out, fx_error *err) FX_CHECK;
int name_reader_lower_bound(struct name_reader *reader, enum facet_kind kind, fx_slice folded, uint32_t *number,
                            fx_error *err) FX_CHECK;

/* ---- facets ---- */

struct facet_writer {
    struct stream_writer facets, starts;
    uint32_t documents; /* private from here on */
    uint32_t *sorted;
    size_t capacity;
    struct buffer encoded;
};

void facet_writer_init(struct facet_writer *writer, const struct extent_sink *sink, uint32_t owner, unsigned unit);
int facet_writer_add(struct facet_writer *writer, const uint32_t *names, uint32_t count, fx_error *err) FX_CHECK;
int facet_writer_finish(struct facet_writer *writer, uint64_t *bytes, fx_error *err) FX_CHECK;
void facet_writer_release(struct facet_writer *writer);

struct facet_reader {
    struct stream_reader facets;
    struct column starts;
    uint32_t documents, name_count;
    uint64_t bytes;  /* of the facets */
    uint32_t *names; /* private */
    size_t capacity;
    struct buffer copy;
};

void facet_reader_init(struct facet_reader *reader, const struct extent_source *source, uint32_t owner, unsigned unit,
                       uint32_t documents, uint32_t name_count, uint64_t bytes);
void facet_reader_release(struct facet_reader *reader);
/* Of the names of a document those with numbers below `end`; ascending, borrowed until the next call. */
int facet_reader_get(struct facet_reader *reader, uint32_t document, uint32_t end, const uint32_t **names,
                     uint32_t *count, fx_error *err) FX_CHECK;

#endif
