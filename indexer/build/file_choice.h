/* Which files an update has to read, and from where: a file whose size and time are as the index knows them is passed
 * over unopened; one whose bytes are the same only has its time renewed; one of JSON Lines that grew at its end is read
 * from there. Used by the reading thread. */
#ifndef BUILD_FILE_CHOICE_H
#define BUILD_FILE_CHOICE_H

#include "corpus.h"
#include "index_writer.h"

#include <pthread.h>

struct file_choice {
    struct index_writer *writer;
    pthread_mutex_t *writer_lock;
    /* the file chosen last */
    uint32_t number;
    uint64_t size;
    int64_t modified_ns;
    uint64_t *seen; /* bit n: file number n was met */
    size_t seen_words;
    uint64_t files_read, files_unchanged;
    fx_error error; /* why a choice failed */
};

void file_choice_init(struct file_choice *choice, struct index_writer *writer, pthread_mutex_t *writer_lock);
void file_choice_release(struct file_choice *choice);

/* corpus_source_options.choose for a file of struct file_choice. */
int file_choice_make(struct file_choice *choice, const struct corpus_file *file, uint64_t *start, uint32_t *number);

/* The chunk was read: notes how far the index knows its file, once the file is read or when `partly` is set. */
int file_choice_note(struct file_choice *choice, const struct corpus_chunk *chunk, bool partly, fx_error *err) FX_CHECK;

bool file_choice_saw(const struct file_choice *choice, uint32_t number);

#endif
