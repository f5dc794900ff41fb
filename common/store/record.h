/* The stored record of an article: all that is shown of it without the source file: its fields, text and spans.
 * Its encoding is drawn in record_format.h. */
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
