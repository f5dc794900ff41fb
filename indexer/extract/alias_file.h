/* The alias file: what a user says of names, against or beyond what the program finds. Text, UTF-8, one directive a
 * line; empty lines and what follows a # outside quotation marks are left out.
 *
 *     merge "Kim Min-kyo" = "Min-kyo Kim", "Minkyo Kim"     these names are one; the first is shown
 *     split "Washington"                                    never joined with a longer name that contains it
 *     ignore "Photo"                                        no name at all
 *
 * Names stand in double quotation marks; \" and \\ within. Case and the width of white space do not matter. The same
 * name in two directives that contradict each other is an error, as is a line that cannot be read: the message names
 * the line. Applies to entities and to speakers. */
#ifndef ALIAS_FILE_H
#define ALIAS_FILE_H

#include "fx.h"

#include <stdbool.h>

struct alias_file;

/* FX_EINVAL with err->offset = the line's number (from 1) where a line is wrong. */
int alias_file_open(struct alias_file **out, const char *path, fx_error *err) FX_CHECK;
int alias_file_parse(struct alias_file **out, fx_slice text, const char *path, fx_error *err) FX_CHECK;
void alias_file_close(struct alias_file *file);

/* A number for what the file says, never 0; another file most likely has another. 0: `file` is NULL. */
uint64_t alias_file_fingerprint(const struct alias_file *file);

/* What the file says of a name; `file` may be NULL: nothing. */
struct alias_entry {
    fx_slice name;           /* the name to show; empty where the file says none */
    const fx_slice *aliases; /* of that name */
    uint32_t alias_count;
    bool split, ignored;
};
struct alias_entry alias_file_find(const struct alias_file *file, fx_slice name);

#endif
