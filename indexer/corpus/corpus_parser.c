#include "corpus.h"

#include "corpus_jsonl.h"
#include "corpus_text.h"
#include "error.h"
#include "memory.h"
#include "text_space.h"

#include <string.h>

struct corpus_parser {
    struct corpus_parser_options options;
    struct time_zone *zone;
    struct corpus_jsonl *jsonl;
    struct corpus_text *text;
    struct arena arena; /* of the current article */
    struct buffer id;
    const struct corpus_chunk *chunk; /* NULL: none, or done */
    size_t at;                        /* in its bytes */
    uint32_t line;                    /* of the line at `at` */
};

int corpus_parser_new(struct corpus_parser **out, const struct corpus_parser_options *options, fx_error *err)
{
    *out = NULL;
    struct corpus_parser *parser = memory_allocate_zeroed(1, sizeof *parser);
    if (parser == NULL)
        return error_no_memory(err);
    parser->options = *options;
    int status = FX_OK;
    if (options->time_zone != NULL && strcmp(options->time_zone, "UTC") != 0)
        status = time_zone_open(&parser->zone, options->time_zone, err);
    if (status == FX_OK)
        status = corpus_jsonl_new(&parser->jsonl, err);
    if (status == FX_OK)
        status = corpus_text_new(&parser->text, err);
    if (status != FX_OK) {
        corpus_parser_free(parser);
        return status;
    }
    parser->options.time_zone = NULL; /* not needed any more, and the caller's */
    *out = parser;
    return FX_OK;
}

void corpus_parser_free(struct corpus_parser *parser)
{
    if (parser == NULL)
        return;
    time_zone_free(parser->zone);
    corpus_jsonl_free(parser->jsonl);
    corpus_text_free(parser->text);
    arena_release(&parser->arena);
    buffer_release(&parser->id);
    memory_free(parser);
}

void corpus_parser_start(struct corpus_parser *parser, const struct corpus_chunk *chunk)
{
    parser->chunk = chunk;
    parser->at = 0;
    parser->line = chunk->first_line;
}

static void skip(struct corpus_parser *parser, uint32_t line, const char *reason)
{
    if (parser->options.skip != NULL)
        parser->options.skip(parser->options.payload, buffer_slice(&parser->chunk->path), line, reason);
}

/* PATH#LINE for what has neither id nor url. */
static int set_line_id(struct corpus_parser *parser, struct article *out, uint32_t line)
{
    fx_slice path = parser->chunk->path.length > 0 ? buffer_slice(&parser->chunk->path) : SLICE("-");
    buffer_clear(&parser->id);
    int status = buffer_append_slice(&parser->id, path);
    if (status == FX_OK)
        status = buffer_append_format(&parser->id, "#%u", (unsigned)line);
    out->id = buffer_slice(&parser->id);
    return status;
}

static bool next_line(struct corpus_parser *parser, fx_slice *line, uint32_t *number)
{
    fx_slice bytes = buffer_slice(&parser->chunk->bytes);
    while (parser->at < bytes.len) {
        fx_slice rest = slice_part(bytes, parser->at, bytes.len);
        const char *newline = memchr(rest.ptr, '\n', rest.len);
        size_t length = newline != NULL ? (size_t)(newline - rest.ptr) : rest.len;
        *line = trim_spaces(slice_part(rest, 0, length)); /* a byte order mark before the first line, too */
        *number = parser->line++;
        parser->at += newline != NULL ? length + 1 : length;
        if (line->len > 0)
            return true;
    }
    return false;
}

static int next_of_lines(struct corpus_parser *parser, struct article *out, fx_error *err)
{
    fx_slice line;
    uint32_t number;
    while (next_line(parser, &line, &number)) {
        fx_error reason = {0};
        arena_clear(&parser->arena);
        int status = corpus_jsonl_parse(parser->jsonl, line, parser->zone, &parser->arena, out, &reason);
        if (status == FX_OK && out->id.len == 0)
            status = set_line_id(parser, out, number);
        if (status == FX_ENOMEM)
            return error_no_memory(err);
        if (status == FX_OK) {
            if (parser->chunk->path.length > 0) /* from standard input: where it was once read, if the line says so */
                out->path = buffer_slice(&parser->chunk->path);
            return FX_OK;
        }
        skip(parser, number, reason.message);
    }
    parser->chunk = NULL;
    return FX_END;
}

static int next_of_text(struct corpus_parser *parser, struct article *out, fx_error *err)
{
    const struct corpus_chunk *chunk = parser->chunk;
    fx_error reason = {0};
    arena_clear(&parser->arena);
    int status =
        corpus_text_parse(parser->text, buffer_slice(&chunk->bytes), parser->zone, &parser->arena, out, &reason);
    if (status == FX_ENOMEM)
        return error_no_memory(err);
    if (status != FX_OK)
        skip(parser, reason.offset, reason.message);
    parser->chunk = NULL;
    out->id = out->path = buffer_slice(&chunk->path);
    return status == FX_OK ? FX_OK : FX_END;
}

int corpus_parser_next(struct corpus_parser *parser, struct article *out, fx_error *err)
{
    *out = (struct article){0};
    if (parser->chunk == NULL)
        return FX_END;
    return parser->chunk->format == CORPUS_JSONL ? next_of_lines(parser, out, err) : next_of_text(parser, out, err);
}
