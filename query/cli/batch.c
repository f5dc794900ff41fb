#include "batch.h"

#include "complaint.h"
#include "error.h"
#include "slice.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { READ_BYTES = 64 * 1024, QUERY_BYTES_MAX = 1024 * 1024 };

struct line_reader {
    int descriptor;
    struct buffer bytes;
    size_t at; /* start of what was not handed out */
    bool ended;
};

static bool input_waits(int descriptor)
{
    struct pollfd poll_for = {.fd = descriptor, .events = POLLIN};
    return poll(&poll_for, 1, 0) > 0;
}

static int read_more(struct line_reader *reader, fx_error *err)
{
    if (reader->at > 0) {
        memmove(reader->bytes.bytes, reader->bytes.bytes + reader->at, reader->bytes.length - reader->at);
        reader->bytes.length -= reader->at;
        reader->at = 0;
    }
    if (buffer_reserve(&reader->bytes, READ_BYTES) != FX_OK)
        return error_no_memory(err);
    for (;;) {
        ssize_t got = read(reader->descriptor, reader->bytes.bytes + reader->bytes.length, READ_BYTES);
        if (got >= 0) {
            reader->bytes.length += (size_t)got;
            reader->ended = got == 0;
            return FX_OK;
        }
        if (errno != EINTR)
            return error_set_errno(err, FX_EIO, "cannot read the batch");
    }
}

/* The next line without its newline, borrowed until the next call. FX_END after the last. */
static int next_line(struct line_reader *reader, struct output *output, fx_slice *line, fx_error *err)
{
    size_t searched = reader->at;
    for (;;) {
        char *start = reader->bytes.bytes;
        char *newline =
            reader->bytes.length > searched ? memchr(start + searched, '\n', reader->bytes.length - searched) : NULL;
        if (newline != NULL || (reader->ended && reader->at < reader->bytes.length)) {
            size_t end = newline != NULL ? (size_t)(newline - start) : reader->bytes.length;
            *line = (fx_slice){start + reader->at, end - reader->at};
            reader->at = newline != NULL ? end + 1 : end;
            return FX_OK;
        }
        if (reader->ended)
            return FX_END;
        if (reader->bytes.length - reader->at > QUERY_BYTES_MAX)
            return error_set(err, FX_EINVAL, "a query of the batch is longer than %d bytes", QUERY_BYTES_MAX);
        if (!input_waits(reader->descriptor))
            output_flush(output);
        searched = reader->bytes.length - reader->at;
        int status = read_more(reader, err);
        if (status != FX_OK)
            return status;
    }
}

static void tell_error(struct printer *printer, const struct fsearch_options *options, fx_slice text,
                       const fx_error *error)
{
    printer->query.text = text;
    if (options->format->errors_in_band && printer->operations->error != NULL)
        printer->operations->error(printer, error);
    else
        complain("query %.*s: %s", (int)printer->query.id.len, printer->query.id.ptr, error->message);
}

static int answer_line(struct batch_result *out, struct printer *printer, fx_reader *reader,
                       const struct fsearch_options *options, fx_slice line, uint64_t number, fx_error *err)
{
    char digits[24];
    const char *tab = line.len ? memchr(line.ptr, '\t', line.len) : NULL;
    fx_slice text = line;
    printer->query.id_is_number = tab == NULL;
    if (tab != NULL) {
        printer->query.id = (fx_slice){line.ptr, (size_t)(tab - line.ptr)};
        text = slice_part(line, (size_t)(tab - line.ptr) + 1, line.len);
    } else {
        int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
        printer->query.id = (fx_slice){digits, (size_t)length};
    }
    if (text.len > 0 && text.ptr[text.len - 1] == '\r')
        text.len--;
    fx_error problem = {0};
    struct answer answer;
    int status = answer_query(&answer, printer, reader, options, text, &problem);
    if (status == FX_ENOMEM)
        return error_no_memory(err);
    if (status != FX_OK) {
        tell_error(printer, options, text, &problem);
        out->failed++;
        return FX_OK;
    }
    out->answered++;
    out->found += answer.found;
    out->damaged += answer.damaged;
    return FX_OK;
}

int batch_run(struct batch_result *out, struct printer *printer, fx_reader *reader,
              const struct fsearch_options *options, fx_error *err)
{
    *out = (struct batch_result){0};
    struct line_reader lines = {.descriptor = STDIN_FILENO};
    if (strcmp(options->batch_file, "-") != 0)
        lines.descriptor = open(options->batch_file, O_RDONLY | O_CLOEXEC);
    if (lines.descriptor < 0) /* a wrong operand, whatever the system's reason */
        return error_set(err, FX_EINVAL, "cannot open the batch '%s': %s", options->batch_file, strerror(errno));
    int status = FX_OK;
    fx_slice line;
    for (uint64_t number = 1; status == FX_OK && !printer->output->closed && printer->output->failure == 0; number++) {
        status = next_line(&lines, printer->output, &line, err);
        if (status == FX_OK && line.len > 0)
            status = answer_line(out, printer, reader, options, line, number, err);
    }
    buffer_release(&lines.bytes);
    if (lines.descriptor != STDIN_FILENO)
        close(lines.descriptor);
    return status == FX_END ? FX_OK : status;
}
