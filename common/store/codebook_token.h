/* Tokens: what the strings of a codebook are made of, whole ones. A token is a word with the space before it, an
 * ideograph (kana and hangul too), or a run of anything else; longer ones are cut after CODEBOOK_STRING_MAX bytes. */
#ifndef STORE_CODEBOOK_TOKEN_H
#define STORE_CODEBOOK_TOKEN_H

#include "codebook.h"

#include <stdbool.h>
#include <string.h>

enum { CODEBOOK_TOKENS_MAX = 64 };

/* The lengths of the next tokens of `text` (not empty): of all where it is shorter than 64 bytes, else of at least one
 * and of those that surely end before. *bytes: how long they are together. Returns how many. */
size_t codebook_tokens(const char *text, size_t length, uint8_t lengths[CODEBOOK_TOKENS_MAX], size_t *bytes);

#endif
