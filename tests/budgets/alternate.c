/* Runs two programs in turn and prints how long each took: alternate ROUNDS PAUSE PROGRAM... -- PROGRAM...
 *
 * A line a round: the nanoseconds of the first and of the second, from before the fork to the exit. Every other round the
 * order is the other way round, so that neither gains from what the other left in the caches. PAUSE is how many
 * milliseconds to wait after each program, for what it leaves running in the background. Standard output of both goes
 * nowhere. Ends with 1 as soon as one of them does not exit with 0: a program that fails early would look fast. */
#define _POSIX_C_SOURCE 200809L

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long run(char *const *arguments, const posix_spawn_file_actions_t *actions)
{
    pid_t child;
    int status;
    long long begun = now();
    if (posix_spawnp(&child, arguments[0], actions, NULL, arguments, environ) != 0 || waitpid(child, &status, 0) < 0 ||
        !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "alternate: %s did not succeed\n", arguments[0]);
        exit(1);
    }
    return now() - begun;
}

int main(int count, char **arguments)
{
    int second = 3;
    while (second < count && strcmp(arguments[second], "--") != 0)
        second++;
    if (second <= 3 || second + 1 >= count) {
        fputs("usage: alternate ROUNDS PAUSE PROGRAM... -- PROGRAM...\n", stderr);
        return 2;
    }
    arguments[second++] = NULL;
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0 ||
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0) != 0)
        return 1;
    long rounds = strtol(arguments[1], NULL, 10), milliseconds = strtol(arguments[2], NULL, 10);
    struct timespec between = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
    for (long round = 0; round < rounds; round++) {
        long long times[2];
        for (int turn = 0; turn < 2; turn++) {
            int which = (turn + (int)(round % 2)) % 2;
            times[which] = run(arguments + (which == 0 ? 3 : second), &actions);
            if (milliseconds > 0)
                nanosleep(&between, NULL);
        }
        printf("%lld %lld\n", times[0], times[1]);
    }
    return 0;
}
