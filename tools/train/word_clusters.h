/* Classes of words that stand in like places, from running text: a model of the class of each word given that of the
 * word before is made as likely as moving single words from class to class can make it (the exchange algorithm: Kneser
 * and Ney 1993; Martin, Liermann and Ney 1998). Arithmetic and comparisons only: the same text gives the same classes.
 */
#ifndef WORD_CLUSTERS_H
#define WORD_CLUSTERS_H

#include "cluster_text.h"

enum { CLUSTER_COUNT = 250 }; /* class 0 is that of rare words and ends of sentences */

/* The class of each word, by its number; the caller frees it. */
uint8_t *word_clusters_learn(const struct cluster_text *text, uint32_t rounds);

#endif
