/* The encoding of a stored record, and what its two sides share. Private to common/store.
 * (varints are LEB128, zig-zag where signed; a string is its length and its bytes)
 *     version u8 = 1, flags u8, varint bytes of the numbers at the end
 *     id path url title deck desk byline source lang text: strings; published: zig-zag, where RECORD_PUBLISHED
 *     paragraphs: nothing where they are exactly the pieces of the text between "\n\n" (flag RECORD_PLAIN_PARAGRAPHS)
 *     sections, captions: a count, then the items; a span is the distance of its start from the start of the span
 *     before it in the same list, then its length
 *     names: of each entity its name, where no mention is spelt so, and its aliases; of each speaker the name, where no
 *     entity has it, the title, and the aliases: strings
 *     numbers: all else of entities, speakers and quotes as columns (record_numbers.h); nothing where there are none.
 * Confidence is kept in thousandths. */
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
