#include "findex_progress.h"

#include "findex_command.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Skips are told by other threads than progress, so both take the lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    int terminal; /* 0: not asked yet, 1: it is one, -1: it is not */
    int shown;
    double last;
} progress;

static const double SECONDS_BETWEEN = 0.1;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void findex_progress_show(void *payload, uint64_t articles, uint64_t bytes, uint64_t total_bytes)
{
    char number[32], size[32], total[32];
    (void)payload;
    pthread_mutex_lock(&lock);
    if (progress.terminal == 0)
        progress.terminal = isatty(STDERR_FILENO) ? 1 : -1;
    if (progress.terminal > 0 && now() - progress.last >= SECONDS_BETWEEN) {
        progress.last = now();
        progress.shown = 1;
        fprintf(stderr, "\r\033[K%s articles, %s", findex_number(number, articles), findex_bytes(size, bytes));
        if (total_bytes > 0)
            fprintf(stderr, " of %s", findex_bytes(total, total_bytes));
        fflush(stderr);
    }
    pthread_mutex_unlock(&lock);
}

void findex_progress_clear(void)
{
    pthread_mutex_lock(&lock);
    if (progress.shown) {
        fputs("\r\033[K", stderr);
        progress.shown = 0;
    }
    pthread_mutex_unlock(&lock);
}
