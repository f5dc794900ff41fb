#include "corpus.h"

#include "corpus_reader.h"
#include "corpus_walk.h"
#include "error.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct corpus_source {
    struct corpus_source_options options;
    struct corpus_walk *walk;
    struct corpus_reader reader;
    uint32_t file_number;
    bool is_reading;
};

int corpus_source_open(struct corpus_source **out, const struct corpus_source_options *options, fx_error *err)
{
    *out = NULL;
    struct corpus_walk *walk;
    int status = corpus_walk_open(&walk, options, err);
    if (status != FX_OK)
        return status;
    struct corpus_source *source = memory_allocate_zeroed(1, sizeof *source);
    if (source == NULL) {
        corpus_walk_close(walk);
        return error_no_memory(err);
    }
    source->options = *options;
    source->walk = walk;
    corpus_reader_init(&source->reader, options->skip, options->payload);
    source->reader.stop = options->stop;
    *out = source;
    return FX_OK;
}

void corpus_source_close(struct corpus_source *source)
{
    if (source == NULL)
        return;
    corpus_reader_release(&source->reader);
    corpus_walk_close(source->walk);
    memory_free(source);
}

static void skip_errno(struct corpus_source *source, fx_slice path, const char *what)
{
    fx_error reason;
    error_set_errno(&reason, FX_EIO, "%s", what);
    if (source->options.skip != NULL)
        source->options.skip(source->options.payload, path, 0, reason.message);
}

/* Opens a file that was chosen. FX_END: it cannot be, which was reported. */
static int begin_file(struct corpus_source *source, const struct corpus_walk_file *found, uint64_t start, fx_error *err)
{
    if (found->name == NULL)
        return corpus_reader_begin(&source->reader, STDIN_FILENO, false, (fx_slice){NULL, 0}, 0, err);
    /* O_NONBLOCK: a FIFO that took the file's place meanwhile must not block us. */
    int descriptor = openat(found->directory, found->name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat about;
    if (descriptor < 0) {
        skip_errno(source, found->file.path, "cannot open");
        return FX_END;
    }
    if (fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
        errno = ENOENT;
        skip_errno(source, found->file.path, "is no file any more");
        close(descriptor);
        return FX_END;
    }
    return corpus_reader_begin(&source->reader, descriptor, true, found->file.path, start, err);
}

/* The next file that is to be read. */
static int next_file(struct corpus_source *source, fx_error *err)
{
    for (;;) {
        struct corpus_walk_file found;
        if (source->options.stop != NULL && *source->options.stop)
            return FX_END;
        int status = corpus_walk_next(source->walk, &found, err);
        if (status != FX_OK)
            return status;
        uint64_t start = 0;
        source->file_number = 0;
        if (source->options.choose != NULL && found.name != NULL) {
            status = source->options.choose(source->options.payload, &found.file, &start, &source->file_number);
            if (status == FX_END)
                continue;
            if (status != FX_OK)
                return error_set(err, status, "cannot tell whether '%.*s' has changed", (int)found.file.path.len,
                                 found.file.path.ptr);
        }
        status = begin_file(source, &found, start, err);
        if (status != FX_END)
            return status;
    }
}

int corpus_source_next(struct corpus_source *source, struct corpus_chunk *chunk, fx_error *err)
{
    for (;;) {
        if (source->options.stop != NULL && *source->options.stop)
            return FX_END;
        if (!source->is_reading) {
            int status = next_file(source, err);
            if (status != FX_OK)
                return status;
            source->is_reading = true;
        }
        chunk->file_number = source->file_number;
        int status = corpus_reader_next(&source->reader, chunk, err);
        if (status != FX_END)
            return status;
        source->is_reading = false;
    }
}

void corpus_chunk_release(struct corpus_chunk *chunk)
{
    buffer_release(&chunk->path);
    buffer_release(&chunk->bytes);
}
