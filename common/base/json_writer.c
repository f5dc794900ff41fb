#include "json_writer.h"

#include "slice.h"
#include "utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void json_writer_init(struct json_writer *writer, struct buffer *out)
{
    *writer = (struct json_writer){.out = out};
}

int json_writer_status(const struct json_writer *writer)
{
    return writer->status;
}

static void append(struct json_writer *writer, const void *bytes, size_t length)
{
    if (writer->status == FX_OK)
        writer->status = buffer_append(writer->out, bytes, length);
}

static void append_byte(struct json_writer *writer, char byte)
{
    append(writer, &byte, 1);
}

static void misuse(struct json_writer *writer)
{
    if (writer->status == FX_OK)
        writer->status = FX_EINVAL;
}

static uint64_t bit_of(const struct json_writer *writer)
{
    return UINT64_C(1) << writer->depth;
}

static void comma(struct json_writer *writer)
{
    if (writer->depth > 0 && (writer->not_first & bit_of(writer)))
        append_byte(writer, ',');
    writer->not_first |= bit_of(writer);
}

/* What stands before any value: nothing behind a key, else the comma of an array. */
static void before_value(struct json_writer *writer)
{
    if (writer->after_key) {
        writer->after_key = false;
        return;
    }
    if (writer->depth > 0 && (writer->is_object & bit_of(writer)))
        misuse(writer);
    comma(writer);
}

static void begin(struct json_writer *writer, char bracket)
{
    before_value(writer);
    if (writer->depth >= JSON_WRITER_DEPTH_MAX) {
        misuse(writer);
        return;
    }
    append_byte(writer, bracket);
    writer->depth++;
    writer->not_first &= ~bit_of(writer);
    if (bracket == '{')
        writer->is_object |= bit_of(writer);
    else
        writer->is_object &= ~bit_of(writer);
}

static void end(struct json_writer *writer, char bracket)
{
    bool is_object = writer->depth > 0 && (writer->is_object & bit_of(writer));
    if (writer->depth == 0 || writer->after_key || is_object != (bracket == '}')) {
        misuse(writer);
        return;
    }
    writer->depth--;
    append_byte(writer, bracket);
}

void json_begin_object(struct json_writer *writer)
{
    begin(writer, '{');
}

void json_end_object(struct json_writer *writer)
{
    end(writer, '}');
}

void json_begin_array(struct json_writer *writer)
{
    begin(writer, '[');
}

void json_end_array(struct json_writer *writer)
{
    end(writer, ']');
}

/* The high bit of each byte of eight that does not stand for itself: controls, '"', '\\', and all from DEL on. */
static uint64_t escaped_lanes(const char *at)
{
    static const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    uint64_t low = bytes & each * 0x7F;
    uint64_t plain = (low + each * 0x60) & ((low ^ each * '"') + each * 0x7F) & ((low ^ each * '\\') + each * 0x7F);
    return (~plain | (low + each) | bytes) & each * 0x80;
}

/* How many bytes at the front stand for themselves. */
static size_t plain_prefix(fx_slice text)
{
    size_t at = 0;
    while (text.len - at >= 8 && escaped_lanes(text.ptr + at) == 0)
        at += 8;
    while (at < text.len) {
        unsigned char byte = (unsigned char)text.ptr[at];
        if (byte < 0x20 || byte == '"' || byte == '\\' || byte >= 0x7F)
            break;
        at++;
    }
    return at;
}

static void escape(struct json_writer *writer, uint32_t code_point)
{
    static const char letters[] = "btnvfr"; /* U+0008 to U+000D; JSON has no \v */
    char text[8];
    if (code_point == '"' || code_point == '\\')
        snprintf(text, sizeof text, "\\%c", (int)code_point);
    else if (code_point >= 8 && code_point <= 13 && code_point != 11)
        snprintf(text, sizeof text, "\\%c", letters[code_point - 8]);
    else
        snprintf(text, sizeof text, "\\u%04x", (unsigned)(code_point & 0xFFFF));
    append(writer, text, strlen(text));
}

/* Turns the text around it on a terminal that shows the JSON as it is; escaped it says the same to a parser. */
static bool is_direction_override(uint32_t code_point)
{
    return (code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069);
}

static void append_escaped(struct json_writer *writer, fx_slice text)
{
    size_t at = 0;
    while (at < text.len) {
        fx_slice rest = slice_part(text, at, text.len);
        size_t plain = plain_prefix(rest);
        append(writer, rest.ptr, plain);
        at += plain;
        if (at == text.len)
            break;
        uint32_t code_point;
        size_t bytes = utf8_decode(text.ptr + at, text.len - at, &code_point);
        if (code_point == UTF8_INVALID)
            append(writer, "\xEF\xBF\xBD", 3);
        else if (code_point < 0xA0 || is_direction_override(code_point))
            escape(writer, code_point);
        else
            append(writer, text.ptr + at, bytes);
        at += bytes;
    }
}

static void append_quoted(struct json_writer *writer, fx_slice text)
{
    append_byte(writer, '"');
    append_escaped(writer, text);
    append_byte(writer, '"');
}

void json_key(struct json_writer *writer, const char *key)
{
    if (writer->after_key || writer->depth == 0 || !(writer->is_object & bit_of(writer))) {
        misuse(writer);
        return;
    }
    comma(writer);
    append_quoted(writer, slice_of(key));
    append_byte(writer, ':');
    writer->after_key = true;
}

void json_string(struct json_writer *writer, fx_slice text)
{
    before_value(writer);
    append_quoted(writer, text);
}

static void literal(struct json_writer *writer, const char *text)
{
    before_value(writer);
    append(writer, text, strlen(text));
}

enum { DIGITS_MAX = 20 };

/* The decimal digits of a number, at the end of `text`; returns the first. */
static char *write_digits(char text[DIGITS_MAX], uint64_t value)
{
    char *at = text + DIGITS_MAX;
    do {
        *--at = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    return at;
}

void json_unsigned(struct json_writer *writer, uint64_t value)
{
    char text[DIGITS_MAX];
    const char *digits = write_digits(text, value);
    before_value(writer);
    append(writer, digits, (size_t)(text + DIGITS_MAX - digits));
}

void json_integer(struct json_writer *writer, int64_t value)
{
    char text[1 + DIGITS_MAX];
    char *digits = write_digits(text + 1, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
    if (value < 0)
        *--digits = '-';
    before_value(writer);
    append(writer, digits, (size_t)(text + sizeof text - digits));
}

void json_boolean(struct json_writer *writer, bool value)
{
    literal(writer, value ? "true" : "false");
}

void json_null(struct json_writer *writer)
{
    literal(writer, "null");
}

/* printf writes the locale's decimal point, which may be several bytes: anything that is no part of a number. */
static void use_point(char *number)
{
    size_t plain = strspn(number, "+-0123456789eE");
    if (number[plain] == '\0')
        return;
    size_t foreign = strcspn(number + plain, "+-0123456789eE");
    number[plain] = '.';
    memmove(number + plain + 1, number + plain + foreign, strlen(number + plain + foreign) + 1);
}

void json_double(struct json_writer *writer, double value)
{
    if (!isfinite(value)) {
        json_null(writer);
        return;
    }
    char number[48];
    /* 17 digits always read back; most values that people meet do with fewer. */
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(number, sizeof number, "%.*g", digits, value);
        if (strtod(number, NULL) == value) /* the same locale on both sides */
            break;
    }
    use_point(number);
    literal(writer, number);
}

void json_rounded(struct json_writer *writer, double value, int decimals)
{
    /* From 1e15 on a double has hardly a fraction to round, and %f would write hundreds of digits. */
    if (!(value > -1e15 && value < 1e15)) {
        json_double(writer, value);
        return;
    }
    char number[48];
    snprintf(number, sizeof number, "%.*f", decimals, value);
    use_point(number);
    size_t length = strlen(number);
    if (memchr(number, '.', length) != NULL) {
        while (number[length - 1] == '0')
            length--;
        if (number[length - 1] == '.')
            length--;
        number[length] = '\0';
    }
    literal(writer, strcmp(number, "-0") == 0 ? "0" : number);
}

void json_key_string(struct json_writer *writer, const char *key, fx_slice text)
{
    json_key(writer, key);
    json_string(writer, text);
}

void json_key_string_if_any(struct json_writer *writer, const char *key, fx_slice text)
{
    if (text.len > 0)
        json_key_string(writer, key, text);
}

void json_key_integer(struct json_writer *writer, const char *key, int64_t value)
{
    json_key(writer, key);
    json_integer(writer, value);
}

void json_key_unsigned(struct json_writer *writer, const char *key, uint64_t value)
{
    json_key(writer, key);
    json_unsigned(writer, value);
}

void json_key_boolean(struct json_writer *writer, const char *key, bool value)
{
    json_key(writer, key);
    json_boolean(writer, value);
}
