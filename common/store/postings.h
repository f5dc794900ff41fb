/* A posting list and the cursor over it.
 *
 * A list stands in one of three forms (postings_layout.h draws the bytes): very short ones inside the dictionary entry
 * itself, those of up to 128 postings as one block, longer ones as leaves and a directory of leaves:
 *     leaf   = up to 32 blocks; at its head, for each block: first and last document, where its parts begin, impacts
 *     block  = up to 128 postings: document gaps and frequencies bit-packed (packed_block.h), boosts as a sparse list;
 *              in STREAM_POSITIONS position gaps and form codes, touched only when positions are asked for
 * Documents in a leaf are relative to the leaf's first, so merging neighbours copies leaves whole and writes a new
 * directory.
 *
 * Impacts: of each block (and leaf) the Pareto front of (frequency, length) pairs, as in Lucene 8 (LUCENE-4198) after
 * Ding and Suel, "Faster Top-k Document Retrieval Using Block-Max Indexes", SIGIR 2011: from them a scorer gets a true
 * upper bound for any k1, b and average length. */
#ifndef STORE_POSTINGS_H
#define STORE_POSTINGS_H

#include "format.h"
#include "fx.h"

#include <stdbool.h>

struct impact {
    uint32_t frequency; /* weighted: occurrences + boost */
    uint32_t length;    /* at most the smallest length with at least that frequency */
};

enum { IMPACTS_MAX = 16 };

/* Where a list stands, as its dictionary entry says. */
struct postings_address {
    uint64_t postings, positions;               /* byte addresses in the unit's streams */
    uint64_t postings_length, positions_length; /* bytes there */
    uint32_t leaves;                            /* 0: one block, or inlined */
    uint32_t directory_length;                  /* bytes of the directory, at the end of the list's postings */
    bool has_positions;
    fx_slice inlined; /* a list that stands in the dictionary entry; valid as long as the source */
};

struct postings_state; /* decoded blocks; postings.c */

/* The one iterator contract of the project (matcher.h has the same): a new cursor stands before its first document;
 * next() and seek() return the document they stand on, DOCUMENT_END for ever after the end; seek(d) goes to the first
 * document >= d and never backwards: seek to the current document or before stays. Damage ends the list and is left in
 * `fault`. */
struct postings {
    uint32_t document;
    fx_error fault;               /* code FX_OK while all is well */
    struct postings_state *state; /* owned: release */
};

/* Opens a cursor on a list of `documents` postings, all below `document_count`; segment_postings is the way to it.
 * The readers are borrowed until release. */
struct stream_reader;
int postings_open(struct postings *out, struct stream_reader *postings, struct stream_reader *positions,
                  const struct postings_address *address, uint32_t documents, uint32_t document_count,
                  fx_error *err) FX_CHECK;

uint32_t postings_next(struct postings *postings);
uint32_t postings_seek(struct postings *postings, uint32_t target);
void postings_release(struct postings *postings);

/* Of the current document. */
uint32_t postings_frequency(struct postings *postings); /* weighted: occurrences + boost */
uint32_t postings_boost(struct postings *postings);

/* Ascending positions and, for words, form codes (*forms NULL: all 0) of the current document; borrowed until the
 * cursor moves. `forms` itself may be NULL: not wanted, which saves finding them. FX_END where the term has no
 * positions. */
int postings_positions(struct postings *postings, const uint32_t **positions, const uint16_t **forms, uint32_t *count,
                       fx_error *err) FX_CHECK;

/* As differences (position_reader_gaps), which saves those who walk them once a copy. */
int postings_position_gaps(struct postings *postings, const uint32_t **gaps, uint32_t *count, fx_error *err) FX_CHECK;

/* Goes to the block that would hold `target` without decoding it, and tells its last document and impacts. Never moves
 * `document`. DOCUMENT_END and no impacts behind the end. */
uint32_t postings_block(struct postings *postings, uint32_t target, const struct impact **impacts, uint32_t *count);
/* The same for the leaf of up to 32 blocks: a coarser bound over a longer stretch. */
uint32_t postings_leaf(struct postings *postings, uint32_t target, const struct impact **impacts, uint32_t *count);

/* The decoded block in which the cursor stands, from the current document on: documents and weighted frequencies, for
 * loops that take many at once. Moves nothing; valid until the cursor moves. */
uint32_t postings_run(struct postings *postings, const uint32_t **documents, const uint32_t **frequencies);

#endif
