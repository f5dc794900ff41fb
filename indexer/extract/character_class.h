/* What a character is to the tokens of names, with the cheapest test that serves: ASCII by table, other scripts by the
 * ranges of Unicode 15 in which capitals stand. */
#ifndef CHARACTER_CLASS_H
#define CHARACTER_CLASS_H

#include <stddef.h>
#include <stdint.h>

enum character_class {
    CHARACTER_SPACE,
    CHARACTER_LOWER, /* letters without case and bytes that are no UTF-8 too */
    CHARACTER_UPPER,
    CHARACTER_DIGIT,
    CHARACTER_PERIOD,
    CHARACTER_APOSTROPHE, /* ' and U+2019 */
    CHARACTER_HYPHEN,     /* - U+2010 U+2011 */
    CHARACTER_AMPERSAND,
    CHARACTER_MARK /* every other mark of punctuation or symbol */
};

extern const uint8_t character_class_ascii[128];

/* What character_class_at() does where the first byte is not ASCII. */
enum character_class character_class_beyond_ascii(const char *at, const char *end, uint32_t *length);

/* Class of the character that starts at `at` (at < end); *length: its bytes, 1 where they are no UTF-8. */
static inline enum character_class character_class_at(const char *at, const char *end, uint32_t *length)
{
    unsigned char first = (unsigned char)*at;
    if (first >= 0x80)
        return character_class_beyond_ascii(at, end, length);
    *length = 1;
    return (enum character_class)character_class_ascii[first];
}

/* Writes the small letters of `bytes` (at most `capacity`, cut at a whole character) to `out`; returns their number.
 * Only scripts whose small letters take as many bytes as the capitals are changed. */
size_t character_lower(char *out, size_t capacity, const char *bytes, size_t length);

#endif
