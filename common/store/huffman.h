/* Lengths of Huffman codes. */
#ifndef STORE_HUFFMAN_H
#define STORE_HUFFMAN_H

#include "fx.h"

enum { HUFFMAN_BITS_MAX = 24 };

/* Of `count` (1..65,536) symbols whose frequencies descend: how many get a code of each length 1..HUFFMAN_BITS_MAX, the
 * most frequent the shortest. The code is complete, but for a single symbol, which gets one bit. `weights` holds the
 * frequencies (0 counts as 1) and is overwritten. */
void huffman_code_lengths(uint64_t *weights, uint32_t count, uint32_t of_length[HUFFMAN_BITS_MAX + 1]);

#endif
