/* An index directory: snapshots for readers, one writer with a transaction. Owns the LMDB environment.
 *
 * Readers never block and are never blocked; a snapshot is one commit for as long as it is open. Long-lived readers
 * call index_refresh between queries, since an old snapshot holds back the reuse of pages. */
#ifndef STORE_INDEX_H
#define STORE_INDEX_H

#include "commit.h"
#include "form_table.h"
#include "record.h"
#include "segment.h"

struct index;

/* Opens for reading and takes a snapshot. Refuses (never crashes on) a missing, truncated, foreign or newer index. */
int index_open(struct index **out, const char *directory, fx_error *err) FX_CHECK;
/* FX_END: nothing newer; FX_OK: a newer commit may now be in sight, and everything borrowed from the old one is gone.
 * After a failure the index has no segments; another refresh may mend it. */
int index_refresh(struct index *index, fx_error *err) FX_CHECK;
void index_close(struct index *index);

const struct commit *index_commit(const struct index *index);
const char *index_directory(const struct index *index);

/* Segment i of the commit, opened on first use and kept. */
int index_segment(struct index *index, uint32_t i, struct segment **out, fx_error *err) FX_CHECK;

/* Dead documents of a unit of segment i: bit d of words[d / 64]; NULL where none is dead. */
int index_dead(struct index *index, uint32_t i, enum unit unit, const uint64_t **words, fx_error *err) FX_CHECK;

/* The forms of the index (form_table.h), decoded on first use. */
int index_forms(struct index *index, const struct form_table **out, fx_error *err) FX_CHECK;

struct index_usage {
    uint64_t file_bytes, used_bytes, free_bytes; /* of data.mdb: whole, live pages, reusable pages */
};
int index_usage(struct index *index, struct index_usage *out, fx_error *err) FX_CHECK;

/* The stored record of an article (global number), decoded into the arena of *out (record.h). */
int index_record(struct index *index, uint32_t article, struct record *out, fx_error *err) FX_CHECK;

/* The same of its head only (record_decode_head). */
int index_record_head(struct index *index, uint32_t article, struct record *out, fx_error *err) FX_CHECK;

/* The article of this id, dead ones passed over; FX_END: none. Global number. */
int index_find(struct index *index, fx_slice id, uint32_t *article, fx_error *err) FX_CHECK;

#endif
