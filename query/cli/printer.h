/* A printer turns the events of an answered query into bytes of one format. Searching emits, printers format: adding a
 * format is adding one struct printer_operations and a row in printer_table.c. */
#ifndef CLI_PRINTER_H
#define CLI_PRINTER_H

#include "fx_search.h"
#include "output.h"

#include <stdbool.h>

/* How text is laid out; made once from options and the terminal (terminal.h). */
struct print_style {
    bool color;
    bool links; /* OSC 8 */
    bool header;
    bool batch;     /* records carry the query's id */
    bool terminal;  /* standard output is one */
    char separator; /* ends a record of line formats: '\n', or '\0' with -0 */
    uint32_t width; /* columns */
};

/* What is known of a query when its answer begins. */
struct print_query {
    fx_slice id; /* of a batch line; its number where it has none */
    bool id_is_number;
    fx_slice text;   /* as typed */
    fx_slice parsed; /* as understood */
    fx_reader_info index;
    fx_search_summary summary;
    enum fx_unit unit;
    const char *timeline_step; /* "month", NULL where not asked */
    bool hits_wanted;          /* false with --count: only counts are printed */
};

struct print_facet {
    const char *kind;
    const fx_count *counts;
    uint32_t count;
    uint64_t more;
};

struct printer {
    const struct printer_operations *operations;
    struct output *output;
    struct print_style style;
    struct print_query query; /* of the answer being printed */
    struct buffer scratch;
    uint32_t printed;          /* of the answer being printed */
    const char *pending_array; /* print_json.c: the array that is open */
};

/* Any operation may be NULL: that event leaves no trace in the format. */
struct printer_operations {
    void (*start)(struct printer *printer); /* before the first answer */
    void (*begin)(struct printer *printer); /* printer->query is set */
    void (*hit)(struct printer *printer, const fx_hit *hit);
    void (*contexts)(struct printer *printer, const fx_hit *hit, const fx_context *contexts, uint32_t count);
    void (*facet)(struct printer *printer, const struct print_facet *facet);
    void (*timeline)(struct printer *printer, const fx_count *counts, uint32_t count);
    void (*suggestion)(struct printer *printer, fx_slice word, fx_slice instead);
    void (*end)(struct printer *printer);
    void (*error)(struct printer *printer, const fx_error *error); /* of one query of a batch */
    void (*finish)(struct printer *printer);                       /* after the last answer */
};

/* What a format needs from the search, beside its name. */
struct print_format {
    const char *name;
    const struct printer_operations *operations;
    bool snippets, contexts;
    bool errors_in_band; /* a bad query of a batch is told in its record, not on stderr */
};

/* NULL for an unknown name. */
const struct print_format *printer_format(const char *name);
/* Names of all formats in one line, for messages. */
const char *printer_format_names(void);

/* A field after RFC 4180, in quotation marks where it needs them. */
void printer_csv_field(struct printer *printer, fx_slice text);

/* A text made safe for a terminal, its line breaks kept. */
void printer_plain_text(struct printer *printer, fx_slice text);

extern const struct printer_operations print_text_operations, print_json_operations, print_jsonl_operations,
    print_tsv_operations, print_csv_operations, print_trec_operations, print_ids_operations, print_paths_operations,
    print_kwic_operations;

#endif
