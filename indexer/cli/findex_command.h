/* The commands of findex: one file each, one table (findex_main.c). */
#ifndef FINDEX_COMMAND_H
#define FINDEX_COMMAND_H

#include "findex_options.h"
#include "findex_status.h"
#include "line_output.h"

struct findex_command {
    const char *name;
    const char *operands; /* as usage shows them */
    const char *summary;
    const struct option_spec *specs;
    size_t spec_count;
    /* Returns the exit status; what it prints goes to *output. */
    int (*run)(const struct findex_options *options, struct line_output *output);
};

extern const struct findex_command findex_update_command;
extern const struct findex_command findex_remove_command;
extern const struct findex_command findex_analyze_command;
extern const struct findex_command findex_stats_command;
extern const struct findex_command findex_verify_command;
extern const struct findex_command findex_compact_command;
extern const struct findex_command findex_dump_command;

/* Rows of option tables that several commands share. */
#define OPTION_ROW_INDEX                                                                                               \
    {                                                                                                                  \
        OPTION_INDEX, 'i', "index", "DIR", 0, "the index"                                                              \
    }
#define OPTION_ROW_QUIET                                                                                               \
    {                                                                                                                  \
        OPTION_QUIET, 'q', "quiet", NULL, 0, "say nothing on success"                                                  \
    }
#define OPTION_ROW_VERBOSE                                                                                             \
    {                                                                                                                  \
        OPTION_VERBOSE, 'v', "verbose", NULL, 0, "say more"                                                            \
    }
#define OPTION_ROW_HELP                                                                                                \
    {                                                                                                                  \
        OPTION_HELP, 'h', "help", NULL, 0, "show this help"                                                            \
    }
#define OPTION_ROW_WORKERS                                                                                             \
    {                                                                                                                  \
        OPTION_WORKERS, 'j', "jobs", "N", 0, "threads that analyse (default: one a core)"                              \
    }
#define OPTION_ROW_MEMORY                                                                                              \
    {                                                                                                                  \
        OPTION_MEMORY, 0, "memory", "SIZE", 0, "memory to use, about (default: 256M)"                                  \
    }
#define OPTION_ROW_TIME_ZONE                                                                                           \
    {                                                                                                                  \
        OPTION_TIME_ZONE, 0, "tz", "ZONE", 0, "of dates that name none (default: UTC)"                                 \
    }
#define OPTION_ROW_ALIASES                                                                                             \
    {                                                                                                                  \
        OPTION_ALIASES, 0, "aliases", "FILE", 0, "names to merge, split, ignore (default: DIR/ALIASES)"                \
    }
#define OPTION_ROW_NO_EXTRACTION                                                                                       \
    {                                                                                                                  \
        OPTION_NO_EXTRACTION, 0, "no-extraction", NULL, 0, "find no names, speakers, quotes"                           \
    }

/* The library's options for these, with the handlers below. */
void findex_fill_options(fx_index_options *out, const struct findex_options *options);

/* Tells of a skipped input on standard error. */
void findex_tell_skip(void *payload, fx_slice path, uint32_t line, const char *reason);

/* Complains where no directory is known; true where there is one. */
bool findex_has_directory(const struct findex_options *options);

/* "1,234,567" in `out` (at least 32 bytes), which it returns. */
const char *findex_number(char *out, uint64_t number);
/* "12.3 MB" */
const char *findex_bytes(char *out, uint64_t bytes);

#endif
