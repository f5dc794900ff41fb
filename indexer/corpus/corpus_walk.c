#include "corpus_walk.h"

#include "error.h"
#include "memory.h"
#include "slice.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 200 }; /* one open descriptor a level */

struct entry {
    const char *name;
    uint8_t type; /* DT_* of readdir; DT_UNKNOWN where the file system does not say */
};

/* A directory under way. */
struct level {
    DIR *directory;
    struct arena names;
    struct entry *entries;
    size_t count, capacity, next;
    size_t path_length; /* of the walk's path: the directory's own, with its "/" */
};

struct corpus_walk {
    struct corpus_source_options options;
    size_t next_path;
    struct buffer path; /* of the file or directory under way, NUL-terminated, the NUL not counted */
    struct level levels[DEPTH_MAX];
    size_t depth;
};

static void skip(struct corpus_walk *walk, const char *reason)
{
    if (walk->options.skip != NULL)
        walk->options.skip(walk->options.payload, buffer_slice(&walk->path), 0, reason);
}

static void skip_errno(struct corpus_walk *walk, const char *what)
{
    fx_error reason;
    error_set_errno(&reason, FX_EIO, "%s", what);
    skip(walk, reason.message);
}

/* Cuts the path to `length` bytes and appends a name. */
static int set_path(struct corpus_walk *walk, size_t length, const char *name)
{
    walk->path.length = length;
    int status = buffer_append(&walk->path, name, strlen(name) + 1);
    if (status == FX_OK)
        walk->path.length--;
    return status;
}

/* The order of whole paths: a directory's name is compared as if its "/" stood behind it, so that "a-b" comes before
 * "a/x" as it does in bytes. */
static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    const unsigned char *x = (const unsigned char *)a->name, *y = (const unsigned char *)b->name;
    while (*x != '\0' && *x == *y) {
        x++;
        y++;
    }
    int x_byte = *x == '\0' && a->type == DT_DIR ? '/' : *x;
    int y_byte = *y == '\0' && b->type == DT_DIR ? '/' : *y;
    return x_byte - y_byte;
}

/* Hidden files are not articles, nor are the papers that lie beside them. A path given by name is always read. */
static bool is_ignored(const char *name)
{
    return name[0] == '.' || strcmp(name, "README") == 0 || strcmp(name, "README.md") == 0 ||
           strcmp(name, "README.txt") == 0;
}

static int add_entry(struct level *level, const struct dirent *found)
{
    uint8_t type = found->d_type;
    struct stat about;
    /* Only the order needs the type here, and only of names that are directories. */
    if (type == DT_UNKNOWN && fstatat(dirfd(level->directory), found->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0)
        type = S_ISDIR(about.st_mode) ? DT_DIR : S_ISLNK(about.st_mode) ? DT_LNK : DT_UNKNOWN;
    int status = memory_reserve(&level->entries, &level->capacity, level->count + 1, sizeof *level->entries);
    if (status != FX_OK)
        return status;
    size_t size = strlen(found->d_name) + 1;
    char *name = arena_allocate_bytes(&level->names, size);
    if (name == NULL)
        return FX_ENOMEM;
    memcpy(name, found->d_name, size);
    level->entries[level->count++] = (struct entry){name, type};
    return FX_OK;
}

static int read_entries(struct corpus_walk *walk, struct level *level)
{
    for (;;) {
        errno = 0;
        const struct dirent *found = readdir(level->directory);
        if (found == NULL)
            break;
        if (!is_ignored(found->d_name)) {
            int status = add_entry(level, found);
            if (status != FX_OK)
                return status;
        }
    }
    if (errno != 0)
        skip_errno(walk, "cannot read the whole directory");
    if (level->count > 1)
        qsort(level->entries, level->count, sizeof *level->entries, compare_entries);
    return FX_OK;
}

static void leave(struct corpus_walk *walk)
{
    struct level *level = &walk->levels[--walk->depth];
    closedir(level->directory);
    memory_free(level->entries);
    arena_release(&level->names);
}

/* Goes down into the directory that walk->path names. What cannot be read is reported and left out. */
static int enter(struct corpus_walk *walk, int parent, const char *name, int flags, fx_error *err)
{
    if (walk->depth == DEPTH_MAX) {
        skip(walk, "directories are nested too deeply");
        return FX_OK;
    }
    int descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
    if (descriptor < 0) {
        skip_errno(walk, "cannot open directory");
        return FX_OK;
    }
    DIR *directory = fdopendir(descriptor);
    if (directory == NULL) {
        close(descriptor);
        return error_no_memory(err);
    }
    struct level *level = &walk->levels[walk->depth++];
    *level = (struct level){.directory = directory, .names = ARENA_INIT};
    bool has_slash = walk->path.length > 0 && walk->path.bytes[walk->path.length - 1] == '/';
    if ((!has_slash && set_path(walk, walk->path.length, "/") != FX_OK) || read_entries(walk, level) != FX_OK)
        return error_no_memory(err);
    level->path_length = walk->path.length;
    return FX_OK;
}

static const char *name_of_type(mode_t mode)
{
    if (S_ISFIFO(mode))
        return "is a FIFO, not a file";
    if (S_ISSOCK(mode))
        return "is a socket, not a file";
    return "is a device, not a file";
}

/* One path or entry: FX_OK with *out, or FX_END where it is none to give (a directory entered, something skipped). */
static int visit(struct corpus_walk *walk, int parent, const char *name, struct corpus_walk_file *out, fx_error *err)
{
    bool given = parent == AT_FDCWD;
    struct stat about;
    if (fstatat(parent, name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
        skip_errno(walk, "cannot read");
        return FX_END;
    }
    bool linked = S_ISLNK(about.st_mode);
    if (linked && fstatat(parent, name, &about, 0) != 0) {
        skip_errno(walk, "cannot follow the link");
        return FX_END;
    }
    if (S_ISDIR(about.st_mode)) {
        /* Below a given path links to directories are not followed: so no loop can be met. */
        int status = linked && !given ? FX_OK : enter(walk, parent, name, given ? 0 : O_NOFOLLOW, err);
        return status == FX_OK ? FX_END : status;
    }
    if (!S_ISREG(about.st_mode)) {
        skip(walk, name_of_type(about.st_mode));
        return FX_END;
    }
    *out = (struct corpus_walk_file){
        .file = {.path = buffer_slice(&walk->path),
                 .size = (uint64_t)about.st_size,
                 .modified_ns = about.st_mtim.tv_sec * INT64_C(1000000000) + about.st_mtim.tv_nsec},
        .directory = parent,
        .name = name,
    };
    return FX_OK;
}

static int visit_given(struct corpus_walk *walk, const char *path, struct corpus_walk_file *out, fx_error *err)
{
    if (strcmp(path, "-") == 0) {
        *out = (struct corpus_walk_file){.directory = AT_FDCWD};
        return FX_OK;
    }
    if (set_path(walk, 0, path) != FX_OK)
        return error_no_memory(err);
    while (walk->path.length > 1 && walk->path.bytes[walk->path.length - 1] == '/')
        walk->path.bytes[--walk->path.length] = '\0'; /* "news/" and "news" give the same paths */
    return visit(walk, AT_FDCWD, path, out, err);
}

int corpus_walk_next(struct corpus_walk *walk, struct corpus_walk_file *out, fx_error *err)
{
    *out = (struct corpus_walk_file){0};
    int status = FX_END;
    while (status == FX_END) {
        struct level *level = walk->depth > 0 ? &walk->levels[walk->depth - 1] : NULL;
        if (level == NULL && walk->next_path == walk->options.path_count)
            return FX_END;
        if (level == NULL) {
            status = visit_given(walk, walk->options.paths[walk->next_path++], out, err);
        } else if (level->next == level->count) {
            leave(walk);
        } else {
            const char *name = level->entries[level->next++].name;
            if (set_path(walk, level->path_length, name) != FX_OK)
                return error_no_memory(err);
            status = visit(walk, dirfd(level->directory), name, out, err);
        }
    }
    return status;
}

int corpus_walk_open(struct corpus_walk **out, const struct corpus_source_options *options, fx_error *err)
{
    *out = NULL;
    size_t missing = 0;
    for (size_t i = 0; i < options->path_count; i++) {
        struct stat about;
        const char *path = options->paths[i];
        missing += strcmp(path, "-") != 0 && stat(path, &about) != 0 && (errno == ENOENT || errno == ENOTDIR);
    }
    if (missing == options->path_count)
        return error_set(err, FX_ENOTFOUND,
                         options->path_count == 1 ? "'%s' does not exist" : "none of the paths exists",
                         options->path_count > 0 ? options->paths[0] : "");
    struct corpus_walk *walk = memory_allocate_zeroed(1, sizeof *walk);
    if (walk == NULL)
        return error_no_memory(err);
    walk->options = *options;
    *out = walk;
    return FX_OK;
}

void corpus_walk_close(struct corpus_walk *walk)
{
    if (walk == NULL)
        return;
    while (walk->depth > 0)
        leave(walk);
    buffer_release(&walk->path);
    memory_free(walk);
}
