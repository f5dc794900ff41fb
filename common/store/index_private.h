/* What index.c shares with the writer (index_writer*.c): an index over an environment that somebody else owns. */
#ifndef STORE_INDEX_PRIVATE_H
#define STORE_INDEX_PRIVATE_H

#include "document_store.h"
#include "environment.h"
#include "index.h"

struct numbered_dictionary {
    uint32_t number;
    struct store_dictionary *dictionary;
};

struct index {
    char *directory;
    struct environment *environment;
    bool owns_environment;
    struct snapshot *snapshot; /* NULL only after a refresh that failed: the commit is empty then */
    struct commit commit;
    struct segment **segments;    /* of the commit; NULL until asked for */
    uint64_t **dead;              /* UNIT_COUNT a segment; NULL until asked for */
    struct store_reader **stores; /* of the commit; NULL until asked for */
    struct numbered_dictionary *dictionaries;
    size_t dictionary_count, dictionary_capacity;
    struct form_table *forms; /* NULL until asked for */
    struct arena scratch;
};

/* The committed state of the environment now. FX_END: nothing was ever committed. */
int index_attach(struct index **out, struct environment *environment, const char *directory, fx_error *err) FX_CHECK;

/* The state that `pending` describes, whose extents have been written already (perhaps in staging transactions). Copies
 * the lists of `pending`; its dead bitmaps are not read: index_dead must not be called. */
int index_attach_pending(struct index **out, struct environment *environment, const struct commit *pending,
                         fx_error *err) FX_CHECK;

struct snapshot *index_snapshot(struct index *index);

/* The store's reader of an article, and the article's number in it; FX_EDAMAGED where no store holds it. */
int index_store_of(struct index *index, uint32_t article, struct store_reader **store, uint32_t *n,
                   fx_error *err) FX_CHECK;

/* Whether a live candidate has this id: candidates are hashed alike, the record decides. `arena` is scratch. */
int index_has_id(struct index *index, uint32_t article, fx_slice id, struct arena *arena, bool *same,
                 fx_error *err) FX_CHECK;

/* The segment of a list (ascending base) that holds an article number; UINT32_MAX where none does. */
uint32_t segment_of_article(const struct segment_info *segments, uint32_t count, uint32_t article);

/* Words of a bitmap over so many documents. */
static inline size_t dead_word_count(uint32_t documents)
{
    return (size_t)documents / 64 + (documents % 64 != 0);
}

static inline bool dead_bit(const uint64_t *words, uint32_t document)
{
    return words != NULL && (words[document / 64] >> document % 64 & 1) != 0;
}

#endif
