/* A look at data.mdb before LMDB maps it: LMDB 0.9 believes what its head says, and a file cut short kills the process
 * by SIGBUS later. */
#ifndef STORE_DATA_FILE_H
#define STORE_DATA_FILE_H

#include "fx.h"

#include <stdbool.h>

struct data_file_head {
    uint64_t file_bytes;
    uint64_t needed_bytes; /* up to the last page of the newest transaction */
    uint64_t transaction;
    uint32_t page_bytes;
};

/* FX_ENOTFOUND: no such file. FX_END: the file is empty. FX_EDAMAGED: not an LMDB file, or shorter than its newest
 * transaction needs. */
int data_file_check(const char *path, struct data_file_head *out, fx_error *err) FX_CHECK;

#endif
