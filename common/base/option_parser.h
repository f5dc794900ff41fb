/* Command-line options from a table, by the habits of GNU getopt_long: short flags cluster (-qn5), --name=value and
 * --name value, long names may be shortened while unique, options and operands mix, "--" ends the options, "-" is an
 * operand. Prints nothing and ends nothing: what is wrong comes back as FX_EINVAL with a message.
 *
 *     static const struct option_spec OPTIONS[] = {
 *         {OPTION_LIMIT, 'n', "limit", "N", 0, "at most N hits"},
 *         {OPTION_PURGE, 0, "purge", "all", OPTION_ARGUMENT_OPTIONAL, "also remove what is gone"}, ...};
 *     struct option_parser parser;
 *     option_parser_init(&parser, OPTIONS, OPTION_COUNT, argc, argv);
 *     while ((status = option_parser_next(&parser, &match, err)) == FX_OK)
 *         if (match.spec == NULL) operand(match.argument); else switch (match.spec->id) ...
 */
#ifndef BASE_OPTION_PARSER_H
#define BASE_OPTION_PARSER_H

#include "buffer.h"

#include <stdbool.h>

enum option_flag {
    OPTION_ARGUMENT_OPTIONAL = 1, /* only as --name=value or -xVALUE */
    OPTION_REPEATABLE = 2         /* every occurrence counts; of others the last one holds, as the caller assigns it.
                                     For --help only. */
};

struct option_spec {
    int id;                /* the caller's, for a switch */
    char short_name;       /* '\0': none */
    const char *long_name; /* NULL: none */
    const char *argument;  /* its name in --help; NULL: a flag */
    unsigned flags;        /* of enum option_flag */
    const char *help;      /* may hold newlines, where a line is to be broken */
};

struct option_parser {
    const struct option_spec *specs;
    size_t spec_count;
    int argc;
    char **argv;
    int next;            /* index in argv */
    const char *cluster; /* rest of "-abc" that is still to be read, or NULL */
    bool operands_only;  /* "--" was seen */
};

struct option_match {
    const struct option_spec *spec; /* NULL: an operand */
    const char *argument;           /* of the option, NULL where it has none; or the operand. Points into argv. */
};

/* argv[0] is passed over. */
void option_parser_init(struct option_parser *parser, const struct option_spec *specs, size_t count, int argc,
                        char **argv);

/* From here on with another table: what a subcommand does when its name was read. */
void option_parser_use(struct option_parser *parser, const struct option_spec *specs, size_t count);

/* The next option or operand. FX_END after the last; FX_EINVAL: unknown (the message names the nearest option),
 * ambiguous, without its argument, or with one where none belongs. */
int option_parser_next(struct option_parser *parser, struct option_match *out, fx_error *err) FX_CHECK;

/* Appends the table for --help, two columns, lines of at most about `width` bytes. */
int option_help(struct buffer *out, const struct option_spec *specs, size_t count, size_t width) FX_CHECK;

/* Which of `count` names is likely meant by `word`; NULL: none is near. For commands and values, too. */
const char *option_nearest(const char *word, const char *const *names, size_t count);

/* Values. `name` is how the message calls the option ("--limit"). FX_EINVAL says what is allowed. */
int option_unsigned(uint64_t *out, const char *text, uint64_t least, uint64_t most, const char *name,
                    fx_error *err) FX_CHECK;
/* A number with "." whatever the locale. */
int option_number(double *out, const char *text, double least, double most, const char *name, fx_error *err) FX_CHECK;
/* Bytes with an optional K, M, G or T (of 1024, either case, "B" or "iB" behind it allowed): 256M. */
int option_size(uint64_t *out, const char *text, const char *name, fx_error *err) FX_CHECK;

#endif
