/* findex stats: what is in an index. */
#include "civil_time.h"
#include "findex_command.h"
#include "findex_signals.h"
#include "json_writer.h"
#include "slice.h"

#include <string.h>

static const struct option_spec SPECS[] = {
    OPTION_ROW_INDEX, {OPTION_FORMAT, 'F', "format", "FORMAT", 0, "text (default) or json"}, OPTION_ROW_HELP};

enum value_kind { VALUE_COUNT, VALUE_BYTES };

/* One figure under its two names. */
struct figure {
    const char *key, *label;
    enum value_kind kind;
    uint64_t value;
};

enum { FIGURES_MAX = 24 };

static size_t list_figures(struct figure out[FIGURES_MAX], const fx_index_statistics *s)
{
    const struct figure figures[] = {
        {"articles", "articles", VALUE_COUNT, s->articles},
        {"sections", "sections", VALUE_COUNT, s->sections},
        {"quotes", "quotes", VALUE_COUNT, s->quotes},
        {"speakers", "speakers", VALUE_COUNT, s->speakers},
        {"entities", "entities", VALUE_COUNT, s->entities},
        {"terms", "terms", VALUE_COUNT, s->terms},
        {"tokens", "weighted words", VALUE_COUNT, s->tokens},
        {"segments", "segments", VALUE_COUNT, s->segments},
        {"stores", "stores", VALUE_COUNT, s->stores},
        {"dead_articles", "dead articles", VALUE_COUNT, s->dead_articles},
        {"text_bytes", "text", VALUE_BYTES, s->text_bytes},
        {"file_bytes", "file", VALUE_BYTES, s->file_bytes},
        {"used_bytes", "used", VALUE_BYTES, s->used_bytes},
        {"free_bytes", "free", VALUE_BYTES, s->free_bytes},
        {"postings_bytes", "postings", VALUE_BYTES, s->postings_bytes},
        {"positions_bytes", "positions", VALUE_BYTES, s->positions_bytes},
        {"records_bytes", "records", VALUE_BYTES, s->records_bytes},
        {"dictionary_bytes", "dictionary", VALUE_BYTES, s->dictionary_bytes},
        {"columns_bytes", "columns", VALUE_BYTES, s->columns_bytes},
        {"commit", "commit", VALUE_COUNT, s->commit},
        {"format", "format", VALUE_COUNT, s->format},
        {"analyzer", "analyzer", VALUE_COUNT, s->analyzer},
    };
    _Static_assert(sizeof figures / sizeof *figures <= FIGURES_MAX, "the caller has room");
    memcpy(out, figures, sizeof figures);
    return sizeof figures / sizeof *figures;
}

struct moment {
    const char *key;
    int64_t value;
};

static void print_text(struct line_output *output, const struct figure *figures, size_t count,
                       const struct moment *moments, const char *language)
{
    char value[32], time[CIVIL_TIME_SIZE];
    for (size_t i = 0; i < count; i++) {
        const struct figure *figure = &figures[i];
        const char *shown =
            figure->kind == VALUE_BYTES ? findex_bytes(value, figure->value) : findex_number(value, figure->value);
        line_output_format(output, "%-16s %14s", figure->label, shown);
    }
    for (; moments->key != NULL; moments++) {
        if (moments->value == INT64_MIN)
            continue;
        civil_format_time(time, moments->value);
        line_output_format(output, "%-16s %s", moments->key, time);
    }
    line_output_format(output, "%-16s %14s", "language", language);
}

static int print_json(struct line_output *output, const struct figure *figures, size_t count,
                      const struct moment *moments, const char *language)
{
    struct buffer text = BUFFER_INIT;
    struct json_writer json;
    char time[CIVIL_TIME_SIZE];
    json_writer_init(&json, &text);
    json_begin_object(&json);
    for (size_t i = 0; i < count; i++)
        json_key_unsigned(&json, figures[i].key, figures[i].value);
    for (; moments->key != NULL; moments++) {
        if (moments->value == INT64_MIN)
            continue;
        civil_format_time(time, moments->value);
        json_key_string(&json, moments->key, slice_of(time));
    }
    json_key_string(&json, "language", slice_of(language));
    json_end_object(&json);
    int status = json_writer_status(&json);
    if (status == FX_OK)
        (void)line_output_line(output, buffer_slice(&text));
    buffer_release(&text);
    return status;
}

static int run(const struct findex_options *options, struct line_output *output)
{
    fx_index_statistics statistics;
    struct figure figures[FIGURES_MAX];
    fx_error error = {0};
    bool json = options->format != NULL && strcmp(options->format, "json") == 0;
    if (options->format != NULL && !json && strcmp(options->format, "text") != 0) {
        findex_complain("stats knows no format '%s', only text and json", options->format);
        return STATUS_USAGE;
    }
    if (options->operand_count > 0) {
        findex_complain("stats takes no operand: '%s'", options->operands[0]);
        return STATUS_USAGE;
    }
    if (!findex_has_directory(options))
        return STATUS_USAGE;
    findex_signals_leave_at_once();
    int status = fx_index_stat(options->directory, &statistics, &error);
    if (status != FX_OK)
        return findex_fail(status, &error);
    size_t count = list_figures(figures, &statistics);
    const struct moment moments[] = {
        {"committed", statistics.committed}, {"oldest", statistics.oldest}, {"newest", statistics.newest}, {NULL, 0}};
    if (!json)
        print_text(output, figures, count, moments, statistics.language);
    else if (print_json(output, figures, count, moments, statistics.language) != FX_OK)
        return findex_fail(FX_ENOMEM, &error);
    return STATUS_DONE;
}

const struct findex_command findex_stats_command = {
    "stats", "", "say what is in the index", SPECS, sizeof SPECS / sizeof *SPECS, run};
