/* The dictionary of the stores of one update: that of the index or, where it has none yet or one that was made of much
 * less, one trained from the first records. All threads. */
#ifndef BUILD_SHARED_DICTIONARY_H
#define BUILD_SHARED_DICTIONARY_H

#include "buffer.h"
#include "index_writer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct shared_dictionary {
    struct index_writer *writer;
    pthread_mutex_t *writer_lock; /* serialises calls of the writer */
    pthread_mutex_t lock;
    atomic_bool decided; /* bytes and number are final */
    struct buffer bytes; /* empty: none */
    uint32_t number;
};

/* Takes the index's dictionary if it has one. */
int shared_dictionary_open(struct shared_dictionary *dictionary, struct index_writer *writer,
                           pthread_mutex_t *writer_lock, fx_error *err) FX_CHECK;
void shared_dictionary_close(struct shared_dictionary *dictionary);

bool shared_dictionary_decided(struct shared_dictionary *dictionary);

/* Decides: trains from `count` records or keeps what the index has. Nothing happens where it is decided, or another
 * thread is at it and `wait` is false. */
int shared_dictionary_train(struct shared_dictionary *dictionary, const char *records, const size_t *sizes,
                            size_t count, bool wait, fx_error *err) FX_CHECK;

#endif
