/* What the files verify*.c share. */
#ifndef STORE_VERIFY_PRIVATE_H
#define STORE_VERIFY_PRIVATE_H

#include "index_private.h"
#include "verify.h"

/* A check goes on after what it finds; only missing memory or a caller who has enough ends it: `status` then, and every
 * function returns at once. */
struct verification {
    struct index *index;
    int (*line)(void *payload, fx_slice line);
    void *payload;
    uint64_t checked, found;
    int status;
    fx_error *err;
};

void verify_report(struct verification *verification, const char *format, ...) FX_PRINTF(2, 3);
/* What a function of the store returned: FX_OK true; damage is reported under `where`; all else ends the check. */
bool verify_good(struct verification *verification, int status, const fx_error *err, const char *where);

/* Segment i: its columns, ids and names; its dictionaries and posting lists. */
void verify_segment(struct verification *verification, uint32_t i);
void verify_terms(struct verification *verification, uint32_t i, struct segment *segment, enum unit unit);

#endif
