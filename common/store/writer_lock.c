#include "writer_lock.h"

#include "buffer.h"
#include "error.h"
#include "memory.h"
#include "slice.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { NOTE_BYTES = 400 };

struct writer_lock {
    int file;
};

/* The command line of this process in one line: what stands between its words becomes a space, what a terminal should
 * not get becomes '?'. */
static void describe_command(char *out, size_t size)
{
    out[0] = '\0';
    int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    ssize_t length = read(file, out, size - 1);
    close(file);
    if (length < 0)
        length = 0;
    while (length > 0 && out[length - 1] == '\0')
        length--;
    for (ssize_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)out[i];
        if (byte == '\0')
            out[i] = ' ';
        else if (byte < ' ' || byte >= 0x7F)
            out[i] = '?';
    }
    out[length] = '\0';
}

static int write_note(int file, const char *path, fx_error *err)
{
    char command[256];
    char when[32] = "";
    struct tm parts;
    time_t now = time(NULL);
    describe_command(command, sizeof command);
    if (gmtime_r(&now, &parts) != NULL)
        strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &parts);
    char note[NOTE_BYTES];
    int length = snprintf(note, sizeof note, "pid %ld since %s (%s)\n", (long)getpid(), when, command);
    if (ftruncate(file, 0) != 0 || pwrite(file, note, (size_t)length, 0) != (ssize_t)length)
        return error_set_errno(err, FX_EIO, "cannot write %s", path);
    return FX_OK;
}

static int tell_holder(int file, fx_error *err)
{
    char note[NOTE_BYTES + 1];
    ssize_t length = pread(file, note, NOTE_BYTES, 0);
    note[length > 0 ? length : 0] = '\0';
    note[strcspn(note, "\n")] = '\0';
    return error_set(err, FX_ELOCKED, "another writer holds the index%s%s", note[0] != '\0' ? ": " : "", note);
}

static int take(int file, const char *path, fx_error *err)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(file, F_OFD_SETLK, &whole) == 0)
        return write_note(file, path, err);
    if (errno == EAGAIN || errno == EACCES)
        return tell_holder(file, err);
    return error_set_errno(err, FX_EIO, "cannot lock %s", path);
}

int writer_lock_take(struct writer_lock **out, const char *directory, fx_error *err)
{
    *out = NULL;
    struct buffer path = BUFFER_INIT;
    int file = -1;
    int status = FX_OK;
    struct writer_lock *lock = memory_allocate_zeroed(1, sizeof *lock);
    if (lock == NULL || buffer_append_string(&path, directory) != FX_OK ||
        buffer_append(&path, "/writer.lock", sizeof "/writer.lock") != FX_OK) {
        status = error_no_memory(err);
        goto out;
    }
    file = open(path.bytes, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) {
        status = error_set_errno(err, FX_EIO, "cannot open %s", path.bytes);
        goto out;
    }
    status = take(file, path.bytes, err);
out:
    buffer_release(&path);
    if (status == FX_OK) {
        lock->file = file;
        *out = lock;
        return FX_OK;
    }
    if (file >= 0)
        close(file);
    memory_free(lock);
    return status;
}

void writer_lock_release(struct writer_lock *lock)
{
    if (lock == NULL)
        return;
    close(lock->file);
    memory_free(lock);
}
