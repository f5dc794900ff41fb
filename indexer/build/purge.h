/* Removing the articles whose files have gone from under the given paths. */
#ifndef BUILD_PURGE_H
#define BUILD_PURGE_H

#include "file_choice.h"
#include "indexer.h"

/* Of the files that the index knows under the paths those are gone that the walk (`choice`) did not meet and that do
 * not exist. Called on a committed index; what it removes waits for the next commit. FX_ELIMIT: more than a fifth of
 * the articles would go and `all` is not set; nothing is removed then. */
int purge_gone(struct fx_indexer *indexer, const struct file_choice *choice, const char *const *paths,
               size_t path_count, bool all, uint64_t *removed, fx_error *err) FX_CHECK;

#endif
