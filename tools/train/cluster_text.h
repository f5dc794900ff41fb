/* Running text as numbers of words, the more frequent the smaller: what word clusters are learnt from. */
#ifndef CLUSTER_TEXT_H
#define CLUSTER_TEXT_H

#include "fx.h"

struct cluster_text {
    uint32_t *words; /* 0: a rare word, or the end of a sentence */
    size_t length;
    uint64_t *names; /* gazetteer_hash of each word, by number from 1 on */
    uint32_t word_count;
};

/* Reads the first field of each line of the files; lines without small letters and those of sets that are made up
 * ("\f SET m") are passed over. Words seen less than `least` times are rare. */
void cluster_text_read(struct cluster_text *text, const char *const *paths, size_t path_count, uint32_t least);
void cluster_text_release(struct cluster_text *text);

#endif
