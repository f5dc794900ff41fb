/* Cuts text into lexemes: what takes a position in the index. One pass, no allocation, any bytes accepted.
 *
 * Word boundaries follow UAX #29 (Unicode 15.0, WordBreakTest.txt passes); of the segments only those that hold a
 * letter, a digit or an ideograph become lexemes. Invalid UTF-8 bytes end a word and are skipped.
 * Adjoining ideographs, kana and Hangul syllables (and letters of Thai, Lao, Khmer and Myanmar, which put no spaces
 * between words either) form one lexeme of kind LEXEME_CJK that takes one position a character (see analyzer.h for the
 * unigrams and bigrams made of it); where a segment of UAX #29 mixes them with other letters ("AI반도체") it is cut
 * there. Runs of more than 4096 characters fall into several lexemes. */
#ifndef TEXT_LEXER_H
#define TEXT_LEXER_H

#include "article.h"

enum lexeme_kind { LEXEME_WORD, LEXEME_CJK };

struct lexeme {
    struct span span; /* bytes in the text */
    enum lexeme_kind kind;
    uint32_t positions; /* positions it takes: 1, for LEXEME_CJK its number of characters */
};

struct lexer {
    const char *text;
    uint32_t length;
    uint32_t at;
};

void lexer_init(struct lexer *lexer, fx_slice text); /* text.len < 4 GiB */

/* The next lexeme; false at the end. Linear in the text's length whatever it holds. */
bool lexer_next(struct lexer *lexer, struct lexeme *out);

#endif
