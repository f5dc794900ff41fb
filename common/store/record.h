/* The stored record of an article: all that is shown of it without the source file: its fields, text and spans. */
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

/* Appends the encoded record (uncompressed; document_store.h compresses). */
int record_encode(struct buffer *out, const struct article *article, const struct annotations *annotations) FX_CHECK;

/* Decodes into *out (initialised by record_init), replacing what it held. Spans are validated against the text. */
void record_init(struct record *record);
int record_decode(struct record *out, fx_slice bytes, fx_error *err) FX_CHECK;
void record_release(struct record *record);

#endif
