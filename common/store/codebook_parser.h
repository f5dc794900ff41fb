/* Cuts text into strings of a codebook: the longest that begins with the next token (codebook_token.h) and goes on by
 * whole tokens, each such string without its last token being one too; a token that the codebook does not have is cut
 * into the longest pieces it has. */
#ifndef STORE_CODEBOOK_PARSER_H
#define STORE_CODEBOOK_PARSER_H

#include "codebook_strings.h"
#include "pair_table.h"

enum { CODEBOOK_PIECE_MAX = 8 };

/* Strings by how they are looked for; may be shared by threads. */
struct codebook_parser {
    struct codebook_strings strings;
    struct pair_table phrases; /* (string, the token behind it) -> the slot of both */
    uint64_t *phrase_filter;   /* a bit for the hash of each of them, eight for each place of `strings` */
    uint8_t *piece_lengths;    /* for the hash of three bytes: bit n - 3, pieces of n bytes begin with such ones */
};

/* FX_EDAMAGED: a byte has no slot. */
int codebook_parser_open(struct codebook_parser *out, const uint8_t *slots, uint32_t count, fx_error *err) FX_CHECK;
void codebook_parser_release(struct codebook_parser *parser);

/* Writes the slots of the strings of `text`, at most text.len of them; returns how many. */
size_t codebook_parse(const struct codebook_parser *parser, fx_slice text, uint16_t *slots);

#endif
