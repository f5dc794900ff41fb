/* Collects and encodes the positions and forms of one block of postings; postings_layout.h draws the bytes. */
#ifndef STORE_POSITION_BLOCK_H
#define STORE_POSITION_BLOCK_H

#include "buffer.h"

#include <stdbool.h>

struct position_block {
    uint32_t *gaps;  /* of each posting: the first position, then differences */
    uint16_t *forms; /* one a gap */
    size_t count, capacity;
    bool any_form;      /* one of them is not 0 */
    uint16_t *index_of; /* scratch of the encoder: code -> its index + 1, 65,536 of them, all 0 between calls */
};

int position_block_init(struct position_block *block) FX_CHECK;
void position_block_release(struct position_block *block);
void position_block_clear(struct position_block *block);

/* The positions of the next posting, ascending; `forms` NULL: all 0. */
int position_block_add(struct position_block *block, const uint32_t *positions, const uint16_t *forms,
                       uint32_t count) FX_CHECK;

/* Appends the encoded block. */
int position_block_encode(struct position_block *block, struct buffer *out) FX_CHECK;

#endif
