/* Packs lexicon.tsv (make_lexicon.py) into the hash table that gazetteer.h reads. */
#ifndef LEXICON_TABLE_H
#define LEXICON_TABLE_H

#include "gazetteer.h"

struct lexicon_table {
    uint8_t *entries;
    uint32_t slots;
    uint32_t used;
};

/* Both stop the program with a message on failure: this is a tool, run by hand. */
void lexicon_table_read(struct lexicon_table *table, const char *path);
void lexicon_table_set_cluster(struct lexicon_table *table, uint64_t word, uint8_t cluster);

/* Makes the table as small as its entries allow. */
void lexicon_table_pack(struct lexicon_table *table);

void trainer_fail(const char *what, const char *which);
void *trainer_allocate(size_t count, size_t size);

#endif
