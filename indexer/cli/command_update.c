/* findex update: add what is new, replace what changed. */
#include "findex_command.h"
#include "findex_progress.h"

#include <unistd.h>

static const struct option_spec SPECS[] = {
    OPTION_ROW_INDEX,
    {OPTION_PURGE, 0, "purge", "all", OPTION_ARGUMENT_OPTIONAL,
     "also remove articles whose file is gone from under the\npaths; more than 20 % of the index only with =all"},
    OPTION_ROW_WORKERS,
    OPTION_ROW_MEMORY,
    OPTION_ROW_TIME_ZONE,
    {OPTION_LANGUAGE, 0, "language", "CODE", 0, "of articles that name none, for a new index (default: en)"},
    OPTION_ROW_ALIASES,
    OPTION_ROW_NO_EXTRACTION,
    OPTION_ROW_QUIET,
    OPTION_ROW_VERBOSE,
    OPTION_ROW_HELP,
};

static void summarize(struct line_output *output, const struct findex_options *options, const fx_update_report *report)
{
    char added[32], replaced[32], unchanged[32], removed[32], skipped[32], files[32], known[32], bytes[32];
    if (options->quiet)
        return;
    line_output_format(output, "%s added, %s replaced, %s unchanged, %s removed, %s skipped in %.2f s",
                       findex_number(added, report->added), findex_number(replaced, report->replaced),
                       findex_number(unchanged, report->unchanged), findex_number(removed, report->removed),
                       findex_number(skipped, report->skipped), report->seconds);
    if (options->verbose)
        line_output_format(output, "%s files read, %s passed over as unchanged, %s read",
                           findex_number(files, report->files_read), findex_number(known, report->files_unchanged),
                           findex_bytes(bytes, report->bytes_read));
}

static int run(const struct findex_options *options, struct line_output *output)
{
    fx_index_options settings;
    fx_indexer *indexer;
    fx_update_report report;
    fx_error error = {0};
    if (options->operand_count == 0) {
        findex_complain("update what? give files, directories, or - for standard input");
        return STATUS_USAGE;
    }
    if (!findex_has_directory(options))
        return STATUS_USAGE;
    findex_fill_options(&settings, options);
    if (!options->quiet)
        settings.on_progress = findex_progress_show;
    int status = fx_indexer_open(&indexer, options->directory, 1, &settings, &error);
    if (status != FX_OK)
        return findex_fail(status, &error);
    status = fx_indexer_update(indexer, options->operands, options->operand_count, options->purge, &report, &error);
    findex_progress_clear();
    fx_indexer_close(indexer);
    if (status == FX_OK || status == FX_ESTOPPED || status == FX_ELIMIT)
        summarize(output, options, &report);
    if (status != FX_OK)
        return findex_fail(status, &error);
    return report.skipped > 0 ? STATUS_SKIPPED : STATUS_DONE;
}

const struct findex_command findex_update_command = {
    "update", "PATH...", "add what is new, replace what changed", SPECS, sizeof SPECS / sizeof *SPECS, run};
