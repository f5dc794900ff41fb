/* The one writer of an index directory: lock, garbage removal, staged puts, the commit, merging.
 *
 * Bulk data (extents, dictionary blocks) of new segments is put in transactions of its own, bounded in memory, and seen
 * by nobody until the commit that lists the segment. Killed in between, the leftovers are removed when the next writer
 * opens. The map grows before a transaction needs it. */
#ifndef STORE_INDEX_WRITER_H
#define STORE_INDEX_WRITER_H

#include "document_store.h"
#include "file_table.h"
#include "form_table.h"
#include "index.h"

struct index_writer;

struct index_writer_options {
    const char *language; /* for a new index; NULL: "en" */
    size_t memory;        /* of its own: staged puts and merges stay within it */
    bool create;
};

/* FX_ELOCKED names the holder's pid, since when, and its command. */
int index_writer_open(struct index_writer **out, const char *directory, const struct index_writer_options *options,
                      fx_error *err) FX_CHECK;
void index_writer_close(struct index_writer *writer); /* drops what was not committed */

/* The committed state as this writer sees it; a struct index may be opened beside it in the same process only through
 * this (LMDB: one environment a process). Refreshed by index_writer_commit. */
struct index *index_writer_index(struct index_writer *writer);
struct form_table *index_writer_forms(struct index_writer *writer);

/* A fresh owner number for a segment or store. Thread-safe. */
uint32_t index_writer_new_owner(struct index_writer *writer);

/* Puts wait in memory, about a quarter of `memory` at most (32 MiB), and go to staging transactions, which a thread of
 * its own writes (staging.h). Thread-safe (one lock inside); the value is copied before return. */
const struct extent_sink *index_writer_sink(struct index_writer *writer);

/* The current dictionary for stores (empty slice: none) and its number; setting one stages it under a new number. */
int index_writer_dictionary(struct index_writer *writer, fx_slice *bytes, uint32_t *number, fx_error *err) FX_CHECK;
int index_writer_set_dictionary(struct index_writer *writer, fx_slice bytes, uint32_t *number, fx_error *err) FX_CHECK;

/* Lists a finished segment and the store of the same articles in the commit to come; gives them the next numbers.
 * *base is the number of their first article. */
int index_writer_add(struct index_writer *writer, const struct segment_info *segment, const struct store_info *store,
                     uint32_t *base, fx_error *err) FX_CHECK;

/* Marks an article (with its sections and quotes) dead in the commit to come. FX_END: it is already. Works for
 * committed articles and for those added since. */
int index_writer_kill(struct index_writer *writer, uint32_t article, fx_error *err) FX_CHECK;

/* The live article of this id as of now, what index_writer_add has listed included (the first look after an addition
 * writes out what waits in memory). FX_END: none. *content_hash may be NULL. */
int index_writer_find(struct index_writer *writer, fx_slice id, uint32_t *article, uint64_t *content_hash,
                      fx_error *err) FX_CHECK;

/* The "files" table, inside the commit to come. */
/* struct file_state: file_table.h */
int index_writer_file(struct index_writer *writer, fx_slice path, struct file_state *out,
                      fx_error *err) FX_CHECK; /* FX_END: unknown */
int index_writer_put_file(struct index_writer *writer, fx_slice path, const struct file_state *state,
                          fx_error *err) FX_CHECK;
int index_writer_remove_file(struct index_writer *writer, fx_slice path, fx_error *err) FX_CHECK;
uint32_t index_writer_new_file_number(struct index_writer *writer);
/* Known files whose path starts with `prefix`, ascending; stops when `visit` returns non-zero and returns that. */
int index_writer_visit_files(struct index_writer *writer, fx_slice prefix,
                             int (*visit)(void *payload, fx_slice path, const struct file_state *state), void *payload,
                             fx_error *err) FX_CHECK;

/* Fingerprint of the alias file that the names in the index were found with (0: none), inside the commit to come. */
uint64_t index_writer_aliases(const struct index_writer *writer);
void index_writer_set_aliases(struct index_writer *writer, uint64_t fingerprint);

/* Nothing added, killed, filed or set since the last commit. */
bool index_writer_clean(const struct index_writer *writer);

/* Durable when it returns FX_OK; nothing happens where the writer is clean. Whatever fails, the index is the last
 * commit, whole; the writer can then only be closed. No other thread uses the writer or its sink meanwhile, and
 * everything borrowed from index_writer_index is gone afterwards. */
int index_writer_commit(struct index_writer *writer, fx_error *err) FX_CHECK;

/* Merges neighbouring segments by the tier policy (merge_policy.h) as far as it wants, committing first what waits and
 * then after each merge. When *stop (may be NULL) turns non-zero it ends soon with FX_ESTOPPED and loses only the merge
 * at work. */
int index_writer_merge(struct index_writer *writer, const volatile int *stop, fx_error *err) FX_CHECK;

/* Rewrites everything into one segment and one store, drops dead articles, renumbers, commits; then replaces the file
 * by a copy without its free pages. That is left out while another process reads the index: *shrunk is false then, and
 * the free pages are used by coming updates. */
int index_writer_compact(struct index_writer *writer, const volatile int *stop, bool *shrunk, fx_error *err) FX_CHECK;

/* Commits what waits and does the last step of compacting alone. After a failure of the copying the writer goes on with
 * the file as it is; index_writer_index() NULL says that it could not. */
int index_writer_shrink(struct index_writer *writer, bool *shrunk, fx_error *err) FX_CHECK;

#endif
