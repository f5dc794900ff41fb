/* The live articles of a corpus read again, word by word, into the documents of each unit: what the index holds, as
 * plain lists. */
#ifndef ORACLE_UNITS_H
#define ORACLE_UNITS_H

#include "names.h"
#include "oracle_corpus.h"
#include "term_space.h"
#include "unit_fields.h"

struct oracle_term {
    fx_slice stem, form;
    uint32_t position, weight;
};

struct oracle_name {
    enum term_space space;
    fx_slice form;
    uint32_t position;
};

struct oracle_facet {
    enum facet_kind kind;
    fx_slice folded;
};

struct oracle_document {
    enum unit unit;
    uint32_t article; /* index into corpus->articles */
    uint32_t ordinal;
    bool sectioned; /* an article that has sections of its own */
    struct oracle_term *terms;
    size_t term_count, term_capacity;
    struct oracle_name *names;
    size_t name_count, name_capacity;
    struct oracle_facet *facets;
    size_t facet_count, facet_capacity;
    uint32_t length; /* weighted */
    uint32_t head_end;
    bool has_head;
    uint32_t *marks[3]; /* where sentences, paragraphs, sections begin */
    size_t mark_count[3], mark_capacity[3];
};

struct oracle_units {
    const struct corpus *corpus;
    struct arena arena;
    struct oracle_document *documents[UNIT_COUNT];
    size_t count[UNIT_COUNT], capacity[UNIT_COUNT];
};

void oracle_units_make(struct oracle_units *units, const struct corpus *corpus);
void oracle_units_release(struct oracle_units *units);

#endif
