/* The commit record: the one value that says what is in the index. Replaced whole by each commit. */
#ifndef STORE_COMMIT_H
#define STORE_COMMIT_H

#include "buffer.h"
#include "segment_writer.h"

struct store_info {
    uint32_t owner;
    uint32_t base;
    uint32_t articles;
    uint32_t dictionary;   /* number of its dictionary, 0 = none */
    uint64_t bytes;        /* length of STREAM_RECORDS */
    uint64_t source_bytes; /* of the records before compression */
};

struct commit {
    uint32_t format, analyzer; /* FORMAT_VERSION, ANALYZER_VERSION when created */
    char language[16];         /* default language of articles that name none */
    uint64_t sequence;         /* 1, 2, … */
    int64_t committed;         /* when */
    uint32_t next_article;     /* numbers are given out in order and not reused */
    uint32_t next_owner, next_file, next_dictionary;
    uint32_t live_articles;
    uint64_t source_bytes; /* of the live articles' records before compression */
    uint64_t aliases;      /* fingerprint of the alias file that their names were found with; 0: none */
    uint32_t segment_count, store_count;
    struct segment_info *segments; /* ascending base; ranges do not overlap */
    struct store_info *stores;     /* ascending base */
    fx_slice forms;                /* the encoded form table (form_table.h), append-only; borrowed */
};

/* Appends the record, without its checksum. */
int commit_encode(struct buffer *out, const struct commit *commit) FX_CHECK;
/* Validates every relation it states: ranges ascend and do not overlap, sums are right, numbers were given out. *out
 * borrows `forms` from `bytes`. FX_EVERSION: another format. */
int commit_decode(struct commit *out, fx_slice bytes, fx_error *err) FX_CHECK;
void commit_release(struct commit *commit);

#endif
