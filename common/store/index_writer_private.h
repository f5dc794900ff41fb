/* What the files index_writer*.c share. */
#ifndef STORE_INDEX_WRITER_PRIVATE_H
#define STORE_INDEX_WRITER_PRIVATE_H

#include "environment.h"
#include "index_private.h"
#include "index_writer.h"
#include "segment_merge.h"
#include "staging.h"
#include "string_map.h"
#include "writer_lock.h"

#include <stdatomic.h>

/* The dead documents of one segment, as the commit to come will have them. */
struct segment_deaths {
    uint64_t *words[UNIT_COUNT]; /* NULL: not loaded, as committed */
    bool changed;
};

struct file_change {
    struct file_state state;
    bool removed;
};

struct index_writer {
    char *directory;
    struct writer_lock *lock;
    struct environment *environment;
    struct staging staging;
    bool staging_ready;
    struct index *index;   /* as committed */
    struct index *pending; /* with what was added since; NULL where nothing was, or nobody looked */
    struct form_table *forms;
    struct buffer dictionary; /* the current one */
    bool dictionary_loaded;

    struct commit next;            /* the commit to come; the first segments are those of `index` */
    struct segment_deaths *deaths; /* of each segment of `next` */
    size_t segment_capacity, death_capacity, store_capacity;
    _Atomic uint32_t next_owner;
    uint32_t *dropped; /* owners whose keys the commit deletes */
    size_t dropped_count, dropped_capacity;
    struct string_map changed_paths; /* numbers index file_changes */
    struct file_change *file_changes;
    size_t file_change_capacity;
    bool dirty;
    struct arena scratch;
};

/* The owner's keys go with the next commit. */
int writer_drop_owner(struct index_writer *writer, uint32_t owner) FX_CHECK;

/* Puts the changes of the table of files into the write transaction. */
int writer_apply_files(struct index_writer *writer, fx_error *err) FX_CHECK;

/* Takes segments without a live article, and stores of none, off the lists of `next`. */
int writer_drop_empty(struct index_writer *writer, fx_error *err) FX_CHECK;

/* Deletes every key whose owner no commit lists: what a killed writer left. */
int writer_remove_garbage(struct index_writer *writer, fx_error *err) FX_CHECK;

/* All keys of an owner, within the write transaction. */
int writer_delete_owner(struct index_writer *writer, uint32_t owner, fx_error *err) FX_CHECK;

/* Committed segments [first, first + count) with their dead documents, as inputs of a merge. */
int writer_open_inputs(struct index_writer *writer, uint32_t first, uint32_t count, struct merge_input *inputs,
                       fx_error *err) FX_CHECK;

/* The dead documents of a merge's result: those of the inputs, one behind the other as segment_merge numbers them, and
 * the articles in gaps between inputs, which never come back. *out is the caller's to free. */
int writer_join_deaths(const struct segment_info *infos, const struct merge_input *inputs, uint32_t count,
                       enum unit unit, const struct segment_info *result, uint64_t **out, fx_error *err) FX_CHECK;

void writer_release_deaths(struct index_writer *writer);

#endif
