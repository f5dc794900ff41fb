#include "huffman.h"

#include <stdbool.h>

/* Of weights that add up to less than 2^48, Fibonacci's make the deepest tree. */
enum { DEPTH_MAX = 80 };

/* Huffman's tree in the place of the weights (Moffat and Katajainen, "In-place calculation of minimum-redundancy
 * codes", WADS 1995): node[i], i in [2, count), becomes the parent of inner node i; 1 is the root. Inner nodes fill the
 * array from its end while leaves are taken from there. */
static void build_tree(uint64_t *node, uint32_t count)
{
    uint32_t leaves = count;    /* [0, leaves) have no parent yet, */
    uint32_t inner = count - 1; /* nor have (next, inner] */
    for (uint32_t next = count - 1; next >= 1; next--) {
        uint64_t sum = 0;
        for (unsigned child = 0; child < 2; child++) {
            if (leaves == 0 || (inner > next && node[inner] < node[leaves - 1])) {
                sum += node[inner];
                node[inner--] = next;
            } else {
                sum += node[--leaves];
            }
        }
        node[next] = sum;
    }
}

/* Codes that are too long are made HUFFMAN_BITS_MAX long; for each that the code has too many by this, the longest of
 * the shorter ones makes room for two. */
static void limit_lengths(uint32_t of_length[HUFFMAN_BITS_MAX + 1])
{
    uint64_t taken = 0;
    for (unsigned length = 1; length <= HUFFMAN_BITS_MAX; length++)
        taken += (uint64_t)of_length[length] << (HUFFMAN_BITS_MAX - length);
    for (; taken > UINT64_C(1) << HUFFMAN_BITS_MAX; taken--) {
        unsigned length = HUFFMAN_BITS_MAX - 1;
        while (of_length[length] == 0)
            length--;
        of_length[length]--;
        of_length[length + 1] += 2;
        of_length[HUFFMAN_BITS_MAX]--;
    }
}

void huffman_code_lengths(uint64_t *weights, uint32_t count, uint32_t of_length[HUFFMAN_BITS_MAX + 1])
{
    for (unsigned length = 0; length <= HUFFMAN_BITS_MAX; length++)
        of_length[length] = 0;
    if (count < 2) {
        of_length[1] = count;
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        weights[i] += weights[i] == 0;
    build_tree(weights, count);
    uint32_t inner_at[DEPTH_MAX + 1] = {[0] = 1};
    weights[1] = 0;
    for (uint32_t i = 2; i < count; i++) {
        weights[i] = weights[weights[i]] + 1;
        inner_at[weights[i] < DEPTH_MAX ? weights[i] : DEPTH_MAX]++;
    }
    for (unsigned depth = 1; depth <= DEPTH_MAX; depth++) {
        const uint32_t leaves = 2 * inner_at[depth - 1] - inner_at[depth];
        of_length[depth < HUFFMAN_BITS_MAX ? depth : HUFFMAN_BITS_MAX] += leaves;
    }
    limit_lengths(of_length);
}
