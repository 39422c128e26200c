/* The effect that runs one of the system's own programs. */
#define _POSIX_C_SOURCE 200809L

#include "programs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A program of the system that uname calls so. */
struct program {
    const char *system;
    const char *word;
    const char *command[5];
};

static const struct program programs[] = {
    {"Darwin", "ioreg", {"/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"}},
    {"Darwin", "ifconfig", {"/sbin/ifconfig", "-a"}},
    {"Darwin", "sw_vers", {"/usr/bin/sw_vers", "-productVersion"}},
};

const char *const *find_program(const char *system, const char *word)
{
    for (size_t index = 0; index < sizeof programs / sizeof *programs; index++)
        if (strcmp(programs[index].system, system) == 0 && strcmp(programs[index].word, word) == 0)
            return programs[index].command;
    return NULL;
}

static long long now(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return (long long)moment.tv_sec * 1000 + moment.tv_nsec / 1000000;
}

/* How many milliseconds are left. */
static int left_until(long long end)
{
    long long left = end - now();
    return left > 0 ? (int)left : 0;
}

/* Reads all that a program prints into effect_buffer; or tells why not. */
static uint32_t read_output(int descriptor, long long end, size_t *length)
{
    *length = 0;
    while (*length <= ANSWER_LIMIT) {
        struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
        int ready = poll(&wanted, 1, left_until(end));
        if (ready == 0)
            return ABV_ERROR_TIMEOUT;
        ssize_t got = ready < 0 ? -1 : read(descriptor, effect_buffer + *length, ANSWER_LIMIT + 1 - *length);
        if (got == 0)
            return ABV_ERROR_NONE;
        if (got > 0)
            *length += (size_t)got;
        else if (errno != EINTR)
            return ABV_ERROR_OTHER;
    }
    return ABV_ERROR_OTHER;
}

/* Waits for a program that prints nothing more. Its wait status is -1 where there is none. */
static uint32_t wait_until(long long end, pid_t child, int *status)
{
    const struct timespec moment = {.tv_nsec = 1000000};
    for (;;) {
        pid_t ended = waitpid(child, status, WNOHANG);
        if (ended == child)
            return ABV_ERROR_NONE;
        if (ended < 0 && errno != EINTR) {
            *status = -1;
            return ABV_ERROR_NONE;
        }
        if (left_until(end) == 0)
            return ABV_ERROR_TIMEOUT;
        nanosleep(&moment, NULL);
    }
}

static struct answer answer_output(pid_t child, int output, long long end)
{
    size_t length;
    int status;
    uint32_t why = read_output(output, end, &length);
    if (why == ABV_ERROR_NONE)
        why = wait_until(end, child, &status);
    if (why != ABV_ERROR_NONE) {
        kill(child, SIGKILL);
        wait_for(child);
        return answer_failure(why);
    }
    if (status == -1 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return answer_failure(ABV_ERROR_OTHER);
    return answer_bytes(effect_buffer, length);
}

struct answer run_program(const char *const *command, long milliseconds)
{
    int output[2];
    if (access(command[0], X_OK) != 0 || !make_pipe(output))
        return answer_errno(errno);
    long long end = now() + milliseconds;
    pid_t child = fork();
    if (child == 0) {
        become_with_streams((char *const *)command, open("/dev/null", O_RDONLY | O_CLOEXEC), output[1]);
        _exit(1);
    }
    int why = errno;
    close(output[1]);
    struct answer answer = child < 0 ? answer_errno(why) : answer_output(child, output[0], end);
    close(output[0]);
    return answer;
}

struct answer effect_program(const abv_operation *operation)
{
    static struct utsname system;
    if (uname(&system) < 0)
        return answer_errno(errno);
    const char *const *command = find_program(system.sysname, operation->first.data);
    return command == NULL ? answer_failure(ABV_ERROR_UNSUPPORTED) : run_program(command, PROGRAM_MILLISECONDS);
}
