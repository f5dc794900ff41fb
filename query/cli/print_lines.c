/* The formats of one line a hit: tsv, csv, trec, ids, paths. */
#include "printer.h"

#include <string.h>
#include <time.h>

static void separator(struct printer *printer)
{
    output_write(printer->output, &printer->style.separator, 1);
}

/* "2025-10-15", nothing for an unknown time. */
static void day(struct printer *printer, int64_t published)
{
    time_t seconds = (time_t)published;
    struct tm parts;
    char text[32];
    if (published == INT64_MIN || gmtime_r(&seconds, &parts) == NULL)
        return;
    size_t length = strftime(text, sizeof text, "%Y-%m-%d", &parts);
    output_write(printer->output, text, length);
}

/* ---- tsv: rank, score, day, id, source, desk, title, path ---- */

static void tsv_field(struct output *output, fx_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\t')
            output_string(output, "\\t");
        else if (c == '\n')
            output_string(output, "\\n");
        else if (c == '\r')
            output_string(output, "\\r");
        else if (c == '\\')
            output_string(output, "\\\\");
        else
            output_write(output, &c, 1);
    }
}

static const char *const columns[] = {"rank", "score", "day", "id", "source", "desk", "title", "path"};

static void header_line(struct printer *printer, char between)
{
    if (!printer->style.header)
        return;
    if (printer->style.batch) {
        output_string(printer->output, "q");
        output_write(printer->output, &between, 1);
    }
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (i > 0)
            output_write(printer->output, &between, 1);
        output_string(printer->output, columns[i]);
    }
    separator(printer);
}

static void tsv_start(struct printer *printer)
{
    header_line(printer, '\t');
}

static void tsv_hit(struct printer *printer, const fx_hit *hit)
{
    struct output *output = printer->output;
    if (printer->style.batch) {
        tsv_field(output, printer->query.id);
        output_string(output, "\t");
    }
    output_format(output, "%u\t%.6f\t", hit->rank, hit->score);
    day(printer, hit->published);
    const fx_slice fields[] = {hit->id, hit->source, hit->desk, hit->title, hit->path};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        output_string(output, "\t");
        tsv_field(output, fields[i]);
    }
    separator(printer);
}

const struct printer_operations print_tsv_operations = {.start = tsv_start, .hit = tsv_hit};

/* ---- csv: the same columns after RFC 4180 ---- */

static void csv_field(struct output *output, fx_slice text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.len && !quoted; i++)
        quoted = strchr(",\"\r\n", text.ptr[i]) != NULL;
    if (!quoted) {
        output_slice(output, text);
        return;
    }
    output_string(output, "\"");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            output_string(output, "\"");
        output_write(output, &text.ptr[i], 1);
    }
    output_string(output, "\"");
}

static void csv_start(struct printer *printer)
{
    if (!printer->style.header)
        return;
    char kept = printer->style.separator;
    printer->style.separator = '\r';
    header_line(printer, ',');
    printer->style.separator = kept;
    output_string(printer->output, "\n");
}

static void csv_hit(struct printer *printer, const fx_hit *hit)
{
    struct output *output = printer->output;
    if (printer->style.batch) {
        csv_field(output, printer->query.id);
        output_string(output, ",");
    }
    output_format(output, "%u,%.6f,", hit->rank, hit->score);
    day(printer, hit->published);
    const fx_slice fields[] = {hit->id, hit->source, hit->desk, hit->title, hit->path};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        output_string(output, ",");
        csv_field(output, fields[i]);
    }
    output_string(output, "\r\n");
}

const struct printer_operations print_csv_operations = {.start = csv_start, .hit = csv_hit};

/* ---- trec ---- */

static void trec_hit(struct printer *printer, const fx_hit *hit)
{
    struct output *output = printer->output;
    if (printer->style.batch)
        output_slice(output, printer->query.id);
    else
        output_string(output, "0");
    output_string(output, " Q0 ");
    output_slice(output, hit->id);
    output_format(output, " %u %.9g fsearch", hit->rank, hit->score);
    separator(printer);
}

const struct printer_operations print_trec_operations = {.hit = trec_hit};

/* ---- ids, paths ---- */

static void ids_hit(struct printer *printer, const fx_hit *hit)
{
    output_slice(printer->output, hit->id);
    separator(printer);
}

const struct printer_operations print_ids_operations = {.hit = ids_hit};

/* What was read from standard input has no path: nothing is printed for it. */
static void paths_hit(struct printer *printer, const fx_hit *hit)
{
    if (hit->path.len == 0)
        return;
    output_slice(printer->output, hit->path);
    separator(printer);
}

const struct printer_operations print_paths_operations = {.hit = paths_hit};
