/* The bytes of a posting list. Written by postings_writer.c, read by the other functions of this header.
 *
 *     inlined   = varint length-code, posting*                            (of the whole list one impact; see impacts.h)
 *       posting = varint gap, then with positions: varint((count - 1) << 2 | has_boost << 1 | has_forms)
 *                                       without:   varint(has_boost)
 *                 [varint boost] [count * varint position gap] [count * varint form]
 *     one block = varint first document, u8 length of the impacts, impacts, block
 *     leaves    = leaf*, directory
 *
 *     leaf      = u8 blocks (1..32)
 *                 packed 128 - postings of each block
 *                 packed gap: first document - last document of the block before - 1   (0 for the first block)
 *                 packed last document - first document
 *                 packed bytes of each block
 *                 packed bytes of each block in STREAM_POSITIONS          (with positions)
 *                 packed bytes of each block's impacts
 *                 impacts of the blocks, one after another
 *                 blocks, one after another
 *     block     = packed document gaps: document - the one before - 1     (0 for the first)
 *                 packed count - 1 of each posting                        (with positions)
 *                 varint number of boosts, then of each: u8 index, varint boost
 *     directory = of each leaf: varint first document - last document of the leaf before (of the first: from 0),
 *                 varint last - first document, varint bytes of the leaf, varint bytes of its positions,
 *                 u8 length of the impacts, impacts
 *
 *     positions of a block = packed position gaps, 128 at a time over all its postings (the first of each document is
 *                 the position itself), then forms
 *     forms     = varint number of distinct codes (0: all are 0), the codes as varints, then, of more than one, an
 * index into them for each occurrence: one stream of bits of the smallest width that holds them
 *
 * "packed" is a packed_block.h block of as many values as there are postings (or blocks). */
#ifndef STORE_POSTINGS_LAYOUT_H
#define STORE_POSTINGS_LAYOUT_H

#include "buffer.h"
#include "packed_block.h"
#include "postings.h"
#include "stream_piece.h"

/* A list in a dictionary entry has at most so many bytes (hence fewer postings, and occurrences, than that). */
enum { INLINED_BYTES_MAX = 40 };

/* The blocks of a leaf, as its head tells. Documents are relative to the segment. */
struct leaf {
    uint32_t number; /* UINT32_MAX: none */
    uint32_t blocks;
    uint32_t first[LEAF_BLOCKS];
    uint32_t last[LEAF_BLOCKS]; /* behind `blocks`: DOCUMENT_END */
    uint32_t counts[LEAF_BLOCKS];
    uint32_t starts[LEAF_BLOCKS + 1]; /* block i is bytes [starts[i], starts[i + 1]) of the leaf */
    /* Decoded when first asked for, by postings_leaf_impacts and postings_leaf_positions. */
    bool impacts_ready, positions_ready;
    const uint8_t *impacts_column, *positions_column;
    uint64_t positions, positions_length; /* of the whole leaf */
    uint32_t impact_starts[LEAF_BLOCKS + 1];
    uint64_t position_starts[LEAF_BLOCKS + 1];
    const uint8_t *bytes;
    size_t length;
    struct buffer copy; /* holds `bytes` where the stream has them in two extents */
};

struct leaf_entry {
    uint32_t first, last;
    uint64_t postings, positions; /* addresses */
    uint32_t length;
    uint32_t impacts_length;
    const uint8_t *impacts;
    uint64_t positions_length;
};

/* Decodes `leaves` entries; checks that they ascend below `document_count` and lie inside the list. */
int postings_decode_directory(struct leaf_entry *entries, const struct postings_address *address, const uint8_t *bytes,
                              uint32_t document_count, fx_error *err) FX_CHECK;

/* Reads the head of the leaf that `entry` describes. */
int postings_load_leaf(struct leaf *leaf, uint32_t number, const struct leaf_entry *entry, bool has_positions,
                       struct stream_reader *reader, fx_error *err) FX_CHECK;

/* The encoded impacts of a block. */
int postings_leaf_impacts(struct leaf *leaf, uint32_t block, const uint8_t **bytes, size_t *length,
                          fx_error *err) FX_CHECK;
/* Where in their stream the positions of a block stand. */
int postings_leaf_positions(struct leaf *leaf, uint32_t block, uint64_t *address, uint64_t *length,
                            fx_error *err) FX_CHECK;

/* The documents of a block: `count` of them from `first` to `last` (DOCUMENT_END: not known beforehand; then the block
 * tells); DOCUMENT_END behind them up to PACKED_VALUES. Returns where the frequencies begin, NULL for damage. */
const uint8_t *postings_decode_documents(uint32_t *documents, uint32_t count, uint32_t first, uint32_t last,
                                         const uint8_t *at, const uint8_t *end);

/* Counts and weighted frequencies of a block. *weighted_out is `counts` itself where no posting has a boost. Returns
 * the end of the block, NULL for damage. */
const uint8_t *postings_decode_frequencies(uint32_t *counts, uint32_t *weighted, const uint32_t **weighted_out,
                                           uint32_t count, bool has_positions, const uint8_t *at, const uint8_t *end);

/* Count and boost of one posting of a block, without decoding the others; false for damage. */
bool postings_decode_frequency(uint32_t *counted, uint32_t *boost, uint32_t index, uint32_t count, bool has_positions,
                               const uint8_t *at, const uint8_t *end);

#endif
