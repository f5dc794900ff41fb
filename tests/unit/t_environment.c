#include "small_index.h"

#include "environment.h"
#include "verify.h"

#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FLIPS = 200 };

static const char *data_path(const char *directory)
{
    static char path[96];
    snprintf(path, sizeof path, "%s/data.mdb", directory);
    return path;
}

static off_t data_length(const char *directory)
{
    struct stat state;
    assert_int_equal(stat(data_path(directory), &state), 0);
    return state.st_size;
}

/* An index of some articles, two segments, some of them dead. */
static const char *make_index(void)
{
    const char *directory = small_directory();
    struct index_writer *writer = small_open(directory);
    for (uint32_t part = 0; part < 2; part++) {
        struct small_article articles[150];
        for (uint32_t i = 0; i < 150; i++)
            articles[i] = (struct small_article){part * 150 + i, 1};
        uint32_t base = small_add(writer, articles, 150);
        assert_int_equal(index_writer_kill(writer, base + 3, NULL), FX_OK);
    }
    struct file_state file = {.size = 5};
    assert_int_equal(index_writer_put_file(writer, SLICE("/a"), &file, NULL), FX_OK);
    assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
    index_writer_close(writer);
    return directory;
}

static void an_environment_is_as_long_as_its_head_says(void **state)
{
    (void)state;
    const char *directory = make_index();
    off_t length = data_length(directory);
    assert_int_equal(length % 4096, 0);
    struct index *index;
    for (off_t cut = length - 1; cut >= 0; cut -= cut > 9000 ? 4096 : 500) {
        fx_error err = {0};
        assert_int_equal(truncate(data_path(directory), cut), 0);
        assert_int_equal(index_open(&index, directory, &err), FX_EDAMAGED);
        assert_non_null(strstr(err.message, "truncated"));
        if (cut < 500)
            break;
    }
    assert_int_equal(truncate(data_path(directory), 0), 0);
    assert_int_equal(index_open(&index, directory, NULL), FX_EDAMAGED);
    small_remove(directory);
}

static void what_is_no_index_is_refused(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct index *index;
    struct index_writer *writer;
    struct index_writer_options options = {.create = true};
    FILE *file = fopen(data_path(directory), "w");
    for (int i = 0; i < 5000; i++)
        fputs("this is a text file. ", file);
    fclose(file);
    assert_int_equal(index_open(&index, directory, NULL), FX_EDAMAGED);
    assert_int_equal(index_writer_open(&writer, directory, &options, NULL), FX_EDAMAGED);
    unlink(data_path(directory));
    assert_int_equal(mkdir(data_path(directory), 0755), 0);
    assert_int_equal(index_open(&index, directory, NULL), FX_EDAMAGED);
    rmdir(data_path(directory));
    small_remove(directory);
}

/* Somebody else's LMDB environment is left alone. */
static void a_foreign_environment_is_refused_and_not_touched(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct index *index;
    struct index_writer *writer;
    struct index_writer_options options = {.create = true};
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;
    MDB_val key = {3, (void *)(uintptr_t) "key"};
    assert_int_equal(mdb_env_create(&env), 0);
    assert_int_equal(mdb_env_open(env, directory, 0, 0644), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
    assert_int_equal(mdb_dbi_open(txn, NULL, 0, &dbi), 0);
    assert_int_equal(mdb_put(txn, dbi, &key, &key, 0), 0);
    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
    off_t before = data_length(directory);
    assert_int_equal(index_open(&index, directory, NULL), FX_ENOTFOUND);
    assert_int_equal(index_writer_open(&writer, directory, &options, NULL), FX_ENOTFOUND);
    assert_int_equal(data_length(directory), before);
    small_remove(directory);
}

static int count_line(void *payload, fx_slice line)
{
    (void)line;
    ++*(int *)payload;
    return FX_OK;
}

/* As an update would: finds, kills, adds, commits. */
static int update(const char *directory)
{
    struct index_writer *writer;
    struct index_writer_options options = {.create = true};
    int status = index_writer_open(&writer, directory, &options, NULL);
    for (uint32_t id = 0; id < 300 && status == FX_OK; id += 9) {
        char name[32];
        uint32_t article;
        status = index_writer_find(writer, small_id(name, id), &article, NULL, NULL);
        if (status == FX_OK)
            status = index_writer_kill(writer, article, NULL);
        if (status == FX_END)
            status = FX_OK;
    }
    struct file_state file = {.size = 6};
    if (status == FX_OK)
        status = index_writer_put_file(writer, SLICE("/a"), &file, NULL);
    if (status == FX_OK)
        status = index_writer_commit(writer, NULL);
    index_writer_close(writer);
    return status;
}

static int update_in_child(const char *directory)
{
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 2);
        signal(SIGSEGV, SIG_DFL);
        signal(SIGBUS, SIG_DFL);
        signal(SIGABRT, SIG_DFL);
        _exit(update(directory) == FX_OK ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

/* In a child, since a crash is what must not happen. Returns its exit status, 255 for a signal. */
static int use_in_child(const char *directory)
{
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 2);
        signal(SIGSEGV, SIG_DFL);
        signal(SIGBUS, SIG_DFL);
        signal(SIGABRT, SIG_DFL);
        struct index *index;
        struct record record;
        int lines = 0;
        int status = index_open(&index, directory, NULL);
        if (status == FX_OK) {
            record_init(&record);
            for (uint32_t id = 0; id < 300; id += 7) {
                char name[32];
                uint32_t article;
                if (index_find(index, small_id(name, id), &article, NULL) == FX_OK)
                    (void)!index_record(index, article, &record, NULL);
            }
            record_release(&record);
            status = index_verify(index, count_line, &lines, NULL, NULL);
            index_close(index);
        }
        _exit(status == FX_OK ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static void a_flipped_byte_anywhere_is_found_and_kills_nobody(void **state)
{
    (void)state;
    const char *directory = make_index();
    off_t length = data_length(directory);
    int file = open(data_path(directory), O_RDWR);
    int found = 0;
    int missed = 0;
    uint64_t noise = 20251015;
    print_message("seed %llu\n", (unsigned long long)noise);
    for (int i = 0; i < FLIPS; i++) {
        noise = noise * 6364136223846793005u + 1442695040888963407u;
        /* Half of the flips hit the first bytes of a page, where LMDB keeps its own. */
        off_t at = (off_t)((noise >> 20) % (uint64_t)length);
        if (i % 2 == 0)
            at = at / 4096 * 4096 + (off_t)(noise >> 50) % 64;
        char old;
        assert_int_equal(pread(file, &old, 1, at), 1);
        char changed = (char)(old ^ (1 << (noise >> 60) % 8));
        assert_int_equal(pwrite(file, &changed, 1, at), 1);
        int status = use_in_child(directory);
        if (status == 255)
            print_message("crash by a flip at page %lld byte %lld\n", (long long)(at / 4096), (long long)(at % 4096));
        assert_int_not_equal(status, 255);
        found += status == 1;
        missed += status == 0;
        assert_int_equal(pwrite(file, &old, 1, at), 1);
    }
    close(file);
    assert_int_equal(use_in_child(directory), 0);
    /* Missed are those in bytes that nothing uses: the rest of pages, free pages, the older meta page. */
    print_message("%d of %d found\n", found, found + missed);
    assert_true(found > FLIPS / 8);
    small_remove(directory);
}

static void copy_data(const char *directory, char *bytes, off_t length)
{
    int file = open(data_path(directory), O_RDWR | O_TRUNC);
    assert_int_equal(pwrite(file, bytes, (size_t)length, 0), length);
    close(file);
}

static void a_writer_refuses_pages_it_cannot_trust(void **state)
{
    (void)state;
    const char *directory = make_index();
    off_t length = data_length(directory);
    char *bytes = malloc((size_t)length);
    int file = open(data_path(directory), O_RDONLY);
    assert_int_equal(pread(file, bytes, (size_t)length, 0), length);
    close(file);
    uint64_t noise = 4711;
    int refused = 0;
    print_message("seed %llu\n", (unsigned long long)noise);
    for (int i = 0; i < FLIPS / 3; i++) {
        noise = noise * 6364136223846793005u + 1442695040888963407u;
        off_t at = (off_t)((noise >> 20) % (uint64_t)length) / 4096 * 4096 + (off_t)(noise >> 50) % 100;
        char bit = (char)(1 << (noise >> 60) % 8);
        bytes[at] ^= bit;
        copy_data(directory, bytes, length);
        bytes[at] ^= bit;
        int status = update_in_child(directory);
        if (status == 255)
            print_message("crash by a flip at page %lld byte %lld\n", (long long)(at / 4096), (long long)(at % 4096));
        assert_int_not_equal(status, 255);
        refused += status == 1;
    }
    assert_true(refused > 0);
    copy_data(directory, bytes, length);
    assert_int_equal(update_in_child(directory), 0);
    free(bytes);
    small_remove(directory);
}

/* A limit on the size of files stands for a full disk: LMDB sees a short write either way. */
static void a_full_disk_is_told_and_the_last_commit_stays(void **state)
{
    (void)state;
    const char *directory = make_index();
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {(rlim_t)data_length(directory) + 20000, RLIM_INFINITY};
        signal(SIGXFSZ, SIG_IGN);
        struct index_writer *writer = small_open(directory);
        struct small_article articles[3000];
        for (uint32_t i = 0; i < 3000; i++)
            articles[i] = (struct small_article){1000 + i, 1};
        (void)small_add(writer, articles, 3000);
        fx_error err = {0};
        setrlimit(RLIMIT_FSIZE, &limit);
        int status = index_writer_commit(writer, &err);
        index_writer_close(writer);
        _exit(status == FX_EFULL ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(use_in_child(directory), 0);
    assert_int_equal(update_in_child(directory), 0);
    small_remove(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_environment_is_as_long_as_its_head_says),
        cmocka_unit_test(what_is_no_index_is_refused),
        cmocka_unit_test(a_foreign_environment_is_refused_and_not_touched),
        cmocka_unit_test(a_writer_refuses_pages_it_cannot_trust),
        cmocka_unit_test(a_full_disk_is_told_and_the_last_commit_stays),
        cmocka_unit_test(a_flipped_byte_anywhere_is_found_and_kills_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
