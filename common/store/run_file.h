/* Extents and dictionary blocks in one temporary file: the runs that a big update spills, and what compaction writes in
 * between. First everything is put, then the file is sealed, then it is read through a map. The file has no name any
 * more by then: it goes with the process. */
#ifndef STORE_RUN_FILE_H
#define STORE_RUN_FILE_H

#include "extent.h"

struct run_file;

/* In `directory`/tmp, which is made where it is missing. */
int run_file_open(struct run_file **out, const char *directory, fx_error *err) FX_CHECK;
void run_file_close(struct run_file *file);

/* Until it is sealed; one thread. */
const struct extent_sink *run_file_sink(struct run_file *file);
/* Writes out what waits and maps the file. Nothing can be put afterwards. */
int run_file_seal(struct run_file *file, fx_error *err) FX_CHECK;
/* After it is sealed; any number of threads. */
const struct extent_source *run_file_source(struct run_file *file);

#endif
