/* A codebook: the strings that the text of stored records is cut into (words with the space before them, pieces of
 * words, phrases), each with a Huffman code. A general compressor that sees one record at a time leaves two fifths of
 * news text; this leaves a quarter, and is read back by copying strings. (Huffman codes of words: Moura, Navarro,
 * Ziviani and Baeza-Yates, "Fast and Flexible Word Searching on Compressed Text", TOIS 2000. Phrases, since the code of
 * " of the" is shorter than those of its words.)
 *
 *     codebook = u16 number of codes of each length 1..24, little-endian; then a slot of 16 bytes for each code, in the
 *                order of the codes (canonical: shorter ones first, of one length in numerical order)
 *     slot     = u8 bytes (1..15), the bytes, zeros
 *     text     = the codes one after another, the first bit highest; zero bits up to a whole byte
 *
 * All 256 single bytes have slots, so that everything can be coded. Nothing is unpacked to read with it: slots are used
 * where they stand. */
#ifndef STORE_CODEBOOK_H
#define STORE_CODEBOOK_H

#include "fx.h"
#include "huffman.h"

enum {
    CODEBOOK_SLOT_BYTES = 16,
    CODEBOOK_STRING_MAX = CODEBOOK_SLOT_BYTES - 1,
    CODEBOOK_HEAD_BYTES = 2 * HUFFMAN_BITS_MAX,
    CODEBOOK_CODES_MAX = 0xFFFF,
    CODEBOOK_DECODE_SLACK = CODEBOOK_SLOT_BYTES, /* what a decoder may write behind its text */
    CODEBOOK_PREFIX_BITS = 10
};

struct codebook {
    const uint8_t *slots; /* borrowed */
    uint32_t count;
    /* Codes are compared as 24 bits, the first bit highest. */
    uint32_t first[HUFFMAN_BITS_MAX + 1];        /* the first code of a length */
    uint32_t limit[HUFFMAN_BITS_MAX + 1];        /* what follows its last one */
    uint32_t index[HUFFMAN_BITS_MAX + 1];        /* the slot of the first */
    uint8_t shortest[1 << CODEBOOK_PREFIX_BITS]; /* that a code may be that begins with these bits */
};

/* `bytes` are borrowed. FX_EDAMAGED: they are no codebook. */
int codebook_open(struct codebook *out, fx_slice bytes, fx_error *err) FX_CHECK;

/* Decodes `length` bytes or, where `coded` is the beginning or end of something else, up to 14 more; `out` has room for
 * length + CODEBOOK_DECODE_SLACK. Returns how many; fewer than `length`: damage. */
size_t codebook_decode(const struct codebook *codebook, fx_slice coded, char *out, size_t length);

#endif
