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

static void bus_error(int number)
{
    static const char message[] = "findex: the index cannot be read: it is damaged, or its disk fails\n";
    (void)number;
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    _exit(STATUS_DAMAGED);
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
