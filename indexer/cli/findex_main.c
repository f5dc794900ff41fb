/* findex: the command line of the write side. */
#include "error.h"
#include "findex_command.h"
#include "findex_signals.h"
#include "memory.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct findex_command *const COMMANDS[] = {
    &findex_update_command, &findex_remove_command,  &findex_analyze_command, &findex_stats_command,
    &findex_verify_command, &findex_compact_command, &findex_dump_command,
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS, HELP_WIDTH = 80 };

static const struct findex_command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(COMMANDS[i]->name, name) == 0)
            return COMMANDS[i];
    }
    return NULL;
}

static int unknown_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = COMMANDS[i]->name;
    const char *nearest = option_nearest(name, names, COMMAND_COUNT);
    if (nearest != NULL)
        findex_complain("no command is called '%s'; did you mean '%s'?", name, nearest);
    else
        findex_complain("no command is called '%s'; 'findex --help' lists them", name);
    return STATUS_USAGE;
}

static int print_overview(struct line_output *output)
{
    line_output_format(output, "usage: findex COMMAND [OPTIONS] ...");
    line_output_format(output, "Keeps an index of news articles that fsearch searches.");
    line_output_format(output, "%s", "");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        line_output_format(output, "  %-9s %-8s  %s", COMMANDS[i]->name, COMMANDS[i]->operands, COMMANDS[i]->summary);
    line_output_format(output, "%s", "");
    line_output_format(output, "'findex help COMMAND' shows its options. The index is that of -i DIR, else of");
    line_output_format(output, "$FSEARCH_INDEX, else $XDG_DATA_HOME/fsearch/default (~/.local/share/fsearch/default).");
    line_output_format(output,
                       "Exit status: 0 done, 2 usage, 3 some inputs skipped, 4 no usable index, 5 index damaged,");
    line_output_format(output, "6 another writer, 7 cannot write, 8 a limit was reached, 9 stopped by a signal.");
    return STATUS_DONE;
}

static int print_help(const struct findex_command *command, struct line_output *output)
{
    struct buffer help = BUFFER_INIT;
    line_output_format(output, "usage: findex %s [OPTIONS] %s", command->name, command->operands);
    line_output_format(output, "%s", command->summary);
    int status = option_help(&help, command->specs, command->spec_count, HELP_WIDTH);
    if (status == FX_OK && help.length > 0)
        (void)line_output_line(output, (fx_slice){help.bytes, help.length - 1});
    buffer_release(&help);
    return status == FX_OK ? STATUS_DONE : STATUS_LIMIT;
}

static int run_command(const struct findex_command *command, int argc, char **argv, struct line_output *output)
{
    struct findex_options options;
    fx_error error = {0};
    int status = findex_options_parse(&options, command->specs, command->spec_count, argc, argv, &error);
    if (status != FX_OK)
        status = findex_fail(status, &error);
    else if (options.help)
        status = print_help(command, output);
    else
        status = command->run(&options, output);
    findex_options_release(&options);
    return status;
}

static int help(int argc, char **argv, struct line_output *output)
{
    if (argc < 3)
        return print_overview(output);
    const struct findex_command *command = find_command(argv[2]);
    return command != NULL ? print_help(command, output) : unknown_command(argv[2]);
}

static int dispatch(int argc, char **argv, struct line_output *output)
{
    if (argc < 2) {
        findex_complain("no command given; 'findex --help' lists them");
        return STATUS_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        line_output_format(output, "findex %s", fx_version());
        return STATUS_DONE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
        return help(argc, argv, output);
    const struct findex_command *command = find_command(argv[1]);
    return command != NULL ? run_command(command, argc - 1, argv + 1, output) : unknown_command(argv[1]);
}

int main(int argc, char **argv)
{
    struct line_output output;
    memory_map_big_blocks();
    findex_signals_install();
    line_output_init(&output, STDOUT_FILENO);
    int status = dispatch(argc, argv, &output);
    return line_output_finish(&output, status);
}
