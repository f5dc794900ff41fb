#include "fsearch_options.h"

#include "error.h"
#include "memory.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Options without a short form are numbered above the characters. */
enum {
    OPTION_ANY = 256,
    OPTION_BATCH,
    OPTION_B,
    OPTION_COLOR,
    OPTION_DESK,
    OPTION_ENTITY,
    OPTION_EXACT,
    OPTION_EXPLAIN,
    OPTION_FACET,
    OPTION_HEADER,
    OPTION_HEADING,
    OPTION_HELP,
    OPTION_K1,
    OPTION_LIST,
    OPTION_PLAIN,
    OPTION_SECTION,
    OPTION_SHOW,
    OPTION_SINCE,
    OPTION_SOURCE,
    OPTION_SPEAKER,
    OPTION_TIMELINE,
    OPTION_TIMEOUT,
    OPTION_UNTIL,
    OPTION_VERSION
};

struct option_row {
    int key;
    const char *name;
    const char *argument; /* what help calls it; NULL: takes none */
    const char *help;
};

static const struct option_row rows[] = {
    {'i', "index", "DIR", "index to search; repeatable, several answer as one"},
    {'n', "limit", "N", "hits to print (10)"},
    {'o', "offset", "N", "hits to pass over first (0)"},
    {'u', "unit", "UNIT", "what is ranked: article, section or quote"},
    {'F', "format", "FORMAT", "text json jsonl tsv csv trec ids paths kwic"},
    {OPTION_ANY, "any", NULL, "any of the words will do (default: all)"},
    {OPTION_PLAIN, "plain", NULL, "the query is words only: nothing in it is special"},
    {OPTION_EXACT, "exact", NULL, "words as they are written, no stemming"},
    {OPTION_SECTION, "section", "NAME", "only desks or headings of this name"},
    {OPTION_DESK, "desk", "NAME", "only this desk of the newspaper"},
    {OPTION_HEADING, "heading", "WORDS", "only sections with this in their heading"},
    {OPTION_SPEAKER, "speaker", "NAME", "only where this person or body is quoted"},
    {OPTION_ENTITY, "entity", "NAME", "only where this person, body or place is named"},
    {OPTION_SOURCE, "source", "NAME", "only this source"},
    {OPTION_SINCE, "since", "DAY", "from this day on: 2025-10-15, 2025-10, 2025, today, yesterday, -7d"},
    {OPTION_UNTIL, "until", "DAY", "up to this day, inclusive"},
    {'s', "sort", "ORDER", "score, date (oldest first) or -date (newest first)"},
    {OPTION_FACET, "facet", "KIND[:N]", "count section desk speaker entity person organization place source"},
    {OPTION_TIMELINE, "timeline", "STEP", "count all hits by day, week, month or year"},
    {'c', "count", NULL, "print the number of hits only"},
    {'q', "quiet", NULL, "print nothing; the exit status tells"},
    {'0', "null", NULL, "end records with NUL instead of a newline"},
    {OPTION_EXPLAIN, "explain", NULL, "show the arithmetic of each score"},
    {OPTION_K1, "k1", "X", "BM25: weight of repetition (1.2)"},
    {OPTION_B, "b", "X", "BM25: weight of length (0.75)"},
    {OPTION_COLOR, "color", "WHEN", "auto, always or never"},
    {OPTION_HEADER, "header", NULL, "a header line also where output is no terminal"},
    {OPTION_TIMEOUT, "timeout", "SECONDS", "give up after this long"},
    {OPTION_BATCH, "batch", "FILE", "answer one query a line ('-': standard input)"},
    {OPTION_LIST, "list", "WHAT", "list speakers, entities, sections, desks or sources [PREFIX]"},
    {OPTION_SHOW, "show", "ID", "print one article, section or quote, whole"},
    {'h', "help", NULL, "this text"},
    {OPTION_VERSION, "version", NULL, "the version"},
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
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || *value == '-' || number > UINT32_MAX)
        return error_set(err, FX_EINVAL, "--%s '%s': want a number from 0 to %u", option, value, UINT32_MAX);
    *out = (uint32_t)number;
    return FX_OK;
}

static int parse_real(double *out, const char *option, const char *value, double most, fx_error *err)
{
    char *end;
    double number = strtod(value, &end);
    if (end == value || *end != '\0' || !isfinite(number) || number < 0 || number > most)
        return error_set(err, FX_EINVAL, "--%s '%s': want a number from 0 to %g", option, value, most);
    *out = number;
    return FX_OK;
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
        status = parse_number(&limit, "facet", colon + 1, err);
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
    case 'u':
        status = choose(&chosen, "unit", value, unit_names, 3, err);
        options->search.unit = (enum fx_unit)chosen;
        return status;
    case 's':
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
    case 'F':
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
    case 'i':
        options->directories[options->directory_count++] = value;
        return FX_OK;
    case 'n':
        return parse_number(&options->search.limit, "limit", value, err);
    case 'o':
        return parse_number(&options->search.offset, "offset", value, err);
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
        return parse_real(&options->search.k1, "k1", value, 1000, err);
    case OPTION_B:
        return parse_real(&options->search.b, "b", value, 1, err);
    case OPTION_TIMEOUT:
        return parse_real(&options->search.timeout, "timeout", value, 1e6, err);
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
    case 'c':
        options->count = true;
        break;
    case 'q':
        options->quiet = true;
        break;
    case '0':
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

static void make_getopt_tables(struct option *longs, char *shorts)
{
    char *at = shorts;
    *at++ = ':'; /* a missing argument is told from an unknown option */
    for (size_t i = 0; i < ROW_COUNT; i++) {
        longs[i] = (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, rows[i].key};
        if (rows[i].key >= 256)
            continue;
        *at++ = (char)rows[i].key;
        if (rows[i].argument)
            *at++ = ':';
    }
    *at = '\0';
    longs[ROW_COUNT] = (struct option){NULL, 0, NULL, 0};
}

static bool takes_argument(int key)
{
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (rows[i].key == key)
            return rows[i].argument != NULL;
    return false;
}

static int read_options(struct fsearch_options *options, int argc, char **argv, fx_error *err)
{
    struct option longs[ROW_COUNT + 1];
    char shorts[2 * ROW_COUNT + 2];
    make_getopt_tables(longs, shorts);
    opterr = 0;
    int key, status = FX_OK;
    while (status == FX_OK && (key = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const char *word = argv[optind - 1];
        if (key == ':')
            return error_set(err, FX_EINVAL, "option '%s' wants a value", word);
        if (key == '?' && optopt != 0 && optopt < 256)
            return error_set(err, FX_EINVAL, "unknown option '-%c' (a query that begins with '-' goes after '--')",
                             optopt);
        if (key == '?')
            return error_set(err, FX_EINVAL, "unknown option '%s' (a query that begins with '-' goes after '--')",
                             word);
        if (takes_argument(key))
            status = set_value(options, key, optarg, err);
        else
            set_flag(options, key);
    }
    return status;
}

static int join_arguments(struct fsearch_options *options, int argc, char **argv, fx_error *err)
{
    int status = FX_OK;
    for (int i = optind; i < argc && status == FX_OK; i++) {
        if (i > optind)
            status = buffer_append_byte(&options->query, ' ');
        if (status == FX_OK)
            status = buffer_append_string(&options->query, argv[i]);
        options->has_query = true;
    }
    return status == FX_OK ? FX_OK : error_no_memory(err);
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
    options->search.count_exactly = options->count;
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
        status = join_arguments(options, argc, argv, err);
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
    for (size_t i = 0; i < ROW_COUNT && status == FX_OK; i++) {
        char left[64];
        const char *argument = rows[i].argument ? rows[i].argument : "";
        if (rows[i].key < 256)
            snprintf(left, sizeof left, "-%c, --%s %s", rows[i].key, rows[i].name, argument);
        else
            snprintf(left, sizeof left, "    --%s %s", rows[i].name, argument);
        status = buffer_append_format(out, "  %-24s  %s\n", left, rows[i].help);
    }
    if (status == FX_OK)
        status = buffer_append_string(
            out, "\nqueries: robotics cooperation   \"exact phrase\"   robot* OR automat~1   NOT desk:sports\n"
                 "         robotics WITHIN speaker:\"Kim Min-kyo\"   date:2025-10..   a NEAR/5 b\n"
                 "exit status: 0 found, 1 nothing found, 2 usage or query error, 3 a part was missing, 4 no index,\n"
                 "             5 index damaged, 7 output not written, 8 a limit was reached\n");
    return status;
}
