/* findex verify: check every record; say what is wrong and where. */
#include "findex_command.h"
#include "findex_signals.h"

static const struct option_spec SPECS[] = {OPTION_ROW_INDEX, OPTION_ROW_QUIET, OPTION_ROW_HELP};

static int run(const struct findex_options *options, struct line_output *output)
{
    fx_error error = {0};
    uint64_t checked = 0;
    char number[32];
    if (options->operand_count > 0) {
        findex_complain("verify takes no operand: '%s'", options->operands[0]);
        return STATUS_USAGE;
    }
    if (!findex_has_directory(options))
        return STATUS_USAGE;
    findex_signals_leave_at_once();
    int status = fx_index_verify(options->directory, line_output_line, output, &checked, &error);
    if (status != FX_OK)
        return findex_fail(status, &error);
    if (!options->quiet)
        line_output_format(output, "whole: %s records checked", findex_number(number, checked));
    return STATUS_DONE;
}

const struct findex_command findex_verify_command = {
    "verify", "", "check every record of the index", SPECS, sizeof SPECS / sizeof *SPECS, run};
