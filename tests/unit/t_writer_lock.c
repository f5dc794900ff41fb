#include "writer_lock.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char directory[] = "/tmp/fx_lock_XXXXXX";

static void a_second_writer_is_told_who_holds_the_index(void **state)
{
    (void)state;
    struct writer_lock *lock;
    struct writer_lock *second;
    fx_error err;
    char pid[32];
    snprintf(pid, sizeof pid, "pid %ld since 2", (long)getpid());
    assert_int_equal(writer_lock_take(&lock, directory, &err), FX_OK);
    assert_int_equal(writer_lock_take(&second, directory, &err), FX_ELOCKED);
    assert_null(second);
    assert_non_null(strstr(err.message, pid));
    assert_non_null(strstr(err.message, "t_writer_lock"));
    writer_lock_release(lock);
    assert_int_equal(writer_lock_take(&second, directory, &err), FX_OK);
    writer_lock_release(second);
}

static void the_lock_goes_with_its_process(void **state)
{
    (void)state;
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct writer_lock *lock;
        int status = writer_lock_take(&lock, directory, NULL);
        (void)!write(ready[1], &status, sizeof status);
        pause();
        _exit(0);
    }
    int status;
    struct writer_lock *lock;
    assert_int_equal(read(ready[0], &status, sizeof status), sizeof status);
    assert_int_equal(status, FX_OK);
    assert_int_equal(writer_lock_take(&lock, directory, NULL), FX_ELOCKED);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    assert_int_equal(writer_lock_take(&lock, directory, NULL), FX_OK);
    writer_lock_release(lock);
    close(ready[0]);
    close(ready[1]);
}

static void a_directory_that_is_not_there_is_told(void **state)
{
    (void)state;
    struct writer_lock *lock;
    fx_error err;
    assert_int_equal(writer_lock_take(&lock, "/tmp/no/such/place", &err), FX_ENOTFOUND);
    assert_non_null(strstr(err.message, "/tmp/no/such/place/writer.lock"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_writer_is_told_who_holds_the_index),
        cmocka_unit_test(the_lock_goes_with_its_process),
        cmocka_unit_test(a_directory_that_is_not_there_is_told),
    };
    if (mkdtemp(directory) == NULL)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    char path[64];
    snprintf(path, sizeof path, "%s/writer.lock", directory);
    unlink(path);
    rmdir(directory);
    return failed;
}
