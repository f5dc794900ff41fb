/* The stored record of an article: all that is shown of it without the source file: its fields, text and spans.
 *
 * Encoding (varints are LEB128, zig-zag where signed; a string is its length and its bytes)
 *     version u8 = 1, flags u8, varint bytes of the numbers at the end
 *     id path url title deck desk byline source lang text: strings; published: zig-zag, where RECORD_PUBLISHED
 *     paragraphs: nothing where they are exactly the pieces of the text between "\n\n" (flag RECORD_PLAIN_PARAGRAPHS)
 *     sections, captions: a count, then the items; a span is the distance of its start from the start of the span
 *     before it in the same list, then its length
 *     names: of each entity its name, where no mention is spelt so, and its aliases; of each speaker the name, where no
 *     entity has it, the title, and the aliases: strings
 *     numbers: all else of entities, speakers and quotes as columns (record_numbers.h); nothing where there are none.
 * Confidence is kept in thousandths. */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "annotations.h"
#include "arena.h"
#include "buffer.h"

struct record {
    struct article article;
    struct annotations annotations;
    struct arena arena; /* owns all of the above */
};

/* Appends the encoded record (uncompressed; document_store.h compresses). FX_EINVAL: paragraphs, sections or mentions
 * are not in order, or a list is much longer than the text; the buffer then keeps its old length. Annotations are
 * mended where they do not fit the text: a mention or cue that is not in it is left out, a quote becomes empty, a
 * speaker that is not listed unknown. `annotations` may be NULL: none. */
int record_encode(struct buffer *out, const struct article *article, const struct annotations *annotations) FX_CHECK;

/* How many bytes at the end of an encoded record are numbers: packed already, no text. */
size_t record_tail(fx_slice record);

/* Decodes into *out (initialised by record_init), replacing what it held. Spans are validated against the text: inside
 * it, at whole UTF-8 characters, in order. After a failure the record is empty. */
void record_init(struct record *record);
int record_decode(struct record *out, fx_slice bytes, fx_error *err) FX_CHECK;
/* The same without copying: `bytes` live as long as the record, for instance in its arena (which is not cleared). */
int record_decode_in_place(struct record *out, fx_slice bytes, fx_error *err) FX_CHECK;
/* Likewise only the strings before the text, and the date: the article has no text, no spans, no annotations. */
int record_decode_head(struct record *out, fx_slice bytes, fx_error *err) FX_CHECK;
void record_clear(struct record *record); /* empty, memory kept */
void record_release(struct record *record);

#endif
