/* Writes text by a codebook. One encoder may be used by several threads. */
#ifndef STORE_CODEBOOK_ENCODER_H
#define STORE_CODEBOOK_ENCODER_H

#include "buffer.h"
#include "fx.h"

struct codebook_encoder;

/* `bytes`, a codebook, are borrowed. */
int codebook_encoder_open(struct codebook_encoder **out, fx_slice bytes, fx_error *err) FX_CHECK;
void codebook_encoder_close(struct codebook_encoder *encoder);

/* Appends the coded text to `out`. `scratch` is overwritten. */
int codebook_encode(const struct codebook_encoder *encoder, fx_slice text, struct buffer *scratch,
                    struct buffer *out) FX_CHECK;

#endif
