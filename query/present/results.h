/* The inside of fx_results, shared by the files that make it up: results.c (running, walking), hit.c (one hit's
 * fields), context.c (words in context). */
#ifndef PRESENT_RESULTS_H
#define PRESENT_RESULTS_H

#include "facet_counter.h"
#include "reader.h"
#include "snippet.h"
#include "timeline_counter.h"

struct fx_results {
    fx_reader *reader;
    fx_search_options options;
    struct search *search;
    const struct search_result *result;
    struct facet_counter *facets;      /* NULL: none asked for */
    struct timeline_counter *timeline; /* NULL: not asked for */
    uint64_t elapsed_us;
    uint32_t next; /* index into result->hits */

    /* of the hit handed out last */
    const struct search_hit *hit;
    struct record record;
    struct arena arena;
    struct unit_fields fields;
    struct buffer explanation;
};

/* Fills *out from the record of `results->hit`. */
int hit_fill(fx_results *results, fx_hit *out, fx_error *err) FX_CHECK;

/* Number of the unit within its article, as unit_fields_make wants it. */
uint32_t hit_unit_number(uint32_t ordinal);

#endif
