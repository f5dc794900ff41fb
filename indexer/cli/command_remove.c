/* findex remove: articles by id. */
#include "findex_command.h"

static const struct option_spec SPECS[] = {OPTION_ROW_INDEX, OPTION_ROW_QUIET, OPTION_ROW_HELP};

static int run(const struct findex_options *options, struct line_output *output)
{
    fx_index_options settings;
    fx_indexer *indexer;
    fx_error error = {0};
    uint64_t removed = 0;
    char number[32];
    if (options->operand_count == 0) {
        findex_complain("remove what? give ids");
        return STATUS_USAGE;
    }
    if (!findex_has_directory(options))
        return STATUS_USAGE;
    findex_fill_options(&settings, options);
    int status = fx_indexer_open(&indexer, options->directory, 0, &settings, &error);
    if (status != FX_OK)
        return findex_fail(status, &error);
    status = fx_indexer_remove(indexer, options->operands, options->operand_count, &removed, &error);
    fx_indexer_close(indexer);
    if (status != FX_OK && status != FX_ENOTFOUND)
        return findex_fail(status, &error);
    if (!options->quiet)
        line_output_format(output, "%s removed", findex_number(number, removed));
    return status == FX_ENOTFOUND ? STATUS_SKIPPED : STATUS_DONE; /* each was named as skipped */
}

const struct findex_command findex_remove_command = {
    "remove", "ID...", "remove articles by id", SPECS, sizeof SPECS / sizeof *SPECS, run};
