/* The term dictionary of one unit of a segment: blocks of front-coded entries, each stored under its last term (so that
 * the first block whose key is >= a term is the one that would hold it).
 *
 *     block   = varint postings address, varint positions address  (where the lists of the block begin),
 *               group*, u16 offset of each group but the first, u8 number of groups,
 *               u32 checksum (low half of XXH3-64, seeded by owner, unit and last term)
 *     group   = up to 16 entries; the first shares nothing with its predecessor. Of each group but the first, in front:
 *               varint postings address, varint positions address, as differences to the block's
 *     entry   = varint bytes shared with the term before, varint further bytes, those bytes,
 *               u8 flags: form of the entry (2 bits), HAS_POSITIONS, HAS_PARENTS, documents (4 bits; 15: see next),
 *               [varint documents - 15]
 *       list  = [varint occurrences - documents  with positions] [varint parents]
 *          inlined     u8 length, the list (postings_layout.h)
 *          one block   varint bytes of postings, [varint bytes of positions]
 *          leaves      the same, varint leaves, varint bytes of the directory
 *       form  = varint occurrences - documents, varint bytes that the stem shares with the form, u8 further bytes,
 *               those bytes, varint code                                        (TERM_FORM: a form and its stem)
 *
 * Lists stand in the streams in the order of their terms without gaps, so lengths give addresses. A term is found by
 * bisecting the groups' first terms and walking one group. A block fills one overflow page of LMDB: LMDB splits leaf
 * pages in half when keys arrive in order but not at the very end, so larger values in leaf pages waste half of them.
 */
#ifndef STORE_TERM_DICTIONARY_H
#define STORE_TERM_DICTIONARY_H

#include "buffer.h"
#include "extent.h"
#include "postings.h"

#include <stdbool.h>

enum {
    TERM_BYTES_MAX = 255,               /* the space byte included */
    DICTIONARY_BLOCK_BYTES = 4096 - 16, /* an overflow page less its header */
    DICTIONARY_GROUP = 16
};

struct term_entry {
    fx_slice term;        /* space byte and bytes; borrowed until the next call on the same scan (or segment) */
    uint32_t documents;   /* document frequency in this segment, dead ones included */
    uint64_t occurrences; /* sum of the frequencies */
    uint32_t parents;     /* UNIT_SECTION, TERM_WORD: distinct articles. df over sections of all articles is
                             df(sections) + df(articles) - parents, since an article without sub-headings is its own
                             one section */
    fx_slice stem;        /* TERM_FORM only: the stem it belongs to */
    uint16_t form;        /* TERM_FORM only: its code */
    struct postings_address address; /* not TERM_FORM */
};

/* ---- writing ---- */

struct dictionary_writer {
    const struct extent_sink *sink;
    uint32_t owner;
    unsigned unit;
    uint32_t terms;               /* added so far; private from here on */
    uint32_t in_block;            /* entries */
    uint64_t postings, positions; /* where the lists of the block begin */
    struct buffer block, entry, groups;
    char last[TERM_BYTES_MAX];
    size_t last_length;
};

void dictionary_writer_init(struct dictionary_writer *writer, const struct extent_sink *sink, uint32_t owner,
                            unsigned unit);
/* Terms ascend strictly; FX_EINVAL otherwise, for an empty one and for one of more than TERM_BYTES_MAX bytes. */
int dictionary_writer_add(struct dictionary_writer *writer, const struct term_entry *entry, fx_error *err) FX_CHECK;
int dictionary_writer_finish(struct dictionary_writer *writer, fx_error *err) FX_CHECK;
void dictionary_writer_release(struct dictionary_writer *writer);

/* ---- reading ---- */

/* The entries of one block, one after another. */
struct dictionary_block {
    const uint8_t *at, *end; /* private; `end` of the entries */
    const uint8_t *begin;    /* of the block: where offsets count from */
    const uint8_t *table;    /* offsets of the groups */
    uint32_t groups, left_in_group;
    uint64_t first_postings, first_positions; /* of the block */
    uint64_t postings, positions;             /* of the entry at `at` */
    char term[TERM_BYTES_MAX];
    size_t term_length;
    char stem[TERM_BYTES_MAX];
};

/* Checks the checksum of a block as the source gave it; `reopen` is for one that was opened before. */
int dictionary_block_reopen(struct dictionary_block *block, fx_slice value, fx_error *err) FX_CHECK;
int dictionary_block_open(struct dictionary_block *block, uint32_t owner, unsigned unit, fx_slice last_term,
                          fx_slice value, fx_error *err) FX_CHECK;

/* The next entry, FX_END after the last; slices are borrowed from the block and its value until the next call. */
int dictionary_block_next(struct dictionary_block *block, struct term_entry *out, fx_error *err) FX_CHECK;

/* Goes to the group that would hold `term`: the entries before it are smaller. */
int dictionary_block_seek(struct dictionary_block *block, fx_slice term, fx_error *err) FX_CHECK;

/* The entry of `term`, FX_END where the block does not have it. For a block just opened. */
int dictionary_block_find(struct dictionary_block *block, fx_slice term, struct term_entry *out,
                          fx_error *err) FX_CHECK;

/* The checksum that ends a block. */
uint32_t dictionary_checksum(uint32_t owner, unsigned unit, fx_slice last_term, fx_slice bytes);

#endif
