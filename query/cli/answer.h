/* One query answered: parsed, searched, printed. Used by the single query and by every line of a batch. */
#ifndef CLI_ANSWER_H
#define CLI_ANSWER_H

#include "fsearch_options.h"

/* What became of a query, for the exit status. */
struct answer {
    bool found;
    bool damaged; /* answered, but a part was missing */
};

/* Prints through `printer`, whose query.id is set. FX_OK, or the error of the query (nothing was printed then). */
int answer_query(struct answer *out, struct printer *printer, fx_reader *reader, const struct fsearch_options *options,
                 fx_slice text, fx_error *err) FX_CHECK;

#endif
