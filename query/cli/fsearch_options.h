/* The options of fsearch, checked: what the command line asks for, in the types of the library. */
#ifndef CLI_FSEARCH_OPTIONS_H
#define CLI_FSEARCH_OPTIONS_H

#include "buffer.h"
#include "printer.h"
#include "terminal.h"

#include <stdbool.h>

enum fsearch_mode { MODE_SEARCH, MODE_BATCH, MODE_LIST, MODE_SHOW, MODE_HELP, MODE_VERSION };

/* A filter as given: --desk Business. Several of one field are alternatives. */
struct fsearch_filter {
    const char *field;
    const char *value;
};

struct fsearch_options {
    enum fsearch_mode mode;
    const char **directories; /* of -i, in order; none given: directory_count is 0 */
    size_t directory_count;
    struct fsearch_filter *filters;
    size_t filter_count;
    const char *since, *until;
    const char *batch_file; /* "-" is standard input */
    const char *show_id;
    enum fx_list list;
    const struct print_format *format;
    unsigned parse_flags;
    fx_search_options search;
    enum color_when color;
    bool count, quiet, null, header;
    struct buffer query; /* the arguments, joined by spaces; --list: the prefix */
    bool has_query;
};

/* FX_EINVAL with a message that names the option. Release whatever the result. */
int fsearch_options_parse(struct fsearch_options *options, int argc, char **argv, fx_error *err) FX_CHECK;
void fsearch_options_release(struct fsearch_options *options);

/* What --help prints. */
int fsearch_options_help(struct buffer *out) FX_CHECK;

/* Names of facets and time steps on the command line and in the output; NULL behind the last. */
const char *fsearch_facet_name(enum fx_facet facet);
const char *fsearch_timeline_name(enum fx_timeline step);

#endif
