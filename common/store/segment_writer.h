/* Writes one immutable segment: for each unit its terms in byte order, each with its postings in order of document,
 * then columns and names. Constant memory but for one skip directory, one output extent a stream, and 12 bytes an
 * article for the sorted ids. Used by the indexer (from a run in memory) and by merging.
 *
 * Calls, in this order:
 *     open
 *     for unit in ARTICLE, SECTION, QUOTE:   begin_unit
 *         for each term, ascending bytes:       begin_term, posting*, end_term     or   form
 *         (columns of the unit may be added at any time before the next begin_unit)
 *     article columns, names
 *     finish, or abandon (also after any failure)
 */
#ifndef STORE_SEGMENT_WRITER_H
#define STORE_SEGMENT_WRITER_H

#include "extent.h"
#include "format.h"
#include "names.h"
#include "unit_fields.h"

struct segment_writer;

/* Totals of one unit of a segment, as the commit record keeps them. */
struct unit_totals {
    uint32_t documents; /* including dead ones */
    uint32_t terms;
    uint64_t length;                          /* sum of the lengths */
    uint64_t postings_bytes, positions_bytes; /* stream lengths */
    uint64_t facets_bytes;
};

struct segment_info {
    uint32_t owner;
    uint32_t base; /* number of its first article; set by whoever commits it */
    uint32_t articles;
    uint32_t name_count;
    uint64_t names_bytes;
    uint32_t dead[UNIT_COUNT];
    uint64_t dead_length[UNIT_COUNT];
    struct unit_totals units[UNIT_COUNT];
};

int segment_writer_open(struct segment_writer **out, const struct extent_sink *sink, uint32_t owner,
                        fx_error *err) FX_CHECK;

int segment_writer_begin_unit(struct segment_writer *writer, enum unit unit, uint32_t documents,
                              fx_error *err) FX_CHECK;

/* `term` is the space byte and the term's bytes. `parents`: for TERM_WORD of UNIT_SECTION the number of distinct
 * articles among its documents (segment.h says what for), else 0. */
int segment_writer_begin_term(struct segment_writer *writer, fx_slice term, uint32_t parents, fx_error *err) FX_CHECK;

/* One document of the term: `count` occurrences at ascending positions; forms[i] is the form code of the i-th
 * (form_table.h), NULL where all are 0. `boost` is added to the frequency for scoring. `length` is the document's
 * length (it goes into the impacts). count 0 is allowed for terms without positions; all postings of a term have
 * positions or none has. */
struct posting_input {
    uint32_t document, boost, length;
    uint32_t count;
    const uint32_t *positions;
    const uint16_t *forms;
};
int segment_writer_posting(struct segment_writer *writer, const struct posting_input *posting, fx_error *err) FX_CHECK;
int segment_writer_end_term(struct segment_writer *writer, fx_error *err) FX_CHECK;

/* A dictionary entry of TERM_FORM: `term` is TERM_FORM and the form; it says which stem the form belongs to, its code,
 * and in how many documents and how often the form itself occurs. A stem that only ever occurs as itself needs none. */
int segment_writer_form(struct segment_writer *writer, fx_slice term, fx_slice stem, uint16_t code, uint32_t documents,
                        uint64_t occurrences, fx_error *err) FX_CHECK;

/* One value per document of the unit, in order; `names` in any order, each once. */
int segment_writer_document(struct segment_writer *writer, uint32_t length, uint32_t parent, uint32_t ordinal,
                            const uint32_t *names, uint32_t name_count, fx_error *err) FX_CHECK;

/* One per article, in order. */
struct article_columns {
    int64_t published; /* INT64_MIN: unknown */
    uint64_t content_hash;
    uint64_t id_hash; /* XXH3-64 of the id */
    uint32_t file;
};
int segment_writer_article(struct segment_writer *writer, const struct article_columns *columns,
                           fx_error *err) FX_CHECK;

/* Names in ascending order of (kind, folded); their order gives them the numbers that facets use. */
int segment_writer_name(struct segment_writer *writer, const struct name_entry *name, fx_error *err) FX_CHECK;

/* Writes what is left; *info.base stays 0. The writer is freed whatever the result. */
int segment_writer_finish(struct segment_writer *writer, struct segment_info *info, fx_error *err) FX_CHECK;
void segment_writer_abandon(struct segment_writer *writer);

#endif
