/* Writes runs as one segment: the articles of the first run, then those of the second, …: terms are merged in byte
 * order while they are written, so that several small runs cost no more than one of their sum. */
#ifndef BUILD_RUN_FLUSH_H
#define BUILD_RUN_FLUSH_H

#include "run.h"
#include "segment_writer.h"

/* The runs stay as they are. info->base is 0. */
int run_flush(struct run *const *runs, uint32_t run_count, const struct extent_sink *sink, uint32_t owner,
              struct segment_info *info, fx_error *err) FX_CHECK;

#endif
