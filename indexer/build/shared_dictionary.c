#include "shared_dictionary.h"

#include "codebook_trainer.h"
#include "error.h"

/* A dictionary is made anew where there are so many times the samples it was made of: an index may begin with a few
 * articles. */
enum { GROWTH = 4 };

int shared_dictionary_open(struct shared_dictionary *dictionary, struct index_writer *writer,
                           pthread_mutex_t *writer_lock, fx_error *err)
{
    fx_slice bytes;
    *dictionary = (struct shared_dictionary){.writer = writer, .writer_lock = writer_lock};
    int status = index_writer_dictionary(writer, &bytes, &dictionary->number, err);
    if (status != FX_OK)
        return status;
    if (buffer_append_slice(&dictionary->bytes, bytes) != FX_OK)
        return error_no_memory(err);
    pthread_mutex_init(&dictionary->lock, NULL);
    atomic_store(&dictionary->decided, codebook_sample_bytes(bytes) * GROWTH > CODEBOOK_SAMPLE_BYTES);
    return FX_OK;
}

void shared_dictionary_close(struct shared_dictionary *dictionary)
{
    if (dictionary->writer == NULL)
        return;
    buffer_release(&dictionary->bytes);
    pthread_mutex_destroy(&dictionary->lock);
    dictionary->writer = NULL;
}

bool shared_dictionary_decided(struct shared_dictionary *dictionary)
{
    return atomic_load_explicit(&dictionary->decided, memory_order_acquire);
}

static int train(struct shared_dictionary *dictionary, const char *records, const size_t *sizes, size_t count,
                 fx_error *err)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += sizes[i];
    if (total < codebook_sample_bytes(buffer_slice(&dictionary->bytes)) * GROWTH)
        return FX_OK;
    int status = codebook_train(&dictionary->bytes, records, sizes, count, err);
    if (status == FX_OK && dictionary->bytes.length > 0) {
        pthread_mutex_lock(dictionary->writer_lock);
        status =
            index_writer_set_dictionary(dictionary->writer, buffer_slice(&dictionary->bytes), &dictionary->number, err);
        pthread_mutex_unlock(dictionary->writer_lock);
    }
    return status;
}

int shared_dictionary_train(struct shared_dictionary *dictionary, const char *records, const size_t *sizes,
                            size_t count, bool wait, fx_error *err)
{
    if (wait)
        pthread_mutex_lock(&dictionary->lock);
    else if (pthread_mutex_trylock(&dictionary->lock) != 0)
        return FX_OK;
    int status = FX_OK;
    if (!shared_dictionary_decided(dictionary)) {
        status = train(dictionary, records, sizes, count, err);
        if (status == FX_OK)
            atomic_store_explicit(&dictionary->decided, true, memory_order_release);
    }
    pthread_mutex_unlock(&dictionary->lock);
    return status;
}
