/* From paths to articles, in two halves, so that parsing can run on many threads:
 *   corpus_source  walks files, directories and standard input and cuts what it reads into chunks of whole articles
 *   corpus_parser  turns a chunk into struct article, one after another
 * Knows no index. Every wrong input is reported and skipped; nothing here fails for a bad article.
 *
 * Below a directory, hidden files and README, README.md, README.txt are passed over; links to files are followed, links
 * to directories are not. A file that is refused whole (binary, compressed, too large) gives one empty chunk of lines,
 * so that its size and time can be noted and it is named once, not at every update. */
#ifndef CORPUS_H
#define CORPUS_H

#include "arena.h"
#include "article.h"
#include "buffer.h"

enum corpus_format { CORPUS_TEXT, CORPUS_JSONL }; /* more readers join here; told apart by content (corpus_format.c) */

enum {
    CORPUS_CHUNK_BYTES = 1 << 20,         /* JSON Lines are cut into chunks of about this */
    CORPUS_ARTICLE_MAX = 64 * 1024 * 1024 /* one article (line or file) at most; longer ones are skipped and named */
};

/* What is known of a file before it is read. */
struct corpus_file {
    fx_slice path; /* as walked: the given PATH, joined with "/" for what lies below */
    uint64_t size;
    int64_t modified_ns;
};

struct corpus_chunk {
    enum corpus_format format;
    struct buffer path;   /* empty: standard input */
    uint32_t first_line;  /* of JSON Lines, from 1 */
    uint64_t offset;      /* of bytes in the file */
    struct buffer bytes;  /* whole lines, or a whole file */
    bool last_of_file;    /* never set where reading the file failed: it will be read again next time */
    uint32_t file_number; /* the caller's, from choose() */
    uint64_t file_hash;   /* XXH3-64 of the file so far, this chunk included */
};

/* Told of each input that is skipped: path (empty for standard input), line (0: the whole file), why. Any thread. */
typedef void (*corpus_skip_function)(void *payload, fx_slice path, uint32_t line, const char *reason);

struct corpus_source_options {
    const char *const *paths; /* "-" is standard input */
    size_t path_count;
    /* Asked for every regular file found, in ascending path order below each given path. Returns FX_OK to read it from
     * `*start` (0: all of it; else a byte offset known to begin a line), FX_END to pass it over. NULL: read all. */
    int (*choose)(void *payload, const struct corpus_file *file, uint64_t *start, uint32_t *number);
    corpus_skip_function skip;
    void *payload;
    const volatile int *stop; /* non-zero: end after the current chunk; may be NULL */
};

struct corpus_source;

/* FX_ENOTFOUND when none of the paths exists. A missing one among others is reported to skip(). */
int corpus_source_open(struct corpus_source **out, const struct corpus_source_options *options, fx_error *err) FX_CHECK;
/* Fills *chunk (reusing its buffers; start with CORPUS_CHUNK_INIT). FX_END when all is read. */
int corpus_source_next(struct corpus_source *source, struct corpus_chunk *chunk, fx_error *err) FX_CHECK;
void corpus_source_close(struct corpus_source *source);
#define CORPUS_CHUNK_INIT                                                                                              \
    {                                                                                                                  \
        0                                                                                                              \
    }
void corpus_chunk_release(struct corpus_chunk *chunk);

struct corpus_parser_options {
    const char *time_zone; /* of dates that name none: "UTC", "+09:00" or an IANA name; NULL: UTC */
    corpus_skip_function skip;
    void *payload;
};

struct corpus_parser;
int corpus_parser_new(struct corpus_parser **out, const struct corpus_parser_options *options, fx_error *err) FX_CHECK;
void corpus_parser_free(struct corpus_parser *parser);

/* Begins a chunk; it must stay until the last article of it is used. */
void corpus_parser_start(struct corpus_parser *parser, const struct corpus_chunk *chunk);
/* The next article of the chunk, borrowed until the next call. FX_END after the last. Only FX_ENOMEM is a failure. */
int corpus_parser_next(struct corpus_parser *parser, struct article *out, fx_error *err) FX_CHECK;

#endif
