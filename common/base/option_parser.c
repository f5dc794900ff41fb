#include "option_parser.h"

#include "error.h"

#include <string.h>

void option_parser_init(struct option_parser *parser, const struct option_spec *specs, size_t count, int argc,
                        char **argv)
{
    *parser = (struct option_parser){.specs = specs, .spec_count = count, .argc = argc, .argv = argv, .next = 1};
}

void option_parser_use(struct option_parser *parser, const struct option_spec *specs, size_t count)
{
    parser->specs = specs;
    parser->spec_count = count;
}

/* The word behind the current one as an option's argument, NULL where argv ends. */
static const char *following_word(struct option_parser *parser)
{
    return parser->next < parser->argc ? parser->argv[parser->next++] : NULL;
}

static int next_short(struct option_parser *parser, struct option_match *out, fx_error *err)
{
    const char *at = parser->cluster;
    const struct option_spec *spec = NULL;
    for (size_t i = 0; i < parser->spec_count && spec == NULL; i++)
        if (parser->specs[i].short_name == *at)
            spec = &parser->specs[i];
    parser->cluster = at[1] != '\0' ? at + 1 : NULL;
    if (spec == NULL) {
        /* A letter may be the first byte of a longer character. */
        size_t bytes = 1;
        while (((unsigned char)at[bytes] & 0xC0) == 0x80)
            bytes++;
        return error_set(err, FX_EINVAL, "unknown option '-%.*s'", (int)bytes, at);
    }
    out->spec = spec;
    if (spec->argument == NULL)
        return FX_OK;
    out->argument = parser->cluster; /* -n5 */
    parser->cluster = NULL;
    if (out->argument == NULL && !(spec->flags & OPTION_ARGUMENT_OPTIONAL)) {
        out->argument = following_word(parser);
        if (out->argument == NULL)
            return error_set(err, FX_EINVAL, "option '-%c' needs an argument: %s", spec->short_name, spec->argument);
    }
    return FX_OK;
}

static int unknown_long(const struct option_parser *parser, const char *name, size_t length, fx_error *err)
{
    char word[64];
    const char *names[128];
    size_t count = 0;
    const char *nearest = NULL;
    for (size_t i = 0; i < parser->spec_count && count < sizeof names / sizeof *names; i++)
        if (parser->specs[i].long_name != NULL)
            names[count++] = parser->specs[i].long_name;
    if (length < sizeof word) {
        memcpy(word, name, length);
        word[length] = '\0';
        nearest = option_nearest(word, names, count);
    }
    if (nearest != NULL)
        return error_set(err, FX_EINVAL, "unknown option '--%.*s'; did you mean '--%s'?", (int)length, name, nearest);
    return error_set(err, FX_EINVAL, "unknown option '--%.*s'", (int)length, name);
}

/* An exact name, else the only name that begins so. */
static int find_long(const struct option_spec **out, const struct option_parser *parser, const char *name,
                     size_t length, fx_error *err)
{
    *out = NULL;
    const struct option_spec *second = NULL;
    for (size_t i = 0; i < parser->spec_count; i++) {
        const struct option_spec *spec = &parser->specs[i];
        if (spec->long_name == NULL || length == 0 || strncmp(spec->long_name, name, length) != 0)
            continue;
        if (spec->long_name[length] == '\0') {
            *out = spec;
            return FX_OK;
        }
        second = *out != NULL ? spec : second;
        *out = *out != NULL ? *out : spec;
    }
    if (second != NULL)
        return error_set(err, FX_EINVAL, "option '--%.*s' may be '--%s' or '--%s'", (int)length, name,
                         (*out)->long_name, second->long_name);
    return *out != NULL ? FX_OK : unknown_long(parser, name, length, err);
}

static int next_long(struct option_parser *parser, struct option_match *out, const char *name, fx_error *err)
{
    size_t length = strcspn(name, "=");
    const char *value = name[length] == '=' ? name + length + 1 : NULL;
    const struct option_spec *spec;
    int status = find_long(&spec, parser, name, length, err);
    if (status != FX_OK)
        return status;
    if (spec->argument == NULL && value != NULL)
        return error_set(err, FX_EINVAL, "option '--%s' takes no argument", spec->long_name);
    if (spec->argument != NULL && value == NULL && !(spec->flags & OPTION_ARGUMENT_OPTIONAL)) {
        value = following_word(parser);
        if (value == NULL)
            return error_set(err, FX_EINVAL, "option '--%s' needs an argument: %s", spec->long_name, spec->argument);
    }
    *out = (struct option_match){spec, value};
    return FX_OK;
}

int option_parser_next(struct option_parser *parser, struct option_match *out, fx_error *err)
{
    *out = (struct option_match){NULL, NULL};
    int status = FX_OK;
    if (parser->cluster != NULL) {
        status = next_short(parser, out, err);
    } else if (parser->next >= parser->argc) {
        return FX_END;
    } else {
        const char *word = parser->argv[parser->next++];
        if (parser->operands_only || word[0] != '-' || word[1] == '\0') {
            out->argument = word;
        } else if (strcmp(word, "--") == 0) {
            parser->operands_only = true;
            return option_parser_next(parser, out, err);
        } else if (word[1] == '-') {
            status = next_long(parser, out, word + 2, err);
        } else {
            parser->cluster = word + 1;
            status = next_short(parser, out, err);
        }
    }
    if (status != FX_OK)
        *out = (struct option_match){NULL, NULL};
    return status;
}

enum { NAME_LENGTH_MAX = 63 };

/* Levenshtein distance with exchanges of neighbours as one step (optimal string alignment). */
static size_t distance(const char *a, const char *b)
{
    size_t a_length = strlen(a), b_length = strlen(b);
    if (a_length > NAME_LENGTH_MAX || b_length > NAME_LENGTH_MAX)
        return SIZE_MAX;
    size_t rows[3][NAME_LENGTH_MAX + 1];
    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *second_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && second_above[j - 2] + 1 < best)
                best = second_above[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[a_length % 3][b_length];
}

const char *option_nearest(const char *word, const char *const *names, size_t count)
{
    const char *nearest = NULL;
    size_t length = strlen(word);
    size_t best = length < 3 ? 2 : length / 3 + 1; /* one step for short words, about a third for long ones */
    for (size_t i = 0; i < count; i++) {
        size_t steps = distance(word, names[i]);
        if (steps < best || (steps == best && nearest == NULL && length >= 3)) {
            best = steps;
            nearest = names[i];
        }
    }
    return nearest;
}
