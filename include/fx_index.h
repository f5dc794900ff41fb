/* fx_index.h: the write side: reading articles, updating an index, looking after it. findex is a client of this header.
 *
 * Threads: a handle is used by one thread at a time; inside, work is spread over `workers`. One writer an index: a
 * second gets FX_ELOCKED with the holder's pid in the message. Readers (fx_search.h) are never disturbed. Durability:
 * whatever ends a call, the index is its last commit, whole. */
#ifndef FX_INDEX_H
#define FX_INDEX_H

#include "fx.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fx_indexer fx_indexer;

typedef struct fx_index_options {
    uint32_t size;            /* sizeof (fx_index_options) */
    uint32_t workers;         /* threads that analyse; 0: one a core */
    uint64_t memory;          /* bytes at most, about; 0: 256 MiB */
    const char *time_zone;    /* of dates that name none; NULL: UTC */
    const char *language;     /* of articles that name none, for a new index; NULL: "en" */
    const char *alias_file;   /* names to merge, split and ignore (findex(1)); NULL: ALIASES in the index directory */
    int no_extraction;        /* non-zero: no names, speakers, quotes */
    const volatile int *stop; /* non-zero (set by a signal handler): commit what is done and return FX_ESTOPPED */
    /* Every skipped input. `line` is 0 where the whole file is meant. Never called by two threads at once. */
    void (*on_skip)(void *payload, fx_slice path, uint32_t line, const char *reason);
    /* Now and then. `total_bytes` is 0 while unknown. */
    void (*on_progress)(void *payload, uint64_t articles, uint64_t bytes, uint64_t total_bytes);
    void *payload;
} fx_index_options;
#define FX_INDEX_OPTIONS_INIT                                                                                          \
    {                                                                                                                  \
        sizeof(fx_index_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0                                                         \
    }

enum fx_purge { FX_PURGE_NONE, FX_PURGE_BRAKED, FX_PURGE_ALL };

typedef struct fx_update_report {
    uint64_t added, replaced, unchanged, removed, skipped; /* articles (skipped: inputs) */
    uint64_t files_read, files_unchanged;
    uint64_t bytes_read;
    double seconds;
} fx_update_report;

/* Opens (and with `create` makes) the index for writing. */
FX_API int fx_indexer_open(fx_indexer **out, const char *directory, int create, const fx_index_options *options,
                           fx_error *err) FX_CHECK;
FX_API void fx_indexer_close(fx_indexer *indexer);

/* Adds what is new under the paths ("-": JSON Lines on standard input), replaces what changed. FX_ELIMIT: the purge
 * brake (more than 20 % would go with FX_PURGE_BRAKED); nothing was removed then, additions are committed. */
FX_API int fx_indexer_update(fx_indexer *indexer, const char *const *paths, size_t path_count, enum fx_purge purge,
                             fx_update_report *report, fx_error *err) FX_CHECK;

/* FX_ENOTFOUND names the first id that is not there (on_skip is told of each); the others are removed. */
FX_API int fx_indexer_remove(fx_indexer *indexer, const char *const *ids, size_t id_count, uint64_t *removed,
                             fx_error *err) FX_CHECK;
FX_API int fx_indexer_compact(fx_indexer *indexer, fx_error *err) FX_CHECK;

/* One line of output, without its newline; non-zero stops and is returned. */
typedef int (*fx_line_function)(void *payload, fx_slice line);

/* What is found in the articles, as JSON, one line an article, in order of the input. Touches no index; memory does not
 * grow with the input. */
FX_API int fx_analyze(const char *const *paths, size_t path_count, const fx_index_options *options,
                      fx_line_function line, void *payload, uint64_t *skipped, fx_error *err) FX_CHECK;

typedef struct fx_index_statistics {
    uint64_t articles, sections, quotes, speakers, entities; /* live; the last two are distinct names */
    uint64_t terms, segments, stores, dead_articles;
    uint64_t tokens;                             /* weighted length of all articles */
    uint64_t text_bytes;                         /* text of live articles */
    uint64_t file_bytes, used_bytes, free_bytes; /* of data.mdb: whole, live pages, reusable pages */
    uint64_t postings_bytes, positions_bytes, records_bytes, dictionary_bytes, columns_bytes;
    uint64_t commit;                   /* its number */
    int64_t committed, oldest, newest; /* times; INT64_MIN where unknown */
    uint32_t format, analyzer;
    char language[16];
} fx_index_statistics;

FX_API int fx_index_stat(const char *directory, fx_index_statistics *out, fx_error *err) FX_CHECK;

/* Checks every record, every posting and the relations between them; one line for each thing wrong, and where.
 * FX_EDAMAGED when there was any. `checked` (may be NULL): records looked at. */
FX_API int fx_index_verify(const char *directory, fx_line_function line, void *payload, uint64_t *checked,
                           fx_error *err) FX_CHECK;

/* Every live article as JSON Lines that `findex update -` reads back. */
FX_API int fx_index_dump(const char *directory, fx_line_function line, void *payload, fx_error *err) FX_CHECK;

#ifdef __cplusplus
}
#endif
#endif
