/* What a cursor over a posting list keeps. Private to postings.c and inlined_list.c. */
#ifndef STORE_POSTINGS_STATE_H
#define STORE_POSTINGS_STATE_H

#include "position_reader.h"
#include "postings_layout.h"

struct postings_state {
    struct stream_reader *postings, *positions;
    bool has_positions, inlined;

    /* The directory; a list without one is a single leaf, described by `only`. */
    struct leaf_entry *directory;
    struct leaf_entry only;
    uint32_t leaves;

    /* Leaves whose heads are decoded. `deep` holds the block the cursor stands in, `shallow` the one postings_block
     * looked at last; they may be the same. NULL: none yet. */
    struct leaf slots[2];
    struct leaf *deep, *shallow;
    uint32_t block, shallow_block;
    uint32_t shallow_from, shallow_last; /* targets that shallow_block answers: [from, last]; none where from > last */

    /* The block the cursor stands in. */
    uint32_t index, count; /* of the current posting, of postings; count 0: before the first document */
    bool frequencies_ready;
    uint32_t frequencies_asked; /* one by one, before they were decoded */
    const uint8_t *frequencies_at, *block_end;
    const uint32_t *weighted; /* `counts` or `boosted` */
    uint32_t documents[PACKED_VALUES], counts[PACKED_VALUES], boosted[PACKED_VALUES];

    /* Impacts decoded last, and whose they are. */
    uint32_t impacts_leaf, impacts_block; /* leaf and block number; UINT32_MAX: none */
    uint32_t impact_count, leaf_impacts_of, leaf_impact_count;
    struct impact impacts[IMPACTS_MAX], leaf_impacts[IMPACTS_MAX];

    /* Positions: those of posting i are the occurrences [ends[i] - counts[i], ends[i]) of the block. */
    bool positions_ready;
    uint32_t ends[PACKED_VALUES];
    struct position_reader reader;
    struct buffer copy;           /* of positions that stand in two extents */
    struct buffer directory_copy; /* likewise of the directory */

    /* An inlined list is decoded whole. */
    uint32_t inlined_positions[INLINED_BYTES_MAX], inlined_gaps[INLINED_BYTES_MAX + POSITION_PADDING];
    uint16_t inlined_forms[INLINED_BYTES_MAX];
    bool inlined_any_form;
};

/* Fills documents, counts, weights, impacts and positions from a list in a dictionary entry. */
int inlined_list_decode(struct postings_state *state, fx_slice bytes, uint32_t documents, uint32_t document_count,
                        fx_error *err) FX_CHECK;

#endif
