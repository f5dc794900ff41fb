/* Standard output of findex: lines, buffered, every failed write noticed. A reader that went away is no error. */
#ifndef LINE_OUTPUT_H
#define LINE_OUTPUT_H

#include "buffer.h"

#include <stdbool.h>

struct line_output {
    struct buffer pending;
    int descriptor;
    bool prompt; /* each line is written at once: another program may wait for it */
    bool closed; /* the reader is gone: what follows is dropped */
    int failure; /* errno of the first failed write; 0: none */
};

void line_output_init(struct line_output *output, int descriptor);

/* An fx_line_function with the output as its payload; non-zero when there is no use in going on. */
int line_output_line(void *payload, fx_slice line);
void line_output_format(struct line_output *output, const char *format, ...) FX_PRINTF(2, 3);

/* Writes what waits and releases. `status` itself, or STATUS_NOT_WRITTEN with a complaint where a write failed. */
int line_output_finish(struct line_output *output, int status);

#endif
