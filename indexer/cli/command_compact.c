/* findex compact: everything into one segment, nothing dead, no free pages. */
#include "findex_command.h"

static const struct option_spec SPECS[] = {OPTION_ROW_INDEX, OPTION_ROW_MEMORY, OPTION_ROW_QUIET, OPTION_ROW_HELP};

static int run(const struct findex_options *options, struct line_output *output)
{
    fx_index_options settings;
    fx_index_statistics before, after;
    fx_indexer *indexer;
    fx_error error = {0};
    char old_size[32], new_size[32];
    if (options->operand_count > 0) {
        findex_complain("compact takes no operand: '%s'", options->operands[0]);
        return STATUS_USAGE;
    }
    if (!findex_has_directory(options))
        return STATUS_USAGE;
    findex_fill_options(&settings, options);
    int status = fx_index_stat(options->directory, &before, &error);
    if (status != FX_OK)
        return findex_fail(status, &error);
    status = fx_indexer_open(&indexer, options->directory, 0, &settings, &error);
    if (status != FX_OK)
        return findex_fail(status, &error);
    status = fx_indexer_compact(indexer, &error);
    fx_indexer_close(indexer);
    if (status == FX_OK)
        status = fx_index_stat(options->directory, &after, &error);
    if (status != FX_OK)
        return findex_fail(status, &error);
    if (!options->quiet)
        line_output_format(output, "compacted from %s to %s", findex_bytes(old_size, before.file_bytes),
                           findex_bytes(new_size, after.file_bytes));
    return STATUS_DONE;
}

const struct findex_command findex_compact_command = {
    "compact", "", "make the index as small as it can be", SPECS, sizeof SPECS / sizeof *SPECS, run};
