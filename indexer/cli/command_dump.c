/* findex dump: every stored article as JSON Lines. */
#include "findex_command.h"
#include "findex_signals.h"

static const struct option_spec SPECS[] = {OPTION_ROW_INDEX, OPTION_ROW_HELP};

static int run(const struct findex_options *options, struct line_output *output)
{
    fx_error error = {0};
    if (options->operand_count > 0) {
        findex_complain("dump takes no operand: '%s'", options->operands[0]);
        return STATUS_USAGE;
    }
    if (!findex_has_directory(options))
        return STATUS_USAGE;
    findex_signals_leave_at_once();
    int status = fx_index_dump(options->directory, line_output_line, output, &error);
    if (output->closed || output->failure != 0)
        return STATUS_DONE; /* line_output_finish complains where there is something to complain about */
    return status == FX_OK ? STATUS_DONE : findex_fail(status, &error);
}

const struct findex_command findex_dump_command = {
    "dump", "", "print every stored article as JSON Lines", SPECS, sizeof SPECS / sizeof *SPECS, run};
