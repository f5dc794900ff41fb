/* Standard output of fsearch: buffered, every failed write noticed. A full disk is an error (exit 7); a reader that
 * went away is none: what follows is dropped silently and `closed` tells the caller to stop working. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "buffer.h"

#include <stdbool.h>

struct output {
    struct buffer pending;
    int descriptor;
    bool closed; /* the reader is gone */
    int failure; /* errno of the first failed write, ENOMEM where memory was out; 0: none */
};

void output_init(struct output *output, int descriptor);
void output_release(struct output *output);

/* Appending flushes by itself when much has gathered. Failures are kept in `failure`: check once at the end. */
void output_write(struct output *output, const void *bytes, size_t length);
void output_slice(struct output *output, fx_slice text);
void output_string(struct output *output, const char *text);
/* The same made harmless for a terminal: nothing in it moves the cursor, changes colours or turns the line's order. */
void output_safe(struct output *output, fx_slice text);
void output_format(struct output *output, const char *format, ...) FX_PRINTF(2, 3);
void output_flush(struct output *output);

#endif
