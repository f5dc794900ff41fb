/* Reads one segment: terms, postings, columns, names. Everything is checked (bounds, checksums) before it is used.
 * A segment and its cursors are used by one thread at a time and live no longer than the snapshot they came from.
 *
 * Damage: a call that meets a damaged value returns FX_EDAMAGED (cursors: ends, and leaves the error in their
 * `fault`); other terms, documents and segments stay usable. */
#ifndef STORE_SEGMENT_H
#define STORE_SEGMENT_H

#include "postings.h"
#include "segment_writer.h"
#include "term_dictionary.h"

struct column;
struct segment;

int segment_open(struct segment **out, const struct extent_source *source, const struct segment_info *info,
                 fx_error *err) FX_CHECK;
void segment_close(struct segment *segment);
const struct segment_info *segment_describe(const struct segment *segment);

/* ---- dictionary ---- */

/* struct term_entry: term_dictionary.h */

/* FX_END where the segment does not have the term. */
int segment_find_term(struct segment *segment, enum unit unit, fx_slice term, struct term_entry *out,
                      fx_error *err) FX_CHECK;

/* Terms in byte order from `first` on. */
struct term_scan {
    struct segment *segment; /* private */
    enum unit unit;
    fx_slice last_term; /* key of the block */
    bool at_first;      /* `entry` is the first to give out */
    struct dictionary_block block;
    struct term_entry entry;
};
int term_scan_open(struct term_scan *scan, struct segment *segment, enum unit unit, fx_slice first,
                   fx_error *err) FX_CHECK;
int term_scan_next(struct term_scan *scan, const struct term_entry **out,
                   fx_error *err) FX_CHECK; /* FX_END after the last */

/* ---- postings: postings.h has the cursor ---- */

int segment_postings(struct segment *segment, enum unit unit, const struct term_entry *term, struct postings *out,
                     fx_error *err) FX_CHECK;

/* ---- columns; `document` < documents of the unit is the caller's duty, a damaged page gives FX_EDAMAGED ---- */

/* To read some values of (column.h): STREAM_LENGTHS, STREAM_PARENTS, STREAM_ORDINALS of a unit, or, whatever the unit,
 * STREAM_PUBLISHED of articles and STREAM_NAME_HASHES of names. */
int segment_column(struct segment *segment, enum unit unit, enum stream_kind kind, struct column **out,
                   fx_error *err) FX_CHECK;

/* Whole columns, for those who walk all of it: checked once per segment and process. */
int segment_lengths(struct segment *segment, enum unit unit, const uint32_t **out, fx_error *err) FX_CHECK;
int segment_parents(struct segment *segment, enum unit unit, const uint32_t **out, fx_error *err) FX_CHECK;
int segment_ordinals(struct segment *segment, enum unit unit, const uint32_t **out, fx_error *err) FX_CHECK;
int segment_published(struct segment *segment, const int64_t **out, fx_error *err) FX_CHECK;
int segment_content_hashes(struct segment *segment, const uint64_t **out, fx_error *err) FX_CHECK;
int segment_files(struct segment *segment, const uint32_t **out, fx_error *err) FX_CHECK;

/* Name numbers of a document, ascending: *names borrowed until the next call. */
int segment_facets(struct segment *segment, enum unit unit, uint32_t document, const uint32_t **names, uint32_t *count,
                   fx_error *err) FX_CHECK;

/* Those with numbers below `end` only. */
int segment_facets_below(struct segment *segment, enum unit unit, uint32_t document, uint32_t end,
                         const uint32_t **names, uint32_t *count, fx_error *err) FX_CHECK;

/* Articles whose id has this hash: calls on with *at (start with 0) until FX_END. Compare the id itself afterwards. */
int segment_find_id(struct segment *segment, uint64_t id_hash, uint32_t *at, uint32_t *document,
                    fx_error *err) FX_CHECK;

/* ---- names ---- */

/* The slices of *out are borrowed until the next call of this or the next function. */
int segment_name(struct segment *segment, uint32_t number, struct name_entry *out, fx_error *err) FX_CHECK;
/* A reader of its own (name_columns.h), to go through names beside others; name_reader_release frees it. */
struct name_reader;
void segment_name_reader(const struct segment *segment, struct name_reader *out);
/* The first name >= (kind, folded); may be the count of names. */
int segment_name_lower_bound(struct segment *segment, enum facet_kind kind, fx_slice folded, uint32_t *number,
                             fx_error *err) FX_CHECK;

#endif
