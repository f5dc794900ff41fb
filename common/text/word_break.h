/* Word boundaries of UAX #29 (Unicode 15.0): https://www.unicode.org/reports/tr29/#Word_Boundaries, and the properties
 * of characters they rest on. Text is any bytes; ill-formed UTF-8 stands alone, as a control character would. */
#ifndef TEXT_WORD_BREAK_H
#define TEXT_WORD_BREAK_H

#include "fx.h"

#include <stdbool.h>

/* Word_Break property values; the order is that of tools/generate_word_break.py. */
enum word_break {
    BREAK_OTHER,
    BREAK_CR,
    BREAK_LF,
    BREAK_NEWLINE,
    BREAK_EXTEND,
    BREAK_ZWJ,
    BREAK_FORMAT,
    BREAK_KATAKANA,
    BREAK_HEBREW_LETTER,
    BREAK_ALETTER,
    BREAK_SINGLE_QUOTE,
    BREAK_DOUBLE_QUOTE,
    BREAK_MIDNUMLET,
    BREAK_MIDLETTER,
    BREAK_MIDNUM,
    BREAK_NUMERIC,
    BREAK_EXTENDNUMLET,
    BREAK_REGIONAL_INDICATOR,
    BREAK_WSEGSPACE
};

/* What a character contributes to a lexeme. */
enum word_content {
    CONTENT_NONE,         /* punctuation, space, symbol, or a mark on the character before */
    CONTENT_ALPHANUMERIC, /* a letter or digit of a script that puts spaces between words */
    CONTENT_IDEOGRAPH,    /* a character that is searched as one: Han, kana, Hangul, Thai, Lao, Khmer, Myanmar ... */
    CONTENT_CONTINUED     /* a conjoining Hangul vowel or final: belongs to the syllable before */
};

/* A code point's properties in one byte. */
struct word_properties {
    uint8_t bits;
};

struct word_properties word_properties_of(uint32_t code_point);

static inline enum word_break word_properties_break(struct word_properties properties)
{
    return (enum word_break)(properties.bits & 0x1F);
}

static inline bool word_properties_pictographic(struct word_properties properties)
{
    return (properties.bits & 0x20) != 0;
}

static inline enum word_content word_properties_content(struct word_properties properties)
{
    return (enum word_content)(properties.bits >> 6);
}

/* The end of the segment that starts at `start` (< text.len), itself a boundary. Linear over a whole text. */
size_t word_break_next(fx_slice text, size_t start);

/* The same, but a segment also ends where ideographs begin or end ("AI반도체" is one segment of UAX #29), so that a
 * segment is a word or ideographs, never both. *content says what it holds. */
size_t word_break_next_lexical(fx_slice text, size_t start, enum word_content *content);

/* The end of the ideograph at `start` (< text.len) with its marks; `start` where no ideograph begins there. */
size_t word_break_ideograph_end(fx_slice text, size_t start);

#endif
