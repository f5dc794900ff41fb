/* Reads the positions and forms of single postings out of an encoded block (postings_layout.h draws the bytes). Only
 * the packed chunks that hold the posting asked for are decoded; the last one decoded is kept. */
#ifndef STORE_POSITION_READER_H
#define STORE_POSITION_READER_H

#include "packed_block.h"

#include <stdbool.h>

/* So many values behind gaps may be read, whatever they are: by those who take four at a time. */
enum { POSITION_PADDING = 32 };

struct position_reader {
    const uint8_t *bytes, *end;
    uint32_t occurrences; /* in the block */
    uint32_t chunk;       /* the one decoded; UINT32_MAX: none */
    const uint8_t *next;  /* where the chunk behind it begins */
    bool forms_ready;
    unsigned form_width;
    const uint8_t *form_bits;
    uint32_t form_count; /* distinct codes; 0: all are 0 */
    uint16_t *codes;
    size_t code_capacity;
    uint32_t *positions; /* of the posting last asked for */
    uint16_t *forms;
    size_t position_capacity, form_capacity;
    uint32_t gaps[PACKED_VALUES + POSITION_PADDING];
};

void position_reader_init(struct position_reader *reader);
void position_reader_release(struct position_reader *reader);

/* Turns to another block, of `occurrences` positions; the bytes are borrowed. */
void position_reader_begin(struct position_reader *reader, const uint8_t *bytes, size_t length, uint32_t occurrences);

/* Positions of the posting whose occurrences are [start, start + count) of the block, and its forms (*forms is NULL
 * where all are 0; `forms` itself may be NULL). Valid until the next call. */
int position_reader_get(struct position_reader *reader, uint32_t start, uint32_t count, const uint32_t **positions,
                        const uint16_t **forms, fx_error *err) FX_CHECK;

/* The positions as they are kept: the first, then how far each is behind the one before. Whether they stay within 32
 * bits is not checked; POSITION_PADDING further values may be read. */
int position_reader_gaps(struct position_reader *reader, uint32_t start, uint32_t count, const uint32_t **gaps,
                         fx_error *err) FX_CHECK;

/* Those that stand in the chunk decoded last; NULL for others. */
static inline const uint32_t *position_reader_gaps_at_hand(const struct position_reader *reader, uint32_t start,
                                                           uint32_t count)
{
    const bool here = start / PACKED_VALUES == reader->chunk && start % PACKED_VALUES + count <= PACKED_VALUES &&
                      start < reader->occurrences && count <= reader->occurrences - start;
    return here ? reader->gaps + start % PACKED_VALUES : NULL;
}

#endif
