/* Filling an fx_error and returning its code in one statement: `return error_set(err, FX_EIO, "cannot ...")`. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "fx.h"

/* Writes the message (cut at a whole UTF-8 character) and returns `code`. `err` may be NULL. */
int error_set(fx_error *err, int code, const char *format, ...) FX_PRINTF(3, 4);

/* The same with the text of errno appended (": No such file or directory"). ENOSPC, EDQUOT and EFBIG become
 * FX_EFULL, ENOMEM becomes FX_ENOMEM, ENOENT FX_ENOTFOUND, whatever `code` says. */
int error_set_errno(fx_error *err, int code, const char *format, ...) FX_PRINTF(3, 4);

/* The same with the place where it happened (query byte, line number). */
int error_set_at(fx_error *err, int code, uint32_t offset, const char *format, ...) FX_PRINTF(4, 5);

/* FX_ENOMEM with a message that needs no memory. */
int error_no_memory(fx_error *err);

/* Puts "prefix: " before the message that is already there; returns err->code (or `code` where err is NULL). */
int error_prefix(fx_error *err, int code, const char *format, ...) FX_PRINTF(3, 4);

void error_clear(fx_error *err);

#endif
