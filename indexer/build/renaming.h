/* Names again, after the user has changed the alias file: what was merged, split or ignored since applies to every
 * article of the index, not only to those that an update reads. */
#ifndef BUILD_RENAMING_H
#define BUILD_RENAMING_H

#include "indexer.h"

/* Where the alias file is another than the one that the index was made with, looks for the names and quotations of
 * every article again, in its stored text; those in which something is found differently are replaced, all others stay
 * untouched. Commits. Ends early, to begin anew next time, when the indexer is stopped. */
int renaming_run(struct fx_indexer *indexer, uint64_t *replaced, fx_error *err) FX_CHECK;

#endif
