/* The names of a segment: the values of the facets, numbered 0.. in order of (kind, folded name). Facets are counted by
 * number, and over kinds and segments by name_hash of the folded name; completion and --list walk the sorted names. */
#ifndef STORE_NAMES_H
#define STORE_NAMES_H

#include "fx.h"

enum facet_kind {
    FACET_DESK,
    FACET_HEADING,
    FACET_SOURCE,
    FACET_SPEAKER,
    FACET_PERSON,
    FACET_ORGANIZATION,
    FACET_PLACE,
    FACET_OTHER,
    FACET_AUTHOR,
    FACET_KIND_COUNT
};

struct name_entry {
    enum facet_kind kind;
    fx_slice folded;    /* analyzer_fold_name of the display name: what is compared */
    fx_slice display;   /* as articles print it (of several spellings the most frequent) */
    uint32_t documents; /* articles that carry it */
};

#endif
