/* Tells formats apart by what a file begins with. */
#ifndef CORPUS_FORMAT_H
#define CORPUS_FORMAT_H

#include "corpus.h"

/* `beginning` is the file's first bytes, `whole` where they are all of it. FX_EINPUT: no format of ours; the message
 * says what it looks like. Readers for further formats (HTML, feeds, compressed files) are chosen here. */
int corpus_format_detect(enum corpus_format *out, fx_slice path, fx_slice beginning, bool whole,
                         fx_error *err) FX_CHECK;

/* Without a byte order mark. */
fx_slice corpus_format_skip_mark(fx_slice text);

#endif
