/* The postings of the boundary terms of one unit of a run (words and names: word_postings.h, name_postings.h). In
 * memory, for each term a byte stream of its documents in ascending order.
 *
 * A stream lives in slices that double from 16 to 2,048 bytes and are chained by an address at their end, as in
 * Lucene's ByteSlicePool, so that rare terms cost little and frequent ones are read nearly in sequence. Of a posting:
 *     varint  (document - previous document of the term) << 1 | single     single: one occurrence
 *     unless single:  varint occurrences
 *     for each occurrence:  varint position - previous position
 *
 * The occurrences of the document at hand are gathered first, chained by term, and written when it ends. One thread. */
#ifndef BUILD_POSTINGS_BUFFER_H
#define BUILD_POSTINGS_BUFFER_H

#include "fx.h"

#include <stdbool.h>

struct postings_list;
struct occurrence;

struct postings_buffer {
    uint32_t *places; /* by term number: 1 + place in `lists`; 0: not in this unit */
    size_t place_capacity;
    struct postings_list *lists; /* in order of first use */
    size_t list_capacity;
    uint32_t list_count;
    uint8_t **chunks; /* of slices */
    size_t chunk_count, chunk_capacity;
    size_t used; /* bytes of the newest chunk */

    uint32_t document;              /* documents begun */
    struct occurrence *occurrences; /* of the document at hand */
    size_t occurrence_capacity;
    uint32_t occurrence_count;
    uint32_t *document_terms; /* places of the terms of the document at hand, in order of first occurrence */
    size_t document_term_capacity;
    uint32_t document_term_count;
    uint8_t *encoded; /* one posting */
    size_t encoded_capacity;
};

void postings_buffer_init(struct postings_buffer *buffer);
void postings_buffer_release(struct postings_buffer *buffer);
void postings_buffer_clear(struct postings_buffer *buffer); /* gives the memory back */

/* Documents get the numbers 0, 1, 2, … */
int postings_buffer_begin_document(struct postings_buffer *buffer) FX_CHECK;

/* An occurrence of `term` in the document at hand. Positions of one term ascend; equal ones are kept once. */
int postings_buffer_add(struct postings_buffer *buffer, uint32_t term, uint32_t position) FX_CHECK;

/* The term is in the document at hand, without a position. */
int postings_buffer_add_mark(struct postings_buffer *buffer, uint32_t term) FX_CHECK;

int postings_buffer_end_document(struct postings_buffer *buffer) FX_CHECK;

uint32_t postings_buffer_documents(const struct postings_buffer *buffer, uint32_t term); /* 0: not in this unit */
size_t postings_buffer_memory(const struct postings_buffer *buffer);

/* Reads the stream of one term back. */
struct postings_buffer_reader {
    uint32_t document, count; /* of the current posting; count 0: a mark */
    uint32_t *positions;
    size_t position_capacity; /* private from here on */
    const struct postings_buffer *buffer;
    const uint8_t *at, *end;
    uint32_t left;
    unsigned level; /* of the next slice */
};

void postings_buffer_reader_init(struct postings_buffer_reader *reader);
void postings_buffer_reader_start(struct postings_buffer_reader *reader, const struct postings_buffer *buffer,
                                  uint32_t term);
int postings_buffer_reader_next(struct postings_buffer_reader *reader) FX_CHECK; /* FX_END after the last */
void postings_buffer_reader_release(struct postings_buffer_reader *reader);

#endif
