/* How the text of a unit is laid out on the axis of positions. This is the one place that knows it: indexing walks
 * these fields to number words, snippets walk them again to find the words that matched.
 *
 * A unit is a sequence of fields (its head, then paragraphs, captions). Words are numbered on; between two fields the
 * numbering jumps, so that a phrase never runs from one into the next.
 *
 *   article: title (head), deck, paragraphs of the text with headings among them, captions
 *   section: heading (head), its paragraphs.   The part before the first sub-heading is section 0: title (head), deck,
 *            its paragraphs. Only articles with sub-headings have sections of their own; of the others the article
 *            itself stands for its one section.
 *   quote:   its words, one field a paragraph (no head) */
#ifndef TEXT_UNIT_FIELDS_H
#define TEXT_UNIT_FIELDS_H

#include "annotations.h"

enum unit { UNIT_ARTICLE, UNIT_SECTION, UNIT_QUOTE, UNIT_COUNT };

enum field_kind { FIELD_TITLE, FIELD_DECK, FIELD_HEADING, FIELD_BODY, FIELD_CAPTION, FIELD_KIND_COUNT };

/* Positions left free after a field: small after a paragraph, larger where the subject changes. */
enum { POSITION_GAP_PARAGRAPH = 2, POSITION_GAP_ZONE = 8 };

/* What a word counts for in the weighted frequency, by field: BM25 of a unit sees frequency + boost, where boost adds
 * (weight - 1) for each occurrence in a title or heading. */
enum { FIELD_WEIGHT_TITLE = 3, FIELD_WEIGHT_HEADING = 2, FIELD_WEIGHT_OTHER = 1 };

struct unit_field {
    enum field_kind kind;
    fx_slice text;       /* what to lex */
    uint32_t text_start; /* its offset in article.text; UINT32_MAX for title, deck and captions */
    bool is_head;        /* the unit's head: title of an article, heading of a section */
};

struct unit_fields {
    struct unit_field *fields;
    uint32_t count, capacity;
};

#define UNIT_FIELDS_INIT                                                                                               \
    {                                                                                                                  \
        NULL, 0, 0                                                                                                     \
    }

/* The fields of a unit of `article`. `number`: 0 for UNIT_ARTICLE, 0..section_count for UNIT_SECTION (0 is the part
 * before the first sub-heading), the index into `quotes` for UNIT_QUOTE. Reuses the memory of *out. Fields without any
 * bytes are left out. */
int unit_fields_make(struct unit_fields *out, const struct article *article, const struct annotations *annotations,
                     enum unit unit, uint32_t number) FX_CHECK;
void unit_fields_release(struct unit_fields *fields);

/* The gap after a field of this kind. */
uint32_t unit_field_gap(enum field_kind kind);

/* The weight of a word in a field of this kind. */
uint32_t unit_field_weight(enum field_kind kind);

#endif
