#include "file_choice.h"

#include "error.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#define XXH_STATIC_LINKING_ONLY /* the state of a hash on the stack */
#include <xxhash.h>

enum { READ_BYTES = 256 * 1024 };

void file_choice_init(struct file_choice *choice, struct index_writer *writer, pthread_mutex_t *writer_lock)
{
    *choice = (struct file_choice){.writer = writer, .writer_lock = writer_lock};
}

void file_choice_release(struct file_choice *choice)
{
    memory_free(choice->seen);
    choice->seen = NULL;
    choice->seen_words = 0;
}

static int remember(struct file_choice *choice, uint32_t number)
{
    size_t old = choice->seen_words;
    if (memory_reserve(&choice->seen, &choice->seen_words, (size_t)number / 64 + 1, sizeof *choice->seen) != FX_OK)
        return FX_ENOMEM;
    if (choice->seen_words > old)
        memset(choice->seen + old, 0, (choice->seen_words - old) * sizeof *choice->seen);
    choice->seen[number / 64] |= (uint64_t)1 << (number % 64);
    return FX_OK;
}

bool file_choice_saw(const struct file_choice *choice, uint32_t number)
{
    return number / 64 < choice->seen_words && (choice->seen[number / 64] >> (number % 64) & 1) != 0;
}

/* What the first bytes of a file say. */
struct beginning {
    uint64_t hash;
    bool complete; /* all of them were there */
    bool is_lines; /* begins as JSON Lines and ends with a newline */
};

static int hash_beginning(struct beginning *out, int file, uint64_t size, char *bytes)
{
    XXH3_state_t state;
    XXH3_64bits_reset(&state);
    *out = (struct beginning){0};
    bool begins_with_brace = false;
    char last = '\0';
    uint64_t done = 0;
    while (done < size) {
        size_t wanted = size - done < READ_BYTES ? (size_t)(size - done) : READ_BYTES;
        ssize_t got = read(file, bytes, wanted);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 ? FX_EIO : FX_OK;
        if (done == 0)
            begins_with_brace = bytes[0] == '{';
        last = bytes[got - 1];
        XXH3_64bits_update(&state, bytes, (size_t)got);
        done += (uint64_t)got;
    }
    out->complete = true;
    out->is_lines = begins_with_brace && last == '\n';
    out->hash = XXH3_64bits_digest(&state);
    return FX_OK;
}

/* Reads as many bytes as the index knows of the file. Trouble with it is left to the source to find and report. */
static void look_at_beginning(struct beginning *out, fx_slice path, uint64_t size)
{
    *out = (struct beginning){0};
    char *name = memory_copy_slice(path);
    char *bytes = memory_allocate(READ_BYTES, 1);
    int file = name != NULL && bytes != NULL ? open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) : -1;
    if (file >= 0 && hash_beginning(out, file, size, bytes) != FX_OK)
        *out = (struct beginning){0};
    if (file >= 0)
        close(file);
    memory_free(bytes);
    memory_free(name);
}

/* A known file whose size or time is another. FX_END: its bytes are the same. */
static int look_again(struct file_choice *choice, const struct corpus_file *file, struct file_state *state,
                      uint64_t *start)
{
    struct beginning beginning;
    if (file->size < state->size || state->size == 0)
        return FX_OK;
    look_at_beginning(&beginning, file->path, state->size);
    if (!beginning.complete || beginning.hash != state->content_hash)
        return FX_OK;
    if (file->size > state->size) {
        *start = beginning.is_lines ? state->size : 0;
        return FX_OK;
    }
    state->modified_ns = file->modified_ns;
    int status = index_writer_put_file(choice->writer, file->path, state, &choice->error);
    return status == FX_OK ? FX_END : status;
}

static int choose(struct file_choice *choice, const struct corpus_file *file, uint64_t *start, uint32_t *number)
{
    struct file_state state;
    int status = index_writer_file(choice->writer, file->path, &state, &choice->error);
    if (status < 0)
        return status;
    *number = status == FX_OK ? state.number : index_writer_new_file_number(choice->writer);
    if (remember(choice, *number) != FX_OK)
        return error_no_memory(&choice->error);
    if (status == FX_END)
        return FX_OK;
    if (state.size == file->size && state.modified_ns == file->modified_ns)
        return FX_END;
    return look_again(choice, file, &state, start);
}

int file_choice_make(struct file_choice *choice, const struct corpus_file *file, uint64_t *start, uint32_t *number)
{
    *start = 0;
    *number = 0;
    pthread_mutex_lock(choice->writer_lock);
    int status = choose(choice, file, start, number);
    pthread_mutex_unlock(choice->writer_lock);
    if (status == FX_END) {
        choice->files_unchanged++;
    } else if (status == FX_OK) {
        choice->files_read++;
        choice->number = *number;
        choice->size = file->size;
        choice->modified_ns = file->modified_ns;
    }
    return status;
}

int file_choice_note(struct file_choice *choice, const struct corpus_chunk *chunk, bool partly, fx_error *err)
{
    if (chunk->path.length == 0 || chunk->file_number != choice->number || (!chunk->last_of_file && !partly))
        return FX_OK;
    struct file_state state = {
        .size = chunk->last_of_file ? choice->size : chunk->offset + chunk->bytes.length,
        .modified_ns = choice->modified_ns,
        .content_hash = chunk->file_hash,
        .number = chunk->file_number,
    };
    pthread_mutex_lock(choice->writer_lock);
    int status = index_writer_put_file(choice->writer, buffer_slice(&chunk->path), &state, err);
    pthread_mutex_unlock(choice->writer_lock);
    return status;
}
