/* Reading articles in a test: skipped inputs are written down, and paths are made below one scratch directory. */
#ifndef TEST_CORPUS_H
#define TEST_CORPUS_H

#include "unit_test.h"

#include "corpus.h"
#include "slice.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

struct test_skips {
    char text[4096]; /* "path:line: reason\n" each */
    int count;
};

static inline void test_on_skip(void *payload, fx_slice path, uint32_t line, const char *reason)
{
    struct test_skips *skips = payload;
    size_t used = strlen(skips->text);
    const char *name = path.len > 0 ? path.ptr : "-";
    size_t length = path.len > 0 ? path.len : 1;
    for (size_t i = 0; i < length; i++) { /* without the scratch directory */
        if (name[i] == '/') {
            name += i + 1;
            length -= i + 1;
            i = (size_t)-1;
        }
    }
    snprintf(skips->text + used, sizeof skips->text - used, "%.*s:%u: %s\n", (int)length, name, (unsigned)line, reason);
    skips->count++;
}

static inline void test_write_file(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* A directory of its own, in the current one of the test run. */
static inline void test_make_directory(char *out, size_t size)
{
    snprintf(out, size, "/tmp/fx-corpus-XXXXXX");
    assert_non_null(mkdtemp(out));
}

static inline int test_remove_entry(const char *path, const struct stat *about, int type, struct FTW *where)
{
    (void)about;
    (void)type;
    (void)where;
    return remove(path);
}

static inline void test_remove_directory(const char *directory)
{
    assert_int_equal(nftw(directory, test_remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

#endif
