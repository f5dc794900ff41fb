#include "corpus_reader.h"

#include "corpus_format.h"
#include "error.h"
#include "slice.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { READ_BYTES = 1 << 18, BUFFER_KEEP_BYTES = 4 << 20 };

void corpus_reader_init(struct corpus_reader *reader, corpus_skip_function skip, void *payload)
{
    *reader = (struct corpus_reader){.descriptor = -1, .at_end = true, .skip = skip, .payload = payload};
}

static void finish(struct corpus_reader *reader)
{
    if (reader->owned && reader->descriptor >= 0)
        close(reader->descriptor);
    reader->descriptor = -1;
    buffer_clear(&reader->rest);
}

void corpus_reader_release(struct corpus_reader *reader)
{
    finish(reader);
    buffer_release(&reader->path);
    buffer_release(&reader->rest);
}

int corpus_reader_begin(struct corpus_reader *reader, int descriptor, bool owned, fx_slice path, uint64_t start,
                        fx_error *err)
{
    finish(reader);
    reader->descriptor = descriptor;
    reader->owned = owned;
    reader->at_end = false;
    reader->is_first = true;
    reader->format = CORPUS_JSONL;
    reader->line = 1;
    reader->offset = 0;
    reader->start = start;
    XXH3_64bits_reset(&reader->hash);
    buffer_clear(&reader->path);
    return buffer_append_slice(&reader->path, path) == FX_OK ? FX_OK : error_no_memory(err);
}

static void skip(struct corpus_reader *reader, uint32_t line, const char *reason)
{
    if (reader->skip != NULL)
        reader->skip(reader->payload, buffer_slice(&reader->path), line, reason);
}

/* The bytes are done with: they count for offset, line and hash. */
static void pass(struct corpus_reader *reader, fx_slice bytes)
{
    XXH3_64bits_update(&reader->hash, bytes.ptr, bytes.len);
    reader->offset += bytes.len;
    for (const char *at = bytes.ptr, *end = bytes.ptr + bytes.len; at < end; at++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == NULL)
            break;
        reader->line++;
    }
}

/* Appends what one read() gives; FX_END at the end of the file; FX_EIO was reported. */
static int read_more(struct corpus_reader *reader, struct buffer *bytes, fx_error *err)
{
    if (buffer_reserve(bytes, READ_BYTES) != FX_OK)
        return error_no_memory(err);
    for (;;) {
        ssize_t got = read(reader->descriptor, bytes->bytes + bytes->length, READ_BYTES);
        if (got > 0) {
            bytes->length += (size_t)got;
            return FX_OK;
        }
        if (got == 0) {
            reader->at_end = true;
            return FX_END;
        }
        if (errno == EINTR)
            continue;
        fx_error reason;
        error_set_errno(&reason, FX_EIO, "cannot read");
        skip(reader, 0, reason.message);
        reader->at_end = true;
        return FX_EIO;
    }
}

/* Reads until `bytes` holds `wanted` or the file ends. */
static int read_until(struct corpus_reader *reader, struct buffer *bytes, size_t wanted, fx_error *err)
{
    int status = FX_OK;
    while (status == FX_OK && bytes->length < wanted && !reader->at_end)
        status = read_more(reader, bytes, err);
    return status == FX_END ? FX_OK : status;
}

static bool is_stopped(const struct corpus_reader *reader)
{
    return reader->stop != NULL && *reader->stop != 0;
}

/* Waits for more of standard input. False when there is no point: whoever writes it takes a rest and a whole line has
 * come, which is not kept waiting for others; or a stop is asked for. */
static bool is_coming(const struct corpus_reader *reader, bool whole_line)
{
    enum { REST_MILLISECONDS = 20, LOOK_MILLISECONDS = 200 };
    struct pollfd input = {.fd = reader->descriptor, .events = POLLIN};
    while (!is_stopped(reader)) {
        int ready = poll(&input, 1, whole_line ? REST_MILLISECONDS : LOOK_MILLISECONDS);
        if (ready > 0 || (ready < 0 && errno != EINTR)) /* what is wrong is said by reading */
            return true;
        if (ready == 0 && whole_line)
            return false;
    }
    return false;
}

/* Reads until `bytes` holds `wanted` or the file ends; of standard input less where it comes slowly. */
static int read_lines_until(struct corpus_reader *reader, struct buffer *bytes, size_t wanted, fx_error *err)
{
    int status = FX_OK;
    bool whole_line = false;
    while (status == FX_OK && bytes->length < wanted && !reader->at_end) {
        size_t before = bytes->length;
        if (reader->path.length == 0 && !is_coming(reader, whole_line))
            break;
        status = read_more(reader, bytes, err);
        whole_line = whole_line || memchr(bytes->bytes + before, '\n', bytes->length - before) != NULL;
    }
    return status == FX_END ? FX_OK : status;
}

/* Known bytes at the front are counted and hashed, not given. They end at a line's end. */
static int pass_known(struct corpus_reader *reader, struct buffer *bytes, fx_error *err)
{
    while (reader->offset < reader->start) {
        if (bytes->length == 0) {
            int status = read_more(reader, bytes, err);
            if (status != FX_OK)
                return status == FX_END ? FX_OK : status;
        }
        uint64_t left = reader->start - reader->offset;
        size_t known = left < bytes->length ? (size_t)left : bytes->length;
        pass(reader, (fx_slice){bytes->bytes, known});
        memmove(bytes->bytes, bytes->bytes + known, bytes->length - known);
        bytes->length -= known;
    }
    return FX_OK;
}

/* The line that begins `bytes` is too long: reads to its end, keeping nothing. */
static int drop_long_line(struct corpus_reader *reader, struct buffer *bytes, fx_error *err)
{
    skip(reader, reader->line, "the line is longer than 64 MiB");
    const char *newline = NULL;
    for (;;) {
        newline = memchr(bytes->bytes, '\n', bytes->length);
        if (newline != NULL)
            break;
        pass(reader, buffer_slice(bytes));
        buffer_release(bytes);
        int status = read_more(reader, bytes, err);
        if (status != FX_OK)
            return status == FX_END ? FX_OK : status;
    }
    size_t dropped = (size_t)(newline + 1 - bytes->bytes);
    pass(reader, (fx_slice){bytes->bytes, dropped});
    memmove(bytes->bytes, bytes->bytes + dropped, bytes->length - dropped);
    bytes->length -= dropped;
    return FX_OK;
}

/* Whole lines, about CORPUS_CHUNK_BYTES of them; what is left of the last line waits in `rest`. */
static int next_lines(struct corpus_reader *reader, struct buffer *bytes, fx_error *err)
{
    size_t wanted = CORPUS_CHUNK_BYTES;
    for (;;) {
        int status = read_lines_until(reader, bytes, wanted, err);
        if (status != FX_OK)
            return status;
        const char *newline = bytes->length > 0 ? memrchr(bytes->bytes, '\n', bytes->length) : NULL;
        size_t whole = newline != NULL ? (size_t)(newline + 1 - bytes->bytes) : 0;
        const char *first = whole > 0 ? memchr(bytes->bytes, '\n', whole) : NULL;
        size_t first_line = first != NULL ? (size_t)(first - bytes->bytes) : bytes->length;
        if (is_stopped(reader) && !reader->at_end && reader->path.length == 0) {
            bytes->length = whole; /* the line that had begun is not complete */
            reader->at_end = true;
            return FX_OK;
        }
        if (first_line > CORPUS_ARTICLE_MAX) {
            status = drop_long_line(reader, bytes, err);
            if (status != FX_OK)
                return status;
            wanted = CORPUS_CHUNK_BYTES;
        } else if (reader->at_end) {
            return FX_OK; /* the last line may lack its newline */
        } else if (whole > 0) {
            fx_slice rest = slice_part(buffer_slice(bytes), whole, bytes->length);
            bytes->length = whole;
            return buffer_append_slice(&reader->rest, rest) == FX_OK ? FX_OK : error_no_memory(err);
        } else {
            wanted = bytes->length * 2 < CORPUS_ARTICLE_MAX ? bytes->length * 2 : CORPUS_ARTICLE_MAX + (size_t)1;
        }
    }
}

/* FX_EINPUT: refused and reported. */
static int next_whole(struct corpus_reader *reader, struct buffer *bytes, fx_error *err)
{
    int status = read_until(reader, bytes, (size_t)CORPUS_ARTICLE_MAX + 1, err);
    if (status == FX_OK && bytes->length > CORPUS_ARTICLE_MAX) {
        skip(reader, 0, "the file is larger than 64 MiB");
        return FX_EINPUT;
    }
    return status;
}

/* The first bytes decide what the file is. */
static int detect(struct corpus_reader *reader, struct buffer *bytes, fx_error *err)
{
    if (reader->path.length == 0) /* standard input: JSON Lines */
        return FX_OK;
    int status = read_until(reader, bytes, READ_BYTES, err);
    if (status != FX_OK)
        return status;
    fx_error reason;
    status = corpus_format_detect(&reader->format, buffer_slice(&reader->path), buffer_slice(bytes), reader->at_end,
                                  &reason);
    if (status == FX_EINPUT)
        skip(reader, 0, reason.message);
    return status;
}

/* FX_EINPUT: refused; FX_EIO: reading failed; both reported. */
static int fill(struct corpus_reader *reader, struct corpus_chunk *chunk, fx_error *err)
{
    int status = FX_OK;
    if (reader->is_first)
        status = detect(reader, &chunk->bytes, err);
    if (status == FX_OK && reader->is_first && reader->format == CORPUS_JSONL)
        status = pass_known(reader, &chunk->bytes, err);
    reader->is_first = false;
    if (status != FX_OK)
        return status;
    return reader->format == CORPUS_JSONL ? next_lines(reader, &chunk->bytes, err)
                                          : next_whole(reader, &chunk->bytes, err);
}

int corpus_reader_next(struct corpus_reader *reader, struct corpus_chunk *chunk, fx_error *err)
{
    if (reader->descriptor < 0 || (reader->at_end && !reader->is_first)) {
        finish(reader);
        return FX_END;
    }
    if (chunk->bytes.capacity > BUFFER_KEEP_BYTES) /* one long line must not cost its memory for ever */
        buffer_release(&chunk->bytes);
    buffer_clear(&chunk->bytes);
    buffer_clear(&chunk->path);
    if (buffer_append_slice(&chunk->path, buffer_slice(&reader->path)) != FX_OK ||
        buffer_append_slice(&chunk->bytes, buffer_slice(&reader->rest)) != FX_OK)
        return error_no_memory(err);
    buffer_clear(&reader->rest);
    int status = fill(reader, chunk, err);
    if (status == FX_EIO || status == FX_ENOMEM) {
        finish(reader);
        return status == FX_EIO ? FX_END : status;
    }
    if (status == FX_EINPUT) {
        pass(reader, buffer_slice(&chunk->bytes));
        buffer_clear(&chunk->bytes);
        reader->at_end = true;
        reader->format = CORPUS_JSONL; /* an empty chunk of lines: no articles, and nothing more to say */
    } else if (status != FX_OK) {
        return status;
    }
    chunk->format = reader->format;
    chunk->first_line = reader->line;
    chunk->offset = reader->offset;
    pass(reader, buffer_slice(&chunk->bytes));
    chunk->last_of_file = reader->at_end;
    chunk->file_hash = XXH3_64bits_digest(&reader->hash);
    return FX_OK;
}
