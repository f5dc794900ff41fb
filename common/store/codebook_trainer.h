/* Makes a codebook from sample text. */
#ifndef STORE_CODEBOOK_TRAINER_H
#define STORE_CODEBOOK_TRAINER_H

#include "buffer.h"
#include "fx.h"

enum { CODEBOOK_SAMPLE_BYTES = 8 << 20 }; /* as many as are used */

/* From the first samples (concatenated, `sizes[count]`); *out stays empty where they are too few for a codebook that
 * pays for itself. Takes a fifth of a second of eight megabytes. */
int codebook_train(struct buffer *out, const char *samples, const size_t *sizes, size_t count, fx_error *err) FX_CHECK;

/* About as many bytes of samples a codebook was trained from; 0 of an empty slice. */
size_t codebook_sample_bytes(fx_slice codebook);

#endif
