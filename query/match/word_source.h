/* A posting list restricted to some forms of its stem: what `=cooperation`, prefixes and fuzzy words read. Same
 * contract as struct postings. Without codes it is the list itself and never reads a position unasked. */
#ifndef MATCH_WORD_SOURCE_H
#define MATCH_WORD_SOURCE_H

#include "word_statistics.h"

struct word_source {
    struct postings *postings; /* of the context; NULL: damaged, matches nothing */
    struct match_context *context;
    const uint16_t *codes;
    uint32_t code_count;
    uint32_t document;
    const uint32_t *positions; /* of the current document; of forms that count. NULL: not read */
    uint32_t position_count, occurrences;
    uint32_t *kept; /* memory for `positions` where some were left out */
    uint32_t kept_capacity;
};

int word_source_open(struct word_source *out, struct match_context *context, const struct match_segment *segment,
                     enum unit unit, const struct word_list *list, fx_error *err) FX_CHECK;
uint32_t word_source_next(struct word_source *source);
uint32_t word_source_seek(struct word_source *source, uint32_t target);

/* The weighted frequency; of some forms only, their share of it (a boost is not kept for each occurrence). */
double word_source_frequency(struct word_source *source);

/* Ascending positions of the current document that count; none where they cannot be read. */
uint32_t word_source_positions(struct word_source *source, const uint32_t **positions);

#endif
