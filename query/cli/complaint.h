/* What fsearch says on standard error: one line each, "fsearch: ...", harmless for a terminal whatever was typed or is
 * in an index. */
#ifndef CLI_COMPLAINT_H
#define CLI_COMPLAINT_H

#include "fx.h"

void complain(const char *format, ...) FX_PRINTF(1, 2);

/* A text and under it a caret at byte `offset`, in the column where a terminal shows that byte. */
void complain_caret(fx_slice text, size_t offset);

#endif
