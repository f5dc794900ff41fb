/* Passes over lexemes that nobody looks at. */
#ifndef TEXT_LEXER_SKIP_H
#define TEXT_LEXER_SKIP_H

#include "lexer.h"

/* Skips lexemes of plain text, faster than lexer_next; each takes one position. How many: at most `most`, perhaps none,
 * whatever is left. */
uint32_t lexer_skip(struct lexer *lexer, uint32_t most);

#endif
