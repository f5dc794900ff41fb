/* --batch: one query a line, answered as they come, in one process. Output is flushed whenever no further line waits,
 * so that another program can hold a conversation with it. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "answer.h"

struct batch_result {
    uint64_t answered, found, failed, damaged;
};

/* FX_OK unless the file cannot be read or memory is out; errors of single queries are counted and told. */
int batch_run(struct batch_result *out, struct printer *printer, fx_reader *reader,
              const struct fsearch_options *options, fx_error *err) FX_CHECK;

#endif
