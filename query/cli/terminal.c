#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WIDTH_DEFAULT = 80, WIDTH_LEAST = 20, WIDTH_MOST = 400 };

static bool set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0';
}

static uint32_t columns(bool terminal)
{
    struct winsize size;
    long width = 0;
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    if (width == 0 && set("COLUMNS"))
        width = strtol(getenv("COLUMNS"), NULL, 10);
    if (width <= 0)
        return WIDTH_DEFAULT;
    if (width < WIDTH_LEAST)
        return WIDTH_LEAST;
    return width > WIDTH_MOST ? WIDTH_MOST : (uint32_t)width;
}

void terminal_style(struct print_style *style, enum color_when when)
{
    const char *kind = getenv("TERM");
    bool dumb = kind == NULL || strcmp(kind, "dumb") == 0;
    style->terminal = isatty(STDOUT_FILENO) == 1;
    style->color = when == COLOR_ALWAYS || (when == COLOR_AUTO && style->terminal && !dumb && !set("NO_COLOR"));
    style->links = style->terminal && style->color && !dumb;
    style->width = columns(style->terminal);
}

static const char *pager_command(void)
{
    const char *const names[] = {"FSEARCH_PAGER", "PAGER"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *command = getenv(names[i]);
        if (command != NULL)
            return *command == '\0' || strcmp(command, "cat") == 0 ? NULL : command;
    }
    return "less";
}

/* In the child: a plain name is started itself, so that its absence is known; else a shell reads the command. */
static void start_pager(const char *command, int failed)
{
    setenv("LESS", "FRX", 0);
    setenv("LV", "-c", 0);
    if (strpbrk(command, "|&;<>()$`\\\"' \t\n*?[#~=%") == NULL)
        execlp(command, command, (char *)NULL);
    else
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    ssize_t ignored = write(failed, "", 1);
    (void)ignored;
    _exit(127);
}

/* Whether the child got as far as its program: then its end of the pipe closed without a word. */
static bool pager_started(int failed)
{
    char byte;
    ssize_t got;
    while ((got = read(failed, &byte, 1)) < 0 && errno == EINTR)
        continue;
    return got == 0;
}

pid_t terminal_page(int *descriptor)
{
    const char *command = pager_command();
    int ends[2], failed[2];
    if (command == NULL || pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    pid_t child = -1;
    bool started = false;
    if (pipe2(failed, O_CLOEXEC) == 0) {
        child = fork();
        if (child == 0) {
            dup2(ends[0], STDIN_FILENO);
            start_pager(command, failed[1]);
        }
        close(failed[1]);
        started = child > 0 && pager_started(failed[0]);
        close(failed[0]);
    }
    close(ends[0]);
    if (!started) {
        close(ends[1]);
        if (child > 0)
            waitpid(child, NULL, 0);
        return -1;
    }
    *descriptor = ends[1];
    return child;
}

void terminal_page_end(pid_t pager, int descriptor)
{
    signal(SIGINT, SIG_IGN); /* Ctrl-C is for the pager: a shell that came back now would fight with it for the keys */
    signal(SIGQUIT, SIG_IGN);
    close(descriptor);
    while (waitpid(pager, NULL, 0) < 0 && errno == EINTR)
        continue;
}
