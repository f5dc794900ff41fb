/* Form codes: how a form differs from its stem, as (bytes of the stem dropped at its end, suffix added): "cooper" ->
 * "cooperation" is (0, "ation"), "happi" -> "happy" is (1, "y"). The table belongs to the index, is append-only and
 * shared by all segments, so codes stay valid when blocks are copied by a merge. Code 0 is (0, ""). When the table is
 * full (65,534 entries) a form gets FORM_OTHER: exact search then compares nothing by code and looks at the stored
 * text. Interning is thread-safe; look-ups of known codes take no lock. */
#ifndef STORE_FORM_TABLE_H
#define STORE_FORM_TABLE_H

#include "buffer.h"

enum { FORM_SAME = 0, FORM_OTHER = 0xFFFF };

struct form_table;

int form_table_open(struct form_table **out, fx_slice encoded, fx_error *err) FX_CHECK; /* empty slice: new */
void form_table_close(struct form_table *table);

/* The code of `form` against `stem`; *code set. */
int form_table_intern(struct form_table *table, fx_slice stem, fx_slice form, uint16_t *code) FX_CHECK;
/* Without inserting; FX_END where that difference was never seen. */
int form_table_find(const struct form_table *table, fx_slice stem, fx_slice form, uint16_t *code);
/* Rebuilds the form; returns its length, 0 for an unknown code or too small a buffer. */
size_t form_table_apply(const struct form_table *table, fx_slice stem, uint16_t code, char *out, size_t size);
int form_table_encode(const struct form_table *table, struct buffer *out) FX_CHECK;

#endif
