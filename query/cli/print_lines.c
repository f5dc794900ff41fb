/* The formats of one line a hit: tsv, csv, trec, ids, paths. */
#include "printer.h"

#include "slice.h"

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

/* Text of an article: as it is for a program, harmless for a terminal (as ls does it). */
static void put(struct printer *printer, fx_slice text)
{
    if (printer->style.terminal)
        output_safe(printer->output, text);
    else
        output_slice(printer->output, text);
}

/* ---- tsv: rank, score, day, id, source, desk, title, path ---- */

static void tsv_field(struct printer *printer, fx_slice text)
{
    static const char special[] = "\t\n\r\\", letters[] = "tnr\\";
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *found = text.ptr[i] != '\0' ? strchr(special, text.ptr[i]) : NULL;
        if (found == NULL)
            continue;
        put(printer, slice_part(text, start, i));
        output_format(printer->output, "\\%c", letters[found - special]);
        start = i + 1;
    }
    put(printer, slice_part(text, start, text.len));
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
        tsv_field(printer, printer->query.id);
        output_string(output, "\t");
    }
    output_format(output, "%u\t%.6f\t", hit->rank, hit->score);
    day(printer, hit->published);
    const fx_slice fields[] = {hit->id, hit->source, hit->desk, hit->title, hit->path};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        output_string(output, "\t");
        tsv_field(printer, fields[i]);
    }
    separator(printer);
}

const struct printer_operations print_tsv_operations = {.start = tsv_start, .hit = tsv_hit};

/* ---- csv: the same columns after RFC 4180 ---- */

void printer_csv_field(struct printer *printer, fx_slice text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.len && !quoted; i++)
        quoted = text.ptr[i] != '\0' && strchr(",\"\r\n", text.ptr[i]) != NULL;
    if (!quoted) {
        put(printer, text);
        return;
    }
    output_string(printer->output, "\"");
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '"') { /* written once here and once more at the start of the next piece */
            put(printer, slice_part(text, start, i + 1));
            start = i;
        }
    put(printer, slice_part(text, start, text.len));
    output_string(printer->output, "\"");
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
        printer_csv_field(printer, printer->query.id);
        output_string(output, ",");
    }
    output_format(output, "%u,%.6f,", hit->rank, hit->score);
    day(printer, hit->published);
    const fx_slice fields[] = {hit->id, hit->source, hit->desk, hit->title, hit->path};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        output_string(output, ",");
        printer_csv_field(printer, fields[i]);
    }
    output_string(output, "\r\n");
}

const struct printer_operations print_csv_operations = {.start = csv_start, .hit = csv_hit};

/* ---- trec ---- */

/* Columns are parted by white space: what of it stands in an id is written as in a URL. */
static void trec_field(struct printer *printer, fx_slice text)
{
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c > ' ' && c != 0x7F)
            continue;
        put(printer, slice_part(text, start, i));
        output_format(printer->output, "%%%02X", c);
        start = i + 1;
    }
    put(printer, slice_part(text, start, text.len));
}

static void trec_hit(struct printer *printer, const fx_hit *hit)
{
    struct output *output = printer->output;
    trec_field(printer, printer->style.batch ? printer->query.id : SLICE("0"));
    output_string(output, " Q0 ");
    trec_field(printer, hit->id);
    output_format(output, " %u %.9g fsearch", hit->rank, hit->score);
    separator(printer);
}

const struct printer_operations print_trec_operations = {.hit = trec_hit};

/* ---- ids, paths ---- */

static void ids_hit(struct printer *printer, const fx_hit *hit)
{
    put(printer, hit->id);
    separator(printer);
}

const struct printer_operations print_ids_operations = {.hit = ids_hit};

/* What was read from standard input has no path: nothing is printed for it. */
static void paths_hit(struct printer *printer, const fx_hit *hit)
{
    if (hit->path.len == 0)
        return;
    put(printer, hit->path);
    separator(printer);
}

const struct printer_operations print_paths_operations = {.hit = paths_hit};
