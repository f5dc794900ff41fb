#include "findex_options.h"

#include "error.h"
#include "memory.h"
#include "slice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORKERS_MAX = 256 };

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static int join(char **out, const char *directory, const char *rest)
{
    size_t size = strlen(directory) + strlen(rest) + 1;
    *out = memory_allocate(size, 1);
    if (*out == NULL)
        return FX_ENOMEM;
    snprintf(*out, size, "%s%s", directory, rest);
    return FX_OK;
}

int findex_default_directory(char **out)
{
    const char *value;
    *out = NULL;
    if ((value = variable("FSEARCH_INDEX")) != NULL)
        return join(out, value, "");
    if ((value = variable("XDG_DATA_HOME")) != NULL && value[0] == '/')
        return join(out, value, "/fsearch/default");
    if ((value = variable("HOME")) != NULL)
        return join(out, value, "/.local/share/fsearch/default");
    return FX_OK;
}

static int set_directory(struct findex_options *options, const char *directory)
{
    memory_free(options->directory);
    return join(&options->directory, directory, "");
}

static int set_purge(struct findex_options *options, const char *argument, fx_error *err)
{
    options->purge = FX_PURGE_BRAKED;
    if (argument == NULL)
        return FX_OK;
    options->purge = FX_PURGE_ALL;
    return strcmp(argument, "all") == 0 ? FX_OK : error_set(err, FX_EINVAL, "--purge takes no value but 'all'");
}

static int set_workers(struct findex_options *options, const char *argument, fx_error *err)
{
    uint64_t workers;
    int status = option_unsigned(&workers, argument, 1, WORKERS_MAX, "--jobs", err);
    if (status == FX_OK)
        options->workers = (uint32_t)workers;
    return status;
}

static int set(struct findex_options *options, const struct option_match *match, fx_error *err)
{
    switch ((enum findex_option)match->spec->id) {
    case OPTION_INDEX:
        return set_directory(options, match->argument) == FX_OK ? FX_OK : error_no_memory(err);
    case OPTION_PURGE:
        return set_purge(options, match->argument, err);
    case OPTION_WORKERS:
        return set_workers(options, match->argument, err);
    case OPTION_MEMORY:
        return option_size(&options->memory, match->argument, "--memory", err);
    case OPTION_QUIET:
        options->quiet = true;
        break;
    case OPTION_VERBOSE:
        options->verbose = true;
        break;
    case OPTION_TIME_ZONE:
        options->time_zone = match->argument;
        break;
    case OPTION_LANGUAGE:
        options->language = match->argument;
        break;
    case OPTION_ALIASES:
        options->aliases = match->argument;
        break;
    case OPTION_NO_EXTRACTION:
        options->no_extraction = true;
        break;
    case OPTION_FORMAT:
        options->format = match->argument;
        break;
    case OPTION_HELP:
        options->help = true;
        break;
    case OPTION_VERSION:
        break;
    }
    return FX_OK;
}

int findex_options_parse(struct findex_options *options, const struct option_spec *specs, size_t spec_count, int argc,
                         char **argv, fx_error *err)
{
    struct option_parser parser;
    struct option_match match;
    int status;
    *options = (struct findex_options){0};
    options->operands = memory_allocate((size_t)argc + 1, sizeof *options->operands);
    if (options->operands == NULL)
        return error_no_memory(err);
    option_parser_init(&parser, specs, spec_count, argc, argv);
    while ((status = option_parser_next(&parser, &match, err)) == FX_OK) {
        if (match.spec == NULL)
            options->operands[options->operand_count++] = match.argument;
        else
            status = set(options, &match, err);
        if (status != FX_OK)
            return status;
    }
    if (status != FX_END)
        return status;
    if (options->quiet && options->verbose)
        return error_set(err, FX_EINVAL, "--quiet and --verbose exclude each other");
    if (options->directory == NULL && findex_default_directory(&options->directory) != FX_OK)
        return error_no_memory(err);
    return FX_OK;
}

void findex_options_release(struct findex_options *options)
{
    memory_free(options->directory);
    memory_free(options->operands);
    *options = (struct findex_options){0};
}
