/* The names of several runs as one sorted list, and where each run's numbers went. */
#ifndef BUILD_MERGED_NAMES_H
#define BUILD_MERGED_NAMES_H

#include "run.h"

struct merged_names {
    struct name_entry *entries; /* ascending (kind, folded); slices borrowed from the maps and the runs */
    uint32_t count;
    uint32_t **numbers; /* numbers[run][name of the run] = index into entries */
    uint32_t run_count;
    struct string_map names, spellings;
};

int merged_names_make(struct merged_names *out, struct run *const *runs, uint32_t run_count) FX_CHECK;
void merged_names_release(struct merged_names *names);

#endif
