/* findex analyze: what is found in articles, as JSON; touches no index. */
#include "findex_command.h"

#include <string.h>

static const struct option_spec SPECS[] = {
    {OPTION_FORMAT, 'F', "format", "jsonl", 0, "the only one"},
    OPTION_ROW_WORKERS,
    OPTION_ROW_MEMORY,
    OPTION_ROW_TIME_ZONE,
    OPTION_ROW_ALIASES,
    OPTION_ROW_NO_EXTRACTION,
    OPTION_ROW_HELP,
};

static int run(const struct findex_options *options, struct line_output *output)
{
    fx_index_options settings;
    fx_error error = {0};
    uint64_t skipped = 0;
    if (options->operand_count == 0) {
        findex_complain("analyze what? give files, directories, or - for standard input");
        return STATUS_USAGE;
    }
    if (options->format != NULL && strcmp(options->format, "jsonl") != 0) {
        findex_complain("analyze knows no format '%s', only jsonl", options->format);
        return STATUS_USAGE;
    }
    findex_fill_options(&settings, options);
    output->prompt = true;
    int status =
        fx_analyze(options->operands, options->operand_count, &settings, line_output_line, output, &skipped, &error);
    if (output->closed || output->failure != 0)
        return STATUS_DONE; /* line_output_finish complains where there is something to complain about */
    if (status != FX_OK)
        return findex_fail(status, &error);
    return skipped > 0 ? STATUS_SKIPPED : STATUS_DONE;
}

const struct findex_command findex_analyze_command = {
    "analyze", "PATH...", "print what is found in articles; touches no index", SPECS, sizeof SPECS / sizeof *SPECS,
    run};
