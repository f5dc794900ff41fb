/* A run: articles inverted in memory by one worker until they become a segment (run_flush.h). One thread. */
#ifndef BUILD_RUN_H
#define BUILD_RUN_H

#include "arena.h"
#include "name_log.h"
#include "name_table.h"
#include "postings_buffer.h"
#include "unit_fields.h"
#include "word_log.h"

struct unit_indexer;

/* The documents of one unit. */
struct run_unit {
    struct postings_buffer postings; /* of marks */
    uint32_t documents;
    struct word_range *words; /* by document, in the log of the run */
    size_t word_capacity;
    uint32_t *lengths, *parents, *ordinals;
    uint32_t *names; /* of all documents, one after another: numbers in the name log; without those of all units */
    uint32_t *name_starts;
    size_t length_capacity, parent_capacity, ordinal_capacity, name_capacity, start_capacity;
};

/* What is kept of one article. */
struct run_article {
    fx_slice id;
    int64_t published; /* INT64_MIN: unknown */
    uint64_t id_hash, content_hash;
    uint32_t file;
    uint32_t chunk; /* number of its chunk in the update: later ones win */
};

struct run {
    struct vocabulary *vocabulary;
    struct name_table names;
    struct word_log log;
    struct name_log name_log;
    struct unit_indexer *indexer;
    struct run_unit units[UNIT_COUNT];
    struct run_article *articles;
    size_t article_capacity;
    uint32_t article_count;
    struct arena ids;
    uint64_t text_bytes;
};

int run_new(struct run **out, struct form_table *forms, const char *language, fx_error *err) FX_CHECK;
void run_free(struct run *run);

/* What the caller knows of an article beyond its text. */
struct run_article_input {
    uint64_t id_hash, content_hash;
    uint32_t file, chunk;
};
int run_add(struct run *run, const struct article *article, const struct annotations *annotations,
            const struct run_article_input *input, fx_error *err) FX_CHECK;

/* Bytes held, about, with what flushing will take. */
size_t run_memory(const struct run *run);

/* No further article should be added, whatever the memory. */
bool run_is_full(const struct run *run);

/* Makes the run empty. What costs time to learn again (the vocabulary) is kept where it takes at most `keep` bytes. */
void run_clear(struct run *run, size_t keep);

#endif
