/* fsearch: searches an index that findex made. A client of fx_search.h: options in, printed answers out. */
#include "batch.h"
#include "complaint.h"

#include "error.h"
#include "name_printer.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    EXIT_FOUND = 0,
    EXIT_NOTHING = 1,
    EXIT_USAGE = 2,
    EXIT_PARTLY = 3,
    EXIT_NO_INDEX = 4,
    EXIT_DAMAGED = 5,
    EXIT_OUTPUT = 7,
    EXIT_LIMIT = 8
};

static int exit_status_of(int code)
{
    switch (code) {
    case FX_EINVAL:
    case FX_EQUERY:
        return EXIT_USAGE;
    case FX_ENOTFOUND:
    case FX_EVERSION:
    case FX_EIO:
    case FX_EBACKEND:
        return EXIT_NO_INDEX;
    case FX_EDAMAGED:
        return EXIT_DAMAGED;
    default:
        return EXIT_LIMIT; /* memory, time, expansions */
    }
}

/* LMDB reads through a memory map: a file that shrinks under it, or a disk that fails, is SIGBUS. */
static void on_bus_error(int number)
{
    static const char message[] =
        "fsearch: the index cannot be read (bus error): damaged or truncated; run findex verify\n";
    (void)number;
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(EXIT_DAMAGED);
}

static void set_signals(void)
{
    struct sigaction bus = {.sa_handler = on_bus_error};
    sigaction(SIGBUS, &bus, NULL);
    signal(SIGPIPE, SIG_IGN); /* write() then says EPIPE, which output.c knows */
}

/* $FSEARCH_INDEX, else $XDG_DATA_HOME/fsearch/default, else ~/.local/share/fsearch/default. */
static int default_directory(struct buffer *out, fx_error *err)
{
    const char *index = getenv("FSEARCH_INDEX"), *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    int status;
    if (index != NULL && *index != '\0')
        status = buffer_append_string(out, index);
    else if (data != NULL && *data != '\0')
        status = buffer_append_format(out, "%s/fsearch/default", data);
    else if (home != NULL && *home != '\0')
        status = buffer_append_format(out, "%s/.local/share/fsearch/default", home);
    else
        return error_set(err, FX_ENOTFOUND, "no index named: give -i DIR or set FSEARCH_INDEX");
    if (status == FX_OK)
        status = buffer_append_byte(out, '\0');
    return status == FX_OK ? FX_OK : error_no_memory(err);
}

static int open_reader(fx_reader **out, const struct fsearch_options *options, fx_error *err)
{
    if (options->directory_count > 0)
        return fx_reader_open(out, options->directories, options->directory_count, err);
    struct buffer directory = BUFFER_INIT;
    *out = NULL;
    int status = default_directory(&directory, err);
    if (status == FX_OK) {
        const char *path = directory.bytes;
        status = fx_reader_open(out, &path, 1, err);
    }
    buffer_release(&directory);
    return status;
}

/* The message, and for a wrong query the query with a caret under the place. */
static void tell(const fx_error *err, const struct fsearch_options *options)
{
    complain("%s", err->message);
    if (err->code == FX_EQUERY && options->mode == MODE_SEARCH && options->query.length > 0)
        complain_caret(buffer_slice(&options->query), err->offset);
}

/* ---- modes ---- */

static int run_search(struct printer *printer, fx_reader *reader, const struct fsearch_options *options, fx_error *err)
{
    struct answer answer;
    int status = answer_query(&answer, printer, reader, options, buffer_slice(&options->query), err);
    if (status != FX_OK)
        return exit_status_of(status);
    if (answer.damaged) {
        complain("answered, but a part was missing: %s", printer->query.summary.damage.message);
        return EXIT_PARTLY;
    }
    return answer.found ? EXIT_FOUND : EXIT_NOTHING;
}

static int run_batch(struct printer *printer, fx_reader *reader, const struct fsearch_options *options, fx_error *err)
{
    struct batch_result result;
    int status = batch_run(&result, printer, reader, options, err);
    if (status != FX_OK)
        return exit_status_of(status);
    if (result.failed > 0 && result.answered == 0)
        return EXIT_USAGE;
    if (result.failed > 0 || result.damaged > 0)
        return EXIT_PARTLY;
    return result.found > 0 ? EXIT_FOUND : EXIT_NOTHING;
}

static int run_list(struct printer *printer, fx_reader *reader, const struct fsearch_options *options, fx_error *err)
{
    struct name_printer names = {printer, options->null, 0};
    int status = fx_reader_list(reader, options->list, buffer_slice(&options->query), name_printer_put, &names, err);
    if (status < 0)
        return exit_status_of(status);
    return names.printed > 0 ? EXIT_FOUND : EXIT_NOTHING;
}

static int run_show(struct printer *printer, fx_reader *reader, const struct fsearch_options *options, fx_error *err)
{
    fx_document *document;
    fx_slice id = {options->show_id, strlen(options->show_id)};
    int status = fx_document_open(&document, reader, id, err);
    if (status == FX_ENOTFOUND) {
        complain("%s", err->message);
        error_clear(err);
        return EXIT_NOTHING;
    }
    if (status != FX_OK)
        return exit_status_of(status);
    if (options->format->errors_in_band) {
        output_slice(printer->output, fx_document_json(document));
        output_write(printer->output, &printer->style.separator, 1);
    } else {
        printer_plain_text(printer, fx_document_text(document));
    }
    fx_document_free(document);
    return EXIT_FOUND;
}

static int run_mode(struct printer *printer, const struct fsearch_options *options, fx_error *err)
{
    fx_reader *reader;
    int status = open_reader(&reader, options, err);
    if (status != FX_OK)
        return exit_status_of(status);
    int result;
    switch (options->mode) {
    case MODE_BATCH:
        result = run_batch(printer, reader, options, err);
        break;
    case MODE_LIST:
        result = run_list(printer, reader, options, err);
        break;
    case MODE_SHOW:
        result = run_show(printer, reader, options, err);
        break;
    default:
        result = run_search(printer, reader, options, err);
        break;
    }
    fx_reader_close(reader);
    return result;
}

/* ---- output ---- */

static int finish_output(struct output *output, int result)
{
    output_flush(output);
    if (output->failure != 0) {
        complain("cannot write standard output: %s", strerror(output->failure));
        result = EXIT_OUTPUT;
    }
    return result;
}

/* Long answers for people go through a pager, as git's do. */
static bool wants_pager(const struct printer *printer, const struct fsearch_options *options)
{
    bool for_people = strcmp(options->format->name, "text") == 0 || strcmp(options->format->name, "kwic") == 0;
    return printer->style.terminal && for_people && !options->count && !options->quiet &&
           (options->mode == MODE_SEARCH || options->mode == MODE_SHOW);
}

static int answer_all(const struct fsearch_options *options, fx_error *err)
{
    struct output output;
    output_init(&output, STDOUT_FILENO);
    struct printer printer = {.operations = options->format->operations, .output = &output};
    terminal_style(&printer.style, options->color);
    printer.style.header = options->header || (printer.style.terminal && options->mode != MODE_BATCH);
    printer.style.batch = options->mode == MODE_BATCH;
    printer.style.separator = options->null ? '\0' : '\n';
    int descriptor = STDOUT_FILENO;
    pid_t pager = wants_pager(&printer, options) ? terminal_page(&descriptor) : -1;
    output.descriptor = descriptor;
    if (printer.operations->start != NULL && !options->count && !options->quiet &&
        (options->mode == MODE_SEARCH || options->mode == MODE_BATCH))
        printer.operations->start(&printer);
    int result = run_mode(&printer, options, err);
    result = finish_output(&output, result);
    if (pager > 0)
        terminal_page_end(pager, descriptor);
    buffer_release(&printer.scratch);
    output_release(&output);
    return result;
}

static int print_and_leave(const char *text)
{
    struct output output;
    output_init(&output, STDOUT_FILENO);
    output_string(&output, text);
    int result = finish_output(&output, EXIT_FOUND);
    output_release(&output);
    return result;
}

static int print_help(fx_error *err)
{
    struct buffer help = BUFFER_INIT;
    int result = EXIT_LIMIT;
    if (fsearch_options_help(&help) == FX_OK && buffer_append_byte(&help, '\0') == FX_OK)
        result = print_and_leave(help.bytes);
    else
        error_no_memory(err);
    buffer_release(&help);
    return result;
}

int main(int argc, char **argv)
{
    struct fsearch_options options;
    fx_error err = {0};
    set_signals();
    int result = EXIT_USAGE;
    if (fsearch_options_parse(&options, argc, argv, &err) == FX_OK) {
        if (options.mode == MODE_HELP)
            result = print_help(&err);
        else if (options.mode == MODE_VERSION)
            result = print_and_leave("fsearch " FX_VERSION "\n");
        else
            result = answer_all(&options, &err);
    }
    if (err.code < 0)
        tell(&err, &options);
    fsearch_options_release(&options);
    return result;
}
