/* Times whole processes: each command of a file, once with each query, by posix_spawn; all commands take turns, so that
 * what else the machine does falls on all of them alike. Output goes to
 * /dev/null; pages are warm after a round that is
 * not counted.
 *
 *     process_times commands.txt queries.tsv ROUNDS
 *
 * commands.txt: NAME<TAB>PROGRAM<TAB>ARGUMENT..., "{}" in an argument stands for the query (CLASS<TAB>WORDS in
 * queries.tsv). Prints NAME MEDIAN MEAN in milliseconds, tabs between. */
#include "measure_queries.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMANDS_MOST = 16, ARGUMENTS_MOST = 24, QUERIES_MOST = 1000, ROUNDS_MOST = 20 };

struct command {
    char *name, *arguments[ARGUMENTS_MOST + 1];
    double *times;
    size_t count;
};

extern char **environ;

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "process_times: %s\n", what);
    exit(1);
}

static size_t read_commands(const char *path, struct command *commands)
{
    FILE *file = open_or_exit(path);
    char *line = NULL;
    size_t capacity = 0, count = 0;
    while (count < COMMANDS_MOST && getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        char *rest = line;
        commands[count].name = strsep(&rest, "\t");
        for (int i = 0; rest != NULL && i < ARGUMENTS_MOST; i++)
            commands[count].arguments[i] = strsep(&rest, "\t");
        if (commands[count].arguments[0] == NULL)
            fail("a command is not NAME<TAB>PROGRAM...");
        commands[count].times = malloc(QUERIES_MOST * ROUNDS_MOST * sizeof(double));
        if (commands[count++].times == NULL)
            fail("out of memory");
        line = NULL, capacity = 0; /* the command keeps its line */
    }
    fclose(file);
    return count;
}

static size_t read_queries(const char *path, char **queries)
{
    FILE *file = open_or_exit(path);
    char *line = NULL;
    size_t capacity = 0, count = 0;
    while (count < QUERIES_MOST && getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        char *tab = strchr(line, '\t');
        queries[count++] = strdup(tab ? tab + 1 : line);
    }
    free(line);
    fclose(file);
    return count;
}

/* The argument with the query in the place of its "{}". */
static char *filled_in(const char *argument, const char *query)
{
    char *filled;
    const char *place = strstr(argument, "{}");
    int length = place ? asprintf(&filled, "%.*s%s%s", (int)(place - argument), argument, query, place + 2)
                       : asprintf(&filled, "%s", argument);
    if (length < 0)
        fail("out of memory");
    return filled;
}

/* Milliseconds from before the spawn to after the end. */
static double run(const struct command *command, const char *query, const posix_spawn_file_actions_t *actions)
{
    char *arguments[ARGUMENTS_MOST + 1] = {NULL};
    for (int i = 0; command->arguments[i] != NULL; i++)
        arguments[i] = filled_in(command->arguments[i], query);
    pid_t pid;
    int status;
    double start = microseconds();
    if (posix_spawn(&pid, arguments[0], actions, NULL, arguments, environ) != 0 || waitpid(pid, &status, 0) < 0)
        fail(arguments[0]);
    double took = (microseconds() - start) / 1e3;
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "process_times: status %d: %s ... %s\n", status, arguments[0], query);
        exit(1);
    }
    for (int i = 0; arguments[i] != NULL; i++)
        free(arguments[i]);
    return took;
}

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void report(struct command *command)
{
    double sum = 0;
    qsort(command->times, command->count, sizeof(double), ascending);
    for (size_t i = 0; i < command->count; i++)
        sum += command->times[i];
    printf("%s\t%.3f\t%.3f\n", command->name, command->times[command->count / 2], sum / (double)command->count);
}

int main(int argc, char **argv)
{
    static struct command commands[COMMANDS_MOST];
    static char *queries[QUERIES_MOST];
    int rounds = argc == 4 ? (int)strtol(argv[3], NULL, 10) : 0;
    if (rounds < 1 || rounds > ROUNDS_MOST)
        fail("usage: process_times COMMANDS QUERIES ROUNDS");
    size_t command_count = read_commands(argv[1], commands), query_count = read_queries(argv[2], queries);
    if (command_count == 0 || query_count == 0)
        fail("no commands or no queries");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    for (int round = 0; round <= rounds; round++)
        for (size_t q = 0; q < query_count; q++)
            for (size_t c = 0; c < command_count; c++) {
                double took = run(&commands[c], queries[q], &actions);
                if (round > 0)
                    commands[c].times[commands[c].count++] = took;
            }
    posix_spawn_file_actions_destroy(&actions);
    for (size_t c = 0; c < command_count; c++)
        report(&commands[c]);
    return 0;
}
