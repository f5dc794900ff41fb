#include "fsearch_options.h"

#include "error.h"
#include "memory.h"
#include "option_parser.h"

#include <stdio.h>
#include <string.h>

enum option_id {
    OPTION_ANY,
    OPTION_B,
    OPTION_BATCH,
    OPTION_COLOR,
    OPTION_COUNT,
    OPTION_DESK,
    OPTION_ENTITY,
    OPTION_EXACT,
    OPTION_EXPLAIN,
    OPTION_FACET,
    OPTION_FORMAT,
    OPTION_HEADER,
    OPTION_HEADING,
    OPTION_HELP,
    OPTION_INDEX,
    OPTION_K1,
    OPTION_LIMIT,
    OPTION_LIST,
    OPTION_NULL,
    OPTION_OFFSET,
    OPTION_PLAIN,
    OPTION_QUIET,
    OPTION_SECTION,
    OPTION_SHOW,
    OPTION_SINCE,
    OPTION_SORT,
    OPTION_SOURCE,
    OPTION_SPEAKER,
    OPTION_TIMELINE,
    OPTION_TIMEOUT,
    OPTION_UNIT,
    OPTION_UNTIL,
    OPTION_VERSION
};

static const struct option_spec rows[] = {
    {OPTION_INDEX, 'i', "index", "DIR", OPTION_REPEATABLE, "index to search; repeatable, several answer as one"},
    {OPTION_LIMIT, 'n', "limit", "N", 0, "hits to print (10)"},
    {OPTION_OFFSET, 'o', "offset", "N", 0, "hits to pass over first (0)"},
    {OPTION_UNIT, 'u', "unit", "UNIT", 0, "what is ranked: article, section or quote"},
    {OPTION_FORMAT, 'F', "format", "FORMAT", 0, "text json jsonl tsv csv trec ids paths kwic"},
    {OPTION_ANY, 0, "any", NULL, 0, "any of the words will do (default: all)"},
    {OPTION_PLAIN, 0, "plain", NULL, 0, "the query is words only: nothing in it is special"},
    {OPTION_EXACT, 0, "exact", NULL, 0, "words as they are written, no stemming"},
    {OPTION_SECTION, 0, "section", "NAME", OPTION_REPEATABLE, "only desks or headings of this name"},
    {OPTION_DESK, 0, "desk", "NAME", OPTION_REPEATABLE, "only this desk of the newspaper"},
    {OPTION_HEADING, 0, "heading", "WORDS", OPTION_REPEATABLE, "only sections with this in their heading"},
    {OPTION_SPEAKER, 0, "speaker", "NAME", OPTION_REPEATABLE, "only where this person or body is quoted"},
    {OPTION_ENTITY, 0, "entity", "NAME", OPTION_REPEATABLE, "only where this person, body or place is named"},
    {OPTION_SOURCE, 0, "source", "NAME", OPTION_REPEATABLE, "only this source"},
    {OPTION_SINCE, 0, "since", "DAY", 0, "from this day on: 2025-10-15, 2025-10, 2025, today, yesterday, -7d"},
    {OPTION_UNTIL, 0, "until", "DAY", 0, "up to this day, inclusive"},
    {OPTION_SORT, 's', "sort", "ORDER", 0, "score, date (oldest first) or -date (newest first)"},
    {OPTION_FACET, 0, "facet", "KIND[:N]", OPTION_REPEATABLE,
     "count section desk speaker entity person organization place source"},
    {OPTION_TIMELINE, 0, "timeline", "STEP", 0, "count all hits by day, week, month or year"},
    {OPTION_COUNT, 'c', "count", NULL, 0, "print the number of hits only"},
    {OPTION_QUIET, 'q', "quiet", NULL, 0, "print nothing; the exit status tells"},
    {OPTION_NULL, '0', "null", NULL, 0, "end records with NUL instead of a newline"},
    {OPTION_EXPLAIN, 0, "explain", NULL, 0, "show the arithmetic of each score"},
    {OPTION_K1, 0, "k1", "X", 0, "BM25: weight of repetition (1.2)"},
    {OPTION_B, 0, "b", "X", 0, "BM25: weight of length (0.75)"},
    {OPTION_COLOR, 0, "color", "WHEN", 0, "auto, always or never"},
    {OPTION_HEADER, 0, "header", NULL, 0, "a header line also where output is no terminal"},
    {OPTION_TIMEOUT, 0, "timeout", "SECONDS", 0, "give up after this long"},
    {OPTION_BATCH, 0, "batch", "FILE", 0, "answer one query a line ('-': standard input)"},
    {OPTION_LIST, 0, "list", "WHAT", 0, "list speakers, entities, sections, desks or sources [PREFIX]"},
    {OPTION_SHOW, 0, "show", "ID", 0, "print one article, section or quote, whole"},
    {OPTION_HELP, 'h', "help", NULL, 0, "this text"},
    {OPTION_VERSION, 0, "version", NULL, 0, "the version"},
};
enum { ROW_COUNT = sizeof rows / sizeof *rows };

static const char *const facet_names[FX_FACET_COUNT] = {"section", "desk",         "speaker", "entity",
                                                        "person",  "organization", "place",   "source"};
static const char *const timeline_names[] = {NULL, "day", "week", "month", "year"};
static const char *const unit_names[] = {"article", "section", "quote"};
static const char *const sort_names[] = {"score", "date", "-date"};
static const char *const color_names[] = {"auto", "always", "never"};
static const char *const list_names[] = {"speakers", "entities", "sections", "desks", "sources"};

const char *fsearch_facet_name(enum fx_facet facet)
{
    return facet_names[facet];
}

const char *fsearch_timeline_name(enum fx_timeline step)
{
    return timeline_names[step];
}

/* ---- values ---- */

static int choose(int *out, const char *option, const char *value, const char *const *names, size_t count,
                  fx_error *err)
{
    *out = 0;
    for (size_t i = 0; i < count; i++)
        if (names[i] != NULL && strcmp(names[i], value) == 0) {
            *out = (int)i;
            return FX_OK;
        }
    char all[128] = "";
    size_t used = 0;
    for (size_t i = 0; i < count && used < sizeof all; i++)
        if (names[i] != NULL)
            used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", used ? ", " : "", names[i]);
    return error_set(err, FX_EINVAL, "--%s '%s': want one of %s", option, value, all);
}

static int parse_number(uint32_t *out, const char *option, const char *value, fx_error *err)
{
    uint64_t number;
    int status = option_unsigned(&number, value, 0, UINT32_MAX, option, err);
    if (status == FX_OK)
        *out = (uint32_t)number;
    return status;
}

/* "speaker" or "speaker:20" */
static int parse_facet(struct fsearch_options *options, const char *value, fx_error *err)
{
    char name[32];
    const char *colon = strchr(value, ':');
    size_t length = colon ? (size_t)(colon - value) : strlen(value);
    uint32_t limit = 10;
    int facet;
    if (length >= sizeof name)
        length = sizeof name - 1;
    memcpy(name, value, length);
    name[length] = '\0';
    int status = choose(&facet, "facet", name, facet_names, FX_FACET_COUNT, err);
    if (status == FX_OK && colon != NULL)
        status = parse_number(&limit, "--facet", colon + 1, err);
    if (status == FX_OK)
        options->search.facet_limits[facet] = limit == 0 ? UINT32_MAX : limit;
    return status;
}

static int add_filter(struct fsearch_options *options, const char *field, const char *value)
{
    options->filters[options->filter_count++] = (struct fsearch_filter){field, value};
    return FX_OK;
}

/* ---- one option ---- */

static int set_choice(struct fsearch_options *options, int key, const char *value, fx_error *err)
{
    int chosen = 0;
    int status;
    switch (key) {
    case OPTION_UNIT:
        status = choose(&chosen, "unit", value, unit_names, 3, err);
        options->search.unit = (enum fx_unit)chosen;
        return status;
    case OPTION_SORT:
        status = choose(&chosen, "sort", value, sort_names, 3, err);
        options->search.sort = (enum fx_sort)chosen;
        return status;
    case OPTION_TIMELINE:
        status = choose(&chosen, "timeline", value, timeline_names, 5, err);
        options->search.timeline = (enum fx_timeline)chosen;
        return status;
    case OPTION_COLOR:
        status = choose(&chosen, "color", value, color_names, 3, err);
        options->color = (enum color_when)chosen;
        return status;
    case OPTION_LIST:
        status = choose(&chosen, "list", value, list_names, 5, err);
        options->list = (enum fx_list)chosen;
        options->mode = MODE_LIST;
        return status;
    case OPTION_FORMAT:
        options->format = printer_format(value);
        if (options->format == NULL)
            return error_set(err, FX_EINVAL, "--format '%s': want one of %s", value, printer_format_names());
        return FX_OK;
    default:
        return FX_EINVAL;
    }
}

static int set_value(struct fsearch_options *options, int key, const char *value, fx_error *err)
{
    switch (key) {
    case OPTION_INDEX:
        options->directories[options->directory_count++] = value;
        return FX_OK;
    case OPTION_LIMIT:
        return parse_number(&options->search.limit, "--limit", value, err);
    case OPTION_OFFSET:
        return parse_number(&options->search.offset, "--offset", value, err);
    case OPTION_SECTION:
        return add_filter(options, "section", value);
    case OPTION_DESK:
        return add_filter(options, "desk", value);
    case OPTION_HEADING:
        return add_filter(options, "heading", value);
    case OPTION_SPEAKER:
        return add_filter(options, "speaker", value);
    case OPTION_ENTITY:
        return add_filter(options, "entity", value);
    case OPTION_SOURCE:
        return add_filter(options, "source", value);
    case OPTION_SINCE:
        options->since = value;
        return FX_OK;
    case OPTION_UNTIL:
        options->until = value;
        return FX_OK;
    case OPTION_FACET:
        return parse_facet(options, value, err);
    case OPTION_K1:
        return option_number(&options->search.k1, value, 0, 1000, "--k1", err);
    case OPTION_B:
        return option_number(&options->search.b, value, 0, 1, "--b", err);
    case OPTION_TIMEOUT:
        return option_number(&options->search.timeout, value, 0, 1e6, "--timeout", err);
    case OPTION_BATCH:
        options->batch_file = value;
        options->mode = MODE_BATCH;
        return FX_OK;
    case OPTION_SHOW:
        options->show_id = value;
        options->mode = MODE_SHOW;
        return FX_OK;
    default:
        return set_choice(options, key, value, err);
    }
}

static void set_flag(struct fsearch_options *options, int key)
{
    switch (key) {
    case OPTION_ANY:
        options->parse_flags |= FX_PARSE_ANY;
        break;
    case OPTION_PLAIN:
        options->parse_flags |= FX_PARSE_PLAIN;
        break;
    case OPTION_EXACT:
        options->parse_flags |= FX_PARSE_EXACT;
        break;
    case OPTION_COUNT:
        options->count = true;
        break;
    case OPTION_QUIET:
        options->quiet = true;
        break;
    case OPTION_NULL:
        options->null = true;
        break;
    case OPTION_HEADER:
        options->header = true;
        break;
    case OPTION_EXPLAIN:
        options->search.explain = 1;
        break;
    case OPTION_VERSION:
        options->mode = MODE_VERSION;
        break;
    default:
        options->mode = MODE_HELP;
        break;
    }
}

/* ---- the whole line ---- */

/* Operands are the query: joined by spaces. */
static int add_operand(struct fsearch_options *options, const char *operand, fx_error *err)
{
    int status = options->has_query ? buffer_append_byte(&options->query, ' ') : FX_OK;
    if (status == FX_OK)
        status = buffer_append_string(&options->query, operand);
    options->has_query = true;
    return status == FX_OK ? FX_OK : error_no_memory(err);
}

static int read_options(struct fsearch_options *options, int argc, char **argv, fx_error *err)
{
    struct option_parser parser;
    struct option_match match;
    option_parser_init(&parser, rows, ROW_COUNT, argc, argv);
    int status;
    while ((status = option_parser_next(&parser, &match, err)) == FX_OK) {
        if (match.spec == NULL)
            status = add_operand(options, match.argument, err);
        else if (match.spec->argument != NULL)
            status = set_value(options, match.spec->id, match.argument, err);
        else
            set_flag(options, match.spec->id);
        if (status != FX_OK)
            return status;
    }
    return status == FX_END ? FX_OK : status;
}

static int check_together(const struct fsearch_options *options, fx_error *err)
{
    bool filtered = options->filter_count > 0 || options->since != NULL || options->until != NULL;
    if (options->mode == MODE_SEARCH && !options->has_query && !filtered)
        return error_set(err, FX_EINVAL, "no query given; 'fsearch --help' says how to ask");
    if ((options->mode == MODE_BATCH || options->mode == MODE_SHOW) && options->has_query)
        return error_set(err, FX_EINVAL, "%s takes no query beside it: '%.*s'",
                         options->mode == MODE_BATCH ? "--batch" : "--show", (int)options->query.length,
                         options->query.bytes);
    return FX_OK;
}

/* What the format and the other options mean for the search itself. */
static void settle(struct fsearch_options *options)
{
    options->search.snippets = options->format->snippets ? 1 : options->format->contexts ? 1 : 0;
    options->search.brief = options->search.snippets == 0;
    options->search.count_exactly = options->count || options->search.limit == 0;
    if (options->count || options->quiet)
        options->search.limit = options->quiet && !options->count ? 1 : 0;
}

int fsearch_options_parse(struct fsearch_options *options, int argc, char **argv, fx_error *err)
{
    *options = (struct fsearch_options){.search = FX_SEARCH_OPTIONS_INIT, .format = printer_format("text")};
    /* Every argument could be one: the count of arguments bounds both lists. */
    options->directories = memory_allocate_zeroed((size_t)argc + 1, sizeof *options->directories);
    options->filters = memory_allocate_zeroed((size_t)argc + 1, sizeof *options->filters);
    if (options->directories == NULL || options->filters == NULL)
        return error_no_memory(err);
    int status = read_options(options, argc, argv, err);
    if (status == FX_OK)
        status = check_together(options, err);
    if (status == FX_OK)
        settle(options);
    return status;
}

void fsearch_options_release(struct fsearch_options *options)
{
    memory_free(options->directories);
    memory_free(options->filters);
    buffer_release(&options->query);
}

int fsearch_options_help(struct buffer *out)
{
    int status = buffer_append_string(out, "usage: fsearch [OPTIONS] QUERY...\n"
                                           "       fsearch [OPTIONS] --batch FILE\n"
                                           "       fsearch --list WHAT [PREFIX]\n"
                                           "       fsearch --show ID\n\n");
    if (status == FX_OK)
        status = option_help(out, rows, ROW_COUNT, 100);
    if (status == FX_OK)
        status = buffer_append_string(
            out, "\nqueries: robotics cooperation   \"exact phrase\"   robot* OR automat~1   NOT desk:sports\n"
                 "         robotics WITHIN speaker:\"Kim Min-kyo\"   date:2025-10..   a NEAR/5 b\n"
                 "exit status: 0 found, 1 nothing found, 2 usage or query error, 3 a part was missing, 4 no index,\n"
                 "             5 index damaged, 7 output not written, 8 a limit was reached\n");
    return status;
}
