#include "terminal.h"

#include <errno.h>
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

pid_t terminal_page(int *descriptor)
{
    const char *command = pager_command();
    int ends[2];
    if (command == NULL || pipe(ends) != 0)
        return -1;
    pid_t child = fork();
    if (child < 0) {
        close(ends[0]);
        close(ends[1]);
        return -1;
    }
    if (child == 0) {
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        close(ends[1]);
        setenv("LESS", "FRX", 0);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    close(ends[0]);
    *descriptor = ends[1];
    return child;
}

void terminal_page_end(pid_t pager, int descriptor)
{
    close(descriptor);
    while (waitpid(pager, NULL, 0) < 0 && errno == EINTR)
        continue;
}
