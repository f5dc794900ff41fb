/* What the two sides of the record's encoding share (record.h draws it). Private to record_encode.c, record_decode.c.
 */
#ifndef STORE_RECORD_FORMAT_H
#define STORE_RECORD_FORMAT_H

#include "article.h"
#include "bytes.h"

#include <string.h>

enum { RECORD_VERSION = 1 };
enum record_flag { RECORD_PUBLISHED = 1, RECORD_PLAIN_PARAGRAPHS = 2 };

/* The piece of `text` that begins at `start` and ends before the next "\n\n" or at the end. */
static inline struct span record_piece(fx_slice text, uint32_t start)
{
    size_t end = start;
    while (end < text.len) {
        const char *newline = memchr(text.ptr + end, '\n', text.len - end);
        end = newline != NULL ? (size_t)(newline - text.ptr) : text.len;
        if (end + 1 < text.len && text.ptr[end + 1] == '\n')
            break;
        end += end < text.len;
    }
    return (struct span){start, (uint32_t)end};
}

/* The id alone; empty where the record is damaged. */
static inline fx_slice record_peek_id(fx_slice record)
{
    struct byte_reader in = byte_reader_of(record.ptr, record.len);
    if (byte_reader_u8(&in) != RECORD_VERSION)
        return (fx_slice){NULL, 0};
    (void)byte_reader_u8(&in);
    (void)byte_reader_varint(&in);
    return byte_reader_slice(&in);
}

#endif
