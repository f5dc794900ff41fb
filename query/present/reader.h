/* The inside of an fx_reader: the open indexes and what a search needs of them. */
#ifndef PRESENT_READER_H
#define PRESENT_READER_H

#include "fx_search.h"
#include "search.h"

struct fx_reader {
    struct index **indexes;
    uint32_t count;
    struct searcher *searcher;
};

/* The record of an article by its id, in whichever index has it; FX_ENOTFOUND. */
int reader_find_record(fx_reader *reader, fx_slice id, struct record *out, fx_error *err) FX_CHECK;

#endif
