/* The exit statuses of findex, as CONTRACT and findex(1) name them. */
#ifndef FINDEX_STATUS_H
#define FINDEX_STATUS_H

#include "fx.h"

enum findex_status {
    STATUS_DONE = 0,
    STATUS_USAGE = 2,
    STATUS_SKIPPED = 3,  /* done, but some inputs were skipped */
    STATUS_NO_INDEX = 4, /* none there, or not usable */
    STATUS_DAMAGED = 5,
    STATUS_LOCKED = 6,      /* another writer holds it */
    STATUS_NOT_WRITTEN = 7, /* output or index */
    STATUS_LIMIT = 8,       /* disk, map, memory, purge brake */
    STATUS_STOPPED = 9      /* by a signal, after a clean commit */
};

/* The status (enum findex_status) for a code of the library. */
int findex_status_of(int code);

/* "findex: message" on standard error. */
void findex_complain(const char *format, ...) FX_PRINTF(1, 2);

/* Complains about the error and returns its status. */
int findex_fail(int code, const fx_error *error);

#endif
