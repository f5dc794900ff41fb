/* The index format, version 1. This file draws every key and value; nothing outside common/store knows a byte of it.
 *
 * An index is a directory:
 *     data.mdb, lock.mdb   one LMDB environment (liblmdb 0.9)
 *     writer.lock          locked (fcntl OFD) by the one writer; holds its pid, start time and command
 *     tmp/                 runs that a big update spills; emptied by every writer when it opens
 *
 * Life of data
 *   Articles are numbered 0, 1, 2, … in order of arrival, for ever (until `findex compact` renumbers). A *segment*
 * holds the postings, lengths and columns of a contiguous range of article numbers; inside it all numbers are relative
 * to its base. A *store* holds the stored records (text and spans) of a contiguous range; stores are cut by updates,
 * not by merges, so merging never touches text. Both are immutable. A *commit* lists the live ones. Deleting sets bits
 * in a per-segment bitmap and is part of the commit. Keys of segments that no commit lists are garbage of a killed
 * writer and are removed when the next writer opens.
 *
 * Named databases of the environment
 *   "main"   the commit record, segments' and stores' extents, dead bitmaps, dictionaries' blocks   (keys below)
 *   "files"  path -> size, mtime, content hash, file number                              (file_table.h)
 *
 * Keys of "main" (integers big-endian, so that LMDB's order is numeric)
 *     'C'                                    the commit record                          (commit.h)
 *     'E' owner:u32 stream:u8 extent:u32     an extent of a stream of a segment or store    (stream.h)
 *     'T' segment:u32 unit:u8 last-term      a block of the term dictionary, keyed by its last term (term_dictionary.h)
 *     'X' segment:u32 unit:u8                the bitmap of dead documents of a unit             (commit.h)
 *     'Z' number:u32                         a dictionary of records                        (codebook.h)
 *   `owner` numbers are unique over segments and stores and never reused.
 *
 * Every value ends in a checksum: XXH3-64 over the key and the value, its low 32 bits, little-endian, except extents,
 * which have one of 4 bytes for each 4,096 bytes of data, so that reading a little checks a little.
 */
#ifndef STORE_FORMAT_H
#define STORE_FORMAT_H

enum { FORMAT_VERSION = 1 };

enum stream_kind {
    /* of a segment, one of each per unit: the unit is in the upper bits, see STREAM_OF_UNIT */
    STREAM_POSTINGS = 0,  /* documents, frequencies, skip data (postings.h) */
    STREAM_POSITIONS = 1, /* positions and forms (postings.h) */
    STREAM_LENGTHS = 2,   /* u32 a document: weighted length in words */
    STREAM_PARENTS = 3,   /* u32 a document of UNIT_SECTION, UNIT_QUOTE: its article (relative to the segment) */
    STREAM_ORDINALS = 4,  /* u32 a document: its number within the article (sections 0.., quotes 0..) */
    STREAM_FACETS = 5,    /* name numbers of each document (names.h) */
    STREAM_FACET_STARTS = 6,
    STREAM_UNIT_STREAMS = 8,
    /* of a segment, once */
    STREAM_PUBLISHED = 24, /* i64 an article; INT64_MIN where unknown */
    STREAM_CONTENT = 25,   /* u64 an article: hash of its content, for `unchanged` */
    STREAM_FILE = 26,      /* u32 an article: file number, 0 = none */
    STREAM_IDS = 27,       /* (u64 hash of id, u32 article) sorted by hash */
    STREAM_NAMES = 28,     /* dictionary of names (names.h) */
    STREAM_NAME_STARTS = 29,
    STREAM_NAME_HASHES = 30, /* u64 a name: what names of other kinds and segments are compared by (names.h) */
    /* of a store */
    STREAM_RECORDS = 40,      /* compressed records, one after another (document_store.h) */
    STREAM_RECORD_STARTS = 41 /* 5 bytes an article: where its record begins */
};

#define STREAM_OF_UNIT(stream, unit) ((unsigned)(stream) + (unsigned)(unit)*STREAM_UNIT_STREAMS)

/* Pages of data per extent: an extent fills 64 LMDB overflow pages exactly (page header 16 bytes, 4 bytes of checksum
 * a page of data). */
enum {
    EXTENT_VALUE_BYTES = 64 * 4096 - 16,
    EXTENT_CHECK_PAGE = 4096,
    EXTENT_DATA_BYTES = 63 * 4096 + 3824, /* data + 4 * ceil(data / 4096) == EXTENT_VALUE_BYTES */
};

_Static_assert(EXTENT_DATA_BYTES + 4 * 64 == EXTENT_VALUE_BYTES, "an extent fills its pages");

/* Numbers inside a segment are 32-bit; this one never is a document. */
#define DOCUMENT_END 0xFFFFFFFFu

enum { BLOCK_POSTINGS = 128, LEAF_BLOCKS = 32 };

/* Bytes of a term (space byte included) at most: a key of LMDB holds 511 bytes, six are taken. */
enum { BLOCK_TERM_MAX = 500 };

#endif
