/* Appends JSON to a buffer. The writer knows where commas and colons belong; the caller gives keys and values in order.
 * Whatever bytes a string holds, what comes out is valid UTF-8 and valid JSON (RFC 8259).
 *
 * Like byte_reader, the writer remembers its first failure (memory, or a call out of place) and ignores what follows:
 * write the whole value, then ask json_writer_status() once. */
#ifndef BASE_JSON_WRITER_H
#define BASE_JSON_WRITER_H

#include "buffer.h"

#include <stdbool.h>

enum { JSON_WRITER_DEPTH_MAX = 63 };

struct json_writer {
    struct buffer *out;
    uint64_t not_first; /* bit d: the container at depth d has a member, so that the next one wants a comma */
    uint64_t is_object; /* bit d: the container at depth d is an object */
    uint32_t depth;     /* open containers */
    bool after_key;
    int status;
};

/* Appends to what `out` holds. One writer may write several values after another; it puts nothing between them. */
void json_writer_init(struct json_writer *writer, struct buffer *out);

/* FX_OK; FX_ENOMEM; FX_EINVAL for calls out of place (value without key, end without begin, too deep). */
int json_writer_status(const struct json_writer *writer) FX_CHECK;

void json_begin_object(struct json_writer *writer);
void json_end_object(struct json_writer *writer);
void json_begin_array(struct json_writer *writer);
void json_end_array(struct json_writer *writer);
void json_key(struct json_writer *writer, const char *key);

/* Ill-formed UTF-8 becomes U+FFFD; controls (C0, DEL and C1, which a terminal would obey) are written as escapes. */
void json_string(struct json_writer *writer, fx_slice text);
void json_integer(struct json_writer *writer, int64_t value);
void json_unsigned(struct json_writer *writer, uint64_t value);
void json_boolean(struct json_writer *writer, bool value);
void json_null(struct json_writer *writer);

/* The shortest decimal that reads back as the same double, "." whatever the locale; null for NaN and infinities. */
void json_double(struct json_writer *writer, double value);
/* The same of the value rounded to at most `decimals` (0 to 15) places: 12.84, 0.5, 3. */
void json_rounded(struct json_writer *writer, double value, int decimals);

/* Key and value in one call. */
void json_key_string(struct json_writer *writer, const char *key, fx_slice text);
/* Writes nothing for an empty slice: absent values are left out. */
void json_key_string_if_any(struct json_writer *writer, const char *key, fx_slice text);
void json_key_integer(struct json_writer *writer, const char *key, int64_t value);
void json_key_unsigned(struct json_writer *writer, const char *key, uint64_t value);
void json_key_boolean(struct json_writer *writer, const char *key, bool value);

#endif
