/* Looks at everything an index holds and says what is wrong and where: each extent and value against its checksum, each
 * dictionary block, posting list, column, name, record and id against what it has to be, and all of them against the
 * sums of the commit record. What a killed writer left behind is no damage: the next one removes it. */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include "index.h"

/* One line for each thing wrong, without its newline; a non-zero return stops and is returned. FX_EDAMAGED where there
 * was any. *checked (may be NULL): values and records looked at. */
int index_verify(struct index *index, int (*line)(void *payload, fx_slice line), void *payload, uint64_t *checked,
                 fx_error *err) FX_CHECK;

#endif
