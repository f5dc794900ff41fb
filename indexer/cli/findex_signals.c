#include "findex_signals.h"

#include "findex_status.h"

#include <signal.h>
#include <unistd.h>

volatile int findex_stop;

static void stop(int number)
{
    (void)number;
    findex_stop = 1;
}

static void leave(const char *message, size_t length, int status)
{
    ssize_t written = write(STDERR_FILENO, message, length);
    (void)written;
    _exit(status);
}

static void bus_error(int number)
{
    static const char message[] = "findex: the index cannot be read: it is damaged, or its disk fails\n";
    (void)number;
    leave(message, sizeof message - 1, STATUS_DAMAGED);
}

static void leave_at_once(int number)
{
    static const char message[] = "findex: stopped\n";
    (void)number;
    leave(message, sizeof message - 1, STATUS_STOPPED);
}

static void install(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void findex_signals_install(void)
{
    /* Without SA_RESTART: a read that waits for standard input is to notice. */
    install(SIGINT, stop, (int)SA_RESETHAND);
    install(SIGTERM, stop, (int)SA_RESETHAND);
    install(SIGHUP, stop, (int)SA_RESETHAND);
    install(SIGBUS, bus_error, 0);
    install(SIGPIPE, SIG_IGN, 0);
    install(SIGXFSZ, SIG_IGN, 0);
}

void findex_signals_leave_at_once(void)
{
    install(SIGINT, leave_at_once, 0);
    install(SIGTERM, leave_at_once, 0);
    install(SIGHUP, leave_at_once, 0);
}
