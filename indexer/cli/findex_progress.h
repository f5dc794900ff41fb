/* The progress line of long work: on standard error, on a terminal only, replaced in place. */
#ifndef FINDEX_PROGRESS_H
#define FINDEX_PROGRESS_H

#include <stdint.h>

/* fx_index_options.on_progress. */
void findex_progress_show(void *payload, uint64_t articles, uint64_t bytes, uint64_t total_bytes);

/* Removes the line if it stands there: before anything else is printed. */
void findex_progress_clear(void);

#endif
