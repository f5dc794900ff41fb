/* A codebook made of anything, and text coded by it: no call over-reads, and what can be encoded comes back.
 * The input is u16 bytes of the codebook, the codebook, then the coded text. */
#include "bytes.h"
#include "codebook.h"
#include "codebook_encoder.h"

#include <stdlib.h>

enum { LENGTH = 2000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_encoder(const struct codebook *codebook, fx_slice bytes, fx_slice text)
{
    struct codebook_encoder *encoder;
    struct buffer scratch = BUFFER_INIT, coded = BUFFER_INIT;
    if (codebook_encoder_open(&encoder, bytes, NULL) != FX_OK)
        return;
    char *out = malloc(text.len + CODEBOOK_DECODE_SLACK);
    if (out != NULL && codebook_encode(encoder, text, &scratch, &coded) == FX_OK) {
        /* Where a slot stands twice the later one is written; both read the same. */
        if (codebook_decode(codebook, buffer_slice(&coded), out, text.len) != text.len ||
            (text.len > 0 && memcmp(out, text.ptr, text.len) != 0))
            abort();
    }
    free(out);
    codebook_encoder_close(encoder);
    buffer_release(&scratch);
    buffer_release(&coded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct codebook codebook;
    struct byte_reader reader = byte_reader_of(data, size);
    const size_t length = byte_reader_u16(&reader);
    const uint8_t *at = byte_reader_take(&reader, length);
    if (at == NULL)
        return 0;
    const fx_slice bytes = {(const char *)at, length};
    const fx_slice rest = {(const char *)reader.at, byte_reader_left(&reader)};
    if (codebook_open(&codebook, bytes, NULL) != FX_OK)
        return 0;
    char *out = malloc(LENGTH + CODEBOOK_DECODE_SLACK);
    if (out != NULL && codebook_decode(&codebook, rest, out, LENGTH) > LENGTH + CODEBOOK_STRING_MAX - 1)
        abort();
    free(out);
    check_encoder(&codebook, bytes, rest);
    return 0;
}
