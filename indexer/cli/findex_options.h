/* The options of findex, checked: one struct for all commands; each takes from it what it knows. */
#ifndef FINDEX_OPTIONS_H
#define FINDEX_OPTIONS_H

#include "fx_index.h"
#include "option_parser.h"

#include <stdbool.h>

enum findex_option {
    OPTION_INDEX,
    OPTION_PURGE,
    OPTION_WORKERS,
    OPTION_MEMORY,
    OPTION_QUIET,
    OPTION_VERBOSE,
    OPTION_TIME_ZONE,
    OPTION_LANGUAGE,
    OPTION_ALIASES,
    OPTION_NO_EXTRACTION,
    OPTION_FORMAT,
    OPTION_HELP,
    OPTION_VERSION
};

struct findex_options {
    char *directory; /* of -i, else the default; NULL where there is neither */
    enum fx_purge purge;
    uint32_t workers;
    uint64_t memory;
    bool quiet, verbose, help, no_extraction;
    const char *time_zone, *language, *aliases, *format;
    const char **operands;
    size_t operand_count;
};

/* Reads argv[1..] by a command's table. FX_EINVAL with a message. Release whatever the result. */
int findex_options_parse(struct findex_options *options, const struct option_spec *specs, size_t spec_count, int argc,
                         char **argv, fx_error *err) FX_CHECK;
void findex_options_release(struct findex_options *options);

/* The directory that stands for -i: $FSEARCH_INDEX, $XDG_DATA_HOME/fsearch/default, ~/.local/share/fsearch/default. */
int findex_default_directory(char **out) FX_CHECK;

#endif
